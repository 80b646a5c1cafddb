package dev.slipway.testkit.compose;

import dev.slipway.yaml.YamlList;
import dev.slipway.yaml.YamlMap;
import dev.slipway.yaml.YamlValue;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;

final class ToolDifference {
  static List<String> between(YamlMap ours, YamlMap theirs) {
    Map<String, String> a = new TreeMap<>(); Map<String, String> b = new TreeMap<>();
    flat("", ours, a); flat("", theirs, b);
    List<String> out = new ArrayList<>();
    TreeSet<String> keys = new TreeSet<>(a.keySet()); keys.addAll(b.keySet());
    for (String k : keys) if (!String.valueOf(a.get(k)).equals(String.valueOf(b.get(k)))) { out.add("@" + k + ": ours " + a.get(k) + " theirs " + b.get(k)); System.out.println("@" + k + ": ours " + a.get(k) + " theirs " + b.get(k)); }
    return out;
  }
  static void flat(String p, YamlValue v, Map<String, String> to) {
    if (v instanceof YamlMap m) { to.put(p, "{}"); m.entries().forEach(e -> flat(p + "." + e.name(), e.value(), to)); }
    else if (v instanceof YamlList l) { to.put(p, "[]"); for (int i = 0; i < l.items().size(); i++) flat(p + "[" + i + "]", l.items().get(i), to); }
    else to.put(p, v.toString());
  }
}
