package dev.slipway.compose;

import dev.slipway.DocumentException;
import dev.slipway.ErrorCode;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.concurrent.ThreadLocalRandom;

/** Files that appear whole or not at all: written beside their place, forced to disk, renamed. A link in that place is replaced. */
final class WholeFile {
  private WholeFile() {}

  static void write(Path file, String text) {
    Path absolute = file.toAbsolutePath();
    Path part = absolute
        .resolveSibling("." + absolute.getFileName() + "." + Long.toHexString(ThreadLocalRandom.current().nextLong()) + ".part");
    try {
      try (FileChannel channel = FileChannel.open(part, StandardOpenOption.WRITE, StandardOpenOption.CREATE_NEW)) {
        ByteBuffer bytes = ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8));
        while (bytes.hasRemaining()) {
          int unused = channel.write(bytes);
        }
        channel.force(true);
      }
      Path unused = Files.move(part, absolute, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    } catch (IOException refused) {
      throw failure(file, part, refused);
    }
  }

  private static DocumentException failure(Path file, Path part, IOException refused) {
    DocumentException failure = new DocumentException(ErrorCode.IO,
        "'" + file + "' cannot be written: " + refused + "; see that its directory is there and can be written to", refused);
    try {
      boolean unused = Files.deleteIfExists(part);
    } catch (IOException left) {
      failure.addSuppressed(left);
    }
    return failure;
  }
}
