package dev.slipway.build;

/** Which permission bits files of the build context get, where no {@code --chmod} says otherwise. */
public enum FileModes {
  /** As Git keeps them: 0755 for directories and files that their owner may execute, 0644 for other files. */
  NORMALISED,
  /** As they are on disk, set-id and sticky bits included; the same files under another umask give another image. */
  KEPT
}
