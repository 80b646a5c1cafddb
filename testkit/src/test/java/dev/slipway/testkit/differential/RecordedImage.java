package dev.slipway.testkit.differential;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSortedMap;
import dev.slipway.image.ImagePath;
import java.util.Locale;
import java.util.Optional;
import java.util.TreeSet;

/**
 * An image as a case writes it down by hand.
 *
 * @param below the image of the daemon that it stands on, whose paths and history are left out
 * @param tree every other path, and what it is: {@code f 0644 0:0 "text"}, {@code d 0755 0:0}, {@code l 0777 0:0 -> target}
 * @param config the fields of the configuration that say something
 * @param history as {@link HistoryLines}
 */
record RecordedImage(Optional<String> below, ImmutableSortedMap<String, String> tree, JsonNode config, ImmutableList<String> history) {
  private static final SavedImage NOTHING = new SavedImage(ImmutableSortedMap.of(), JsonNodeFactory.instance.objectNode());

  static RecordedImage of(JsonNode json) {
    ImmutableSortedMap.Builder<String, String> tree = ImmutableSortedMap.naturalOrder();
    json.path("tree").properties().forEach(path -> tree.put(path.getKey(), path.getValue().asText()));
    ImmutableList.Builder<String> history = ImmutableList.builder();
    json.path("history").forEach(line -> history.add(line.asText()));
    JsonNode config = json.path("config").isObject() ? json.path("config") : JsonNodeFactory.instance.objectNode();
    return new RecordedImage(json.has("below") ? Optional.of(json.path("below").asText()) : Optional.empty(), tree.buildOrThrow(), config,
        history.build());
  }

  /** An image as it would be written down. */
  static RecordedImage of(SavedImage image, Optional<String> below, Optional<SavedImage> lower) {
    SavedImage base = lower.orElse(NOTHING);
    ImmutableSortedMap.Builder<String, String> tree = ImmutableSortedMap.naturalOrder();
    TreeSet<ImagePath> paths = new TreeSet<>(image.tree().keySet());
    paths.addAll(base.tree().keySet());
    for (ImagePath path : paths) {
      Node node = image.tree().get(path);
      if (node == null) {
        tree.put(path.toString(), "gone");
      } else if (!node.equals(base.tree().get(path))) {
        tree.put(Differences.printable(path.toString()), describe(node));
      }
    }
    ImmutableList<String> history = HistoryLines.of(image.config());
    int inherited = HistoryLines.of(base.config()).size();
    return new RecordedImage(below, tree.buildOrThrow(), Differences.relevant(image.config()).path("config"),
        history.subList(Math.min(inherited, history.size()), history.size()));
  }

  private static String describe(Node node) {
    String owner = String.format(Locale.ROOT, "%c %04o %d:%d", node.type(), node.mode(), node.uid(), node.gid());
    String content = node.type() != 'f'
        ? ""
        : node.size() > 0 && node.sample().isEmpty()
            ? " sha256 " + node.content().orElseThrow().shortHex()
            : " \"" + Differences.printable(node.sample()).replace("\\u000a", "\\n").replace("\\u0009", "\\t") + "\"";
    return owner + content + (node.type() == 'l' ? " -> " + Differences.printable(node.target()) : "")
        + node.firstName().map(name -> " same file as " + name).orElse("");
  }

  /** One line for each path and part in which another image is not what is recorded. */
  ImmutableList<String> differences(RecordedImage ours) {
    ImmutableList.Builder<String> lines = ImmutableList.builder();
    TreeSet<String> paths = new TreeSet<>(tree.keySet());
    paths.addAll(ours.tree.keySet());
    for (String path : paths) {
      String right = tree.getOrDefault(path, "no such path");
      String own = ours.tree.getOrDefault(path, "no such path");
      if (!right.equals(own)) {
        lines.add(path + ": recorded is " + right + ", we have " + own);
      }
    }
    if (!config.equals(ours.config)) {
      lines.add("config: recorded is " + config + ", we have " + ours.config);
    }
    if (!history.equals(ours.history)) {
      lines.add("history: recorded is " + history + ", we have " + ours.history);
    }
    return lines.build();
  }

  /** As it is written in a case. */
  String json() {
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    below.ifPresent(image -> json.put("below", image));
    ObjectNode files = json.putObject("tree");
    tree.forEach(files::put);
    json.set("config", config);
    history.forEach(json.putArray("history")::add);
    return json.toPrettyString() + "\n";
  }
}
