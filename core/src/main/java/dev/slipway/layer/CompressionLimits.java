package dev.slipway.layer;

import dev.slipway.InvalidValueException;

/**
 * What decompression of untrusted data may cost. Beyond any of these, reading fails with
 * {@link dev.slipway.ErrorCode#LIMIT_EXCEEDED}.
 *
 * @param maxBytes the most bytes that may come out
 * @param maxRatio the most bytes that may come out for one that went in; counts only after the first
 *     {@value #FREE_BYTES} bytes, since small sparse files are harmless
 * @param maxMemory the most bytes of memory for a zstd window or an xz dictionary
 */
public record CompressionLimits(long maxBytes, int maxRatio, long maxMemory) {
  /** So much may come out whatever went in. */
  public static final long FREE_BYTES = 1L << 30;

  /** 256 GiB, 10,000 to one, 128 MiB: no tool's ordinary output needs more, {@code xz -9} and {@code zstd -19} included. */
  public static final CompressionLimits DEFAULT = new CompressionLimits(256L << 30, 10_000, 128L << 20);

  /** Checks that all are positive. */
  public CompressionLimits {
    if (maxBytes < 0 || maxRatio < 1 || maxMemory < 1 << 20) {
      throw new InvalidValueException("limits of " + maxBytes + " bytes, ratio " + maxRatio + " and " + maxMemory
          + " bytes of memory are too small; memory must be 1 MiB at least");
    }
  }

  /** These limits with another bound for what comes out. */
  public CompressionLimits withMaxBytes(long bytes) {
    return new CompressionLimits(bytes, maxRatio, maxMemory);
  }

  /** These limits with another bound for the ratio. */
  public CompressionLimits withMaxRatio(int ratio) {
    return new CompressionLimits(maxBytes, ratio, maxMemory);
  }

  /** These limits with another bound for memory. */
  public CompressionLimits withMaxMemory(long bytes) {
    return new CompressionLimits(maxBytes, maxRatio, bytes);
  }
}
