package dev.slipway.compose.schema;

import dev.slipway.compose.format.Cast;
import dev.slipway.compose.format.GoNumber;
import dev.slipway.compose.tree.Findings;
import dev.slipway.compose.tree.TreePath;
import dev.slipway.yaml.YamlScalar;
import dev.slipway.yaml.YamlValue;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.Optional;
import java.util.function.Function;

/** Canonical forms of truth values, numbers, and of whatever is meant as characters. */
final class ScalarForms {
  private static final int OCTAL_DIGITS = 12;

  private ScalarForms() {}

  /** True or false. */
  static YamlValue truth(YamlValue value, TreePath path, Findings findings) {
    return string(value, text -> Typing.TRUTH.read(text, path, findings));
  }

  /** A number. */
  static YamlValue number(YamlValue value, TreePath path, Findings findings) {
    return string(value, text -> Typing.NUMBER.read(text, path, findings));
  }

  /** A whole number. */
  static YamlValue whole(YamlValue value, TreePath path, Findings findings) {
    if (value instanceof YamlScalar number && number.kind() == YamlScalar.Kind.FLOAT) {
      return exact(number, path, findings).<YamlValue>map(whole -> whole.at(number.place())).orElse(number);
    }
    return string(value, text -> Typing.WHOLE.read(text, path, findings));
  }

  /** A whole number that is not negative. */
  static YamlValue count(YamlValue value, TreePath path, Findings findings) {
    YamlValue whole = whole(value, path, findings);
    if (whole instanceof YamlScalar scalar && scalar.integer().filter(number -> number.signum() < 0).isPresent()) {
      findings.error(path, scalar, Shown.text(scalar) + " is less than 0", "write 0 or more");
    }
    return whole;
  }

  /** How many devices: a number, or -1 for {@code all}. */
  static YamlValue deviceCount(YamlValue value, TreePath path, Findings findings) {
    if (value instanceof YamlScalar all && all.isString() && all.text().equalsIgnoreCase("all")) {
      return YamlScalar.of(-1).at(all.place());
    }
    return string(value, text -> {
      Optional<Long> count = Cast.toInteger(text.text()).value();
      if (count.isEmpty()) {
        findings.error(path, text, Shown.text(text) + " is no number of devices", "write 'all' or a whole number");
      }
      return count.map(YamlScalar::of);
    });
  }

  /** Characters; those of a whole number in decimal digits. */
  static YamlValue decimal(YamlValue value, TreePath path, Findings findings) {
    return value instanceof YamlScalar scalar && scalar.integer().isPresent()
        ? scalar.integer().map(number -> characters(scalar, number.toString())).get()
        : text(value, path, findings);
  }

  /** Characters as they are written, whatever else they mean to YAML. */
  static YamlValue text(YamlValue value, TreePath path, Findings findings) {
    return text(value, false, path, findings);
  }

  /** The same for values that no message shows. */
  static YamlValue hiddenText(YamlValue value, TreePath path, Findings findings) {
    return text(value, true, path, findings);
  }

  private static YamlValue text(YamlValue value, boolean hidden, TreePath path, Findings findings) {
    return value instanceof YamlScalar scalar && !scalar.isNull() && !scalar.isString()
        ? characters(scalar, characters(scalar, hidden, path, findings))
        : value;
  }

  /** Characters; none for a null. */
  static YamlValue filledText(YamlValue value, TreePath path, Findings findings) {
    return value.isNull() ? YamlScalar.of("").at(value.place()) : text(value, path, findings);
  }

  /** The characters of a scalar as they are written; tells if Docker Compose passes on other ones. */
  static String characters(YamlScalar scalar, boolean hidden, TreePath path, Findings findings) {
    Optional<String> printed = switch (scalar.kind()) {
      case NULL, STRING -> Optional.of(scalar.text());
      case BOOLEAN -> scalar.truth().map(String::valueOf);
      case INTEGER -> scalar.integer().map(BigInteger::toString);
      case FLOAT -> scalar.number().map(GoNumber::print);
      case TIMESTAMP -> Optional.empty();
    };
    if (printed.filter(scalar.text()::equals).isEmpty()) {
      String theirs = printed.map(text -> hidden ? "in another spelling" : "as '" + text + "'").orElse("with a time and a zone");
      String subject = hidden ? "the value" : Shown.text(scalar);
      String message = subject + " stands without quotes: Docker Compose passes it on " + theirs + ", here it stays as it is";
      findings.warning(path, scalar, message, "write it in quotes, so that all programs read it as characters");
    }
    return scalar.text();
  }

  /** The permissions of a file as an octal string that begins with zero; strings are read as octal. */
  static YamlValue octal(YamlValue value, TreePath path, Findings findings) {
    return value instanceof YamlScalar mode
        ? permissions(mode, path, findings).<YamlValue>map(bits -> characters(mode, "0" + bits.toString(8))).orElse(mode)
        : value;
  }

  /** The permissions of a directory as a number; strings are read as octal. */
  static YamlValue permissions(YamlValue value, TreePath path, Findings findings) {
    return value instanceof YamlScalar mode
        ? permissions(mode, path, findings).<YamlValue>map(bits -> YamlScalar.integer(bits.toString(), bits).at(mode.place())).orElse(mode)
        : value;
  }

  private static Optional<BigInteger> permissions(YamlScalar mode, TreePath path, Findings findings) {
    if (!mode.isString() && mode.number().isEmpty()) {
      return Optional.empty();
    }
    Optional<BigInteger> bits = mode.isString() ? octal(mode.text()) : mode.integer().filter(number -> number.signum() >= 0);
    if (bits.isEmpty()) {
      findings.error(path, mode, Shown.text(mode) + " is no mode of a file", "write octal digits in quotes, such as \"0440\"");
    }
    return bits;
  }

  private static Optional<BigInteger> octal(String digits) {
    boolean octal = !digits.isEmpty() && digits.length() <= OCTAL_DIGITS && digits.chars().allMatch(c -> c >= '0' && c <= '7');
    return octal ? Optional.of(new BigInteger(digits, 8)) : Optional.empty();
  }

  /** A floating-point number without a fraction as a whole one. */
  static Optional<YamlScalar> exact(YamlScalar number, TreePath path, Findings findings) {
    Optional<YamlScalar> whole = ScalarKind.WHOLE.includes(number)
        ? number.number().map(value -> new BigDecimal(value).toBigInteger()).map(value -> YamlScalar.integer(value.toString(), value))
        : Optional.empty();
    if (whole.isEmpty()) {
      findings.error(path, number, Shown.text(number) + " is no whole number", "write it without a fraction");
    }
    return whole;
  }

  /** A string of these characters at the place of a scalar. */
  static YamlScalar characters(YamlScalar scalar, String text) {
    return YamlScalar.of(text).at(scalar.place());
  }

  private static YamlValue string(YamlValue value, Function<YamlScalar, Optional<YamlScalar>> reading) {
    return value instanceof YamlScalar scalar && scalar.isString()
        ? reading.apply(scalar).<YamlValue>map(read -> read.at(scalar.place())).orElse(scalar)
        : value;
  }
}
