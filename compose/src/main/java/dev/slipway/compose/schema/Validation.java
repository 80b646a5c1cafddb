package dev.slipway.compose.schema;

import com.google.common.base.CharMatcher;
import com.google.common.collect.ImmutableList;
import com.google.common.net.InetAddresses;
import dev.slipway.compose.tree.Findings;
import dev.slipway.compose.tree.TreePath;
import dev.slipway.yaml.YamlMap;
import dev.slipway.yaml.YamlScalar;
import dev.slipway.yaml.YamlValue;
import java.util.Optional;
import java.util.stream.Collectors;

/** Finds what contradicts itself in a canonical project, although each value alone is allowed. */
final class Validation extends TreeChange {
  /** Addresses have no zones, no brackets, and no digits of other scripts. */
  private static final CharMatcher ADDRESS = CharMatcher.inRange('0', '9')
      .or(CharMatcher.inRange('a', 'f'))
      .or(CharMatcher.inRange('A', 'F'))
      .or(CharMatcher.anyOf(".:"));
  private static final ImmutableList<String> CONFIG_SOURCES = ImmutableList.of("file", "environment", "content");
  private static final ImmutableList<String> SECRET_SOURCES = ImmutableList.of("file", "environment");

  private final Findings findings;

  Validation(Findings findings) {
    this.findings = findings;
  }

  @Override
  protected YamlValue before(Form form, YamlValue value, TreePath path) {
    if (path.matches("services", "*", "develop", "watch", "*", "path")) {
      watched(value, path);
    }
    if (value instanceof YamlMap map) {
      map(map, path);
    }
    return value;
  }

  private void map(YamlMap map, TreePath path) {
    if (path.matches("services", "*", "ports", "*")) {
      address(map, path);
    } else if (path.matches("services", "*", "volumes", "*")) {
      mount(map, path);
    } else if (path.matches("services", "*", "gpus", "*")
        || path.matches("services", "*", "deploy", "resources", "reservations", "devices", "*")) {
      devices(map, path);
    } else if (path.matches("volumes", "*") || path.matches("networks", "*")) {
      external(map, path);
    } else if (path.matches("configs", "*")) {
      sources(map, CONFIG_SOURCES, path);
    } else if (path.matches("secrets", "*")) {
      sources(map, SECRET_SOURCES, path);
    }
  }

  private void watched(YamlValue value, TreePath path) {
    if (value instanceof YamlScalar scalar && scalar.text().isEmpty()) {
      findings.error(path, scalar, "'' is no path that can be watched", "write a directory or file, such as './src'");
    }
  }

  private void address(YamlMap port, TreePath path) {
    Optional<YamlValue> address = port.get("host_ip");
    if (address.isPresent() && address.get() instanceof YamlScalar scalar && !isAddress(scalar.text())) {
      findings.error(path.to("host_ip"), scalar, Shown.text(scalar) + " is no IP address", "write one such as '127.0.0.1' or '::1'");
    }
  }

  private static boolean isAddress(String text) {
    return ADDRESS.matchesAllOf(text) && InetAddresses.isInetAddress(text);
  }

  private void mount(YamlMap mount, TreePath path) {
    boolean bind = mount.get("type").filter(type -> type instanceof YamlScalar scalar && scalar.text().equals("bind")).isPresent();
    if (bind && mount.entry("source").isEmpty()) {
      findings.error(path, mount, "'source' is missing, which a bind mount needs", "add 'source: …' with a path of the host");
    }
  }

  private void devices(YamlMap request, TreePath path) {
    if (request.entry("count").isPresent() && request.entry("device_ids").isPresent()) {
      findings.error(path, request, "'count' and 'device_ids' exclude each other", "leave one of them out");
    }
  }

  /** What is external is made by somebody else: Docker Compose refuses other attributes of volumes, and forgets those of networks. */
  private void external(YamlMap resource, TreePath path) {
    if (!isExternal(resource)) {
      return;
    }
    boolean volume = path.matches("volumes", "*");
    for (YamlMap.Entry entry : resource.entries()) {
      if (entry.name().equals("name") || entry.name().equals("external") || entry.name().startsWith("x-")) {
        continue;
      }
      String message = "'" + entry.name() + "' says nothing of " + (volume ? "a volume" : "a network") + " that is external";
      String advice = "take it out, or take 'external' out";
      if (volume) {
        findings.error(path.to(entry.name()), entry.value(), message, advice);
      } else {
        findings.warning(path.to(entry.name()), entry.value(), message, advice);
      }
    }
  }

  private static boolean isExternal(YamlMap resource) {
    return resource.get("external").filter(external -> external instanceof YamlScalar scalar && scalar.truth().orElse(false)).isPresent();
  }

  private void sources(YamlMap resource, ImmutableList<String> sources, TreePath path) {
    String told = sources.stream().map(source -> "'" + source + "'").collect(Collectors.joining(", "));
    long count = sources.stream().filter(source -> resource.entry(source).isPresent()).count();
    if (count > 1) {
      findings.error(path, resource, "more than one of " + told + " stands here", "leave one of them");
    } else if (count == 0 && resource.entry("driver").isEmpty() && resource.entry("external").isEmpty()) {
      findings.error(path, resource, "none of " + told + " stands here", "say where the content comes from, or write 'external: true'");
    }
  }
}
