package dev.slipway.yaml;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.google.common.base.Splitter;
import com.google.common.collect.ImmutableList;
import com.google.common.io.Resources;
import dev.slipway.SlipwayException;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.function.Consumer;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * YAML of unknown origin: whatever it is, there is a result or one of Slipway's own errors, in at most two seconds and two
 * GiB for each MiB of text, of which an edit reads two.
 *
 * <p>What fails goes into {@code fuzz/yaml.jsonl} (one JSON string a line) and is tried again in every run. To look for more,
 * raise {@code -Dslipway.fuzz.rounds} and change {@code -Dslipway.fuzz.seed}.
 */
@Tag("alone")
class YamlFuzzTest {
  private static final int MEBIBYTE = 1 << 20;
  private static final int TEXT_BYTES = MEBIBYTE / 4;
  private static final long MOST_NANOS = 2_000_000_000 / 4;
  private static final long MOST_BYTES = 2L * 1024 * MEBIBYTE / 4;
  /** Times differ from run to run; the best of these counts. */
  private static final int ATTEMPTS = 5;
  private static final String SPECIAL = "\\\"'`{}[]<>-=#/:@\n\r\t\u0000!*?,.~ &|%\u0085\u2028\uFEFF";
  private static final ObjectMapper JSON = new ObjectMapper();

  /** What is done with a text. */
  enum Target {
    READ(YamlFuzzTest::read), WRITE(YamlFuzzTest::write), EDIT(YamlFuzzTest::edit);

    private final Consumer<String> reader;

    Target(Consumer<String> reader) {
      this.reader = reader;
    }
  }

  private static void read(String text) {
    YamlFile file = YamlFile.parse("fuzz", text);
    assertThat(file.text()).isEqualTo(text);
    assertThat(file.problems()).hasSizeLessThanOrEqualTo(YamlProblems.MAX + 1);
    int last = 0;
    for (YamlComment comment : file.comments()) {
      assertThat(comment.span().offset()).isGreaterThanOrEqualTo(last);
      last = comment.span().endOffset();
    }
    file.documents().forEach(document -> isInside(document, 0, text.length()));
    for (YamlDialect dialect : YamlDialect.values()) {
      assertThat(file.values(dialect).documents()).hasSameSizeAs(file.documents());
    }
  }

  private static void isInside(YamlNode node, int start, int end) {
    assertThat(node.start()).isBetween(start, node.contentStart());
    assertThat(node.end()).isBetween(node.contentStart(), end);
    switch (node) {
      case YamlNode.Mapping mapping -> mapping.entries().forEach(entry -> {
        isInside(entry.key(), node.start(), node.end());
        isInside(entry.value(), entry.key().end(), node.end());
      });
      case YamlNode.Sequence sequence -> sequence.items().forEach(item -> isInside(item, node.start(), node.end()));
      default -> assertThat(node.span().contains(node.span())).isTrue();
    }
  }

  private static void write(String text) {
    YamlFile file = YamlFile.parse("fuzz", text);
    YamlReading reading = file.values(YamlDialect.COMPOSE);
    if (reading.problems().isEmpty()) {
      YamlWriting options = YamlWriting.STANDARD.withRemarks(file.remarks());
      String written = YamlWriter.write(reading.documents(), options);
      if (!reading.documents().isEmpty()) {
        assertThat(YamlFile.parse("written", written).values(YamlDialect.COMPOSE).orThrow()).isEqualTo(reading.documents());
      }
    }
  }

  private static void edit(String text) {
    YamlFile file = YamlFile.parse("fuzz", text);
    if (file.problems().isEmpty() && !file.documents().isEmpty()) {
      YamlValue value = YamlMap.empty().with("k", YamlList.of(List.of(YamlScalar.of("a\nb"))));
      switch (file.documents().get(0)) {
        case YamlNode.Mapping mapping -> attempt(() -> file.add(YamlPath.of("added key"), value));
        case YamlNode.Sequence sequence -> attempt(() -> file.add(YamlPath.ROOT.item(0), value));
        default -> attempt(() -> file.replace(YamlPath.ROOT, value));
      }
    }
  }

  /** Some layouts are refused with reasons. */
  private static void attempt(Runnable edit) {
    try {
      edit.run();
    } catch (SlipwayException refused) {
      assertThat(refused.getMessage()).contains("cannot be");
    }
  }

  @ParameterizedTest
  @EnumSource
  void seedsGiveResultsOrOwnErrors(Target target) {
    assertThat(seeds()).hasSizeGreaterThan(40);
    seeds().forEach(seed -> check(target, seed));
  }

  @ParameterizedTest
  @EnumSource
  void textsMadeOfSeedsGiveResultsOrOwnErrors(Target target) {
    List<String> seeds = seeds();
    Random random = new Random(Long.getLong("slipway.fuzz.seed", 1));
    for (int round = Integer.getInteger("slipway.fuzz.rounds", 5_000); round > 0; round--) {
      check(target, mutated(seeds, random));
    }
  }

  @ParameterizedTest
  @EnumSource
  void seedsRepeatedAreReadInBoundedTimeAndMemory(Target target) {
    Set<String> units = new LinkedHashSet<>(seeds());
    seeds().forEach(seed -> units.add(seed.substring(0, 1)));
    int number = 0;
    for (String unit : units) {
      String before = seeds().get((number++ * 7 + 3) % seeds().size());
      checkCost(target, (before.length() < 40 ? before : "") + unit.repeat(TEXT_BYTES / unit.getBytes(UTF_8).length));
    }
  }

  private static ImmutableList<String> seeds() {
    ImmutableList.Builder<String> seeds = ImmutableList.builder();
    try {
      for (String line : Splitter.on('\n').omitEmptyStrings()
          .split(Resources.toString(Resources.getResource(YamlFuzzTest.class, "fuzz/yaml.jsonl"), UTF_8))) {
        seeds.add(JSON.readValue(line, String.class));
      }
    } catch (IOException unreadable) {
      throw new AssertionError(unreadable);
    }
    return seeds.build();
  }

  private static void check(Target target, String text) {
    try {
      target.reader.accept(text);
    } catch (SlipwayException own) {
      assertThat(own.getMessage()).isNotBlank();
    } catch (Throwable other) {
      fail(target + " has a failure of its own for " + json(text), other);
    }
  }

  private static void checkCost(Target target, String text) {
    com.sun.management.ThreadMXBean threads = (com.sun.management.ThreadMXBean) ManagementFactory.getThreadMXBean();
    long nanos = Long.MAX_VALUE;
    long bytes = Long.MAX_VALUE;
    for (int i = 0; i < ATTEMPTS && (nanos > MOST_NANOS || bytes > MOST_BYTES); i++) {
      long time = threads.getCurrentThreadCpuTime();
      long memory = threads.getCurrentThreadAllocatedBytes();
      check(target, text);
      bytes = Math.min(bytes, threads.getCurrentThreadAllocatedBytes() - memory);
      nanos = Math.min(nanos, threads.getCurrentThreadCpuTime() - time);
    }
    assertThat(nanos / 1_000_000).as("milliseconds of %s for %s", target, json(text)).isLessThanOrEqualTo(MOST_NANOS / 1_000_000);
    assertThat(bytes / MEBIBYTE).as("MiB of %s for %s", target, json(text)).isLessThanOrEqualTo(MOST_BYTES / MEBIBYTE);
  }

  private static String mutated(List<String> seeds, Random random) {
    StringBuilder text = new StringBuilder(seeds.get(random.nextInt(seeds.size())));
    for (int change = random.nextInt(8); change >= 0; change--) {
      int at = random.nextInt(text.length() + 1);
      int end = Math.min(text.length(), at + random.nextInt(6));
      switch (random.nextInt(6)) {
        case 0 -> text.delete(at, end);
        case 1 -> text.insert(at, seeds.get(random.nextInt(seeds.size())));
        case 2 -> text.insert(at, text.substring(at, end).repeat(random.nextInt(20)));
        case 3 -> text.insert(at, (char) random.nextInt(random.nextBoolean() ? 128 : 65_536));
        case 4 -> text.insert(at, SPECIAL.charAt(random.nextInt(SPECIAL.length())));
        default -> text.setLength(at);
      }
    }
    return text.toString();
  }

  private static String json(String text) {
    try {
      return JSON.writeValueAsString(text.length() <= 300 ? text : text.substring(0, 200) + " … " + text.length() + " characters");
    } catch (IOException impossible) {
      throw new AssertionError(impossible);
    }
  }
}
