package dev.slipway.layout;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.google.common.collect.ImmutableList;
import dev.slipway.ArchiveException;
import dev.slipway.DocumentException;
import dev.slipway.ErrorCode;
import dev.slipway.SlipwayException;
import dev.slipway.StoreException;
import dev.slipway.image.Digest;
import dev.slipway.image.DockerArchive;
import dev.slipway.image.ImageLocation;
import dev.slipway.image.ImagePath;
import dev.slipway.image.OciArchive;
import dev.slipway.image.OciLayout;
import dev.slipway.image.Platform;
import dev.slipway.layer.Compression;
import dev.slipway.layer.FileTree;
import dev.slipway.layer.Layer;
import dev.slipway.oci.Descriptor;
import dev.slipway.oci.Index;
import dev.slipway.oci.MediaType;
import dev.slipway.store.Lease;
import dev.slipway.store.Store;
import dev.slipway.store.StoreCheck;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class LayoutTest {
  private static final Platform AMD64 = Platform.LINUX_AMD64;

  enum Kind {
    LAYOUT, ARCHIVE, DOCKER;

    ImageLocation at(Path path) {
      return switch (this) {
        case LAYOUT -> OciLayout.at(path);
        case ARCHIVE -> OciArchive.at(path);
        case DOCKER -> DockerArchive.at(path);
      };
    }
  }

  @TempDir
  Path directory;
  private Store store;
  private Lease lease;

  @BeforeEach
  void openStore() {
    store = Store.open(directory.resolve("store"));
    lease = store.lease();
  }

  @AfterEach
  void theStoreIsSound() {
    lease.close();
    store.close();
    assertThat(StoreCheck.check(directory.resolve("store")).errors()).isEmpty();
  }

  private ImageContent image(String... contents) {
    return Images.image(store, lease, AMD64, contents);
  }

  private BaseImage read(ImageLocation location) {
    return ImageReader.into(store, lease).read(location, AMD64);
  }

  @ParameterizedTest
  @EnumSource
  void whatIsWrittenIsReadBackInAnotherStore(Kind kind) throws IOException {
    ImageContent image = image("first", "second", "a".repeat(300_000));
    ImageLocation location = kind.at(directory.resolve("deep/out"));
    Descriptor written = ImageWriter.from(store).write(lease, image, location);
    try (Store other = Store.open(directory.resolve("other")); Lease otherLease = other.lease()) {
      BaseImage read = ImageReader.into(other, otherLease).read(location, AMD64);
      assertThat(read.config()).isEqualTo(image.config());
      assertThat(read.digest()).isEqualTo(kind == Kind.DOCKER ? image.config().digest() : written.digest());
      List<Layer> layers = read.layers().stream().map(layer -> layer.expanded(otherLease)).toList();
      assertThat(layers).isEqualTo(image.layers().stream().map(layer -> layer.expanded(lease)).toList());
      FileTree tree = FileTree.of(layers.stream().map(layer -> layer.read(other)).toList());
      assertThat(tree.read(other, ImagePath.of("/file-s"), 100)).asString(StandardCharsets.UTF_8).isEqualTo("second");

      ImageLocation copy = kind.at(directory.resolve("copy"));
      var unused = ImageWriter.from(other).withCompression(Compression.ZSTD).write(otherLease, read.content(), copy);
      if (kind == Kind.ARCHIVE) {
        assertThat(copy.path()).as("original layers go out unchanged").hasSameBinaryContentAs(location.path());
      }
    }
    assertThat(StoreCheck.check(directory.resolve("other")).errors()).isEmpty();
  }

  @Test
  void equalImagesGiveEqualArchives() throws IOException {
    ImageContent image = image("first", "second");
    for (Kind kind : List.of(Kind.ARCHIVE, Kind.DOCKER)) {
      for (String name : List.of("1", "2")) {
        var unused = ImageWriter.from(store).write(lease, image, kind.at(directory.resolve(name)));
      }
      assertThat(directory.resolve("1")).hasSameBinaryContentAs(directory.resolve("2"));
    }
  }

  @Test
  void aLayerIsCompressedOnceForEachCodec() {
    Layer layer = Images.layer(store, lease, "/a", "b".repeat(100_000));
    Descriptor gzip = ImageLayer.of(store, layer).packed(lease, Compression.GZIP);
    assertThat(gzip.mediaType()).isEqualTo(MediaType.OCI_LAYER_GZIP);
    assertThat(ImageLayer.of(store, layer).packed(lease, Compression.GZIP)).isEqualTo(gzip);
    assertThat(ImageLayer.of(store, layer).packed(lease, Compression.ZSTD).mediaType()).isEqualTo(MediaType.OCI_LAYER_ZSTD);
    assertThat(ImageLayer.of(store, layer).packed(lease, Compression.NONE).digest()).isEqualTo(layer.diffId());
  }

  @Test
  void aLayoutKeepsTheEntriesOfOthers() throws IOException {
    Path path = directory.resolve("layout");
    ImageWriter writer = ImageWriter.from(store);
    var unused = writer.write(lease, image("1"), OciLayout.at(path).named("1.0"));
    unused = writer.write(lease, image("2"), OciLayout.at(path).named("2.0", "latest"));
    unused = writer.write(lease, image("3"), OciLayout.at(path));
    unused = writer.write(lease, image("4"), OciLayout.at(path).named("1.0"));
    unused = writer.write(lease, image("5"), OciLayout.at(path));

    Index index = Index.read(Files.readAllBytes(path.resolve("index.json")));
    assertThat(index.manifests()).extracting(entry -> entry.referenceName().orElse("-")).containsExactly("2.0", "latest", "1.0", "-");
    assertThat(read(OciLayout.at(path).named("1.0")).config()).isEqualTo(image("4").config());
    assertThat(read(OciLayout.at(path).named("latest")).config()).isEqualTo(image("2").config());
    assertThatThrownBy(() -> read(OciLayout.at(path))).isInstanceOf(DocumentException.class).hasMessageContaining("several images")
        .hasMessageContaining("'2.0'").hasMessageContaining("named(");
    assertThatThrownBy(() -> read(OciLayout.at(path).named("9"))).isInstanceOf(ArchiveException.class).hasMessageContaining("'9'")
        .hasMessageContaining("'latest'");
  }

  @RepeatedTest(5)
  void severalWritersAddToOneLayoutAtOnce() throws IOException {
    Path path = directory.resolve("layout");
    List<ImageContent> images = IntStream.range(0, 8).mapToObj(i -> image(i + "x")).toList();
    IntStream.range(0, 8).parallel().forEach(i -> {
      var unused = ImageWriter.from(store).write(lease, images.get(i), OciLayout.at(path).named("n" + i));
    });
    assertThat(Index.read(Files.readAllBytes(path.resolve("index.json"))).manifests()).hasSize(8);
    try (Stream<Path> files = Files.walk(path)) {
      assertThat(files).noneMatch(file -> file.toString().endsWith(".part"));
    }
  }

  @ParameterizedTest
  @EnumSource(names = {"LAYOUT", "ARCHIVE"})
  void severalPlatformsBecomeAnIndexFromWhichTheBestIsChosen(Kind kind) {
    ImageLocation location = kind.at(directory.resolve("multi"));
    List<ImageContent> images = Stream.of("linux/amd64", "linux/arm64", "linux/arm/v6")
        .map(platform -> Images.image(store, lease, Platform.parse(platform), platform)).toList();
    Descriptor index = ImageWriter.from(store).write(lease, images, location);
    assertThat(index.mediaType()).isEqualTo(MediaType.OCI_INDEX);
    ImageReader reader = ImageReader.into(store, lease);
    assertThat(reader.read(location, Platform.LINUX_ARM64).config()).isEqualTo(images.get(1).config());
    assertThat(reader.read(location, Platform.parse("linux/arm/v7")).config()).isEqualTo(images.get(2).config());
    assertThatThrownBy(() -> reader.read(location, Platform.parse("linux/s390x"))).isInstanceOf(ArchiveException.class)
        .hasMessageContaining("linux/amd64, linux/arm/v6, linux/arm64");
  }

  @Test
  void aDockerArchiveOfSeveralPlatformsIsRefused() {
    List<ImageContent> images = List.of(image("1"), Images.image(store, lease, Platform.LINUX_ARM64, "2"));
    assertThatThrownBy(() -> ImageWriter.from(store).write(lease, images, DockerArchive.at(directory.resolve("x"))))
        .hasMessageContaining("OciArchive");
    assertThat(directory.resolve("x")).doesNotExist();
  }

  @Test
  void aBaseCostsNoLayerUntilItsBytesAreWanted() throws IOException {
    Path path = directory.resolve("layout");
    ImageContent image = image("lower", "upper");
    Descriptor manifest = ImageWriter.from(store).write(lease, image, OciLayout.at(path));
    try (Store other = Store.open(directory.resolve("other")); Lease otherLease = other.lease()) {
      BaseImage base = ImageReader.into(other, otherLease).read(OciLayout.at(path), AMD64);
      assertThat(base.digest()).isEqualTo(manifest.digest());
      assertThat(StoreCheck.check(directory.resolve("other")).blobs()).isZero();
      Layer first = base.layers().get(0).expanded(otherLease);
      Descriptor original = base.layers().get(0).original().orElseThrow();
      assertThat(other.pin(otherLease, original.digest())).as("the compressed form is kept").isPresent();
      deleteRecursively(path);
      assertThat(base.layers().get(0).expanded(otherLease)).isEqualTo(first);
      assertThat(base.layers().get(0).packed(otherLease, Compression.ZSTD)).isEqualTo(original);
      assertThatThrownBy(() -> base.layers().get(1).expanded(otherLease)).isInstanceOf(ArchiveException.class)
          .hasMessageContaining("lacks the blob");
    }
  }

  @ParameterizedTest
  @EnumSource
  void aFlippedBitAnywhereIsFound(Kind kind) throws IOException {
    ImageLocation location = kind.at(directory.resolve("out"));
    ImageContent image = image("some content that is long enough");
    var unused = ImageWriter.from(store).write(lease, image, location);
    List<Path> files = kind == Kind.LAYOUT ? blobs(location.path()) : List.of(location.path());
    for (Path file : files) {
      byte[] sound = Files.readAllBytes(file);
      for (int at = 0; at < sound.length; at += Math.max(1, sound.length / 23)) {
        byte[] damaged = sound.clone();
        damaged[at] ^= 0x10;
        Files.write(file, damaged);
        try (Store other = Store.open(directory.resolve("other")); Lease otherLease = other.lease()) {
          BaseImage read = ImageReader.into(other, otherLease).read(location, AMD64);
          List<Layer> layers = read.layers().stream().map(layer -> layer.expanded(otherLease)).toList();
          assertThat(read.config()).as("a flip at %s that does no harm", at).isEqualTo(image.config());
          assertThat(layers).extracting(Layer::diffId).isEqualTo(image.config().diffIds());
        } catch (SlipwayException found) {
          assertThat(found.code()).isNotEqualTo(ErrorCode.IO);
        }
        deleteRecursively(directory.resolve("other"));
      }
      Files.write(file, sound);
    }
  }

  @Test
  void damageInTheStoreIsFoundBeforeAFinalNameAppears() throws IOException {
    ImageContent image = image("content");
    damage(image.config().diffIds().get(0));
    for (Kind kind : Kind.values()) {
      Path out = directory.resolve("out-" + kind);
      assertThatThrownBy(() -> ImageWriter.from(store).write(lease, image, kind.at(out))).isInstanceOf(StoreException.class);
      assertThat(kind == Kind.LAYOUT ? out.resolve("index.json") : out).doesNotExist();
    }
  }

  @Test
  void damagedCompressedBytesAreMadeAgain() throws IOException {
    ImageContent image = image("content");
    Descriptor packed = image.layers().get(0).packed(lease, Compression.GZIP);
    damage(packed.digest());
    var unused = ImageWriter.from(store).write(lease, image, OciArchive.at(directory.resolve("out")));
    assertThat(read(OciArchive.at(directory.resolve("out"))).config()).isEqualTo(image.config());
  }

  @Test
  void aCompressedArchiveIsReadToo() throws IOException {
    ImageContent image = image("content");
    Path plain = directory.resolve("plain.tar");
    Path packed = directory.resolve("packed.tar.gz");
    var unused = ImageWriter.from(store).write(lease, image, DockerArchive.at(plain).named("app:1"));
    try (GZIPOutputStream out = new GZIPOutputStream(Files.newOutputStream(packed))) {
      long size = Files.copy(plain, out);
      assertThat(size).isPositive();
    }
    BaseImage read = read(DockerArchive.at(packed).named("docker.io/library/app:1"));
    assertThat(read.layers().get(0).expanded(lease).diffId()).isEqualTo(image.config().diffIds().get(0));
    assertThatThrownBy(() -> read(DockerArchive.at(packed).named("app:2"))).hasMessageContaining("'app:1'");
  }

  @Test
  void nothingIsWrittenAmongOtherFiles() throws IOException {
    Path path = Files.createDirectory(directory.resolve("mine"));
    Files.writeString(path.resolve("letter.txt"), "x");
    ArchiveException refused = catchThrowableOfType(
        ArchiveException.class, () -> ImageWriter.from(store).write(lease, image("1"), OciLayout.at(path)).digest());
    assertThat(refused.code()).isEqualTo(ErrorCode.NOT_ALLOWED);
    assertThatThrownBy(() -> ImageWriter.from(store).write(lease, image("1"), OciArchive.at(path))).hasMessageContaining("directory");
    assertThat(path).isDirectoryContaining("glob:**letter.txt");
  }

  @Test
  void placesThatHoldNoImageAreNamedInTheError() throws IOException {
    Files.writeString(directory.resolve("text"), "hello");
    for (Kind kind : Kind.values()) {
      for (String name : List.of("missing", "text", "store/slipway")) {
        assertThatThrownBy(() -> read(kind.at(directory.resolve(name)))).as("%s %s", kind, name).isInstanceOf(SlipwayException.class)
            .hasMessageContaining(name);
      }
    }
    assertThatThrownBy(() -> read(OciLayout.at(directory.resolve("store")))).hasMessageContaining("holds no image");
  }

  @Test
  void anOldDockerArchiveWithLinkedLayersIsRead() throws IOException {
    ImageContent image = image("same", "same");
    byte[] tar = store.readAll(image.config().diffIds().get(0), 1 << 20);
    Path file = directory.resolve("old.tar");
    TarFiles.write(
        file, List.of(
            TarFiles.file("one/layer.tar", tar), TarFiles.link("two/layer.tar", "../one/layer.tar"),
            TarFiles.file("c.json", image.config().bytes()),
            TarFiles.file("manifest.json", "[{\"Config\":\"c.json\",\"RepoTags\":null,\"Layers\":[\"one/layer.tar\",\"two/layer.tar\"]}]"
                .getBytes(StandardCharsets.UTF_8))));
    BaseImage read = read(DockerArchive.at(file));
    assertThat(read.layers()).hasSize(2)
        .allSatisfy(layer -> assertThat(layer.expanded(lease).diffId()).isEqualTo(image.config().diffIds().get(0)));
  }

  @Test
  void hostileArchivesAreRefused() throws IOException {
    byte[] manifest = "[{\"Config\":\"c\",\"Layers\":[]}]".getBytes(StandardCharsets.UTF_8);
    Map<String, List<TarFiles.Member>> hostile = Map.of(
        "upwards", List.of(TarFiles.file("../x", manifest)), "twice",
        List.of(TarFiles.file("manifest.json", manifest), TarFiles.file("./manifest.json", manifest)),
        "loop", List.of(TarFiles.file("manifest.json", manifest), TarFiles.link("c", "c")), "out",
        List.of(TarFiles.file("manifest.json", manifest), TarFiles.link("c", "/etc/passwd")),
        "device", List.of(TarFiles.file("manifest.json", manifest), TarFiles.fifo("c")),
        "empty", List.of());
    hostile.forEach((name, members) -> {
      Path file = directory.resolve(name);
      TarFiles.write(file, members);
      assertThatThrownBy(() -> read(DockerArchive.at(file))).as(name).isInstanceOf(SlipwayException.class).hasMessageContaining(name);
    });
  }

  @Test
  void aConfigurationThatContradictsTheManifestIsRefused() throws IOException {
    Path path = directory.resolve("layout");
    ImageContent image = image("1", "2");
    var unused = ImageWriter.from(store).write(lease, image, OciLayout.at(path));
    BaseImage read = read(OciLayout.at(path));
    byte[] fewer = read.manifest().orElseThrow().withLayers(ImmutableList.of()).bytes();
    Descriptor entry = Descriptor.of(MediaType.OCI_MANIFEST, fewer);
    Files.write(path.resolve("blobs/sha256").resolve(entry.digest().hex()), fewer);
    Files.write(path.resolve("index.json"), Index.of(List.of(entry)).bytes());
    assertThatThrownBy(() -> read(OciLayout.at(path))).isInstanceOf(DocumentException.class).hasMessageContaining("names 0 layers");
  }

  private void damage(Digest digest) throws IOException {
    Path file = directory.resolve("store/blobs/sha256").resolve(digest.hex());
    byte[] bytes = Files.readAllBytes(file);
    bytes[bytes.length / 2] ^= 1;
    Files.delete(file);
    Files.write(file, bytes);
  }

  private static List<Path> blobs(Path layout) throws IOException {
    try (Stream<Path> files = Files.list(layout.resolve("blobs/sha256"))) {
      return files.sorted().toList();
    }
  }

  private static void deleteRecursively(Path path) throws IOException {
    try (Stream<Path> files = Files.walk(path)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    }
  }
}
