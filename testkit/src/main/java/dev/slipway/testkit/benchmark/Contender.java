package dev.slipway.testkit.benchmark;

import java.nio.file.Path;

/** A library that builds the image of a workload: one layer on nothing, with an entrypoint. */
interface Contender {
  /** The cost of one build, without and with writing an archive. */
  record Costs(Cost store, Cost archive) {}

  /** How the table calls it. */
  String name();

  /**
   * Builds once.
   *
   * @param source the directory that is packed
   * @param state where the library keeps what it wants to find again; new for each round
   * @param archive the file that the image is written to
   */
  Costs build(Path source, Path state, Path archive) throws Exception;
}
