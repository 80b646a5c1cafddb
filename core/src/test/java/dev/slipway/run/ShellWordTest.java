package dev.slipway.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.slipway.InvalidValueException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.From;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;

/** A real shell takes every quoted text literally. */
class ShellWordTest {
  private static final Path SHELL = Path.of("/bin/sh");

  @Property(tries = 200, seed = "1")
  void aShellTakesWordsAsTheyAre(@ForAll @Size(max = 20) List<@From("texts") String> texts) throws IOException, InterruptedException {
    StringBuilder quoted = new StringBuilder();
    StringBuilder readable = new StringBuilder();
    StringBuilder expected = new StringBuilder();
    for (String text : texts) {
      quoted.append(' ').append(ShellWord.quoted(text));
      readable.append(' ').append(ShellWord.readable(text));
      expected.append('<').append(text).append('>');
    }
    assertThat(shell("printf '<%s>' x" + quoted)).isEqualTo("<x>" + expected);
    assertThat(shell("printf '<%s>' x" + readable)).isEqualTo("<x>" + expected);
  }

  @Provide
  Arbitrary<String> texts() {
    Arbitrary<Character> odd = Arbitraries.of('\'', '"', '\\', '$', '`', '\n', ' ', '\t', '*', '?', '[', '!', '~', '#', '&', ';', '|', '(',
        '<', '{', '=', '-', 'a', 'Z', '0', 'é', 'ı');
    return Arbitraries.oneOf(odd.list().ofMaxSize(12).map(ShellWordTest::join),
        Arbitraries.strings().withCharRange('\u0001', '\u2fff').ofMaxLength(12));
  }

  private static String join(List<Character> characters) {
    StringBuilder text = new StringBuilder();
    characters.forEach(text::append);
    return text.toString();
  }

  private static String shell(String script) throws IOException, InterruptedException {
    Assumptions.assumeTrue(Files.isExecutable(SHELL), "there is no " + SHELL);
    ProcessBuilder builder = new ProcessBuilder(SHELL.toString(), "-s").redirectErrorStream(true);
    builder.environment().clear();
    Process process = builder.start();
    // as a script on its input, not as an argument: how Java encodes those is not what is tested
    try (var input = process.getOutputStream()) {
      input.write((script + "\n").getBytes(StandardCharsets.UTF_8));
    }
    String printed = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor()).as(printed).isZero();
    return printed;
  }

  @Test
  void aReadableWordIsQuotedOnlyWhereItMustBe() {
    assertThat(ShellWord.readable("/usr/bin/make")).isEqualTo("/usr/bin/make");
    assertThat(ShellWord.readable("user:1000")).isEqualTo("user:1000");
    assertThat(ShellWord.readable("")).isEqualTo("''");
    assertThat(ShellWord.readable("a b")).isEqualTo("'a b'");
    assertThat(ShellWord.readable("it's")).isEqualTo("'it'\\''s'");
    assertThat(ShellWord.readable("PATH=/x")).isEqualTo("'PATH=/x'");
    assertThat(ShellWord.readable("é")).isEqualTo("'é'");
  }

  @Test
  void aNulIsRefused() {
    assertThatThrownBy(() -> ShellWord.quoted("a\0b")).isInstanceOf(InvalidValueException.class).hasMessageContaining("NUL");
  }
}
