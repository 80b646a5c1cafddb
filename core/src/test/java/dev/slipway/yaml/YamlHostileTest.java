package dev.slipway.yaml;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.slipway.DocumentException;
import dev.slipway.ErrorCode;
import dev.slipway.SlipwayException;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Texts that are made to do harm: each gives a result or a problem in bounded time and memory. */
@Tag("alone")
@Timeout(300)
class YamlHostileTest {
  /** Of the processor, as machines that run tests do other things as well. */
  private static final Duration MOST = Duration.ofSeconds(5);

  private static long now() {
    return ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
  }

  private static YamlReading read(String text) {
    return read(text, YamlLimits.STANDARD);
  }

  private static YamlReading read(String text, YamlLimits limits) {
    long start = now();
    YamlReading reading = YamlFile.parse("hostile.yaml", text, limits).values(YamlDialect.COMPOSE);
    assertThat(Duration.ofNanos(now() - start)).isLessThan(MOST);
    return reading;
  }

  private static String message(String text) {
    YamlReading reading = read(text);
    assertThat(reading.problems()).isNotEmpty();
    return reading.problems().get(0).message();
  }

  private static String laughs(String open, String close, String alias) {
    StringBuilder text = new StringBuilder("a0: &a0 " + open + "x: 1" + close + "\n");
    for (int i = 1; i < 60; i++) {
      String inner = String.format(alias, i - 1);
      text.append('a').append(i).append(": &a").append(i).append(' ').append(open).append((inner + ", ").repeat(9)).append(inner)
          .append(close).append('\n');
    }
    return text.toString();
  }

  @Test
  void aBillionLaughsAreAProblem() {
    assertThat(message(laughs("[", "]", "*a%d"))).contains("aliases bring more than 100000 values");
    assertThat(message(laughs("[{<<: [", "]}]", "*a%d"))).isNotEmpty();
    String pairs = IntStream.range(1, 60).mapToObj(i -> "a" + i + ": &a" + i + " {l: *a" + (i - 1) + ", r: *a" + (i - 1) + "}")
        .collect(Collectors.joining("\n"));
    assertThat(message("a0: &a0 x\n" + pairs)).contains("aliases bring more than");
    String merges = IntStream.range(1, 60)
        .mapToObj(i -> "a" + i + ": &a" + i + " {<<: [*a" + (i - 1) + ", *a" + (i - 1) + "], k" + i + ": 1}")
        .collect(Collectors.joining("\n"));
    assertThat(message("a0: &a0 {k: 1}\n" + merges)).contains("aliases bring more than");
  }

  @Test
  void aliasesMayBringWhatTheLimitsAllow() {
    String text = "a: &a [" + "x, ".repeat(99) + "x]\nb: [" + "*a, ".repeat(500) + "*a]\n";
    assertThat(read(text).problems()).isEmpty();
    assertThat(read(text, YamlLimits.STANDARD.withCopies(50_000)).problems()).hasSize(6)
        .allMatch(problem -> problem.message().contains("50000 values"));
    assertThat(read(text, YamlLimits.STANDARD.withCopies(0)).problems()).isNotEmpty();
  }

  @Test
  void depthIsBoundedAlsoThroughAliases() {
    assertThat(message("[".repeat(20_000))).contains("more than 100 collections");
    assertThat(message("{a: ".repeat(20_000))).contains("more than 100 collections");
    assertThat(message("- ".repeat(20_000) + "x")).contains("more than 100 collections");
    assertThat(message("? ".repeat(20_000) + "x")).contains("more than 100 collections");
    String steps = IntStream.range(0, 3_000).mapToObj(i -> " ".repeat(i) + "a:").collect(Collectors.joining("\n"));
    assertThat(message(steps.substring(0, 2_000_000))).contains("more than 100 collections");
    String chain = IntStream.range(1, 200).mapToObj(i -> "a" + i + ": &a" + i + " [*a" + (i - 1) + "]").collect(Collectors.joining("\n"));
    assertThat(message("a0: &a0 x\n" + chain)).contains("with what this alias stands for, more than 100 collections");
    assertThat(read("[".repeat(99) + "]".repeat(99)).problems()).isEmpty();
    assertThat(read("[".repeat(500) + "]".repeat(500), YamlLimits.STANDARD.withDepth(500)).problems()).isEmpty();
  }

  @Test
  void sizeIsBounded() {
    assertThatThrownBy(() -> read("a".repeat((3 << 20) + 1))).isInstanceOfSatisfying(DocumentException.class,
        e -> assertThat(e.code()).isEqualTo(ErrorCode.LIMIT_EXCEEDED));
    assertThat(message("[" + "a,".repeat(1_100_000) + "]")).contains("more than 1000000 nodes");
  }

  @Test
  void manyAnchorsAreReadInLinearTime() {
    StringBuilder text = new StringBuilder();
    for (int i = 0; text.length() < (2 << 20); i++) {
      text.append("k").append(i).append(": &anchor").append(i).append(" v\n");
    }
    assertThat(read(text.toString()).problems()).isEmpty();
    assertThat(read("a: &a x\n" + "b: [" + "*a, ".repeat(50_000) + "*a]").problems()).isEmpty();
    assertThat(read("- &a x\n".repeat(300_000)).problems()).isEmpty();
  }

  @Test
  void manyDuplicateKeysAreToldUpToABound() {
    YamlReading reading = read("a: 1\n".repeat(100_000));
    assertThat(reading.problems()).hasSize(YamlProblems.MAX + 1);
    assertThat(((YamlMap) reading.documents().get(0)).entries()).hasSize(1);
  }

  @Test
  void keysOfOneHashAreReadInTheirNumber() {
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < 1 << 15; i++) {
      StringBuilder key = new StringBuilder();
      for (int bit = 0; bit < 15; bit++) {
        // "Aa" and "BB" have the same hash
        key.append((i >> bit & 1) == 0 ? "Aa" : "BB");
      }
      text.append(key).append(": 1\n");
    }
    YamlReading reading = read(text.toString());
    assertThat(((YamlMap) reading.orThrow().get(0)).entries()).hasSize(1 << 15);
    assertThat(read("a: &a\n  " + text.toString().replace("\n", "\n  ") + "\nb: {<<: *a, c: 1}\n").problems()).isEmpty();
  }

  @Test
  void longLinesAreReadInLinearTime() {
    String line = "a".repeat(2 << 20);
    assertThat(read("k: " + line).problems()).isEmpty();
    assertThat(read("k: \"" + line + "\"").problems()).isEmpty();
    assertThat(read("k: '" + line + "'").problems()).isEmpty();
    assertThat(read("k: |\n  " + line).problems()).isEmpty();
    assertThat(read("k: [" + "a ".repeat(1 << 20) + "]").problems()).isEmpty();
    assertThat(read("k: v # " + line).problems()).isEmpty();
    assertThat(read("k: v" + " ".repeat(2 << 20)).problems()).isEmpty();
    assertThat(read("k: |\n  a" + "\n".repeat(2 << 20)).problems()).isEmpty();
    assertThat(read("#\n".repeat(1 << 20)).problems()).isEmpty();
    assertThat(read(line + ": v").problems()).isNotEmpty();
    assertThat(read("k: \"" + "\\n".repeat(1 << 20) + "\"").problems()).isEmpty();
    assertThat(read("k: " + "1".repeat(2 << 20)).problems()).isEmpty();
    assertThat(read("k: 0." + "0".repeat(1 << 20) + "1").problems()).isEmpty();
    assertThat(read("k: !" + "a".repeat(1 << 20) + " v").problems()).isNotEmpty();
    assertThat(read("k: &" + line + " v").problems()).isEmpty();
    assertThat(read("---\n".repeat(500_000)).problems()).isEmpty();
    assertThat(read("\uD83D\uDE00".repeat(1 << 20)).problems()).isEmpty();
  }

  @Test
  void charactersThatAreNoneAreAProblem() {
    assertThat(message("a: \u0000")).contains("U+0000");
    assertThat(message("a: \uD800")).contains("half of a pair");
    assertThat(message("a: \uDC00\uD800")).contains("half of a pair");
    assertThat(message("a: \uFFFF")).contains("U+FFFF");
    assertThat(message("\u001B[31m")).contains("U+001B");
    assertThat(read("a: b\u007F").problems()).isNotEmpty();
  }

  @Test
  void editsOfLargeFilesTakeBoundedTime() {
    StringBuilder text = new StringBuilder("services:\n");
    for (int i = 0; i < 10_000; i++) {
      text.append("  web").append(i).append(":\n    image: nginx # i\n");
    }
    YamlFile file = YamlFile.parse("large", text.toString());
    long start = now();
    YamlFile edited = file.replace(YamlPath.of("services", "web9000", "image"), YamlScalar.of("x"));
    assertThat(Duration.ofNanos(now() - start)).isLessThan(MOST);
    assertThat(edited.text()).hasSize(file.text().length() - 4);
  }

  @Test
  void messagesAreShortAndSafe() {
    for (String text : new String[]{"a: 1\n" + "x".repeat(100_000) + "\n", "? " + "[a, ".repeat(90), "k\u202E: 1\nk\u202E: 2",
        "'" + "\u0085".repeat(10)}) {
      try {
        assertThat(YamlFile.parse("x", text).values(YamlDialect.COMPOSE).problems())
            .allMatch(problem -> problem.message().length() < 400 && !problem.message().contains("\u202E"));
      } catch (SlipwayException own) {
        assertThat(own.getMessage()).hasSizeLessThan(1000);
      }
    }
  }
}
