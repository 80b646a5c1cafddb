package dev.slipway.registry;

import java.io.IOException;
import java.io.OutputStream;

/** Something that writes the bytes of a docker archive, once. */
@FunctionalInterface
public interface ArchiveBytes {
  /**
   * Writes all of it. The stream is not the writer's to close.
   *
   * @throws IOException if the stream does not take the bytes, or they cannot be read where they come from
   */
  void writeTo(OutputStream out) throws IOException;
}
