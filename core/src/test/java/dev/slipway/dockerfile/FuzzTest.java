package dev.slipway.dockerfile;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.google.common.base.Splitter;
import com.google.common.collect.ImmutableList;
import com.google.common.io.Resources;
import dev.slipway.SlipwayException;
import dev.slipway.image.ImagePath;
import dev.slipway.image.ImageReference;
import dev.slipway.image.Word;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Everything that reads text of unknown origin: whatever it is, there is a result or one of Slipway's own errors, in at
 * most 100 ms and 64 MiB for each MiB of text.
 *
 * <p>A new reader is a new {@link Target} with a file of seeds beside it ({@code fuzz/name.jsonl}: one JSON string a
 * line). What fails goes into that file and is tried again in every run. To look for more, raise
 * {@code -Dslipway.fuzz.rounds} and change {@code -Dslipway.fuzz.seed}.
 */
class FuzzTest {
  private static final int MEBIBYTE = 1 << 20;
  private static final int TEXT_BYTES = MEBIBYTE;
  private static final long MOST_NANOS = 100_000_000;
  private static final long MOST_BYTES = 64L * MEBIBYTE;
  /** Times differ from run to run; the best of these counts. */
  private static final int ATTEMPTS = 10;
  private static final String SPECIAL = "\\\"'`${}[]<>-=#/:@\n\r\t\u0000!*?,.~ ";
  private static final ObjectMapper JSON = new ObjectMapper();

  /** What is given a text. */
  interface Reader {
    /** Reads a text and looks at the result. */
    void read(String text);
  }

  /** All readers. The characters are what a text is made of besides the seeds. */
  enum Target {
    DOCKERFILE(FuzzTest::readDockerfile), EXPANDER(FuzzTest::expand), IGNORE_FILE(FuzzTest::readIgnoreFile), IMAGE_REFERENCE(
        text -> assertThat(ImageReference.parse(text).toString()).isNotEmpty());

    private final Reader reader;

    Target(Reader reader) {
      this.reader = reader;
    }

    ImmutableList<String> seeds() {
      String name = name().toLowerCase(Locale.ROOT).replace('_', '-');
      ImmutableList.Builder<String> seeds = ImmutableList.builder();
      try {
        String lines = Resources.toString(Resources.getResource(FuzzTest.class, "fuzz/" + name + ".jsonl"), UTF_8);
        for (String line : Splitter.on('\n').omitEmptyStrings().split(lines)) {
          seeds.add(JSON.readValue(line, String.class));
        }
      } catch (IOException unreadable) {
        throw new AssertionError(unreadable);
      }
      return seeds.build();
    }
  }

  private static void readDockerfile(String text) {
    Dockerfile file = Dockerfile.parse("Dockerfile", text);
    assertThat(file.text()).isEqualTo(text);
    assertThat(file.problems()).hasSizeLessThanOrEqualTo(Problems.MAX + 1);
  }

  private static void expand(String text) {
    String value = Word.of(text).expand(name -> name.startsWith("u") ? Optional.empty() : Optional.of(name.length() > 1 ? "va*l?ue" : ""));
    assertThat(value).isNotNull();
  }

  private static void readIgnoreFile(String text) {
    IgnoreFile file = IgnoreFile.parse(text);
    assertThat(file.decide(ImagePath.of("a/b.c"))).isNotNull();
  }

  @ParameterizedTest
  @EnumSource
  void seedsGiveResultsOrOwnErrors(Target target) {
    assertThat(target.seeds()).hasSizeGreaterThan(10);
    target.seeds().forEach(seed -> check(target, seed));
  }

  @ParameterizedTest
  @EnumSource
  void textsMadeOfSeedsGiveResultsOrOwnErrors(Target target) {
    Random random = new Random(Long.getLong("slipway.fuzz.seed", 1));
    List<String> seeds = target.seeds();
    for (int round = Integer.getInteger("slipway.fuzz.rounds", 3_000); round > 0; round--) {
      check(target, mutated(seeds, random));
    }
  }

  @ParameterizedTest
  @EnumSource
  void seedsRepeatedAreReadInBoundedTimeAndMemory(Target target) {
    List<String> seeds = target.seeds();
    Set<String> units = new LinkedHashSet<>(seeds);
    seeds.forEach(seed -> units.add(seed.substring(0, 1)));
    int number = 0;
    for (String unit : units) {
      String before = seeds.get((number++ * 7 + 3) % seeds.size());
      checkCost(target, (before.length() < 40 ? before : "") + unit.repeat(TEXT_BYTES / unit.getBytes(UTF_8).length));
    }
  }

  private static void check(Target target, String text) {
    try {
      target.reader.read(text);
    } catch (SlipwayException own) {
      assertThat(own.getMessage()).isNotBlank();
    } catch (Throwable other) {
      fail(target + " has a failure of its own for " + json(text), other);
    }
  }

  private static void checkCost(Target target, String text) {
    com.sun.management.ThreadMXBean threads = (com.sun.management.ThreadMXBean) ManagementFactory.getThreadMXBean();
    // some texts are a little longer or shorter than a MiB
    double mebibytes = Math.max(1, text.getBytes(UTF_8).length / (double) MEBIBYTE);
    long nanos = Long.MAX_VALUE;
    long bytes = Long.MAX_VALUE;
    for (int i = 0; i < ATTEMPTS && (nanos > MOST_NANOS * mebibytes || bytes > MOST_BYTES * mebibytes); i++) {
      long time = threads.getCurrentThreadCpuTime();
      long memory = threads.getCurrentThreadAllocatedBytes();
      check(target, text);
      bytes = Math.min(bytes, threads.getCurrentThreadAllocatedBytes() - memory);
      nanos = Math.min(nanos, threads.getCurrentThreadCpuTime() - time);
    }
    assertThat(nanos / 1_000_000).as("milliseconds of %s for %s", target, json(text))
        .isLessThanOrEqualTo((long) (MOST_NANOS * mebibytes / 1_000_000));
    assertThat(bytes / MEBIBYTE).as("MiB of %s for %s", target, json(text)).isLessThanOrEqualTo((long) (MOST_BYTES * mebibytes / MEBIBYTE));
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
      return JSON.writeValueAsString(text.length() <= 200 ? text : text.substring(0, 200) + " … " + text.length() + " characters");
    } catch (IOException impossible) {
      return Arrays.toString(text.toCharArray());
    }
  }
}
