package dev.slipway.layer;

import static dev.slipway.layer.TarBytes.header;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.slipway.ArchiveException;
import dev.slipway.ErrorCode;
import dev.slipway.StoreException;
import dev.slipway.image.ImagePath;
import dev.slipway.store.Lease;
import dev.slipway.store.Store;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OverlayLayerTest {
  @TempDir
  Path directory;

  private Store store;
  private Lease lease;
  private FileTree below = FileTree.empty();

  @BeforeEach
  void open() {
    store = Store.open(directory.resolve("store"));
    lease = store.lease();
  }

  @AfterEach
  void close() {
    lease.close();
    store.close();
  }

  private LayerToc layer(TarBytes tar) {
    return LayerImporter.into(store, lease, EntryPolicy.layer().withDevices()).read(new ByteArrayInputStream(tar.end()), Optional.empty())
        .read(store);
  }

  private LayerToc built(Consumer<LayerBuilder> content) {
    try (LayerBuilder builder = LayerBuilder.in(store, lease)) {
      content.accept(builder);
      return builder.finish().read(store);
    }
  }

  private byte[] tar(LayerToc layer, boolean devices) {
    try {
      ByteArrayOutputStream out = new ByteArrayOutputStream();
      OverlayLayer.write(store, below, layer, OverlayForm.PRIVILEGED, devices, out);
      return out.toByteArray();
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  /** What the tar has, in its order. */
  private List<String> written(LayerToc layer) {
    List<String> written = new ArrayList<>();
    StrictTarReader.read(new ByteArrayInputStream(tar(layer, true)), 1000, 1 << 30, (bytes, offset, length) -> {}, (entry, reader) -> {
      ByteArrayOutputStream bytes = new ByteArrayOutputStream();
      reader.drain(bytes::write);
      String mark = entry.isRemovalMark() ? "removed" : entry.type() + " " + Integer.toOctalString(entry.mode());
      String link = entry.linkTarget().isEmpty() ? "" : " -> " + entry.linkTarget();
      String text = entry.type() == EntryType.FILE ? " " + bytes.toString(StandardCharsets.UTF_8) : "";
      written.add(entry.path() + " " + mark + link + text + (entry.xattrs().isEmpty() ? "" : " " + entry.xattrs().keySet()));
    });
    return written;
  }

  private void under(TarBytes tar) {
    below = below.with(layer(tar));
  }

  @Test
  void removedPathsAreDevicesAndOpaqueDirectoriesHaveTheAttribute() {
    under(new TarBytes().file("a").dir("d").file("d/x"));
    assertThat(written(layer(new TarBytes().file(".wh.a").dir("d").file("d/.wh..wh..opq").file("d/y", "text")))).containsExactly(
        "/ DIRECTORY 755", "/a removed", "/d DIRECTORY 755 [trusted.overlay.opaque]", "/d/y FILE 644 text");
  }

  @Test
  void impliedDirectoriesLookAsTheTreeBelowShowsThem() {
    under(new TarBytes().add(header("./", '5').mode(0711)).add(header("tmp", '5').mode(01777)).file("tmp/d/x"));
    assertThat(written(layer(new TarBytes().file("tmp/d/y").file("new/z")))).containsExactly("/ DIRECTORY 711", "/new DIRECTORY 755",
        "/new/z FILE 644 ", "/tmp DIRECTORY 1777", "/tmp/d DIRECTORY 755", "/tmp/d/y FILE 644 ");
    assertThat(written(layer(new TarBytes().dir("a").file("tmp/.wh..wh..opq").file("tmp/d/y")))).containsExactly("/ DIRECTORY 711",
        "/a DIRECTORY 755", "/tmp DIRECTORY 1777 [trusted.overlay.opaque]", "/tmp/d DIRECTORY 755", "/tmp/d/y FILE 644 ");
  }

  @Test
  void whatLiesBelowALinkComesWhereTheLinkLeads() {
    under(new TarBytes().add(header("run", '5').mode(0711)).symlink("var/run", "/run").file("run/old"));
    assertThat(written(layer(new TarBytes().file("var/run/f", "x").hardLink("var/run/g", "var/run/f").file("var/run/.wh.old"))))
        .containsExactly("/ DIRECTORY 755", "/run DIRECTORY 711", "/run/f FILE 644 x", "/run/g HARD_LINK 644 -> /run/f",
            "/run/old removed");
  }

  @Test
  void theFirstNameInTheOrderOfPathsIsTheFile() {
    assertThat(written(layer(new TarBytes().dir("./").file("z", "x").hardLink("a", "z").hardLink("m", "a").file("y", "x"))))
        .containsExactly("/ DIRECTORY 755", "/a FILE 644 x", "/m HARD_LINK 644 -> /a", "/y FILE 644 x", "/z HARD_LINK 644 -> /a");
  }

  @Test
  void aLinkToAFileOfALowerLayerBecomesAFile() {
    under(new TarBytes().file("a", "old").symlink("s", "a"));
    assertThat(written(layer(new TarBytes().hardLink("b", "a").hardLink("c", "s").file("d", "new")))).containsExactly("/ DIRECTORY 755",
        "/b FILE 644 old", "/c SYMLINK 777 -> a", "/d FILE 644 new");
  }

  @Test
  void anOpaqueRootHidesAllByItself() {
    under(new TarBytes().file("a").dir("d").file("d/x").file("e"));
    assertThat(written(layer(new TarBytes().file(".wh..wh..opq").dir("d").file("f")))).containsExactly("/ DIRECTORY 755", "/a removed",
        "/e removed", "/d DIRECTORY 755 [trusted.overlay.opaque]", "/f FILE 644 ");
  }

  @Test
  void attributesOfOverlaysAreNeverWrittenAndOthersAreAsTheyWere() {
    LayerToc layer = built(builder -> builder.node(Entry.directory(ImagePath.of("/d")).withXattrs(Map.of("trusted.overlay.opaque",
        XattrValue.of((byte) 'y'), "user.overlay.redirect", XattrValue.of(), "security.capability", XattrValue.of((byte) 0, (byte) '\n'),
        "user.a%b", XattrValue.of(), "trusted.x", XattrValue.of()))));
    assertThat(written(layer)).containsExactly("/ DIRECTORY 755", "/d DIRECTORY 755 [security.capability, trusted.x, user.a%25b]");
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    assertThat(catching(() -> OverlayLayer.write(store, below, layer, OverlayForm.USER, true, out))).isEmpty();
    assertThat(out.toString(StandardCharsets.ISO_8859_1)).contains("security.capability=\0\n\n").doesNotContain("trusted.");
  }

  private static Optional<IOException> catching(Writing writing) {
    try {
      writing.write();
      return Optional.empty();
    } catch (IOException e) {
      return Optional.of(e);
    }
  }

  private interface Writing {
    void write() throws IOException;
  }

  @Test
  void devicesAreRefusedByNameUnlessAllowedAndThoseOfZeroAlways() {
    LayerToc device = layer(new TarBytes().add(header("srv/null", '3').device(1, 3)));
    assertThat(written(device)).contains("/srv/null CHARACTER_DEVICE 644");
    assertThatThrownBy(() -> tar(device, false)).isInstanceOfSatisfying(ArchiveException.class,
        e -> assertThat(e.code()).isEqualTo(ErrorCode.ENTRY_REFUSED)).hasMessageContaining("'/srv/null'");
    LayerToc usual = layer(new TarBytes().add(header("dev/null", '3').device(1, 3)).add(header("dev/zero", '3').device(1, 5)));
    assertThat(written(usual)).contains("/dev/null CHARACTER_DEVICE 644", "/dev/zero CHARACTER_DEVICE 644");
    assertThat(tar(usual, false)).as("what the runtime's own /dev covers").hasSizeLessThan(tar(usual, true).length);
    LayerToc zero = built(builder -> builder.node(Entry.node(ImagePath.of("/x"), EntryType.CHARACTER_DEVICE)));
    assertThatThrownBy(() -> tar(zero, true)).isInstanceOf(ArchiveException.class).hasMessageContaining("'/x'").hasMessageContaining("0:0");
  }

  @Test
  void bytesThatAreNotThoseOfTheTableAreFoundAndPutAside() throws IOException {
    byte[] content = new byte[700_000];
    LayerToc layer = built(builder -> builder.file(LayerBuilderTest.file("/f", content.length), LayerBuilderTest.bytes(content)));
    assertThat(tar(layer, false)).hasSizeGreaterThan(content.length);
    Path blob = directory.resolve("store/blobs/sha256").resolve(layer.blob().hex());
    assertThat(blob.toFile().setWritable(true)).isTrue();
    try (RandomAccessFile file = new RandomAccessFile(blob.toFile(), "rw")) {
      file.seek(650_000);
      file.write(1);
    }
    assertThatThrownBy(() -> tar(layer, false)).isInstanceOfSatisfying(StoreException.class,
        e -> assertThat(e.code()).isEqualTo(ErrorCode.STORE_DAMAGED)).hasMessageContaining("'/f'");
    assertThat(Files.exists(blob)).isFalse();
  }

  @Test
  void aLayerDependsOnTheTreeWhereItSaysLessThanIsUnpacked() {
    assertThat(OverlayLayer.dependsOnBelow(layer(new TarBytes().dir("./").dir("d").file("d/f").hardLink("g", "d/f")))).isFalse();
    assertThat(OverlayLayer.dependsOnBelow(layer(new TarBytes().dir("d").file("d/f")))).as("the root").isTrue();
    assertThat(OverlayLayer.dependsOnBelow(layer(new TarBytes().dir("./").file("d/f")))).isTrue();
    assertThat(OverlayLayer.dependsOnBelow(layer(new TarBytes().dir("./").hardLink("g", "f")))).isTrue();
    assertThat(OverlayLayer.dependsOnBelow(layer(new TarBytes().dir("./").file(".wh..wh..opq")))).isTrue();
    assertThat(OverlayLayer.dependsOnBelow(layer(new TarBytes().dir("./").dir("d").file("d/.wh..wh..opq").file(".wh.x")))).isFalse();
  }

  @Test
  void longAndStrangeNamesAndLargeNumbersAreKept() {
    ImagePath strange = ImagePath.ofBytes(new byte[]{'/', (byte) 0xFF, '\n', '%'}).child("n".repeat(255)).child("m".repeat(255));
    Entry entry = Entry.symlink(strange, "t".repeat(3000)).withOwner(Entry.MAX_ID, 3_000_000).withMtime(-7, 5);
    LayerToc layer = built(builder -> builder.node(entry));
    List<Entry> read = new ArrayList<>();
    StrictTarReader.read(new ByteArrayInputStream(tar(layer, false)), 1000, 1 << 30, (bytes, offset, length) -> {},
        (each, reader) -> read.add(each));
    assertThat(read).contains(entry);
  }
}
