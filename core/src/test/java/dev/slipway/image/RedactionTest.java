package dev.slipway.image;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.common.collect.ImmutableList;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.CharRange;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import net.jqwik.api.constraints.StringLength;
import org.junit.jupiter.api.Test;

class RedactionTest {
  private static Redaction hiding(String... secrets) {
    return Redaction.of(Arrays.stream(secrets).map(SecretValue::of).toList());
  }

  @Test
  void aSecretIsReplacedWhereverItStands() {
    Redaction redaction = hiding("hunter2");
    assertThat(redaction.in("hunter2 is hunter2, not hunter3")).isEqualTo("*** is ***, not hunter3");
    assertThat(redaction.in("xhunter2x")).isEqualTo("x***x");
    assertThat(redaction.in("")).isEmpty();
    assertThat(Redaction.NONE.in("hunter2")).isEqualTo("hunter2");
  }

  @Test
  void secretsThatOverlapTouchOrContainEachOtherAreHiddenTogether() {
    assertThat(hiding("abcdef", "cdefgh").in("<abcdefgh>")).isEqualTo("<***>");
    assertThat(hiding("abcdef", "efgh").in("<abcdefabcdefgh>")).isEqualTo("<***>");
    assertThat(hiding("password", "my-password-1", "word").in("my-password-1 password my-password-2")).isEqualTo("*** *** my-***-2");
    assertThat(hiding("aaaa").in("xaaaaaaay")).isEqualTo("x***y");
  }

  @Test
  void eachLineOfASecretIsOne() {
    Redaction redaction = hiding("-----BEGIN-----\r\n  MIIEow\nab\n-----END-----\n");
    assertThat(redaction.in("got MIIEow")).isEqualTo("got ***");
    assertThat(redaction.in("> -----BEGIN-----\n> MIIEow\n> ab\n> -----END-----")).isEqualTo("> ***\n> ***\n> ab\n> ***");
    assertThat(redaction.in("-----BEGIN-----\r\n  MIIEow\nab\n-----END-----\n.")).isEqualTo("***\n.");
    assertThat(hiding("ab\ncd\n").in("ab\ncd and ab")).isEqualTo("*** and ab");
  }

  @Test
  void shortAndBlankSecretsAreLeftAlone() {
    assertThat(hiding("abc", "\n", "   \t\n", " x ").in("abc x\n")).isEqualTo("abc x\n");
    assertThat(hiding("abcd").in("abcd")).isEqualTo("***");
  }

  @Test
  void bytesThatAreNoTextAreHidden() {
    Redaction redaction = Redaction.of(ImmutableList.of(SecretValue.of(new byte[]{0, (byte) 0xff, (byte) 0xfe, 1, 2})));
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    Redaction.Stream stream = redaction.stream(out::write);
    stream.write(new byte[]{7, 0, (byte) 0xff, (byte) 0xfe, 1, 2, 8}, 0, 7);
    stream.finish();
    assertThat(out.toByteArray()).containsExactly(7, '*', '*', '*', 8);
  }

  @Test
  void whatCannotBeASecretIsNotHeldBack() {
    List<String> seen = new ArrayList<>();
    Redaction.Stream stream = hiding("secret").stream((bytes, offset, length) -> seen.add(new String(bytes, offset, length,
        StandardCharsets.UTF_8)));
    for (String piece : List.of("50%\r", "sec", "ond\n", "x sec", "ret", "s")) {
      byte[] bytes = piece.getBytes(StandardCharsets.UTF_8);
      stream.write(bytes, 0, bytes.length);
      seen.add("|");
    }
    assertThat(String.join("", seen)).isEqualTo("50%\r||second\n|x |***|" + "|");
    stream.finish();
    assertThat(String.join("", seen)).endsWith("|s");
  }

  @Property(tries = 500, seed = "1")
  void itDoesNotMatterWhereTheStreamIsCut(
      @ForAll @Size(max = 4) List<@CharRange(from = 'a', to = 'c') @StringLength(min = 1, max = 9) String> secrets,
      @ForAll @CharRange(from = 'a', to = 'd') @StringLength(max = 60) String text,
      @ForAll @IntRange(min = 1, max = 7) int piece) {
    Redaction redaction = hiding(secrets.toArray(String[]::new));
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    Redaction.Stream stream = redaction.stream(out::write);
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    for (int at = 0; at < bytes.length; at += piece) {
      stream.write(bytes, at, Math.min(piece, bytes.length - at));
    }
    stream.finish();
    assertThat(out.toString(StandardCharsets.UTF_8)).isEqualTo(redaction.in(text)).isEqualTo(slowly(secrets, text));
  }

  /** Marks what is secret letter by letter. */
  private static String slowly(List<String> secrets, String text) {
    boolean[] secret = new boolean[text.length()];
    for (String one : secrets) {
      for (int at = text.indexOf(one); one.length() >= 4 && at >= 0; at = text.indexOf(one, at + 1)) {
        Arrays.fill(secret, at, at + one.length(), true);
      }
    }
    StringBuilder out = new StringBuilder();
    for (int i = 0; i < text.length(); i++) {
      if (!secret[i]) {
        out.append(text.charAt(i));
      } else if (i == 0 || !secret[i - 1]) {
        out.append("***");
      }
    }
    return out.toString();
  }
}
