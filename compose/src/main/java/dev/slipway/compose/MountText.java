package dev.slipway.compose;

import com.google.common.collect.ImmutableSet;
import dev.slipway.yaml.YamlMap;
import dev.slipway.yaml.YamlScalar;
import dev.slipway.yaml.YamlValue;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Writes mounts as {@code source:target:options}. */
final class MountText {
  private static final ImmutableSet<String> TOLD = ImmutableSet.of("type", "source", "target", "read_only", "bind", "volume");

  private MountText() {}

  /** The short form, if it says everything and can be read in one way only. */
  static Optional<YamlValue> brief(Mount mount, Encoding to) {
    YamlMap all = Mount.ELEMENT.encode(mount, to);
    Optional<String> source = literal(mount, Mount.SOURCE);
    Optional<String> target = literal(mount, Mount.TARGET);
    boolean told = all.entries().stream().allMatch(entry -> TOLD.contains(entry.name()) && !entry.value().isNull())
        && target.filter(path -> path.startsWith("/") && path.indexOf(':') < 0).isPresent()
        && source.isPresent() == all.get("source").isPresent();
    Optional<List<String>> options = told ? options(mount, source, all) : Optional.empty();
    return options.filter(words -> source.isPresent() || words.isEmpty())
        .map(words -> YamlScalar.of(to.characters(source.map(path -> path + ":").orElse("") + target.orElse("")
            + (words.isEmpty() ? "" : ":" + String.join(",", words)))));
  }

  private static Optional<String> literal(Mount mount, Attribute<Mount, Text> attribute) {
    return mount.value(attribute).flatMap(Text::literal).filter(text -> !text.isEmpty());
  }

  /** What stands behind the target; empty if the mount has more to say. */
  private static Optional<List<String>> options(Mount mount, Optional<String> source, YamlMap all) {
    List<String> words = new ArrayList<>();
    if (all.get("read_only").isPresent()) {
      if (!mount.value(Mount.READ_ONLY).orElse(false)) {
        return Optional.empty();
      }
      words.add("ro");
    }
    Optional<Mount.Type> type = mount.value(Mount.TYPE);
    boolean said = type.equals(Optional.of(Mount.Type.BIND)) && all.get("volume").isEmpty() && source.filter(MountText::isPath).isPresent()
        && bind(mount.value(Mount.BIND), words)
        || type.equals(Optional.of(Mount.Type.VOLUME)) && all.get("bind").isEmpty() && source.map(MountText::isName).orElse(true)
            && volume(mount.value(Mount.VOLUME), words);
    return said ? Optional.of(words) : Optional.empty();
  }

  private static boolean bind(Optional<BindOptions> options, List<String> words) {
    Optional<BindOptions.Selinux> selinux = options.flatMap(each -> each.value(BindOptions.SELINUX));
    selinux.ifPresent(label -> words.add(label.toString()));
    return options.filter(each -> each.without(BindOptions.SELINUX).without(BindOptions.CREATE_HOST_PATH).isEmpty()
        && each.value(BindOptions.CREATE_HOST_PATH).orElse(true)).isPresent();
  }

  private static boolean volume(Optional<VolumeOptions> options, List<String> words) {
    if (options.flatMap(each -> each.value(VolumeOptions.NOCOPY)).orElse(false)) {
      words.add("nocopy");
    }
    return options.filter(each -> each.isEmpty() || each.equals(VolumeOptions.empty().with(VolumeOptions.NOCOPY, true))).isPresent();
  }

  private static boolean isPath(String source) {
    return (source.startsWith("/") || source.startsWith("./") || source.startsWith("../") || source.startsWith("~/"))
        && source.indexOf(':') < 0;
  }

  /** Names of one letter are taken for drives by some readers. */
  private static boolean isName(String source) {
    boolean simple = source.chars()
        .allMatch(c -> c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9' || c == '_' || c == '-' || c == '.');
    return simple && source.length() > 1 && !source.startsWith(".");
  }
}
