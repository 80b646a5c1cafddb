package dev.slipway.compose.format;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.junit.jupiter.api.Test;

/** Texts that were made to take long, or much memory, or the stack. */
class HostileTextTest {
  private static final int LENGTH = 10_000_000;
  private static final Duration MOST = Duration.ofSeconds(60);

  private static Optional<String> none(String name) {
    return Optional.empty();
  }

  private static String repeated(String part, int length) {
    return part.repeat(length / part.length());
  }

  @Test
  void wordsInWordsAreBounded() {
    for (int depth : new int[]{99, 100}) {
      String text = "${a:-".repeat(depth) + "x" + "}".repeat(depth);
      assertThat(Template.substitute(text, HostileTextTest::none).orElseThrow()).isEqualTo("x");
    }
    for (int depth : new int[]{102, 100_000, LENGTH / 6}) {
      String text = "${a:-".repeat(depth) + "x" + "}".repeat(depth);
      assertTimeoutPreemptively(MOST, () -> {
        Parsed<String> read = Template.substitute(text, HostileTextTest::none);
        assertThat(read.errors()).singleElement()
            .satisfies(problem -> assertThat(problem.message()).startsWith("variables stand in words of variables"));
        assertThat(Template.substitute(text, name -> Optional.of("y")).orElseThrow()).isEqualTo("y");
        assertThat(Template.parse(text).orElseThrow().variables()).hasSizeLessThan(200);
      });
    }
  }

  @Test
  void openBracesTakeLinearTime() {
    for (String part : List.of("${", "${a:-", "${a", "{", "$", "$$", "${ ", "${a:-{", "}${a:-", "${a:-\n", "${a:-}{{")) {
      String text = repeated(part, LENGTH);
      assertTimeoutPreemptively(MOST, () -> {
        Parsed<String> read = Template.substitute(text, HostileTextTest::none);
        assertThat(read.problems()).hasSizeLessThanOrEqualTo(1001);
        assertThat(Template.parse(text).problems()).hasSizeLessThanOrEqualTo(1001);
      });
    }
  }

  @Test
  void usesAreCounted() {
    Parsed<String> read = Template.substitute(repeated("$A", LENGTH), name -> Optional.of("x"));
    assertThat(read.errors()).singleElement().satisfies(problem -> assertThat(problem.message()).contains("more than 100000 times"));
    assertThat(Template.substitute("$A".repeat(100_000), name -> Optional.of("x")).orElseThrow()).hasSize(100_000);
  }

  @Test
  void longValuesThatAreUsedOftenAreRefused() {
    String value = "x".repeat(1_000_000);
    assertThat(Template.substitute("$A".repeat(10), name -> Optional.of(value)).orElseThrow()).hasSize(LENGTH);
    assertThat(Template.substitute("$A".repeat(50_000), name -> Optional.of(value)).errors()).singleElement()
        .satisfies(problem -> assertThat(problem.message()).contains("too long"));
    assertThat(
        Template.substitute("${B:?" + "$A".repeat(50_000) + "}", name -> name.equals("A") ? Optional.of(value) : Optional.empty()).errors())
        .hasSize(1);
  }

  @Test
  void valuesThatDoubleEachOtherAreRefused() {
    StringBuilder file = new StringBuilder("A0=0123456789\n");
    for (int i = 1; i < 100; i++) {
      file.append("A" + i + "=${B:-$A" + (i - 1) + "$A" + (i - 1) + "}\n");
    }
    assertTimeoutPreemptively(MOST, () -> {
      Parsed<?> read = DotEnv.parse(file.toString(), HostileTextTest::none, DotEnv.Format.USUAL);
      assertThat(read.errors()).isNotEmpty().allSatisfy(problem -> assertThat(problem.message()).contains("too long"));
    });
  }

  @Test
  void longEnvironmentFilesTakeLinearTime() {
    for (String part : List.of("A=1\n", "A=\"", "A='\\'", "A=\"\\\\", "export ", "export\n", "#", "\n", "A", "A B=1\n", "!\n", "=", ": ",
        "A=\"x\"", "A= # ",
        "A=$A\n", "\r", "\\", "A=\"${\"\n", "a", "a\n", "\u00A0")) {
      String text = repeated(part, LENGTH / 10);
      for (DotEnv.Format format : DotEnv.Format.values()) {
        assertTimeoutPreemptively(MOST,
            () -> assertThat(DotEnv.parse(text, HostileTextTest::none, format).problems()).hasSizeLessThan(1002),
            part + " " + format);
      }
    }
  }

  @Test
  void longShortFormsTakeLinearTime() {
    List<Function<String, Parsed<?>>> readers = List.of(ShellWords::parse, ByteCount::parse, ComposeDuration::parse, PortMapping::parse,
        VolumeMount::parse, ExtraHost::parse, KeyValue::parse, KeyValue::parseVariable, DeviceMapping::parse, ProjectName::parse,
        ResourceName::parse,
        Cast::toBoolean, Cast::toInteger, Cast::toDecimal, Cast::toSingle);
    for (String part : List.of("a", "1", ":", "a:", "'", "\\", "`", "$(", ")", " a", "1h", ".", "-", "1-", "/", ",", "=", "[", "${",
        "\uD83D\uDE00", "ro,", "9", "0")) {
      for (String text : List.of(repeated(part, LENGTH / 10), "/a:/b:" + repeated(part, LENGTH / 50))) {
        for (Function<String, Parsed<?>> reader : readers) {
          assertTimeoutPreemptively(MOST, () -> assertThat(reader.apply(text).problems()).hasSizeLessThan(1002), part);
        }
        assertThat(ContainerPath.clean(text)).isNotEmpty();
        assertThat(WindowsPath.clean(text)).isNotEmpty();
      }
    }
  }

  @Test
  void messagesShowAShortPieceOfALongText() {
    String text = "x\u001B".repeat(100_000);
    assertThat(ByteCount.parse(text).errors().get(0).toString()).hasSizeLessThan(300).doesNotContain("\u001B");
    assertThat(ShellWords.parse("'" + text).errors().get(0).toString()).hasSizeLessThan(400).doesNotContain("\u001B");
    assertThat(DotEnv.of(Map.of("A", text)).toString()).contains(text);
  }
}
