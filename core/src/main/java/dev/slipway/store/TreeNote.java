package dev.slipway.store;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import dev.slipway.InvalidValueException;
import dev.slipway.image.Digest;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Optional;

/**
 * What is written beside an unpacked layer. Its time of modification is the time of the tree's last use.
 *
 * @param name what the tree was published under
 * @param layer the blob that it was unpacked from
 * @param bytes about how much it takes
 * @param boot the machine's life in which it was made: a tree is not forced to disk, so a power cut may have torn it
 * @param identity the directory that was meant: a copy may lack what a copying tool does not know
 */
record TreeNote(TreeName name, Digest layer, long bytes, String boot, String identity) {
  static final String FILE = "tree.json";
  private static final Path BOOT_FILE = Path.of("/proc/sys/kernel/random/boot_id");
  private static final int LIMIT = 4096;

  /** What tells this life of the machine from others; empty on systems that do not say. */
  static final String THIS_BOOT = thisBoot();

  private static String thisBoot() {
    try {
      return Files.readString(BOOT_FILE).strip();
    } catch (IOException e) {
      return "";
    }
  }

  /** The note about a directory that is about to become a tree. */
  static TreeNote about(TreeName name, Blob layer, Disk.Stat directory) {
    return new TreeNote(name, layer.digest(), layer.size(), THIS_BOOT, directory.identity().toString());
  }

  byte[] encode() {
    return Roots.JSON.createObjectNode().put("ownership", name.ownership()).put("key", name.key().toString()).put("layer", layer.toString())
        .put("bytes", bytes).put("boot", boot).put("identity", identity).toString().getBytes(StandardCharsets.UTF_8);
  }

  /** The note beside a tree; empty if there is none, or none that can be read. */
  static Optional<TreeNote> read(Disk disk, Path file) throws IOException {
    try {
      JsonNode note = Roots.JSON.readTree(Foundation.readText(file, disk, LIMIT));
      return Optional.of(new TreeNote(new TreeName(note.path("ownership").asText(), Digest.parse(note.path("key").asText())),
          Digest.parse(note.path("layer").asText()), note.path("bytes").asLong(), note.path("boot").asText(),
          note.path("identity").asText()));
    } catch (JsonProcessingException | InvalidValueException | NoSuchFileException e) {
      return Optional.empty();
    }
  }

  /** Whether the directory is, beyond doubt, what was published. */
  boolean isTrusted(Disk.Stat directory) {
    return boot.equals(THIS_BOOT) && identity.equals(directory.identity().toString());
  }
}
