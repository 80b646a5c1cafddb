package dev.slipway.layer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.slipway.ContextException;
import dev.slipway.ErrorCode;
import dev.slipway.InvalidValueException;
import dev.slipway.SlipwayException;
import dev.slipway.StoreException;
import dev.slipway.image.Digest;
import dev.slipway.image.ImagePath;
import dev.slipway.store.Lease;
import dev.slipway.store.Store;
import dev.slipway.store.StoreCheck;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LayerBuilderTest {
  @TempDir
  Path directory;

  private Store store;
  private Lease lease;

  @BeforeEach
  void open() {
    store = Store.open(directory.resolve("store"));
    lease = store.lease();
  }

  @AfterEach
  void everyBlobIsWhatItsNameSays() {
    lease.close();
    store.close();
    assertThat(StoreCheck.check(directory.resolve("store")).errors()).isEmpty();
  }

  static ContentSource bytes(byte[] content) {
    return Channels.newChannel(new ByteArrayInputStream(content))::read;
  }

  static Entry file(String path, int size) {
    return Entry.file(ImagePath.of(path)).withContent(size, Optional.empty());
  }

  private static byte[] random(int size) {
    byte[] content = new byte[size];
    new Random(size).nextBytes(content);
    return content;
  }

  private byte[] tar(Layer layer) {
    return store.readAll(layer.diffId(), 1 << 26);
  }

  @Test
  void aTinyLayerHasExactlyTheseBytes() {
    Layer layer;
    try (LayerBuilder builder = LayerBuilder.in(store, lease)) {
      builder.node(Entry.directory(ImagePath.of("/d")).withMtime(1, 0));
      builder.file(file("/d/f", 3).withMtime(1, 0), bytes(new byte[]{'a', 'b', '\n'}));
      builder.node(Entry.symlink(ImagePath.of("/l"), "d/f").withMtime(1, 0));
      layer = builder.finish();
    }
    byte[] tar = tar(layer);
    assertThat(tar).hasSize(3 * 512 + 512 + 1024);
    String header = new String(tar, 512, 512, StandardCharsets.ISO_8859_1).replace('\0', '_');
    assertThat(header).isEqualTo("d/f" + "_".repeat(97) + "0000644_0000000_0000000_00000000003_00000000001_007572_ 0" + "_".repeat(100)
        + "ustar_00" + "_".repeat(64) + "0000000_0000000_" + "_".repeat(167));
    assertThat(layer.diffId()).isEqualTo(Digest.sha256(tar));
    assertThat(layer.diffId().hex()).isEqualTo("e35268148c4a49dacd9b65726c4249e5993921e5aca3868320d18ca5bd50dcc0");
  }

  @Test
  void largeFilesGoThroughTheRingUnchanged() throws IOException {
    byte[] content = random(9_000_001);
    Layer layer;
    try (LayerBuilder builder = LayerBuilder.in(store, lease)) {
      builder.file(file("/a", content.length), bytes(content));
      builder.file(file("/b", 0), bytes(new byte[0]));
      builder.file(file("/c", content.length), bytes(content));
      layer = builder.finish();
      assertThat(builder.toc()).isEqualTo(layer.read(store).toc());
    }
    FileTree tree = FileTree.of(List.of(layer.read(store)));
    assertThat(tree.read(store, ImagePath.of("/c"), content.length)).isEqualTo(content);
    try (InputStream in = tree.open(store, ImagePath.of("/b"))) {
      assertThat(in.readAllBytes()).isEmpty();
    }
    assertThat(tree.lookup(ImagePath.of("/a")).orElseThrow().entry().content()).contains(Digest.sha256(content));
    assertThat(LayerImporter.into(store, lease, EntryPolicy.layer()).read(store.read(layer.diffId()), Optional.of(layer.diffId())))
        .isEqualTo(layer);
  }

  @Test
  void aSourceThatChangedItsSizeOrBytesIsRefused() {
    for (int actual : new int[]{0, 9, 11, 3_000_000}) {
      refused(file("/f", 10), bytes(random(actual)), ErrorCode.CONTEXT_CHANGED);
    }
    refused(file("/f", 3_000_000), bytes(random(2_999_999)), ErrorCode.CONTEXT_CHANGED);
    refused(file("/f", 3_000_000), bytes(random(3_000_001)), ErrorCode.CONTEXT_CHANGED);
    Entry known = Entry.file(ImagePath.of("/f")).withContent(10, Optional.of(Digest.sha256(new byte[10])));
    refused(known, bytes(random(10)), ErrorCode.CONTEXT_CHANGED);
    refused(file("/f", 10), target -> 0, ErrorCode.CONTEXT_CHANGED);
    refused(file("/f", 10), target -> 5, ErrorCode.CONTEXT_UNREADABLE);
    refused(file("/f", 10), target -> {
      throw new IOException("gone");
    }, ErrorCode.CONTEXT_UNREADABLE);
  }

  private void refused(Entry entry, ContentSource source, ErrorCode code) {
    try (LayerBuilder builder = LayerBuilder.in(store, lease)) {
      assertThatThrownBy(() -> builder.file(entry, source)).isInstanceOf(ContextException.class).hasMessageContaining("/f")
          .satisfies(e -> assertThat(((SlipwayException) e).code()).isEqualTo(code));
      assertThatThrownBy(builder::finish).isInstanceOf(IllegalStateException.class);
    }
  }

  @Test
  void entriesOutOfOrderTwiceBelowFilesOrLikeWhiteoutsAreRefused() {
    try (LayerBuilder builder = LayerBuilder.in(store, lease)) {
      builder.node(Entry.directory(ImagePath.of("/b")));
      assertThatThrownBy(() -> builder.node(Entry.directory(ImagePath.of("/a")))).isInstanceOf(InvalidValueException.class)
          .hasMessageContaining("order");
    }
    try (LayerBuilder builder = LayerBuilder.in(store, lease)) {
      builder.node(Entry.directory(ImagePath.of("/b")));
      assertThatThrownBy(() -> builder.node(Entry.directory(ImagePath.of("/b")))).isInstanceOf(InvalidValueException.class)
          .hasMessageContaining("twice");
    }
    try (LayerBuilder builder = LayerBuilder.in(store, lease)) {
      builder.node(Entry.symlink(ImagePath.of("/b"), "x"));
      assertThatThrownBy(() -> builder.node(Entry.directory(ImagePath.of("/b/c")))).isInstanceOf(InvalidValueException.class)
          .hasMessageContaining("not a directory");
    }
    try (LayerBuilder builder = LayerBuilder.in(store, lease)) {
      assertThatThrownBy(() -> builder.node(Entry.directory(ImagePath.of("/.wh.x")))).isInstanceOf(InvalidValueException.class);
    }
  }

  @Test
  void unchangedFilesAreSplicedFromAnOlderLayerAndDamageIsSeen() throws IOException {
    byte[] content = random(2_500_000);
    Layer old;
    Toc toc;
    try (LayerBuilder builder = LayerBuilder.in(store, lease)) {
      builder.file(file("/f", content.length), bytes(content));
      old = builder.finish();
      toc = builder.toc();
    }
    Entry entry = toc.entry(1);
    try (FileChannel tar = store.openBlob(old.diffId()); LayerBuilder builder = LayerBuilder.in(store, lease)) {
      builder.splice(entry, tar, entry.offset());
      assertThat(builder.finish()).isEqualTo(old);
    }
    Path damaged = directory.resolve("damaged");
    byte[] bent = tar(old);
    bent[1_000_000] ^= 1;
    Files.write(damaged, bent);
    try (FileChannel tar = FileChannel.open(damaged, StandardOpenOption.READ); LayerBuilder builder = LayerBuilder.in(store, lease)) {
      assertThatThrownBy(() -> builder.splice(entry, tar, entry.offset())).isInstanceOf(StoreException.class)
          .satisfies(e -> assertThat(((SlipwayException) e).code()).isEqualTo(ErrorCode.STORE_DAMAGED));
    }
  }

  @Test
  void aDamagedLayerIsNotReadFrom() throws IOException {
    Layer layer;
    try (LayerBuilder builder = LayerBuilder.in(store, lease)) {
      builder.file(file("/f", 1000), bytes(random(1000)));
      layer = builder.finish();
    }
    FileTree tree = FileTree.of(List.of(layer.read(store)));
    Path blob = store.directory().resolve("blobs/sha256").resolve(layer.diffId().hex());
    byte[] bent = Files.readAllBytes(blob);
    bent[700] ^= 1;
    Files.delete(blob);
    Files.write(blob, bent);
    assertThatThrownBy(() -> tree.read(store, ImagePath.of("/f"), 1000)).isInstanceOf(StoreException.class);
    assertThat(blob).doesNotExist();
  }

  @Test
  void anImportWithAnotherDigestLeavesNothing() {
    byte[] tar = new TarBytes().file("x").end();
    LayerImporter importer = LayerImporter.into(store, lease, EntryPolicy.layer());
    assertThatThrownBy(() -> importer.read(new ByteArrayInputStream(tar), Optional.of(Digest.sha256(new byte[0]))))
        .satisfies(e -> assertThat(((SlipwayException) e).code()).isEqualTo(ErrorCode.DIGEST_MISMATCH));
    assertThat(store.pin(lease, Digest.sha256(tar))).isEmpty();
    assertThat(importer.read(new ByteArrayInputStream(tar), Optional.of(Digest.sha256(tar))).size()).isEqualTo(tar.length);
  }

  @Test
  void aFileAboveEightGibibytesHasItsSizeInAPaxHeader() {
    Entry large = file("/large", 0).withContent(8_700_000_000L, Optional.empty());
    byte[] extended = TarHeader.extended(large, TarHeader.name(large), TarHeader.link(large));
    assertThat(new String(extended, StandardCharsets.US_ASCII)).isEqualTo("19 size=8700000000\n");
    byte[] block = new byte[512];
    TarHeader.write(block, 0, large, TarHeader.name(large), TarHeader.link(large));
    byte[] start = new TarBytes().meta('x', new String(extended, StandardCharsets.US_ASCII)).raw(block).bytes();
    EntryPolicy policy = EntryPolicy.layer().withLimits(10, 8_000_000_000L);
    assertThatThrownBy(() -> HostileTarTest.toc(start, policy)).hasMessageContaining("8700000000");
  }

  @Test
  void gnuTarAndPythonReadWhatIsWritten() throws IOException, InterruptedException {
    Layer layer;
    try (LayerBuilder builder = LayerBuilder.in(store, lease)) {
      builder.node(Entry.directory(ImagePath.ROOT));
      builder.node(Entry.directory(ImagePath.of("/d")).withMode(01777).withOwner(4_000_000_000L, 3_000_000));
      builder.file(file("/d/" + "n".repeat(200), 5).withMode(04755), bytes(random(5)));
      builder.file(file("/d/" + "p".repeat(90) + "/" + "q".repeat(90), 5), bytes(random(5)));
      builder.file(file("/d/r", 1).withMtime(-2_177_452_800L, 0), bytes(random(1)));
      builder.file(file("/d/s", 1).withMtime(16_725_225_600L, 250_000_000), bytes(random(1)));
      builder.file(file("/d/t", 1).withMtime(-1, 500_000_000), bytes(random(1)));
      builder.hardLink(ImagePath.of("/d/u"), ImagePath.of("/d/t"));
      builder.file(file("/d/v", 1).withXattrs(Map.of("user.a", XattrValue.of((byte) 0xFF, (byte) 0), "security.capability",
          XattrValue.of((byte) 1))), bytes(random(1)));
      builder.node(Entry.symlink(ImagePath.of("/e"), "x/".repeat(80)));
      builder.file(file("/\u00E9", 1), bytes(random(1)));
      builder.file(file("/\uDCFF", 1), bytes(random(1)));
      builder.file(file("/\uDCFF" + "x".repeat(150), 1), bytes(random(1)));
      layer = builder.finish();
    }
    Path tar = store.directory().resolve("blobs/sha256").resolve(layer.diffId().hex());
    Toc toc = layer.read(store).toc();
    StringBuilder expected = new StringBuilder();
    toc.entries().filter(e -> !e.path().isRoot()).forEach(e -> expected.append(e.path().relative().codePoints()
        .mapToObj(c -> c < 128 ? Character.toString(c) : c >= 0xDC80 && c <= 0xDCFF ? "\\udc" + Integer.toHexString(c - 0xDC00) : "\\xe9")
        .reduce("", String::concat)).append(' ').append(e.type().flag()).append(' ').append(Integer.toOctalString(e.mode())).append(' ')
        .append(e.uid()).append(' ').append(e.gid()).append(' ').append(e.type() == EntryType.HARD_LINK ? 0 : e.size()).append(' ')
        .append(e.mtimeSeconds() * 4 + e.mtimeNanos() / 250_000_000).append('\n'));
    String script = "import tarfile,sys\nfor m in tarfile.open(sys.argv[1],errors='surrogateescape'):\n  if m.name!='.': print(ascii(m.name)[1:-1],"
        + "m.type.decode(),oct(m.mode)[2:],m.uid,m.gid,m.size,int(m.mtime*4))\n";
    assertThat(run("python3", "-c", script, tar.toString())).isEqualTo(expected.toString());
    String listing = run("tar", "--numeric-owner", "--full-time", "-tvf", tar.toString());
    assertThat(listing.lines().filter(line -> !line.endsWith(" ./")).count()).isEqualTo(toc.entries().count() - 1);
    assertThat(listing).contains("drwxrwxrwt 4000000000/3000000", "-rwsr-xr-x 0/0", "1901-01-01", "2500-01-01", "d/u link to d/t");
  }

  private String run(String... command) throws IOException, InterruptedException {
    Path out = directory.resolve("out");
    ProcessBuilder builder = new ProcessBuilder(command).redirectOutput(out.toFile()).redirectError(directory.resolve("err").toFile());
    builder.environment().putAll(Map.of("LC_ALL", "C.UTF-8", "TZ", "UTC"));
    boolean there = Stream.of(System.getenv("PATH").split(":", -1)).anyMatch(p -> Files.isExecutable(Path.of(p, command[0])));
    if (!there && !"1".equals(System.getenv("SLIPWAY_REQUIRE_TOOLS"))) {
      Assumptions.abort("SKIPPED: '" + command[0] + "' is not installed");
    }
    Process process = builder.start();
    assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
    assertThat(process.exitValue()).as(Files.readString(directory.resolve("err"))).isZero();
    return Files.readString(out);
  }
}
