package dev.slipway.testkit.differential;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.google.common.collect.ImmutableSortedMap;
import com.google.common.io.ByteStreams;
import dev.slipway.image.ImagePath;
import java.io.BufferedInputStream;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.zip.GZIPInputStream;

/**
 * An image as {@code docker save} writes it, read by code that is independent of what is under test.
 *
 * @param tree every path that a container sees
 * @param config the configuration document, as it lies in the archive
 */
record SavedImage(ImmutableSortedMap<ImagePath, Node> tree, JsonNode config) {
  private static final ObjectMapper JSON = new ObjectMapper();

  static SavedImage read(Path archive) throws IOException {
    Map<String, byte[]> files = new LinkedHashMap<>();
    Map<String, String> links = new LinkedHashMap<>();
    try (InputStream in = new BufferedInputStream(Files.newInputStream(archive))) {
      RawTar.read(in, (header, content) -> {
        if (header.type() == '2') {
          links.put(header.name(), header.link());
        } else {
          files.put(header.name(), content);
        }
      });
    }
    JsonNode manifest = JSON.readTree(file(files, links, "manifest.json")).path(0);
    TreeBuilder tree = new TreeBuilder();
    for (JsonNode layer : manifest.path("Layers")) {
      tree.add(expanded(file(files, links, layer.asText())));
    }
    return new SavedImage(tree.build(), JSON.readTree(file(files, links, manifest.path("Config").asText())));
  }

  /** Reads what {@code docker image inspect} says about an image without layers. */
  static SavedImage withoutLayers(String inspected) throws IOException {
    JsonNode image = JSON.readTree(inspected).path(0);
    ObjectNode document = JSON.createObjectNode();
    for (String field : List.of("Architecture", "Variant", "Os", "Author", "Config")) {
      document.set(field.toLowerCase(Locale.ROOT), image.path(field));
    }
    return new SavedImage(ImmutableSortedMap.of(), document);
  }

  /** Docker writes a layer that several images have once, and symbolic links for the others. */
  private static byte[] file(Map<String, byte[]> files, Map<String, String> links, String name) throws IOException {
    String target = links.get(name);
    String real = target == null ? name : ImagePath.of(name).parent().orElseThrow().resolve(target).relative();
    byte[] content = files.get(real);
    if (content == null) {
      throw new IOException("the archive of the image has no '" + real + "', only " + files.keySet());
    }
    return content;
  }

  private static byte[] expanded(byte[] layer) throws IOException {
    boolean gzip = layer.length > 2 && layer[0] == 0x1F && (layer[1] & 0xFF) == 0x8B;
    return gzip ? ByteStreams.toByteArray(new GZIPInputStream(new ByteArrayInputStream(layer))) : layer;
  }

  /** One line per path, then the configuration. */
  @Override
  public String toString() {
    StringBuilder text = new StringBuilder();
    tree.forEach((path, node) -> text.append(Differences.printable(path.toString())).append("  ").append(node).append('\n'));
    return text.append(Differences.relevant(config).toPrettyString()).append('\n').toString();
  }
}
