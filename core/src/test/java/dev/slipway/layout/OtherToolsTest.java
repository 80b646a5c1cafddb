package dev.slipway.layout;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.slipway.image.DockerArchive;
import dev.slipway.image.ImageLocation;
import dev.slipway.image.ImagePath;
import dev.slipway.image.OciArchive;
import dev.slipway.image.OciLayout;
import dev.slipway.image.Platform;
import dev.slipway.layer.Compression;
import dev.slipway.layer.FileTree;
import dev.slipway.store.Lease;
import dev.slipway.store.Store;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What skopeo and umoci write is read, and what is written here they accept. */
class OtherToolsTest {
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
  void closeStore() {
    lease.close();
    store.close();
  }

  private static void require(String tool) {
    boolean present = List.of(System.getenv("PATH").split(":", -1)).stream().anyMatch(path -> Files.isExecutable(Path.of(path, tool)));
    if (!present && "1".equals(System.getenv("SLIPWAY_REQUIRE_TOOLS"))) {
      throw new AssertionError(tool + " is required and missing");
    }
    assumeTrue(present, () -> "SKIPPED: " + tool + " is not installed, so its view of our images is not tested");
  }

  private String run(String... command) throws IOException, InterruptedException {
    Path log = Files.createTempFile(directory, "log", ".txt");
    Process process = new ProcessBuilder(command).directory(directory.toFile()).redirectErrorStream(true).redirectOutput(log.toFile())
        .start();
    assertThat(process.waitFor(60, TimeUnit.SECONDS)).as("%s ends", String.join(" ", command)).isTrue();
    String output = Files.readString(log);
    assertThat(process.exitValue()).as("%s: %s", String.join(" ", command), output).isZero();
    return output;
  }

  private String content(ImageLocation location, String path) {
    BaseImage image = ImageReader.into(store, lease).read(location, Platform.LINUX_AMD64);
    FileTree tree = FileTree.of(image.layers().stream().map(layer -> layer.expanded(lease).read(store)).toList());
    return new String(tree.read(store, ImagePath.of(path), 1000), StandardCharsets.UTF_8);
  }

  @Test
  void whatSkopeoAndUmociWriteIsRead() throws IOException, InterruptedException {
    require("umoci");
    require("skopeo");
    byte[] hello = "made by umoci".getBytes(StandardCharsets.UTF_8);
    TarFiles.write(directory.resolve("one.tar"), List.of(TarFiles.file("hello", hello)));
    TarFiles.write(directory.resolve("two.tar"), List.of(TarFiles.file("again", hello)));
    var unused = run("umoci", "init", "--layout", "made");
    unused = run("umoci", "new", "--image", "made:one");
    unused = run("umoci", "config", "--image", "made:one", "--architecture", "amd64", "--os", "linux", "--config.cmd", "/hello");
    unused = run("umoci", "raw", "add-layer", "--image", "made:one", "one.tar");
    unused = run("umoci", "raw", "add-layer", "--image", "made:one", "two.tar");
    assertThat(content(OciLayout.at(directory.resolve("made")), "/hello")).isEqualTo("made by umoci");

    unused = run("skopeo", "copy", "oci:made:one", "oci-archive:made.tar:two");
    unused = run("skopeo", "copy", "oci:made:one", "docker-archive:docker.tar:app:1.0");
    unused = run("skopeo", "copy", "--dest-compress-format", "zstd", "--dest-compress", "oci:made:one", "oci:zstd:three");
    assertThat(content(OciArchive.at(directory.resolve("made.tar")).named("two"), "/again")).isEqualTo("made by umoci");
    assertThat(content(DockerArchive.at(directory.resolve("docker.tar")).named("app:1.0"), "/again")).isEqualTo("made by umoci");
    assertThat(content(OciLayout.at(directory.resolve("zstd")).named("three"), "/hello")).isEqualTo("made by umoci");
  }

  @Test
  void whatIsWrittenHereSkopeoAndUmociAccept() throws IOException, InterruptedException {
    require("umoci");
    require("skopeo");
    ImageContent image = Images.image(store, lease, Platform.LINUX_AMD64, "first", "second");
    ImageWriter writer = ImageWriter.from(store);
    var unused = writer.write(lease, image, OciLayout.at(directory.resolve("layout")).named("1.0"));
    unused = writer.withCompression(Compression.ZSTD).write(lease, image, OciLayout.at(directory.resolve("layout")).named("zstd"));
    unused = writer.write(lease, image, OciArchive.at(directory.resolve("oci.tar")).named("1.0"));
    unused = writer.write(lease, image, DockerArchive.at(directory.resolve("docker.tar")).named("app:1.0"));

    for (String place : List.of("oci:layout:1.0", "oci:layout:zstd", "oci-archive:oci.tar:1.0", "docker-archive:docker.tar:app:1.0",
        "oci-archive:docker.tar")) {
      assertThat(run("skopeo", "inspect", "--config", place)).as(place).contains("/bin/app")
          .contains(image.config().diffIds().get(1).toString());
      String copied = run("skopeo", "copy", place, "dir:copy-" + place.replaceAll("[^a-z0-9]", "-"));
      assertThat(copied).contains("Writing manifest");
    }
    String output = run("umoci", "unpack", "--rootless", "--image", "layout:1.0", "bundle");
    assertThat(output).isNotNull();
    assertThat(directory.resolve("bundle/rootfs/file-f")).hasContent("first");
    assertThat(directory.resolve("bundle/rootfs/file-s")).hasContent("second");
  }
}
