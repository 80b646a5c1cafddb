package dev.slipway.build;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.extension.AnnotatedElementContext;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.io.TempDirFactory;

/** Temporary directories in memory where the system has such a place: sweeps make thousands of small builds in them. */
public final class MemoryDirectory implements TempDirFactory {
  private static final Path MEMORY = Path.of("/dev/shm");

  @Override
  public Path createTempDirectory(AnnotatedElementContext element, ExtensionContext extension) throws Exception {
    return Files.isWritable(MEMORY) ? Files.createTempDirectory(MEMORY, "slipway-test") : Files.createTempDirectory("slipway-test");
  }
}
