package dev.slipway.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.slipway.InvalidValueException;
import java.util.Optional;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ImageReferenceTest {
  private static final String HEX = "0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef";

  @Provide
  Arbitrary<ImageReference> references() {
    return Values.references();
  }

  @ParameterizedTest
  @CsvSource(delimiter = ' ', value = {"debian docker.io library/debian", "debian:12 docker.io library/debian",
      "docker.io/debian docker.io library/debian",
      "docker.io/library/debian docker.io library/debian", "index.docker.io/debian docker.io library/debian",
      "index.docker.io/me/app docker.io me/app", "me/app docker.io me/app", "me/app/part docker.io me/app/part",
      "localhost/app localhost app",
      "localhost:5000/app localhost:5000 app", "localhost:5000/app:1 localhost:5000 app", "ghcr.io/me/app ghcr.io me/app", "a.b/c a.b c",
      "a:1/c a:1 c",
      "Registry/app Registry app", "REGISTRY.example/app REGISTRY.example app", "127.0.0.1/app 127.0.0.1 app",
      "127.0.0.1:80/app 127.0.0.1:80 app",
      "[::1]/app [::1] app", "[::1]:5000/app [::1]:5000 app", "[2001:DB8::1]:5000/a/b [2001:DB8::1]:5000 a/b",
      "xn--n3h.com/app xn--n3h.com app",
      "a-b.com/app a-b.com app", "localhost:5000 docker.io library/localhost", "docker.io docker.io library/docker.io",
      "foo/foo_bar.com:8080 docker.io foo/foo_bar.com", "foo.bar docker.io library/foo.bar", "foo_bar/x docker.io foo_bar/x",
      "a__b docker.io library/a__b",
      "a.b-c_d__e docker.io library/a.b-c_d__e", "a---b docker.io library/a---b", "0 docker.io library/0", "1.2.3 docker.io library/1.2.3",
      "b.gcr.io/test.example.com/my-app:test.example.com b.gcr.io test.example.com/my-app",
      "lowercase:Uppercase docker.io library/lowercase",
      "xn--7o8h.com/myimage:xn--7o8h.com xn--7o8h.com myimage", "a:_tag docker.io library/a", "a:0.-_ docker.io library/a",
      "test:5000/repo:tag test:5000 repo",
      "myhost/app docker.io myhost/app", "library/debian docker.io library/debian", "docker/docker docker.io docker/docker",
      "a.b:65535/c a.b:65535 c"})
  void aNameIsCompletedAsDockerDoes(String text, String domain, String path) {
    ImageReference reference = ImageReference.parse(text);
    assertThat(reference.domain()).isEqualTo(domain);
    assertThat(reference.path()).isEqualTo(path);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", ":", "@", "/", ":tag", "@sha256:0", "/app", "app/", "a//b", "a/b/", "Debian", "debian/App", "me/APP", "a_",
      "_a", ".a", "a.", "-a", "a-",
      "a..b", "a._b", "a___b", "a.-b", "a_-b", "a b", "a\tb", " a", "a ", "a\n", "a:", "a:b:c", "a:.b", "a:-b", "a:ü", "a:b/c:", "a:b c",
      "a@", "a@sha256", "a@sha256:",
      "a@sha256:abc", "a@md5:d41d8cd98f00b204e9800998ecf8427e", "a@sha256:" + HEX + "0", "a:1@", "a@b@sha256:" + HEX, "http://a/b",
      "https://a.b/c", "a.b:/c", "a.b:x/c",
      "[::1/c", "[]/c", "[::g]/c", "::1/c", "[::1]x/c", "-a.b/c", "a-.b/c", "a..b/c", ".a/c", "a./c", "a_b.c/d", "a.b/C", "docker.io/",
      "docker.io/A", "foo/Bar:x", "é",
      "a/é", "a:1:2/b", "a.b:80:80/c", HEX, "foo//bar@x"})
  void whatIsOutsideTheGrammarIsRefused(String text) {
    assertThatThrownBy(() -> ImageReference.parse(text)).isInstanceOf(InvalidValueException.class).hasMessageContaining("'");
  }

  @Test
  void lengthsAreThoseOfTheGrammar() {
    assertThat(ImageReference.parse("a:" + "t".repeat(128)).tag()).isPresent();
    assertThatThrownBy(() -> ImageReference.parse("a:" + "t".repeat(129))).isInstanceOf(InvalidValueException.class);
    assertThat(ImageReference.parse("a.b/" + "p".repeat(255)).path()).hasSize(255);
    assertThatThrownBy(() -> ImageReference.parse("a.b/" + "p".repeat(256))).isInstanceOf(InvalidValueException.class);
    assertThatThrownBy(() -> ImageReference.parse("a." + "b".repeat(300) + "/p")).isInstanceOf(InvalidValueException.class);
    assertThatThrownBy(() -> ImageReference.parse("x".repeat(1_000_000))).isInstanceOf(InvalidValueException.class)
        .hasMessageMatching(".{0,600}");
  }

  @Test
  void anImageIdIsNoName() {
    assertThatThrownBy(() -> ImageReference.parse(HEX)).hasMessageContaining("id of an image");
    assertThat(ImageReference.parse(HEX + ":1").path()).isEqualTo("library/" + HEX);
    assertThat(new ImageReference("docker.io", "library/" + HEX, Optional.empty(), Optional.empty()).familiar())
        .isEqualTo("docker.io/library/" + HEX);
  }

  @Test
  void aCapitalLetterIsExplained() {
    assertThatThrownBy(() -> ImageReference.parse("me/MyApp")).hasMessageContainingAll("'MyApp'", "lower case");
  }

  @Test
  void aDomainThatNoTextCanSayIsRefused() {
    assertThatThrownBy(() -> new ImageReference("myhost", "app", Optional.empty(), Optional.empty()))
        .isInstanceOf(InvalidValueException.class)
        .hasMessageContaining("myhost:443");
  }

  @Test
  void equalNamesAreEqualValuesHoweverTheyAreMade() {
    ImageReference parsed = ImageReference.parse("debian:12");
    assertThat(new ImageReference("docker.io", "debian", Optional.of("12"), Optional.empty())).isEqualTo(parsed);
    assertThat(new ImageReference("index.docker.io", "library/debian", Optional.of("12"), Optional.empty())).isEqualTo(parsed);
  }

  @Test
  void tagAndDigestAreReplaced() {
    Digest digest = Digest.sha256(Values.bytes("x"));
    ImageReference reference = ImageReference.parse("debian:12").withDigest(digest);
    assertThat(reference.familiar()).isEqualTo("debian:12@" + digest);
    assertThat(reference.withTag("13").toString()).isEqualTo("docker.io/library/debian:13");
    assertThat(ImageReference.parse(reference.familiar()).digest()).contains(digest);
  }

  @Property(tries = 3000, seed = "1")
  void bothTextsAreReadAsTheReference(@ForAll("references") ImageReference reference) {
    assertThat(ImageReference.parse(reference.toString())).isEqualTo(reference);
    assertThat(ImageReference.parse(reference.familiar())).isEqualTo(reference);
    assertThat(reference.familiar().length()).isLessThanOrEqualTo(reference.toString().length());
    assertThat(reference.toString()).startsWith(reference.repository());
  }

  @Property(seed = "1")
  void anyTextIsReadOrRefused(@ForAll String text) {
    try {
      ImageReference reference = ImageReference.parse(text);
      assertThat(ImageReference.parse(reference.toString())).isEqualTo(reference);
    } catch (InvalidValueException refused) {
      assertThat(refused).hasMessageContaining("'");
    }
  }
}
