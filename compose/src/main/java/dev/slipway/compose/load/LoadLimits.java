package dev.slipway.compose.load;

import dev.slipway.InvalidValueException;

/**
 * Bounds of what one reading may take: files that nobody vouches for can name each other without end.
 *
 * @param files how often a file may be read or used, all files together
 * @param fileSize the most bytes of one file, and the most characters that variables may bring to the project
 * @param totalSize the most bytes of all files, each counted as often as it is used
 * @param depth how deep includes and chains of extended services may go
 * @param values the most values of all documents with what they include and extend
 */
public record LoadLimits(int files, long fileSize, long totalSize, int depth, long values) {
  /** Far beyond what people write, and small enough for a server. */
  public static final LoadLimits DEFAULT = new LoadLimits(2_000, 16L << 20, 256L << 20, 100, 1_000_000);

  /** Checks that every bound lets something through. */
  public LoadLimits {
    if (files < 1 || fileSize < 1 || totalSize < 1 || depth < 1 || values < 1) {
      throw new InvalidValueException(
          "a limit below one lets nothing through: files '" + files + "', bytes of one file '" + fileSize + "', bytes of all '" + totalSize
              + "', depth '" + depth + "', values '" + values + "'");
    }
  }
}
