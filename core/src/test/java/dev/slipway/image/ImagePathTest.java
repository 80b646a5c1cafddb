package dev.slipway.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.slipway.InvalidValueException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ImagePathTest {
  @Provide
  Arbitrary<ImagePath> paths() {
    return Values.paths();
  }

  @Provide
  Arbitrary<String> texts() {
    return Values.pathTexts();
  }

  @Provide
  Arbitrary<byte[]> names() {
    Arbitrary<Byte> bytes = Arbitraries.of((byte) 'a', (byte) '.', (byte) '!', (byte) 0x7F, (byte) 0x80, (byte) 0xBF, (byte) 0xC3,
        (byte) 0xA9, (byte) 0xED,
        (byte) 0xA0, (byte) 0xEF, (byte) 0xBF, (byte) 0xF0, (byte) 0x9F, (byte) 0x98, (byte) 0x80, (byte) 0xF4, (byte) 0xFF);
    return bytes.array(byte[].class).ofMinSize(1).ofMaxSize(10);
  }

  @Property(tries = 5000, seed = "1")
  void anyBytesSurvive(@ForAll("names") byte[] name) {
    String text = ImagePath.textOfBytes(name);
    assertThat(ImagePath.bytesOfText(text)).isEqualTo(name);
    if (!Arrays.equals(name, new byte[]{'.'}) && !Arrays.equals(name, new byte[]{'.', '.'})) {
      assertThat(ImagePath.ROOT.child(text).name()).isEqualTo(text);
      assertThat(Arrays.copyOfRange(ImagePath.ofBytes(name).toBytes(), 1, name.length + 1)).isEqualTo(name);
    }
  }

  @Property(seed = "1")
  void thereIsOnePathForOneSequenceOfBytes(@ForAll("paths") ImagePath a, @ForAll("paths") ImagePath b) {
    assertThat(a.equals(b)).isEqualTo(Arrays.equals(a.toBytes(), b.toBytes()));
    assertThat(ImagePath.ofBytes(a.toBytes())).isEqualTo(a).hasSameHashCodeAs(a);
    assertThat(ImagePath.of(a.toString())).isEqualTo(a);
  }

  @Test
  void escapedBytesThatAreACharacterTogetherBecomeIt() {
    assertThat(ImagePath.of("/\udcc3\udca9")).isEqualTo(ImagePath.of("/é"));
    assertThat(ImagePath.ROOT.child("\udcc3\udca9")).isEqualTo(ImagePath.of("/é"));
    assertThat(ImagePath.of("/a").resolve("\udcc3\udca9")).isEqualTo(ImagePath.of("/a/é"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"/a\0", "\ud800", "/x\udc00", "/\udc7f", "/\udd00", "/\udbff/a", "a/\ud83d"})
  void whatStandsForNoBytesIsRefused(String path) {
    assertThatThrownBy(() -> ImagePath.of(path)).isInstanceOf(InvalidValueException.class);
    assertThatThrownBy(() -> ImagePath.ROOT.resolve(path)).isInstanceOf(InvalidValueException.class);
    assertThatThrownBy(() -> ImagePath.ROOT.child(path.replace("/", ""))).isInstanceOf(InvalidValueException.class);
  }

  @Property(tries = 5000, seed = "1")
  void theOrderIsThatOfBytesWithTheSlashLowest(@ForAll("paths") ImagePath a, @ForAll("paths") ImagePath b) {
    int expected = Arrays.compare(slashLowest(a), slashLowest(b));
    assertThat(Integer.signum(a.compareTo(b))).isEqualTo(Integer.signum(expected));
  }

  /** Every byte but the slash, which no name contains, one higher: then plain comparison does it. */
  private static int[] slashLowest(ImagePath path) {
    byte[] bytes = path.toBytes();
    int[] keys = new int[bytes.length];
    for (int i = 0; i < bytes.length; i++) {
      keys[i] = bytes[i] == '/' ? 0 : (bytes[i] & 0xFF) + 1;
    }
    return keys;
  }

  @Test
  void aDirectoryComesDirectlyBeforeWhatItHolds() {
    List<ImagePath> paths = List.of(ImagePath.of("/a.b"), ImagePath.of("/a/c"), ImagePath.of("/a!"), ImagePath.of("/a"), ImagePath.ROOT,
        ImagePath.of("/a/b/c"));
    assertThat(paths.stream().sorted().map(ImagePath::toString)).containsExactly("/", "/a", "/a/b/c", "/a/c", "/a!", "/a.b");
  }

  @Property(tries = 5000, seed = "1")
  void cleaningIsThatOfAStack(@ForAll("texts") String text) {
    assertThat(ImagePath.of(text).toString()).isEqualTo(cleaned("/" + text));
  }

  @Property(tries = 5000, seed = "1")
  void resolvingIsCleaningBehindTheBase(@ForAll("paths") ImagePath base, @ForAll("texts") String text) {
    String expected = text.startsWith("/") ? cleaned(text) : cleaned(base + "/" + text);
    assertThat(base.resolve(text).toString()).isEqualTo(expected);
  }

  private static String cleaned(String path) {
    List<String> parts = new ArrayList<>();
    for (String part : List.of(path.split("/", -1))) {
      if (part.equals("..") && !parts.isEmpty()) {
        parts.remove(parts.size() - 1);
      } else if (!part.isEmpty() && !part.equals(".") && !part.equals("..")) {
        parts.add(part);
      }
    }
    return parts.stream().collect(Collectors.joining("/", "/", ""));
  }

  @Property(seed = "1")
  void partsParentNameAndChildFitTogether(@ForAll("paths") ImagePath path) {
    assertThat("/" + String.join("/", path.parts())).isEqualTo(path.toString());
    assertThat(path.parent().isEmpty()).isEqualTo(path.isRoot());
    path.parent().ifPresent(parent -> {
      assertThat(parent.child(path.name())).isEqualTo(path);
      assertThat(path.startsWith(parent)).isTrue();
      assertThat(parent.startsWith(path)).isFalse();
      assertThat(parent).isLessThan(path);
      assertThat(path.rebase(parent, ImagePath.of("/new/root")).toString()).isEqualTo("/new/root/" + path.name());
      assertThat(path.rebase(parent, ImagePath.ROOT).toString()).isEqualTo("/" + path.name());
    });
    assertThat(path.rebase(ImagePath.ROOT, ImagePath.ROOT)).isEqualTo(path);
    assertThat(path.rebase(path, ImagePath.of("/x"))).isEqualTo(ImagePath.of("/x"));
    assertThat(path.rebase(ImagePath.ROOT, ImagePath.of("/x"))).isEqualTo(ImagePath.of("/x" + path));
    assertThat("/" + path.relative()).isEqualTo(path.toString());
  }

  @ParameterizedTest
  @CsvSource({"/a,/ab,false", "/a,/a/b,true", "/a,/a,true", "/,/a,true", "/a/b,/a,false"})
  void lyingBelowIsAboutWholeNames(String ancestor, String path, boolean below) {
    assertThat(ImagePath.of(path).startsWith(ImagePath.of(ancestor))).isEqualTo(below);
  }

  @Test
  void aPathIsNotMovedFromWhereItIsNot() {
    assertThatThrownBy(() -> ImagePath.of("/ab").rebase(ImagePath.of("/a"), ImagePath.ROOT)).isInstanceOf(InvalidValueException.class);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", ".", "..", "a/b", "/", "a\0"})
  void aChildIsOneName(String name) {
    assertThatThrownBy(() -> ImagePath.of("/a").child(name)).isInstanceOf(InvalidValueException.class);
  }

  @Test
  void charactersOfFourBytesAreKept() {
    assertThat(ImagePath.of("/😀").toBytes()).isEqualTo("/😀".getBytes(StandardCharsets.UTF_8));
  }
}
