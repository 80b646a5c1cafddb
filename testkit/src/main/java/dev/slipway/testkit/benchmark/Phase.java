package dev.slipway.testkit.benchmark;

/** What happened before a build. */
enum Phase {
  /** Nothing was built before. */
  COLD("cold", 0.15, 0.4),
  /** The same was built just before. */
  UNCHANGED("unchanged", 0.25, 0.25),
  /** One file was changed since the last build. */
  EDITED("one file edited", 0.15, 0.4);

  private final String title;
  private final double storeTarget;
  private final double archiveTarget;

  Phase(String title, double storeTarget, double archiveTarget) {
    this.title = title;
    this.storeTarget = storeTarget;
    this.archiveTarget = archiveTarget;
  }

  String title() {
    return title;
  }

  /** The part of Jib's time that a build into the store should take at most. */
  double storeTarget() {
    return storeTarget;
  }

  /** The part of Jib's time that building and writing an archive should take at most. */
  double archiveTarget() {
    return archiveTarget;
  }
}
