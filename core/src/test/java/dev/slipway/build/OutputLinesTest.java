package dev.slipway.build;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.common.collect.ImmutableList;
import dev.slipway.image.Redaction;
import dev.slipway.image.SecretValue;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class OutputLinesTest {
  private static final String SECRET = "hunter2-and-more";
  private static final int LONGEST = 4096;

  private final List<String> seen = new ArrayList<>();

  private OutputLines lines(String... secrets) {
    ImmutableList.Builder<SecretValue> values = ImmutableList.builder();
    for (String secret : secrets) {
      values.add(SecretValue.of(secret));
    }
    return new OutputLines(Redaction.of(values.build()), seen::add);
  }

  private static void print(OutputLines lines, String text) {
    print(lines, text.getBytes(StandardCharsets.UTF_8));
  }

  private static void print(OutputLines lines, byte[] bytes) {
    lines.write(bytes, 0, bytes.length);
  }

  @Test
  void linesArePassedOnAsTheyEnd() {
    OutputLines lines = lines();
    print(lines, "one\ntw");
    assertThat(seen).containsExactly("one");
    print(lines, "o\n\nthree");
    assertThat(seen).containsExactly("one", "two", "");
    lines.finish();
    lines.finish();
    assertThat(seen).containsExactly("one", "two", "", "three");
    assertThat(lines.last()).isEqualTo(seen);
  }

  @Test
  void secretsAreReplacedWhereverWritesAreCut() {
    String text = "before " + SECRET + " after " + SECRET + "\n";
    for (int cut = 0; cut <= text.length(); cut++) {
      seen.clear();
      OutputLines lines = lines(SECRET, "hunter2");
      print(lines, text.substring(0, cut));
      print(lines, text.substring(cut));
      lines.finish();
      assertThat(seen).as("cut at %s", cut).containsExactly("before *** after ***");
      assertThat(lines.last()).isEqualTo(seen);
    }
  }

  @Test
  void aSecretWhereALineIsBrokenIsReplaced() {
    for (int before = LONGEST - SECRET.length() - 1; before <= LONGEST + 1; before++) {
      seen.clear();
      OutputLines lines = lines(SECRET);
      print(lines, "x".repeat(before) + SECRET + "yy\n");
      lines.finish();
      assertThat(String.join("", seen)).as("%s letters before", before).isEqualTo("x".repeat(before) + "***yy");
      assertThat(seen).as("%s letters before", before).allMatch(line -> line.length() <= LONGEST);
    }
  }

  @Test
  void aSecretOfSeveralLinesIsReplaced() {
    OutputLines lines = lines("first line\nsecond line\n");
    print(lines, "key: first line\nsecond line\nand first line again\nand second line\n");
    lines.finish();
    assertThat(seen).containsExactly("key: ***", "and *** again", "and ***");
  }

  @Test
  void longLinesAreBrokenBetweenCharacters() {
    OutputLines lines = lines();
    print(lines, "x".repeat(LONGEST) + "\n" + "x".repeat(LONGEST - 1) + "éy\n" + "\ud83d\ude80".repeat(LONGEST) + "\n");
    assertThat(seen.get(0)).isEqualTo("x".repeat(LONGEST));
    assertThat(seen.get(1)).isEqualTo("x".repeat(LONGEST - 1) + "é");
    assertThat(seen.get(2)).isEqualTo("y");
    assertThat(seen.subList(3, seen.size())).hasSize(4).allMatch(line -> line.equals("\ud83d\ude80".repeat(LONGEST / 4)));
  }

  @Test
  void ofAProgressBarTheLastStateCounts() {
    OutputLines lines = lines();
    print(lines, " 1%\r50%\r100%\ndos\r\n\rleft\r\r\n");
    assertThat(seen).containsExactly("100%", "dos", "");
  }

  @Test
  void bytesThatAreNoTextAreShownAsReplaced() {
    OutputLines lines = lines();
    print(lines, new byte[]{'a', (byte) 0xff, 'b', (byte) 0xc3, '\n', 0, '\n'});
    byte[] endless = new byte[LONGEST * 3];
    Arrays.fill(endless, (byte) 0x80);
    print(lines, endless);
    lines.finish();
    assertThat(seen.subList(0, 2)).containsExactly("a\ufffdb\ufffd", "\0");
    assertThat(seen.subList(2, seen.size())).hasSizeGreaterThan(2).allMatch(line -> line.length() <= LONGEST + 3);
  }

  @Test
  void onlyTheFirst16MebibytesArePassedOnAndTheLastLinesKept() {
    OutputLines lines = lines(SECRET);
    byte[] line = ("x".repeat(1023) + "\n").getBytes(StandardCharsets.UTF_8);
    for (int i = 0; i < 16 << 10; i++) {
      print(lines, line);
    }
    assertThat(seen).hasSize(16 << 10);
    for (int i = 0; i < 100; i++) {
      print(lines, i + " " + SECRET + "\n");
    }
    lines.finish();
    assertThat(seen).hasSize((16 << 10) + 1);
    assertThat(seen.get(16 << 10)).contains("more than 16 MiB");
    assertThat(lines.last()).hasSize(50).startsWith("50 ***").endsWith("99 ***");
  }
}
