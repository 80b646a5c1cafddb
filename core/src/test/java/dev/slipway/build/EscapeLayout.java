package dev.slipway.build;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.google.common.hash.Hashing;
import dev.slipway.image.OciLayout;
import dev.slipway.image.Stage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** An image on disk whose layers and configuration nobody has looked at. */
final class EscapeLayout {
  private EscapeLayout() {}

  /**
   * Writes an image.
   *
   * @param settings the part of its configuration called {@code config}, as JSON
   * @param layers tars
   */
  static Stage write(Path directory, String settings, List<byte[]> layers) throws IOException {
    Path blobs = Files.createDirectories(directory.resolve("blobs/sha256"));
    List<String> diffIds = new ArrayList<>();
    List<String> descriptors = new ArrayList<>();
    for (byte[] layer : layers) {
      String descriptor = blob(blobs, "application/vnd.oci.image.layer.v1.tar", layer);
      descriptors.add(descriptor);
      diffIds.add("\"sha256:" + Hashing.sha256().hashBytes(layer) + "\"");
    }
    String config = "{\"architecture\":\"" + HostPlatform.linux().architecture() + "\",\"os\":\"linux\",\"config\":" + settings
        + ",\"rootfs\":{\"type\":\"layers\",\"diff_ids\":[" + String.join(",", diffIds) + "]}}";
    String manifest = "{\"schemaVersion\":2,\"mediaType\":\"application/vnd.oci.image.manifest.v1+json\",\"config\":"
        + blob(blobs, "application/vnd.oci.image.config.v1+json", config.getBytes(UTF_8)) + ",\"layers\":[" + String.join(",", descriptors)
        + "]}";
    String entry = blob(blobs, "application/vnd.oci.image.manifest.v1+json", manifest.getBytes(UTF_8));
    Files.writeString(directory.resolve("index.json"), "{\"schemaVersion\":2,\"manifests\":[" + entry + "]}");
    Files.writeString(directory.resolve("oci-layout"), "{\"imageLayoutVersion\":\"1.0.0\"}");
    return Stage.from(OciLayout.at(directory));
  }

  private static String blob(Path blobs, String type, byte[] bytes) throws IOException {
    String hash = Hashing.sha256().hashBytes(bytes).toString();
    Files.write(blobs.resolve(hash), bytes);
    return "{\"mediaType\":\"" + type + "\",\"digest\":\"sha256:" + hash + "\",\"size\":" + bytes.length + "}";
  }
}
