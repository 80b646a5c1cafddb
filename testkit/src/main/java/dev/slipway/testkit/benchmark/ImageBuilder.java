package dev.slipway.testkit.benchmark;

import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Path;

/** Something that builds images with {@code RUN} steps: Slipway, or a program beside it. */
interface ImageBuilder extends Closeable {
  /** How the table calls it. */
  String name();

  /** Forgets all that was built, then builds one small file onto the base: so that the base is there, unpacked. */
  void reset() throws Exception;

  /** Builds a workload whose context lies in a directory. */
  Cost build(BuildWorkload workload, Path context, int variant) throws Exception;

  /** Writes what was built last to a place that does not exist yet. */
  Cost export(Path target) throws Exception;

  @Override
  void close() throws IOException;
}
