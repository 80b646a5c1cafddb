package dev.slipway.testkit.differential;

import static dev.slipway.testkit.assertions.SlipwayAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.common.io.MoreFiles;
import com.google.common.io.RecursiveDeleteOption;
import dev.slipway.build.BuiltImage;
import dev.slipway.build.Context;
import dev.slipway.build.Engine;
import dev.slipway.image.Copy;
import dev.slipway.image.DockerArchive;
import dev.slipway.image.Image;
import dev.slipway.image.OciArchive;
import dev.slipway.image.OciLayout;
import dev.slipway.image.Stage;
import dev.slipway.layer.FileTree;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What we write is read, unpacked and run by skopeo, umoci, crun and Docker: busybox on nothing, and a Debian base. */
class RealToolsTest {
  private static final Path BUSYBOX = Path.of("/bin/busybox");

  private Path work = Path.of("");

  @BeforeEach
  void makeRoom() throws IOException {
    work = Files.createTempDirectory("real-tools");
  }

  @AfterEach
  void clean() throws IOException {
    MoreFiles.deleteRecursively(work, RecursiveDeleteOption.ALLOW_INSECURE);
  }

  @Test
  void busyboxOnScratchIsReadByAllAndRunsInCrunAndDocker() throws Exception {
    Tools.require("skopeo", "umoci", "crun", "busybox");
    DockerDaemon docker = Tools.docker();
    Path context = Files.createDirectory(work.resolve("context"));
    Files.copy(BUSYBOX, context.resolve("busybox"));
    Image image = Stage.scratch()
        .copy(Copy.of("busybox", "/bin/").mode("0755"))
        .workdir("/srv")
        .env("GREETING", "ahoy")
        .user(1000, 1000)
        .command("/bin/busybox", "sh", "-c", "echo $GREETING from $(/bin/busybox pwd) as $(/bin/busybox id -u)")
        .toImage();
    FileTree files = acceptedByAll(docker, image, context, "ahoy from /srv as 1000");
    assertThat(files).hasFile("/bin/busybox").withMode(0755).ownedBy(0, 0).withContentOf(BUSYBOX);
  }

  @Test
  void anImageOnADebianBaseIsReadByAllAndRunsInCrunAndDocker() throws Exception {
    Tools.require("skopeo", "umoci", "crun", "mmdebstrap");
    DockerDaemon docker = Tools.docker();
    Path context = Files.createDirectory(work.resolve("context"));
    Files.writeString(context.resolve("greet.sh"), "#!/bin/sh\necho \"$(cat /etc/hostname-of-image) $(id -un)\"\n");
    Files.writeString(context.resolve("name"), "slipway");
    Image image = Stage.from(OciLayout.at(debian()).named("debian"))
        .copy(Copy.of("greet.sh", "/usr/local/bin/greet").mode("0755"))
        .copy(Copy.of("name", "/etc/hostname-of-image").owner("games"))
        .workdir("/srv/app")
        .user("games")
        .command("greet")
        .toImage();
    FileTree files = acceptedByAll(docker, image, context, "slipway games");
    assertThat(files).as("the base's own numbers of games").hasFile("/etc/hostname-of-image").ownedBy(5, 60);
  }

  /** A layout that others made: a root file system from Debian's packages, packed by umoci. */
  private Path debian() throws Exception {
    Path tar = work.resolve("debian.tar");
    Path layout = work.resolve("base");
    Path bundle = work.resolve("base-bundle");
    var unusedRoot = Shell.run(work, "mmdebstrap", "--variant=essential", "--skip=output/dev", "bookworm", tar.toString()).orThrow();
    var unusedInit = Shell.run(work, "umoci", "init", "--layout", layout.toString()).orThrow();
    var unusedNew = Shell.run(work, "umoci", "new", "--image", layout + ":debian").orThrow();
    var unusedUnpack = Shell.run(work, "umoci", "unpack", "--image", layout + ":debian", bundle.toString()).orThrow();
    var unusedTar = Shell.run(work, "tar", "-xpf", tar.toString(), "-C", bundle.resolve("rootfs").toString(), "--numeric-owner").orThrow();
    var unusedRepack = Shell.run(work, "umoci", "repack", "--image", layout + ":debian", bundle.toString()).orThrow();
    return layout;
  }

  private FileTree acceptedByAll(DockerDaemon docker, Image image, Path context, String greeting) throws Exception {
    Path layout = work.resolve("layout");
    Path archive = work.resolve("image.tar");
    Path dockerArchive = work.resolve("docker.tar");
    try (Engine engine = Engine.open(work.resolve("store"))) {
      BuiltImage built = engine.build(image, Context.of(context));
      var unusedLayout = built.writeTo(OciLayout.at(layout).named("out"));
      var unusedArchive = built.writeTo(OciArchive.at(archive).named("out"));
      var unusedDocker = built.writeTo(DockerArchive.at(dockerArchive).named("slipway-test:out"));

      assertThat(Shell.run(work, "skopeo", "inspect", "oci:" + layout + ":out").orThrow().output()).contains("Layers");
      var unusedCopy = Shell.run(work, "skopeo", "copy", "oci-archive:" + archive + ":out", "dir:" + work.resolve("copied")).orThrow();
      var unusedLoad = Shell.run(work, "skopeo", "copy", "docker-archive:" + dockerArchive, "dir:" + work.resolve("copied-too")).orThrow();
      assertThat(Crun.run(work, layout)).contains(greeting);
      assertThat(docker.run(docker.load(dockerArchive))).contains(greeting);
      return built.tree();
    }
  }
}
