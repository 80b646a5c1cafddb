package dev.slipway.image;

import dev.slipway.InvalidValueException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * A text, or bytes, that nobody may read by accident: a password, a token, a key file. It prints as {@code ***} and gets out
 * only through {@link #reveal()} and {@link #bytes()}, whose callers hand it to what needs it and keep no copy.
 */
public final class SecretValue {
  private final byte[] bytes;

  private SecretValue(byte[] bytes) {
    this.bytes = bytes;
  }

  /**
   * The secret of a text.
   *
   * @throws InvalidValueException if it is empty, as an unset variable would make it
   */
  public static SecretValue of(String text) {
    return of(text.getBytes(StandardCharsets.UTF_8));
  }

  /**
   * The secret of some bytes, such as those of a key file.
   *
   * @throws InvalidValueException if there are none
   */
  public static SecretValue of(byte[] bytes) {
    if (bytes.length == 0) {
      throw new InvalidValueException("a secret is empty; leave it out where there is none");
    }
    return new SecretValue(bytes.clone());
  }

  /** The text itself; bytes are read as UTF-8. */
  public String reveal() {
    return new String(bytes, StandardCharsets.UTF_8);
  }

  /** The bytes themselves; of a text, its UTF-8 form. */
  public byte[] bytes() {
    return bytes.clone();
  }

  /** Whether the bytes are equal, in a time that does not tell where they differ. */
  @Override
  public boolean equals(Object other) {
    if (!(other instanceof SecretValue that) || bytes.length != that.bytes.length) {
      return false;
    }
    int difference = 0;
    for (int i = 0; i < bytes.length; i++) {
      difference |= bytes[i] ^ that.bytes[i];
    }
    return difference == 0;
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(bytes);
  }

  /** Three asterisks. */
  @Override
  public String toString() {
    return "***";
  }
}
