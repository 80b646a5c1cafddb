package dev.slipway.build;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.slipway.ArchiveException;
import dev.slipway.BuildException;
import dev.slipway.ErrorCode;
import dev.slipway.RegistryException;
import dev.slipway.SlipwayException;
import dev.slipway.image.Base;
import dev.slipway.image.Digest;
import dev.slipway.image.DockerArchive;
import dev.slipway.image.ImageReference;
import dev.slipway.image.Stage;
import dev.slipway.registry.DockerDaemon;
import dev.slipway.store.CollectionPolicy;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The daemon is a script with one archive; real ones take part in the testkit. */
@Timeout(60)
class DockerBasesTest {
  @TempDir
  Path root;

  private Workbench bench;
  private Path archive;
  private DockerDaemon docker;

  @BeforeEach
  void open() throws IOException {
    bench = new Workbench(root);
    bench.file("base", "of the base").file("app", "on top");
    archive = root.resolve("archive.tar");
    var unused = bench.build(Stage.scratch().copy("base", "/base").env("WHO", "docker")).writeTo(DockerArchive.at(archive));
    docker = answering(Digest.sha256(new byte[]{1}).toString(), "cat '" + archive + "'");
  }

  @AfterEach
  void close() {
    bench.close();
    assertThat(ProcessHandle.current().descendants().filter(ProcessHandle::isAlive)).isEmpty();
  }

  private DockerDaemon answering(String id, String save) throws IOException {
    Path command = root.resolve("docker");
    Path written = root.resolve("docker.new");
    Files.writeString(written, """
        #!/bin/sh
        echo "$1" >>'%s'
        case "$1" in
        image) echo %s ;;
        save) %s ;;
        esac
        """.formatted(root.resolve("commands"), id, save));
    Files.setPosixFilePermissions(written, PosixFilePermissions.fromString("rwxr-xr-x"));
    Files.move(written, command, StandardCopyOption.REPLACE_EXISTING);
    return DockerDaemon.local().withExecutable(command);
  }

  private List<String> commands() throws IOException {
    Path file = root.resolve("commands");
    List<String> commands = Files.exists(file) ? Files.readAllLines(file) : List.of();
    boolean unused = Files.deleteIfExists(file);
    return commands;
  }

  private BuiltImage build(Stage stage) {
    return bench.build(stage, BuildOptions.defaults().docker(docker));
  }

  private static Stage stage() {
    return Stage.from(Base.docker("tool:1")).copy("app", "/app");
  }

  @Test
  void anImageOfADaemonIsSavedOnceAndAskedForOnceInABuild() throws IOException {
    Stage twice = stage().copy(Base.docker("tool:1").file("/base"), "/copied").copy(Base.docker("tool:1").file("/base"), "/again");

    BuiltImage built = build(twice);

    assertThat(bench.files(built)).containsExactly("/again 644 0:0 = of the base", "/app 644 0:0 = on top", "/base 644 0:0 = of the base",
        "/copied 644 0:0 = of the base");
    assertThat(built.config().container().environment("WHO")).contains("docker");
    assertThat(commands()).containsExactly("image", "save");
    assertThat(build(twice).digest()).isEqualTo(built.digest());
    assertThat(commands()).containsExactly("image");
  }

  @Test
  void twoBuildsAtOnceSaveItOnce() throws Exception {
    List<CompletableFuture<BuiltImage>> builds = new ArrayList<>();
    for (int i = 0; i < 4; i++) {
      builds.add(CompletableFuture.supplyAsync(() -> build(stage()), task -> Thread.ofPlatform().daemon().start(task)));
    }
    for (CompletableFuture<BuiltImage> build : builds) {
      assertThat(build.get().digest()).isEqualTo(builds.get(0).get().digest());
    }

    assertThat(commands()).containsOnlyOnce("save");
  }

  @Test
  void anImageOfAnotherIdIsSavedAgain() throws IOException {
    Digest first = build(stage()).digest();
    docker = answering(Digest.sha256(new byte[]{2}).toString(), "cat '" + archive + "'");
    var unused = commands();

    assertThat(build(stage()).digest()).as("it has the same layers").isEqualTo(first);
    assertThat(commands()).containsExactly("image", "save");
  }

  @Test
  void afterTheArchiveIsCollectedTheImageIsStillThere() throws IOException {
    Path blob = root.resolve("store/blobs/sha256").resolve(Digest.sha256(Files.readAllBytes(archive)).hex());
    Digest digest;
    try (Engine other = Engine.open(root.resolve("store"))) {
      digest = other.build(stage().toImage(), bench.asContext(), BuildOptions.defaults().docker(docker)).digest();
      assertThat(blob).exists();
    }

    var unused = bench.engine().store().collect(CollectionPolicy.orphansOnly());

    assertThat(blob).doesNotExist();
    assertThat(build(stage()).digest()).isEqualTo(digest);
    assertThat(commands()).containsExactly("image", "save", "image");
  }

  @Test
  void anArchiveThatIsCutOffIsRefusedAndNothingRemembered() throws IOException {
    docker = answering(Digest.sha256(new byte[]{1}).toString(), "head -c 2000 '" + archive + "'");

    assertThatThrownBy(() -> build(stage())).isInstanceOf(ArchiveException.class).hasMessageContaining("image 'tool:1'");

    docker = answering(Digest.sha256(new byte[]{1}).toString(), "cat '" + archive + "'");
    assertThat(bench.files(build(stage()))).hasSize(2);
  }

  @Test
  void aFlippedByteIsRefusedWhereverItIs() throws IOException {
    byte[] sound = Files.readAllBytes(archive);
    int refused = 0;
    for (int at = 0; at < sound.length - 1024; at += 97) {
      try (RandomAccessFile file = new RandomAccessFile(archive.toFile(), "rw")) {
        file.seek(at);
        file.write(sound[at] ^ 0x11);
      }
      docker = answering(Digest.sha256(("flipped " + at).getBytes(StandardCharsets.UTF_8)).toString(), "cat '" + archive + "'");
      Throwable failure = catchThrowable(
          () -> assertThat(bench.files(build(stage()))).containsExactly("/app 644 0:0 = on top", "/base 644 0:0 = of the base"));
      assertThat(failure).satisfiesAnyOf(none -> assertThat(none).isNull(), one -> assertThat(one).isInstanceOf(SlipwayException.class));
      refused += failure == null ? 0 : 1;
      Files.write(archive, sound);
    }
    assertThat(refused).isGreaterThan(20);
  }

  @Test
  void aDaemonThatFailsWhileItSavesIsToldAndNothingRemembered() throws IOException {
    docker = answering(Digest.sha256(new byte[]{1}).toString(),
        "cat '" + archive + "'; echo 'Error response from daemon: disk' >&2; exit 1");

    assertThatThrownBy(() -> build(stage())).isInstanceOf(RegistryException.class).hasMessageContaining("Error response from daemon: disk");
    assertThatThrownBy(() -> build(stage())).isInstanceOf(RegistryException.class);
    assertThat(commands()).containsExactly("image", "save", "image", "save");
  }

  @Test
  void anInterruptEndsTheBuildAndTheCommand() throws Exception {
    docker = answering(Digest.sha256(new byte[]{1}).toString(), "cat '" + archive + "'; sleep 600");
    AtomicReference<Throwable> failure = new AtomicReference<>();
    Thread building = Thread.ofPlatform().start(() -> failure.set(catchThrowable(() -> build(stage()))));
    while (!commandsNow().contains("save")) {
      Thread.sleep(10);
    }
    long start = System.nanoTime();

    building.interrupt();
    building.join(10_000);

    assertThat(TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - start)).isLessThan(5000);
    assertThat(failure.get()).isInstanceOf(SlipwayException.class).extracting(e -> ((SlipwayException) e).code())
        .isEqualTo(ErrorCode.CANCELLED);
    docker = answering(Digest.sha256(new byte[]{1}).toString(), "cat '" + archive + "'");
    assertThat(bench.files(build(stage()))).hasSize(2);
  }

  private String commandsNow() throws IOException {
    Path file = root.resolve("commands");
    return Files.exists(file) ? Files.readString(file) : "";
  }

  @Test
  void theTriggersOfABaseRunFirstAndAreGone() throws IOException {
    var unused = bench.build(Stage.scratch().copy("base", "/base").onbuild(Stage.scratch().workdir("/x").instructions().get(0)))
        .writeTo(DockerArchive.at(archive));

    BuiltImage built = build(stage());
    assertThat(built.config().container().workingDirectory()).contains("/x");
    assertThat(built.config().container().onBuild()).isEmpty();
  }

  @Test
  void theNameIsAskedForAsItIsWritten() {
    assertThat(Base.docker("tool")).isEqualTo(Base.docker(ImageReference.parse("docker.io/library/tool")));
    assertThat(BuildOptions.defaults().docker()).isEqualTo(DockerDaemon.local());
  }
}
