package dev.slipway.testkit.benchmark;

/** What is timed in a round of {@link BuildBenchmark}, in this order. */
enum BuildPhase {
  /** The base is unpacked and nothing else is known. */
  COLD("cold"),
  /** What was just built is written out: by {@code docker save}, and as an OCI layout by the others. */
  EXPORT("export"),
  /** The same is built again. */
  UNCHANGED("unchanged"),
  /** The input of one stage, or one step in the middle, is another one. */
  EDITED("edited");

  private final String title;

  BuildPhase(String title) {
    this.title = title;
  }

  String title() {
    return title;
  }
}
