package dev.slipway.yaml;

import com.google.common.collect.ImmutableSet;
import dev.slipway.InvalidValueException;
import dev.slipway.yaml.YamlScalar.Kind;
import dev.slipway.yaml.YamlScalar.Style;
import java.util.Locale;

/**
 * Scalars in one line, so that parsers of YAML 1.1, 1.2, go-yaml and those that follow none of these read the same: a string
 * stands without quotes only if it begins with a letter, a slash or the like and no parser has a meaning for it.
 */
final class ScalarText {
  private static final ImmutableSet<String> WORDS = ImmutableSet.of("y", "n", "yes", "no", "on", "off", "true", "false", "null", "nil",
      "none", ".inf", ".nan");
  /** What may stand in a plain string besides letters and digits. */
  private static final String PLAIN = "_./@+=%^-$()~*!;&<>";
  /** What may as well, unless the string stands in brackets. */
  private static final String PLAIN_IN_BLOCK = ",:{}?";

  private ScalarText() {}

  /** The scalar in one line; {@code flow} if it stands in brackets. */
  static String of(YamlScalar scalar, boolean flow) {
    return switch (scalar.kind()) {
      case NULL -> "null";
      case BOOLEAN -> Boolean.toString(scalar.truth().orElseThrow());
      case INTEGER -> scalar.integer().orElseThrow().toString();
      case FLOAT -> number(scalar);
      case TIMESTAMP -> Timestamps.isGo(scalar.text()) || Timestamps.isOld(scalar.text()) ? scalar.text() : doubleQuoted(scalar.text());
      case STRING -> string(scalar.text(), scalar.style(), flow);
    };
  }

  /** A point and the sign of an exponent are what all parsers agree on; the characters as they were written if they have them. */
  private static String number(YamlScalar scalar) {
    double value = scalar.number().orElseThrow();
    if (Double.isNaN(value)) {
      return ".nan";
    }
    if (Double.isInfinite(value)) {
      return value < 0 ? "-.inf" : ".inf";
    }
    if (isSimple(scalar.text()) && Double.parseDouble(scalar.text()) == value) {
      return scalar.text();
    }
    String digits = Double.toString(value).toLowerCase(Locale.ROOT);
    return digits.contains("e") && !digits.contains("e-") ? digits.replace("e", "e+") : digits;
  }

  /** Digits, a point, digits. */
  private static boolean isSimple(String text) {
    ScalarScan scan = new ScalarScan(text);
    int sign = scan.many("-", 1);
    int whole = scan.digits();
    return whole > 0 && (whole == 1 || text.charAt(sign) != '0') && scan.one(".") && scan.digits() > 0 && scan.atEnd();
  }

  private static String string(String text, Style wish, boolean flow) {
    boolean harmless = text.codePoints().allMatch(ScalarText::isHarmless);
    if (harmless && wish == Style.SINGLE_QUOTED) {
      return "'" + text.replace("'", "''") + "'";
    }
    if (wish != Style.DOUBLE_QUOTED && isPlain(text, flow)) {
      return text;
    }
    boolean singleIsNicer = (text.indexOf('"') >= 0 || text.indexOf('\\') >= 0) && text.indexOf('\'') < 0;
    return harmless && singleIsNicer && wish != Style.DOUBLE_QUOTED ? "'" + text + "'" : doubleQuoted(text);
  }

  /** Whether a string reads as itself everywhere without quotes. */
  static boolean isPlain(String text, boolean flow) {
    if (text.isEmpty() || !begins(text) || WORDS.contains(text.toLowerCase(Locale.ROOT))) {
      return false;
    }
    for (int i = 1; i < text.length(); i++) {
      char c = text.charAt(i);
      boolean inside = i + 1 < text.length();
      boolean allowed = switch (c) {
        case ' ' -> inside;
        case ':' -> !flow && inside && text.charAt(i + 1) != ' ';
        default -> isAsciiLetterOrDigit(c) || PLAIN.indexOf(c) >= 0 || !flow && PLAIN_IN_BLOCK.indexOf(c) >= 0;
      };
      if (!allowed) {
        return false;
      }
    }
    for (YamlDialect dialect : YamlDialect.values()) {
      if (dialect.plain(text).kind() != Kind.STRING) {
        return false;
      }
    }
    return true;
  }

  private static boolean begins(String text) {
    char first = text.charAt(0);
    if (first == '.') {
      char second = text.length() > 1 ? text.charAt(1) : ' ';
      return (second == '/' || second == '.' || isAsciiLetterOrDigit(second) && !ScalarScan.isDigit(second)) && !text.startsWith("...");
    }
    return first == '/' || first == '_' || first == '$' || isAsciiLetterOrDigit(first) && !ScalarScan.isDigit(first);
  }

  private static boolean isAsciiLetterOrDigit(char c) {
    return c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || ScalarScan.isDigit(c);
  }

  /** Whether a character can stand in a line as it is: it can be seen, and no parser takes it for a line break or drops it. */
  static boolean isHarmless(int c) {
    if (c >= ' ' && c <= '~') {
      return true;
    }
    return switch (Character.getType(c)) {
      case Character.CONTROL, Character.FORMAT, Character.SURROGATE, Character.LINE_SEPARATOR, Character.PARAGRAPH_SEPARATOR -> false;
      case Character.SPACE_SEPARATOR -> c == ' ';
      default -> c != 0xFFFE && c != 0xFFFF;
    };
  }

  static String doubleQuoted(String text) {
    StringBuilder out = new StringBuilder(text.length() + 2).append('"');
    text.codePoints().forEach(c -> append(c, out));
    return out.append('"').toString();
  }

  private static void append(int c, StringBuilder out) {
    switch (c) {
      case '"' -> out.append("\\\"");
      case '\\' -> out.append("\\\\");
      case '\n' -> out.append("\\n");
      case '\r' -> out.append("\\r");
      case '\t' -> out.append("\\t");
      default -> {
        if (isHarmless(c)) {
          out.appendCodePoint(c);
        } else {
          escape(c, out);
        }
      }
    }
  }

  private static void escape(int c, StringBuilder out) {
    if (Character.getType(c) == Character.SURROGATE) {
      throw new InvalidValueException(
          "half of a character (" + YamlProblems.number(c) + ") cannot be written in YAML; take it out of the text, or add its other half");
    }
    String format = c <= 0xFF ? "\\x%02X" : c <= 0xFFFF ? "\\u%04X" : "\\U%08X";
    out.append(String.format(Locale.ROOT, format, c));
  }
}
