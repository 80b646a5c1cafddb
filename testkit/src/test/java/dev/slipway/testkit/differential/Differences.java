package dev.slipway.testkit.differential;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSet;
import com.google.common.collect.Sets;
import dev.slipway.image.ImagePath;
import java.util.Locale;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** Finds every difference between two images, not just the first. */
final class Differences {
  /** Fields about a container that is not there yet, and about how the daemon works. */
  private static final ImmutableSet<String> NOT_COMPARED = ImmutableSet.of("Hostname", "Domainname", "AttachStdin", "AttachStdout",
      "AttachStderr", "Tty", "OpenStdin", "StdinOnce", "Image");
  private static final ImmutableSet<String> OF_THE_DOCUMENT = ImmutableSet.of("architecture", "variant", "os", "author");

  private Differences() {}

  /** One line per path or field in which the images differ, Docker's side first. */
  static ImmutableList<String> between(SavedImage docker, SavedImage ours) {
    ImmutableList.Builder<String> found = ImmutableList.builder();
    for (ImagePath path : new TreeSet<>(Sets.union(docker.tree().keySet(), ours.tree().keySet()))) {
      Node theirs = docker.tree().get(path);
      Node own = ours.tree().get(path);
      if (own == null || theirs == null || !own.equals(theirs)) {
        found.add(line(printable(path.toString()), theirs == null ? "no such path" : theirs.toString(),
            own == null ? "no such path" : own.toString()));
      }
    }
    compare("", relevant(docker.config()), relevant(ours.config()), found);
    return found.build();
  }

  private static void compare(String where, JsonNode docker, JsonNode ours, ImmutableList.Builder<String> found) {
    if (docker.isObject() && ours.isObject()) {
      TreeSet<String> fields = new TreeSet<>();
      docker.fieldNames().forEachRemaining(fields::add);
      ours.fieldNames().forEachRemaining(fields::add);
      for (String field : fields) {
        compare(where.isEmpty() ? field : where + "." + field, docker.path(field), ours.path(field), found);
      }
    } else if (!docker.equals(ours)) {
      found.add(line("config " + where, docker.isMissingNode() ? "absent" : docker.toString(),
          ours.isMissingNode() ? "absent" : ours.toString()));
    }
  }

  /** The fields that say how a container is run; null, false and empty texts say nothing. */
  static ObjectNode relevant(JsonNode document) {
    ObjectNode result = JsonNodeFactory.instance.objectNode();
    OF_THE_DOCUMENT.forEach(field -> put(result, field, document.path(field)));
    ObjectNode config = result.putObject("config");
    document.path("config").properties().forEach(field -> {
      if (!NOT_COMPARED.contains(field.getKey())) {
        put(config, field.getKey(), field.getValue());
      }
    });
    return result;
  }

  private static void put(ObjectNode result, String field, JsonNode value) {
    boolean saysNothing = value.isMissingNode() || value.isNull() || value.equals(JsonNodeFactory.instance.booleanNode(false))
        || (value.isTextual() && value.asText().isEmpty());
    if (!saysNothing) {
      result.set(field, value);
    }
  }

  private static String line(String what, String docker, String ours) {
    return what + ": Docker has " + docker + ", we have " + ours;
  }

  /** Text with everything escaped that a terminal or a report cannot show. */
  static String printable(String text) {
    return text.chars().mapToObj(c -> c < ' ' || c == 127 || Character.isSurrogate((char) c)
        ? String.format(Locale.ROOT, "\\u%04x", c)
        : Character.toString(c)).collect(Collectors.joining());
  }
}
