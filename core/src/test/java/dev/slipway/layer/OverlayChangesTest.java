package dev.slipway.layer;

import static dev.slipway.layer.TarBytes.header;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.common.collect.ImmutableSet;
import dev.slipway.ArchiveException;
import dev.slipway.ErrorCode;
import dev.slipway.SlipwayException;
import dev.slipway.image.ImagePath;
import dev.slipway.store.Lease;
import dev.slipway.store.Store;
import dev.slipway.store.StoreCheck;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OverlayChangesTest {
  private static final String OPAQUE = "SCHILY.xattr.trusted.overlay.opaque";

  @TempDir
  Path directory;

  private Store store;
  private Lease lease;
  private FileTree below = FileTree.empty();
  private OverlayForm form = OverlayForm.PRIVILEGED;
  private ImmutableSet<ImagePath> stubs = ImmutableSet.of();
  private Optional<Instant> latest = Optional.of(Instant.ofEpochSecond(100));
  private boolean ownersKept = true;
  private boolean exact;

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

  /** The tar of an upper directory; the root comes by itself. */
  private static TarBytes upper() {
    return new TarBytes().dir("./");
  }

  private void tree(Consumer<LayerBuilder> content) {
    try (LayerBuilder builder = LayerBuilder.in(store, lease)) {
      content.accept(builder);
      below = below.with(builder.finish().read(store));
    }
  }

  private static Entry dir(String path) {
    return Entry.directory(ImagePath.of(path));
  }

  private static void file(LayerBuilder builder, String path, String content) {
    builder.file(LayerBuilderTest.file(path, content.length()),
        LayerBuilderTest.bytes(content.getBytes(java.nio.charset.StandardCharsets.UTF_8)));
  }

  private Optional<Layer> layer(TarBytes upper) {
    try {
      OverlayChanges.Changed changed = OverlayChanges.read(new ByteArrayInputStream(upper.end()), below, form, stubs, latest, ownersKept,
          store, lease);
      exact = changed.exact();
      return changed.layer();
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  /** What the layer lists: directories end with a slash, links have their target; whiteouts and opaque directories last. */
  private List<String> changes(TarBytes upper) {
    List<String> listed = new ArrayList<>();
    layer(upper).ifPresent(made -> {
      Toc toc = made.read(store).toc();
      toc.entries().forEach(entry -> listed.add(entry.path() + switch (entry.type()) {
        case DIRECTORY -> entry.path().isRoot() ? "" : "/";
        case SYMLINK -> " -> " + entry.linkTarget();
        case HARD_LINK -> " = " + entry.linkTarget();
        case FILE -> "";
        default -> " " + entry.type();
      }));
      toc.whiteouts().forEach(path -> listed.add("-" + path));
      toc.opaqueDirectories().forEach(path -> listed.add("!" + path));
    });
    return listed;
  }

  private Entry entry(TarBytes upper, String path) {
    Toc toc = layer(upper).orElseThrow().read(store).toc();
    return toc.entry(toc.find(ImagePath.of(path)));
  }

  private void refused(ErrorCode code, String message, ThrowingCallable call) {
    assertThatThrownBy(call).isInstanceOfSatisfying(ArchiveException.class, e -> assertThat(e.code()).isEqualTo(code))
        .hasMessageContaining(message);
  }

  @Test
  void nothingButTheRootIsNoLayer() {
    assertThat(layer(upper())).isEmpty();
    assertThat(exact).isTrue();
  }

  @Test
  void aNewFileIsListedWithTheDirectoriesThatItIsIn() {
    tree(builder -> builder.node(dir("/tmp").withMode(01777)));
    TarBytes upper = upper().add(header("./tmp/", '5').mode(01777)).add(header("./tmp/d/", '5').mode(0700)).file("./tmp/d/f", "x");
    assertThat(changes(upper)).containsExactly("/tmp/", "/tmp/d/", "/tmp/d/f");
    assertThat(exact).isTrue();
    assertThat(entry(upper, "/tmp").mode()).isEqualTo(01777);
    assertThat(entry(upper, "/tmp/d").mode()).isEqualTo(0700);
  }

  @Test
  void whatIsAsItWasIsLeftOut() {
    tree(builder -> {
      builder.node(dir("/d"));
      file(builder, "/d/f", "x");
      file(builder, "/d/g", "y");
      builder.node(Entry.symlink(ImagePath.of("/d/s"), "f"));
    });
    TarBytes upper = upper().dir("./d/").file("./d/f", "x").file("./d/g", "z").symlink("./d/s", "f");
    assertThat(changes(upper)).containsExactly("/d/", "/d/g");
    assertThat(changes(upper().dir("./d/").file("./d/f", "x").file("./d/g", "y").symlink("./d/s", "g"))).containsExactly("/d/",
        "/d/s -> g");
    assertThat(changes(upper().dir("./d/").file("./d/f", "x"))).isEmpty();
    assertThat(exact).isTrue();
  }

  @Test
  void aTimeCountsWhereTheCommandSetItAndNotWhereItIsClamped() {
    tree(builder -> file(builder, "/f", "x"));
    assertThat(changes(upper().pax("mtime", "5000.5").file("./f", "x"))).isEmpty();
    assertThat(exact).as("the file is seen with another time").isFalse();
    assertThat(changes(upper().pax("mtime", "50.5").file("./f", "x"))).containsExactly("/f");
    assertThat(exact).isTrue();
    Entry changed = entry(upper().pax("mtime", "5000.5").file("./f", "y"), "/f");
    assertThat(changed.mtimeSeconds()).isEqualTo(100);
    assertThat(changed.mtimeNanos()).isZero();
    latest = Optional.empty();
    assertThat(entry(upper().pax("mtime", "5000.5").file("./f", "x"), "/f").mtimeNanos()).isEqualTo(500_000_000);
  }

  @Test
  void aDirectoryOfWhichOnlyTheTimeChangedIsLeftOut() {
    tree(builder -> builder.node(dir("/d")));
    assertThat(changes(upper().pax("mtime", "5000").dir("./d/"))).isEmpty();
    assertThat(changes(upper().pax("mtime", "5000").dir("./d/").file("./e"))).containsExactly("/e");
    assertThat(exact).as("times of directories do not count").isTrue();
    assertThat(changes(upper().pax("mtime", "5000").dir("./d/").file("./d/e"))).containsExactly("/d/", "/d/e");
    assertThat(exact).isTrue();
  }

  @Test
  void modeOwnerAndAttributesAreChanges() {
    tree(builder -> {
      builder.node(dir("/d"));
      file(builder, "/f", "x");
    });
    assertThat(changes(upper().add(header("./d/", '5').mode(0700)))).containsExactly("/d/");
    assertThat(changes(upper().add(header("./d/", '5').mode(0755).uid(7)))).containsExactly("/d/");
    assertThat(changes(upper().pax("SCHILY.xattr.security.capability", "\1").file("./f", "x"))).containsExactly("/f");
    assertThat(changes(upper().add(header("./f", '0').mode(04755).size(1), new byte[]{'x'}))).containsExactly("/f");
  }

  @Test
  void somethingElseInItsPlaceIsAChange() {
    tree(builder -> {
      file(builder, "/d/x", "x");
      file(builder, "/f", "");
      builder.node(Entry.symlink(ImagePath.of("/s"), "d"));
    });
    assertThat(changes(upper().file("./d"))).containsExactly("/d");
    assertThat(changes(upper().symlink("./d", "f"))).containsExactly("/d -> f");
    assertThat(changes(upper().dir("./f/").file("./f/x", "x").dir("./s/"))).containsExactly("/f/", "/f/x", "/s/");
    assertThat(changes(upper().add(header("./f", '6')))).containsExactly("/f FIFO");
    assertThat(changes(upper().add(header("./f", '3').device(1, 3)))).containsExactly("/f CHARACTER_DEVICE");
  }

  @Test
  void aDeviceIsComparedByItsNumbers() {
    tree(builder -> builder.node(Entry.node(ImagePath.of("/n"), EntryType.CHARACTER_DEVICE).withDevice(1, 3)));
    assertThat(changes(upper().add(header("./n", '3').device(1, 3)))).isEmpty();
    assertThat(changes(upper().add(header("./n", '3').device(1, 5)))).containsExactly("/n CHARACTER_DEVICE");
  }

  @Test
  void aRemovedPathIsAWhiteoutWhereTheTreeHasSomething() {
    tree(builder -> {
      file(builder, "/d/x", "x");
      file(builder, "/d/y", "x");
      file(builder, "/d/z", "x");
    });
    TarBytes upper = upper().add(header("./a", '3').mode(0)).dir("./d/").add(header("./d/w", '3').mode(0)).hardLink("./d/x", "./d/w")
        .add(header("./d/y", '3').mode(0)).hardLink("./d/z", "./a");
    assertThat(changes(upper)).containsExactly("/d/", "-/d/x", "-/d/y", "-/d/z");
    assertThat(exact).isTrue();
    assertThat(changes(upper().add(header("./a", '3').mode(0)))).isEmpty();
    assertThat(exact).isTrue();
  }

  @Test
  void anEmptyFileWithTheAttributeIsARemovedPathInAMarkedDirectoryOnly() {
    tree(builder -> file(builder, "/d/x", "x"));
    String whiteout = "SCHILY.xattr.trusted.overlay.whiteout";
    assertThat(changes(upper().pax(OPAQUE, "x").dir("./d/").pax(whiteout, "y").file("./d/x").file("./d/y")))
        .containsExactly("/d/", "/d/y", "-/d/x");
    assertThat(changes(upper().dir("./d/").pax(whiteout, "y").file("./d/x"))).containsExactly("/d/", "/d/x");
  }

  @Test
  void anOpaqueDirectoryIsMarkedWhereItHidesSomething() {
    tree(builder -> {
      builder.node(dir("/d"));
      file(builder, "/d/x", "x");
      builder.node(dir("/e"));
    });
    assertThat(changes(upper().pax(OPAQUE, "y").dir("./d/").file("./d/x", "x"))).containsExactly("/d/", "/d/x", "!/d");
    assertThat(changes(upper().pax(OPAQUE, "y").dir("./d/"))).containsExactly("/d/", "!/d");
    assertThat(changes(upper().pax(OPAQUE, "y").dir("./e/"))).isEmpty();
    assertThat(changes(upper().pax(OPAQUE, "y").dir("./n/").pax(OPAQUE, "y").dir("./n/m/"))).containsExactly("/n/", "/n/m/");
    assertThat(exact).isTrue();
    assertThat(changes(upper().pax("SCHILY.xattr.user.overlay.opaque", "y").dir("./d/"))).as("of the other form").isEmpty();
    form = OverlayForm.USER;
    assertThat(changes(upper().pax("SCHILY.xattr.user.overlay.opaque", "y").dir("./d/"))).containsExactly("/d/", "!/d");
  }

  @Test
  void attributesOfTheOverlayAreNoContentAndOthersAreKept() {
    TarBytes upper = upper()
        .pax("SCHILY.xattr.trusted.overlay.impure", "y", "SCHILY.xattr.user.a%25%3d", "\0b\n", "SCHILY.xattr.user.empty",
            "", "SCHILY.xattr.security.selinux", "label")
        .file("./f", "x");
    assertThat(entry(upper, "/f").xattrs()).isEqualTo(Map.of("user.a%%3d", XattrValue.of((byte) 0, (byte) 'b', (byte) '\n'), "user.empty",
        XattrValue.of()));
    assertThat(exact).isTrue();
  }

  @Test
  void theFirstNameOfAFileIsTheFile() {
    assertThat(changes(upper().file("./a", "x").dir("./b/").hardLink("./b/a", "./a").hardLink("./c", "./a"))).containsExactly("/a", "/b/",
        "/b/a = /a", "/c = /a");
    assertThat(changes(upper().symlink("./a", "x").hardLink("./c", "./a"))).containsExactly("/a -> x", "/c -> x");
  }

  @Test
  void aNewNameOfAFileThatIsAsItWasListsBoth() {
    tree(builder -> {
      builder.node(dir("/d"));
      file(builder, "/d/a", "x");
      builder.node(dir("/e"));
      file(builder, "/z", "x");
    });
    TarBytes upper = upper().dir("./d/").file("./d/a", "x").dir("./e/").hardLink("./e/b", "./d/a").hardLink("./e/c", "./e/b")
        .hardLink("./f", "./d/a");
    assertThat(changes(upper)).containsExactly("/d/", "/d/a", "/e/", "/e/b = /d/a", "/e/c = /d/a", "/f = /d/a");
    assertThat(exact).isTrue();
    assertThat(below.with(layer(upper).orElseThrow().read(store)).read(store, ImagePath.of("/f"), 10)).containsExactly('x');
    assertThat(changes(upper().dir("./d/").file("./d/a", "x").hardLink("./z", "./d/a"))).isEmpty();
    assertThat(exact).isFalse();
  }

  @Test
  void whatWasOnlyMadeToMountSomethingThereIsLeftOut() {
    tree(builder -> builder.node(dir("/etc")));
    stubs = ImmutableSet.of(ImagePath.of("/etc/hosts"), ImagePath.of("/proc"), ImagePath.of("/a/b/c"), ImagePath.of("/a/b/f"));
    TarBytes made = upper().dir("./a/").dir("./a/b/").dir("./a/b/c/").file("./a/b/f").dir("./etc/").file("./etc/hosts").dir("./proc/");
    assertThat(changes(made)).isEmpty();
    assertThat(exact).isFalse();
    TarBytes used = upper().dir("./a/").dir("./a/b/").dir("./a/b/c/").file("./a/b/c/x").file("./a/b/f").dir("./etc/")
        .file("./etc/hosts", "x").dir("./proc/");
    assertThat(changes(used)).containsExactly("/a/", "/a/b/", "/a/b/c/", "/a/b/c/x", "/etc/", "/etc/hosts");
    assertThat(changes(upper().dir("./a/").dir("./a/b/").dir("./a/x/"))).containsExactly("/a/", "/a/x/");
  }

  @Test
  void whereOwnersCannotBeKeptThoseOfTheTreeAreTaken() {
    tree(builder -> {
      builder.node(dir("/home").withOwner(5, 6));
      builder.file(LayerBuilderTest.file("/home/f", 1).withOwner(7, 8), LayerBuilderTest.bytes(new byte[]{'x'}));
    });
    ownersKept = false;
    assertThat(changes(upper().dir("./home/").file("./home/f", "x"))).isEmpty();
    TarBytes upper = upper().dir("./home/").file("./home/f", "y").file("./home/g");
    assertThat(changes(upper)).containsExactly("/home/", "/home/f", "/home/g");
    assertThat(entry(upper, "/home").uid()).isEqualTo(5);
    assertThat(entry(upper, "/home/f").gid()).isEqualTo(8);
    assertThat(entry(upper, "/home/g").uid()).isZero();
  }

  @Test
  void theRootIsListedWhereItChanged() {
    assertThat(changes(new TarBytes().add(header("./", '5').mode(0700)))).containsExactly("/");
    assertThat(changes(new TarBytes().pax("mtime", "7").dir("./").file("./f"))).containsExactly("/f");
    assertThat(exact).isTrue();
  }

  @Test
  void filesOfTheSameSizeAreComparedHoweverLargeTheyAre() {
    byte[] large = new byte[HeldContent.MAX_IN_MEMORY + 1000];
    tree(builder -> builder.file(LayerBuilderTest.file("/f", large.length), LayerBuilderTest.bytes(large.clone())));
    assertThat(changes(upper().add(header("./f", '0').size(large.length), large))).isEmpty();
    large[large.length - 1] = 1;
    TarBytes upper = upper().add(header("./f", '0').size(large.length), large);
    assertThat(changes(upper)).containsExactly("/f");
    assertThat(below.with(layer(upper).orElseThrow().read(store)).read(store, ImagePath.of("/f"), 1 << 23)).isEqualTo(large);
  }

  @Test
  void equalChangesGiveEqualLayers() {
    TarBytes one = upper().pax("mtime", "5000.1", "atime", "1", "ctime", "7").file("./f", "x");
    TarBytes other = upper().pax("mtime", "6000.2", "ctime", "8").file("./f", "x");
    assertThat(layer(one)).isEqualTo(layer(other)).isPresent();
  }

  @Test
  void whatALayerCannotExpressIsRefusedByName() {
    refused(ErrorCode.ENTRY_REFUSED, "'./d/.wh.x'", () -> layer(upper().dir("./d/").file("./d/.wh.x")));
    refused(ErrorCode.ENTRY_REFUSED, "redirect_dir=off",
        () -> layer(upper().pax("SCHILY.xattr.trusted.overlay.redirect", "a").dir("./d/")));
    refused(ErrorCode.ENTRY_REFUSED, "metacopy=off", () -> layer(upper().pax("SCHILY.xattr.trusted.overlay.metacopy", "").file("./f")));
    refused(ErrorCode.ENTRY_REFUSED, "block device 0:0", () -> layer(upper().add(header("./b", '4'))));
    refused(ErrorCode.ENTRY_REFUSED, "sparse", () -> layer(upper().add(header("./b", 'S'))));
    refused(ErrorCode.MALFORMED_ARCHIVE, "is not the name of an attribute",
        () -> layer(upper().pax("SCHILY.xattr.user.a%3Db", "x").file("./f")));
  }

  @Test
  void whatGnuTarDoesNotWriteIsRefused() {
    refused(ErrorCode.MALFORMED_ARCHIVE, "sorted by name", () -> layer(upper().file("./b").file("./a")));
    refused(ErrorCode.MALFORMED_ARCHIVE, "sorted by name", () -> layer(upper().file("./a").file("./a")));
    refused(ErrorCode.MALFORMED_ARCHIVE, "sorted by name", () -> layer(upper().dir("./")));
    refused(ErrorCode.MALFORMED_ARCHIVE, "begins with './'", () -> layer(new TarBytes().file("./a")));
    refused(ErrorCode.MALFORMED_ARCHIVE, "after the directory", () -> layer(upper().file("./a/b")));
    refused(ErrorCode.MALFORMED_ARCHIVE, "after the directory", () -> layer(upper().file("./a").file("./a/b")));
    refused(ErrorCode.MALFORMED_ARCHIVE, "does not come before it", () -> layer(upper().hardLink("./a", "./b")));
    refused(ErrorCode.MALFORMED_ARCHIVE, "does not come before it", () -> layer(upper().dir("./a/").hardLink("./b", "./a")));
    refused(ErrorCode.PATH_ESCAPES, "upwards", () -> layer(upper().file("./../a")));
  }

  @Test
  void aTarThatIsCutOffAnywhereIsRefused() {
    tree(builder -> file(builder, "/d/f", "x"));
    byte[] whole = upper().dir("./d/").file("./d/f", "y").pax("mtime", "3").file("./d/g", "x".repeat(600)).end();
    for (int length = 0; length < whole.length; length += 256) {
      byte[] cut = Arrays.copyOf(whole, length);
      assertThatThrownBy(() -> OverlayChanges.read(new ByteArrayInputStream(cut), below, form, stubs, latest, true, store, lease))
          .as("after " + length).isInstanceOf(SlipwayException.class).hasMessageContaining("cut off");
    }
  }
}
