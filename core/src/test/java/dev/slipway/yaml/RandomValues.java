package dev.slipway.yaml;

import com.google.common.collect.ImmutableList;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;

/** Values made by chance, of parts that some reader of YAML takes for something else. */
final class RandomValues {
  static final ImmutableList<String> PARTS = ImmutableList.of(
      "a", "key", "yes", "No", "on", "off", "y", "N", "true", "False", "null", "~", "nil", "0", "1", "08", "0o17", "0x1F", "0b11", "1_000",
      "1e3", "12:30",
      "22:22", "190:20:30", "1.5", ".5", ".inf", "-.INF", ".nan", "2001-01-01", "2001-12-14t21:59:43.10-05:00", "=", "<<", "-", "--", "---",
      "...", "- a", "? a",
      ": a", "a: b", "a #b", "#", "&a", "*a", "!a", "!!str", "%a", "@a", "`a`", "[a]", "{a}", "[", "]", "{", "}", ",", "|", ">", "|-", "'",
      "\"", "\\", "\\n", "a\nb",
      "a\nb\n", "a\n\n", "\na", "a\n b", "a\n\tb", "a \nb", "\n", "\r", "\r\n", "\t", " ", "  ", "a\tb", "\u0000", "\u0007", "\u001B",
      "\u007F", "\u0085", "\u00A0",
      "\u2028", "\u2029", "\uFEFF", "\uFFFE", "\u200B", "\u202E", "é", "日本", "😀", "$", "${A:-b}", "$$", "/a/b", "./a", "../a",
      "http://a:80/b?c=d&e", "a,b",
      "8080:80", "1.25-alpine", "sha256:0f", "a=b", "--flag", "C:\\dir", "0644", "+1", "-1", "a'b", "a\"b", "key: |", "a:",
      "if [ -f x ]; then\n  echo y\nfi\n");

  private final Random random;

  RandomValues(long seed) {
    this.random = new Random(seed);
  }

  String text() {
    int parts = random.nextInt(8) == 0 ? random.nextInt(30) : random.nextInt(4);
    StringBuilder out = new StringBuilder();
    for (int i = 0; i < parts; i++) {
      if (random.nextInt(6) == 0) {
        out.append((char) (random.nextBoolean() ? ' ' + random.nextInt(95) : random.nextInt(0xD800)));
      } else {
        out.append(PARTS.get(random.nextInt(PARTS.size())));
      }
    }
    return out.toString();
  }

  YamlValue value(int depth) {
    return switch (random.nextInt(depth <= 0 ? 6 : 12)) {
      case 0, 1, 2 -> string();
      case 3 -> integer();
      case 4 -> decimal();
      case 5 -> random.nextBoolean() ? YamlScalar.of(random.nextBoolean()) : YamlScalar.ofNull(random.nextBoolean() ? "" : "null");
      case 6, 7, 8 -> list(depth);
      default -> map(depth);
    };
  }

  YamlScalar string() {
    YamlScalar.Style[] styles = YamlScalar.Style.values();
    return YamlScalar.of(text()).styled(styles[random.nextInt(3) == 0 ? random.nextInt(styles.length) : 0]);
  }

  private YamlScalar integer() {
    BigInteger number = random.nextInt(4) == 0 ? new BigInteger(63, random) : BigInteger.valueOf(random.nextInt(1000) - 500L);
    return YamlScalar.integer(random.nextBoolean() ? "0" + number.toString(8) : number.toString(), number);
  }

  private YamlScalar decimal() {
    double number = random.nextBoolean() ? random.nextGaussian() : Double.longBitsToDouble(random.nextLong());
    return Double.isFinite(number) ? YamlScalar.number(Double.toString(number), number) : YamlScalar.number("1.50", 1.5);
  }

  YamlList list(int depth) {
    List<YamlValue> items = new ArrayList<>();
    for (int i = random.nextInt(4); i > 0; i--) {
      items.add(value(depth - 1));
    }
    return YamlList.of(items);
  }

  YamlMap map(int depth) {
    Map<String, YamlValue> entries = new LinkedHashMap<>();
    for (int i = random.nextInt(4); i > 0; i--) {
      entries.put(text(), value(depth - 1));
    }
    return YamlMap.of(entries);
  }

  YamlWriting layout() {
    YamlWriting layout = YamlWriting.STANDARD.withIndent(2 + random.nextInt(4)).withIndentedLists(random.nextBoolean());
    YamlWriting broken = random.nextInt(4) == 0 ? layout.withLineBreak("\r\n") : layout;
    int salt = random.nextInt(1000);
    return random.nextBoolean()
        ? broken
        : broken.withRemarks(path -> (path.hashCode() + salt) % 3 == 0
            ? new YamlRemark(salt % 2 == 0, ImmutableList.of("why: " + path.steps().size(), ""),
                salt % 5 == 0 ? Optional.of("# [beside") : Optional.empty())
            : YamlRemark.NONE);
  }
}
