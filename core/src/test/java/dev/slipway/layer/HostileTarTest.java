package dev.slipway.layer;

import static dev.slipway.layer.TarBytes.header;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import dev.slipway.ArchiveException;
import dev.slipway.SlipwayException;
import dev.slipway.image.Digest;
import dev.slipway.image.ImagePath;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class HostileTarTest {
  static Stream<HostileTars.Case> cases() {
    return HostileTars.cases();
  }

  @ParameterizedTest
  @MethodSource("cases")
  void isRefusedWithATypedErrorOrReadAsExpected(HostileTars.Case tar) {
    assertTimeoutPreemptively(Duration.ofSeconds(10), () -> {
      if (tar.error().isPresent()) {
        assertThatThrownBy(() -> toc(tar.tar().read(), EntryPolicy.layer())).isInstanceOf(ArchiveException.class).hasMessageContaining("'")
            .satisfies(e -> assertThat(((SlipwayException) e).code()).as(e.getMessage()).isEqualTo(tar.error().get()));
      } else {
        String shown = shown(toc(tar.tar().read(), EntryPolicy.layer()));
        for (String part : tar.listing().split(" ", -1)) {
          assertThat(" " + shown + " ").contains(part);
        }
        assertThat(toc(tar.tar().read(), EntryPolicy.layer())).isEqualTo(Toc.decode(toc(tar.tar().read(), EntryPolicy.layer()).encode()));
      }
    });
  }

  @Test
  void thereAreAtLeastOneHundredAndTenOfThem() {
    assertThat(cases().filter(c -> c.error().isPresent()).count()).isGreaterThanOrEqualTo(110);
  }

  @Test
  void limitsStopEndlessArchivesEarly() {
    byte[] one = tar().file("x").bytes();
    EntryPolicy few = EntryPolicy.archive().withLimits(1000, 1 << 20);
    assertThatThrownBy(() -> toc(new Repeated(one, 5_000_000), few)).isInstanceOf(ArchiveException.class).hasMessageContaining("1000");
    byte[] large = tar().add(header("x", '0').size(500)).bytes();
    assertThatThrownBy(() -> toc(new Repeated(large, 5_000_000), few.withLimits(1_000_000, 1 << 20)))
        .isInstanceOf(ArchiveException.class).hasMessageContaining("bytes");
  }

  @Test
  void archivesMayHaveNeitherWhiteoutsNorLinksElsewhere() {
    assertThatThrownBy(() -> toc(tar().file(".wh.x").end(), EntryPolicy.archive())).hasMessageContaining("whiteout");
    assertThatThrownBy(() -> toc(tar().hardLink("x", "y").end(), EntryPolicy.archive())).hasMessageContaining("hard link");
  }

  @Test
  void devicesAreReadWhereThePolicyAllowsThem() {
    Toc toc = toc(tar().add(header("x", '3').device(1, 3)).end(), EntryPolicy.layer().withDevices());
    assertThat(toc.entries().toList()).singleElement().satisfies(entry -> {
      assertThat(entry.deviceMajor()).isEqualTo(1);
      assertThat(entry.deviceMinor()).isEqualTo(3);
    });
    assertThatThrownBy(() -> toc(tar().add(header("x", '3')).end(), EntryPolicy.layer().withDevices())).hasMessageContaining("0:0");
    byte[] beyond = {(byte) 0x80, 0, 0, 1, 0, 0, 0, 1};
    for (int at : new int[]{329, 337}) {
      byte[] tar = tar().add(header("x", '3').device(1, 3).gnu().bytes(at, 8, beyond)).end();
      assertThatThrownBy(() -> toc(tar, EntryPolicy.layer().withDevices())).isInstanceOf(ArchiveException.class)
          .hasMessageContaining("device numbers");
    }
  }

  @Test
  void anyFlippedHeaderByteIsRefusedOrChangesNothing() {
    byte[] good = tar().dir("d").file("d/f", "12").symlink("l", "d").end();
    Toc expected = toc(good, EntryPolicy.layer());
    for (int at = 0; at < 2048; at++) {
      byte[] bent = good.clone();
      bent[at] ^= 0x20;
      boolean content = at >= 1024 && at < 1026;
      try {
        Toc toc = toc(bent, EntryPolicy.layer());
        assertThat(content || toc.equals(expected)).as("byte " + at).isTrue();
      } catch (ArchiveException refused) {
        assertThat(content).isFalse();
      }
    }
  }

  private static TarBytes tar() {
    return new TarBytes();
  }

  static Toc toc(byte[] tar, EntryPolicy policy) {
    return toc(new ByteArrayInputStream(tar), policy);
  }

  /** The table, read and put into a tree of its own. */
  private static Toc toc(InputStream tar, EntryPolicy policy) {
    Toc toc = read(tar, policy);
    FileTree unused = FileTree.of(List.of(new LayerToc(Digest.sha256(new byte[0]), toc)));
    return toc;
  }

  static Toc read(InputStream tar, EntryPolicy policy) {
    TocCollector collector = new TocCollector(policy);
    LayerReader.read(tar, policy, (bytes, offset, length) -> {}, collector);
    return collector.finish();
  }

  private static String shown(Toc toc) {
    String entries = toc.entries().map(HostileTarTest::shown).collect(Collectors.joining(" "));
    String removed = toc.whiteouts().stream().map(path -> "-" + path).collect(Collectors.joining(" "));
    String opaque = toc.opaqueDirectories().stream().map(path -> path + "! !" + path).collect(Collectors.joining(" "));
    return entries + " " + removed + " " + opaque;
  }

  private static String shown(Entry entry) {
    String link = entry.type() == EntryType.HARD_LINK ? "=" + entry.linkTarget() : "";
    String size = entry.size() > 0 ? ":" + entry.size() : "";
    String attributes = entry.xattrs().isEmpty() && entry.type() != EntryType.FILE ? "" : entry.xattrs().toString();
    String path = entry.path().equals(ImagePath.ROOT) ? "" : entry.path().toString();
    return path + link + size + attributes;
  }

  /** The same bytes again and again. */
  private static final class Repeated extends InputStream {
    private final byte[] bytes;
    private long rest;
    private int at;

    Repeated(byte[] bytes, int times) {
      this.bytes = bytes;
      this.rest = (long) bytes.length * times;
    }

    @Override
    public int read() throws IOException {
      byte[] one = new byte[1];
      return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
    }

    @Override
    public int read(byte[] target, int offset, int length) {
      if (rest == 0) {
        return -1;
      }
      int count = (int) Math.min(rest, Math.min(length, bytes.length - at));
      System.arraycopy(bytes, at, target, offset, count);
      at = (at + count) % bytes.length;
      rest -= count;
      return count;
    }
  }
}
