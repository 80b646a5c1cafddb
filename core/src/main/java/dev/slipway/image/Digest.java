package dev.slipway.image;

import com.google.common.hash.HashCode;
import com.google.common.hash.Hashing;
import dev.slipway.InvalidValueException;
import java.util.HexFormat;
import java.util.Locale;

/**
 * The name of some bytes: an algorithm and the hexadecimal hash, as in {@code sha256:9f86d0…}.
 *
 * <p>Follows the OCI image specification, "Digests": lower-case hexadecimal of exactly the algorithm's length;
 * {@code sha256} and {@code sha512} are the registered algorithms and the only ones accepted.
 *
 * @param algorithm how the bytes were hashed
 * @param hex the hash, lower-case hexadecimal
 */
public record Digest(Algorithm algorithm, String hex) implements Comparable<Digest> {
  /** A registered digest algorithm. */
  public enum Algorithm {
    /** SHA-256, 64 hexadecimal digits. */
    SHA256(64),
    /** SHA-512, 128 hexadecimal digits. */
    SHA512(128);

    private final int hexLength;

    Algorithm(int hexLength) {
      this.hexLength = hexLength;
    }

    /** The algorithm's name in a digest, such as {@code sha256}. */
    public String id() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /** A plain loop over a table: each file of a build makes a digest, some of them several times. */
  private static final boolean[] HEX = new boolean['f' + 1];

  static {
    for (char c : "0123456789abcdef".toCharArray()) {
      HEX[c] = true;
    }
  }

  /** Checks length and alphabet. */
  public Digest {
    if (hex.length() != algorithm.hexLength || !isLowerHex(hex)) {
      throw new InvalidValueException(
          "digest '" + abbreviated(hex) + "' is not " + algorithm.hexLength + " lower-case hexadecimal digits, as " + algorithm.id()
              + " needs");
    }
  }

  /**
   * Reads {@code algorithm:hex}.
   *
   * @throws InvalidValueException if the text has another form or another algorithm
   */
  public static Digest parse(String text) {
    for (Algorithm algorithm : Algorithm.values()) {
      if (text.startsWith(algorithm.id() + ":")) {
        return new Digest(algorithm, text.substring(algorithm.id().length() + 1));
      }
    }
    throw new InvalidValueException("digest '" + abbreviated(text) + "' does not start with 'sha256:' or 'sha512:'");
  }

  /** The SHA-256 digest of some bytes held in memory. */
  public static Digest sha256(byte[] bytes) {
    return sha256(Hashing.sha256().hashBytes(bytes));
  }

  /** The digest that a finished SHA-256 hash stands for. */
  public static Digest sha256(HashCode hash) {
    return new Digest(Algorithm.SHA256, HexFormat.of().formatHex(hash.asBytes()));
  }

  /** The first twelve digits, for people. */
  public String shortHex() {
    return hex.substring(0, 12);
  }

  @Override
  public int compareTo(Digest other) {
    return toString().compareTo(other.toString());
  }

  /** The digest as it is written everywhere: {@code algorithm:hex}. */
  @Override
  public String toString() {
    return algorithm.id() + ":" + hex;
  }

  private static boolean isLowerHex(String text) {
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c >= HEX.length || !HEX[c]) {
        return false;
      }
    }
    return true;
  }

  private static String abbreviated(String text) {
    return text.length() <= 160 ? text : text.substring(0, 160) + "…";
  }
}
