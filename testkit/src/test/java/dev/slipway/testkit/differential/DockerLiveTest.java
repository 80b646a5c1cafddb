package dev.slipway.testkit.differential;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.common.collect.ImmutableMap;
import dev.slipway.ArchiveException;
import dev.slipway.ErrorCode;
import dev.slipway.InvalidValueException;
import dev.slipway.RegistryException;
import dev.slipway.build.BuildOptions;
import dev.slipway.build.BuiltImage;
import dev.slipway.build.Context;
import dev.slipway.build.Engine;
import dev.slipway.dockerfile.DockerfileWriter;
import dev.slipway.image.Base;
import dev.slipway.image.Copy;
import dev.slipway.image.Image;
import dev.slipway.image.ImageReference;
import dev.slipway.image.Platform;
import dev.slipway.image.Stage;
import dev.slipway.layer.Layer;
import dev.slipway.store.StoreCheck;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A real daemon takes what we built and runs it, and what it has serves us as a base. */
class DockerLiveTest {
  private static final String NAME = "slipway-live/tool:1";

  @TempDir
  Path work;

  private DockerDaemon docker;
  private dev.slipway.registry.DockerDaemon ours;
  private Path context;
  private Engine engine;

  @BeforeEach
  void open() throws Exception {
    Tools.require("busybox");
    docker = Tools.docker();
    ours = recorded(docker.asOurs());
    context = Files.createDirectory(work.resolve("context"));
    Files.copy(Path.of("/bin/busybox"), context.resolve("busybox"));
    Files.writeString(context.resolve("greeting"), "ahoy\n");
    engine = Engine.open(work.resolve("store"));
  }

  @AfterEach
  void close() {
    if (engine != null) {
      engine.close();
      assertThat(StoreCheck.check(work.resolve("store")).isSound()).isTrue();
    }
  }

  /** The same daemon by a command that writes down what it was told. */
  private dev.slipway.registry.DockerDaemon recorded(dev.slipway.registry.DockerDaemon daemon) throws Exception {
    Path command = work.resolve("docker");
    Files.writeString(command,
        "#!/bin/sh\necho \"$1\" >>'" + work.resolve("commands") + "'\nexec '" + daemon.executable().orElseThrow() + "' \"$@\"\n");
    Files.setPosixFilePermissions(command, PosixFilePermissions.fromString("rwxr-xr-x"));
    return daemon.withExecutable(command);
  }

  private List<String> commands() throws Exception {
    Path file = work.resolve("commands");
    List<String> commands = Files.exists(file) ? Files.readAllLines(file) : List.of();
    Files.deleteIfExists(file);
    return commands;
  }

  private BuiltImage build(Stage stage) {
    return build(stage.toImage());
  }

  private BuiltImage build(Image image) {
    return engine.build(image, Context.of(context), BuildOptions.defaults().docker(ours));
  }

  /** An image that Docker builds: a shell, and a file that hides one of a layer below. */
  private String builtByDocker(String content) throws Exception {
    Path directory = Files.createTempDirectory(work, "docker");
    Files.copy(Path.of("/bin/busybox"), directory.resolve("busybox"));
    Files.writeString(directory.resolve("file"), content);
    Files.writeString(directory.resolve("Dockerfile"), """
        FROM scratch
        COPY busybox /bin/busybox
        COPY Dockerfile /srv/file
        COPY file /srv/file
        ENV WHO=docker
        WORKDIR /srv
        """);
    DockerDaemon.Built built = docker.build(directory, directory.resolve("Dockerfile"), ImmutableMap.of());
    assertThat(built).isInstanceOf(DockerDaemon.Built.Image.class);
    String id = ((DockerDaemon.Built.Image) built).id();
    docker.tag(id, NAME);
    return id;
  }

  private static Stage extended() {
    return Stage.from(Base.docker(NAME)).copy("greeting", "/srv/").command("/bin/busybox", "sh", "-c",
        "/bin/busybox cat greeting file; echo of $WHO; /bin/busybox ls");
  }

  @Test
  void whatWasBuiltIsLoadedUnderItsNamesAndRuns() throws Exception {
    BuiltImage built = build(Stage.scratch().copy(Copy.of("busybox", "/bin/").mode("0755")).copy("greeting", "/")
        .command("/bin/busybox", "cat", "/greeting"));

    assertThat(built.load(ImageReference.parse("slipway-live/first"), ImageReference.parse("localhost:5000/slipway-live/second:2")))
        .isEqualTo(built.digest());

    assertThat(docker.run("slipway-live/first:latest")).isEqualTo("ahoy");
    for (String name : List.of("slipway-live/first:latest", "localhost:5000/slipway-live/second:2")) {
      assertThat(docker.inspect(name, "{{.Id}}")).isEqualTo(built.digest().toString());
    }
    assertThat(commands()).containsExactly("load");
  }

  @Test
  void withoutANameItIsThereUnderItsId() throws Exception {
    Files.writeString(context.resolve("greeting"), "nameless\n");
    BuiltImage built = build(Stage.scratch().copy(Copy.of("busybox", "/bin/").mode("0755")).copy("greeting", "/")
        .command("/bin/busybox", "cat", "/greeting"));

    assertThat(docker.run(built.load().toString())).isEqualTo("nameless");
  }

  @Test
  void anImageOfTheDaemonsIsABaseAndIsSavedOnce() throws Exception {
    String unused = builtByDocker("content\n");

    BuiltImage built = build(extended());
    assertThat(commands()).containsExactly("image", "save");
    var id = built.load(ImageReference.parse("slipway-live/extended:1"));

    assertThat(docker.run(id.toString())).isEqualTo("ahoy\ncontent\nof docker\nfile\ngreeting");
    assertThat(docker.inspect("slipway-live/extended:1", "{{.Id}}")).isEqualTo(built.digest().toString());
    assertThat(commands()).containsExactly("load");

    BuiltImage again = build(extended());
    assertThat(again.digest()).isEqualTo(built.digest());
    assertThat(again.report().misses()).isEmpty();
    assertThat(commands()).as("a second build").containsExactly("image");

    try (Engine restarted = Engine.open(work.resolve("store"))) {
      assertThat(restarted.build(extended().toImage(), Context.of(context), BuildOptions.defaults().docker(ours)).digest())
          .isEqualTo(built.digest());
    }
    assertThat(commands()).as("a build of another engine").containsExactly("image");
  }

  @Test
  void whenTheNameMovesTheNewImageIsTaken() throws Exception {
    String before = builtByDocker("before\n");
    BuiltImage first = build(extended());
    String after = builtByDocker("after\n");
    var unused = commands();

    BuiltImage second = build(extended());

    assertThat(before).isNotEqualTo(after);
    assertThat(commands()).containsExactly("image", "save");
    assertThat(second.digest()).isNotEqualTo(first.digest());
    assertThat(docker.run(second.load().toString())).startsWith("ahoy\nafter");
  }

  @Test
  void filesAreCopiedFromAnImageOfTheDaemons() throws Exception {
    String unused = builtByDocker("copied\n");

    BuiltImage built = build(Stage.scratch().copy(Base.docker(NAME).file("/bin/busybox"), "/bin/")
        .copy(Base.docker(NAME).file("/srv/file"), "/").command("/bin/busybox", "cat", "/file"));

    assertThat(docker.run(built.load().toString())).isEqualTo("copied");
    assertThat(commands()).containsExactly("image", "save", "load");
  }

  @Test
  void aLayerThatTheStoreLostIsSavedAgain() throws Exception {
    String unused = builtByDocker("lost\n");
    BuiltImage built = build(extended());
    var unusedCommands = commands();
    for (Layer layer : built.layers()) {
      Files.delete(work.resolve("store/blobs/sha256").resolve(layer.diffId().hex()));
    }

    BuiltImage again = build(extended());

    assertThat(docker.run(again.load().toString())).startsWith("ahoy\nlost");
    assertThat(commands()).containsExactly("image", "save", "load");
  }

  @Test
  void aDamagedLayerIsFoundWhenItIsLoadedAndMadeAgain() throws Exception {
    BuiltImage built = build(Stage.scratch().copy(Copy.of("busybox", "/bin/").mode("0755")).copy("greeting", "/")
        .command("/bin/busybox", "cat", "/greeting"));
    Path blob = work.resolve("store/blobs/sha256").resolve(built.layers().get(0).diffId().hex());
    byte[] bytes = Files.readAllBytes(blob);
    bytes[bytes.length / 2] ^= 1;
    Files.setPosixFilePermissions(blob, PosixFilePermissions.fromString("rw-r--r--"));
    Files.write(blob, bytes);

    assertThat(docker.run(built.load().toString())).isEqualTo("ahoy");
    assertThat(commands()).containsExactly("load", "load");
  }

  @Test
  void theDockerfileOfSuchAnImageStandsOnTheDaemonsOwn() throws Exception {
    String unused = builtByDocker("written\n");
    Path dockerfile = work.resolve("Dockerfile");
    Files.writeString(dockerfile, DockerfileWriter.write(extended().toImage()).text());

    assertThat(Files.readString(dockerfile)).startsWith("FROM " + NAME + "\n");
    DockerDaemon.Built built = docker.build(context, dockerfile, ImmutableMap.of());
    assertThat(docker.run(((DockerDaemon.Built.Image) built).id())).startsWith("ahoy\nwritten");
  }

  @Test
  void anImageThatIsNotThereIsSaidToBePulled() {
    assertThatThrownBy(() -> build(Stage.from(Base.docker("slipway-live/absent:7")))).isInstanceOf(RegistryException.class)
        .hasMessageContaining("slipway-live/absent:7").hasMessageContaining("pull or build it")
        .extracting(e -> ((RegistryException) e).code())
        .isEqualTo(ErrorCode.NOT_FOUND);
  }

  @Test
  void anImageForAnotherPlatformIsRefusedByName() throws Exception {
    String unused = builtByDocker("platform\n");

    assertThatThrownBy(() -> build(extended().toImage().forPlatforms(Platform.parse("linux/s390x")))).isInstanceOf(ArchiveException.class)
        .hasMessageContaining("image '" + NAME + "'").hasMessageContaining("linux/s390x").hasMessageContaining("linux/amd64");
  }

  @Test
  void aDaemonThatIsNotRunningIsSaidToBeStarted() {
    var nobody = ours.withHost("unix://" + work.resolve("nobody.sock"));
    BuiltImage built = build(Stage.scratch().copy("greeting", "/"));

    assertThatThrownBy(() -> built.load(nobody, ImageReference.parse("app"))).isInstanceOf(RegistryException.class)
        .hasMessageContaining("nobody.sock").hasMessageContaining("start it").extracting(e -> ((RegistryException) e).code())
        .isEqualTo(ErrorCode.UNAVAILABLE);
  }

  @Test
  void aNameWithADigestIsRefused() {
    BuiltImage built = build(Stage.scratch().copy("greeting", "/"));

    assertThatThrownBy(() -> built.load(ImageReference.parse("app").withDigest(built.digest()))).isInstanceOf(InvalidValueException.class)
        .hasMessageContaining("app:1.0");
  }
}
