package dev.slipway.layer;

import dev.slipway.InvalidValueException;

/**
 * What a reader of untrusted tars lets through, and how much of it.
 *
 * @param maxEntries how many headers are read, whiteouts and metadata headers counted
 * @param maxBytes how many bytes of tar are read
 * @param devices whether character and block devices are accepted; device 0:0 never is
 * @param whiteouts whether names starting with {@code .wh.} are markers that hide lower layers; otherwise they are refused
 * @param lowerLinks whether a hard link may name a file that the archive itself does not bring, so that it must be in
 *     a lower layer
 */
public record EntryPolicy(int maxEntries, long maxBytes, boolean devices, boolean whiteouts, boolean lowerLinks) {
  private static final int DEFAULT_ENTRIES = 2_000_000;
  private static final long DEFAULT_BYTES = 64L << 30;

  /** Checks that the limits are positive and within what a table of contents can hold. */
  public EntryPolicy {
    if (maxEntries < 1 || maxEntries > Toc.MAX_ENTRIES || maxBytes < 1) {
      throw new InvalidValueException(
          "limits of '" + maxEntries + "' entries and '" + maxBytes + "' bytes are not usable: give 1 to " + Toc.MAX_ENTRIES
              + " entries and at least 1 byte");
    }
  }

  /** For layers of images: whiteouts and links to lower layers; no devices; 2,000,000 entries and 64 GiB. */
  public static EntryPolicy layer() {
    return new EntryPolicy(DEFAULT_ENTRIES, DEFAULT_BYTES, false, true, true);
  }

  /** For archives that are unpacked into an image: as {@link #layer()}, but complete in themselves. */
  public static EntryPolicy archive() {
    return new EntryPolicy(DEFAULT_ENTRIES, DEFAULT_BYTES, false, false, false);
  }

  /** The same policy, with devices accepted. */
  public EntryPolicy withDevices() {
    return new EntryPolicy(maxEntries, maxBytes, true, whiteouts, lowerLinks);
  }

  /** The same policy with other limits. */
  public EntryPolicy withLimits(int entries, long bytes) {
    return new EntryPolicy(entries, bytes, devices, whiteouts, lowerLinks);
  }
}
