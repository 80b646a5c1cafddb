package dev.slipway.build;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class ListingsTest {
  private static final String A = "/a\0FILE 644 0:0 1.0 aaaa\0\0";
  private static final String B = "/b\0FILE 644 0:0 1.0 bbbb\0\0";
  private static final String C = "/c\0FILE 644 0:0 1.0 cccc\0\0";

  @Test
  void aChangeBetweenEqualFilesIsNamed() {
    assertThat(difference(A + B + C, A + "/b\0FILE 644 0:0 1.0 bbbc\0\0" + C)).isEqualTo("b changed");
    assertThat(difference(A + B + C, A + "/b\0FILE 755 0:0 1.0 bbbb\0\0" + C)).isEqualTo("b has other attributes");
  }

  @Test
  void changesAtTheEndsAreNamed() {
    assertThat(difference(A + B + C, "/a\0FILE 644 0:0 1.0 xaaa\0\0" + B + C)).isEqualTo("a changed");
    assertThat(difference(A + B + C, A + B + "/c\0FILE 644 0:0 1.0 cccx\0\0")).isEqualTo("c changed");
  }

  @Test
  void newAndMissingFilesAreNamed() {
    assertThat(difference(A + C, A + B + C)).isEqualTo("b is new");
    assertThat(difference(A + B + C, A + C)).isEqualTo("b is gone");
    assertThat(difference(A + B, A + B + C)).isEqualTo("c is new");
    assertThat(difference(B + C, C)).isEqualTo("b is gone");
    assertThat(difference("", A)).isEqualTo("a is new");
  }

  @Test
  void aFileThatTwoSourcesPickCountsTwice() {
    assertThat(difference(A + A, A)).isEqualTo("a is gone");
    assertThat(difference(A, A + B + A)).isEqualTo("b is new (and 1 more)");
  }

  @Test
  void equalListingsDoNotDiffer() {
    assertThat(difference(A + B, A + B)).isEmpty();
    assertThat(difference("", "")).isEmpty();
  }

  private static String difference(String before, String after) {
    return Listings.difference(before.getBytes(StandardCharsets.UTF_8), after.getBytes(StandardCharsets.UTF_8));
  }
}
