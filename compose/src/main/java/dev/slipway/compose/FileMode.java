package dev.slipway.compose;

import dev.slipway.InvalidValueException;
import dev.slipway.yaml.YamlScalar;
import java.util.Optional;

/**
 * Who may read, write and execute a file.
 *
 * @param bits as {@code chmod} counts them, such as {@code 0440}
 */
public record FileMode(int bits) {
  private static final int MOST = 07777;
  private static final int LONGEST = 10;

  /** Modes as quoted octal numbers, which all parsers read alike. */
  static final Form<FileMode> QUOTED = ScalarForm.of("a mode such as '0440'", FileMode::read, mode -> YamlScalar.of(mode.toString()));
  /** Modes as decimal numbers, where octal ones in quotes are not taken. */
  static final Form<FileMode> NUMBER = ScalarForm.of("a mode such as 0755", FileMode::read, mode -> YamlScalar.of(mode.bits));

  /** Checks that it is a number of bits; files may have more of them than {@link #of} takes. */
  public FileMode {
    if (bits < 0) {
      throw new InvalidValueException("'" + bits + "' is no mode of a file: write for example 0440");
    }
  }

  /**
   * A mode such as {@code 0440}.
   *
   * @throws InvalidValueException if it is not from 0000 to 07777
   */
  public static FileMode of(int bits) {
    if (bits < 0 || bits > MOST) {
      throw new InvalidValueException(
          "'" + bits + "' is no mode of a file: it must be from 0000 to 07777, with a zero before it to be octal");
    }
    return new FileMode(bits);
  }

  private static Optional<FileMode> read(YamlScalar scalar) {
    if (scalar.isString()) {
      String text = scalar.text().startsWith("0o") ? scalar.text().substring(2) : scalar.text();
      boolean octal = !text.isEmpty() && text.length() <= LONGEST && text.chars().allMatch(c -> c >= '0' && c <= '7');
      return octal ? Optional.of(new FileMode(Integer.parseInt(text, 8))) : Optional.empty();
    }
    return Forms.integer(scalar).filter(bits -> bits >= 0 && bits <= Integer.MAX_VALUE).map(bits -> new FileMode(bits.intValue()));
  }

  /** The mode in octal digits with a zero before them. */
  @Override
  public String toString() {
    return "0" + Integer.toOctalString(bits);
  }
}
