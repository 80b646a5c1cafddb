package dev.slipway.compose.load;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

class DiskFilesTest {
  @TempDir
  Path root;
  private Path project;
  private Path outside;

  @BeforeEach
  void makesAProjectBesideSomethingElse() throws IOException {
    project = Files.createDirectory(root.resolve("project"));
    outside = Files.createDirectory(root.resolve("outside"));
    Files.writeString(outside.resolve("secret.env"), "SECRET=1\n");
    Files.writeString(outside.resolve("base.yaml"), "services: {base: {image: outside}}\n");
  }

  private Loaded load(String text, Path... allowed) throws IOException {
    Files.writeString(project.resolve("compose.yaml"), text);
    return Loading.load(LoadRequest.of(project.resolve("compose.yaml")).allowing(allowed));
  }

  private static String message(Loaded loaded) {
    return loaded.errors().size() == 1 ? loaded.errors().get(0).message() : loaded.errors().toString();
  }

  @Test
  void nothingOutsideTheProjectIsReadUnlessItIsAllowed() throws IOException {
    String refused = "outside the project's directory";
    assertThat(message(load("services: {web: {image: x, env_file: ../outside/secret.env}}"))).contains(refused);
    assertThat(message(load("services: {web: {image: x, label_file: '" + outside.resolve("secret.env") + "'}}"))).contains(refused);
    assertThat(message(load("include: [../outside/base.yaml]"))).contains(refused);
    assertThat(message(load("services: {web: {image: x, extends: {file: sub/../../outside/base.yaml, service: base}}}"))).contains(refused);
    Loaded allowed = load("services: {web: {extends: {file: ../outside/base.yaml, service: base}, env_file: ../outside/secret.env}}", outside);
    assertThat(allowed.findings()).isEmpty();
    assertThat(Texts.at(allowed.resolved(), "services", "web", "environment")).isEqualTo("{SECRET: 1}");
  }

  @Test
  void linksAreFollowedBeforeThatIsDecided() throws IOException {
    Files.createSymbolicLink(project.resolve("out.env"), outside.resolve("secret.env"));
    Files.createSymbolicLink(project.resolve("dir"), outside);
    Files.writeString(project.resolve("real.env"), "IN=1");
    Files.createSymbolicLink(project.resolve("in.env"), Path.of("real.env"));
    assertThat(message(load("services: {web: {image: x, env_file: out.env}}"))).contains("leads to '" + outside.toRealPath().resolve("secret.env") + "'");
    assertThat(message(load("include: [dir/base.yaml]"))).contains("outside the project's directory");
    assertThat(Texts.at(load("services: {web: {image: x, env_file: in.env}}").resolved(), "services", "web", "environment")).isEqualTo("{IN: 1}");
  }

  @Test
  void filesThatTheRequestNamesAreReadWhereverTheyLie() throws IOException {
    Files.writeString(project.resolve("compose.yaml"), "services: {web: {image: \"x:${SECRET}\"}}");
    Loaded loaded = Loading.load(LoadRequest.of(List.of(project.resolve("compose.yaml"), outside.resolve("base.yaml")), project)
        .withEnvironmentFiles(outside.resolve("secret.env")));
    assertThat(loaded.findings()).isEmpty();
    assertThat(Texts.at(loaded.resolved(), "services")).contains("image: x:1", "image: outside");
  }

  @Test
  @Timeout(20)
  void onlyRegularFilesAreOpened() throws Exception {
    Files.createDirectory(project.resolve("d.env"));
    assertThat(message(load("services: {web: {image: x, env_file: d.env}}"))).endsWith("d.env' is a directory");
    assertThat(message(load("services: {web: {image: x, env_file: /dev/zero}}", Path.of("/dev")))).endsWith("'/dev/zero' is no regular file");
    Process pipe = new ProcessBuilder("mkfifo", project.resolve("pipe.env").toString()).start();
    assumeTrue(pipe.waitFor(10, TimeUnit.SECONDS) && pipe.exitValue() == 0, "mkfifo is missing: pipes are not tried");
    assertThat(message(load("services: {web: {image: x, env_file: pipe.env}}"))).endsWith("pipe.env' is no regular file");
  }

  @Test
  void sizesAreBounded() throws IOException {
    Files.writeString(project.resolve("a.env"), "A=" + "x".repeat(5_000));
    Files.writeString(project.resolve("compose.yaml"), "services: {web: {image: x, env_file: a.env}, db: {image: x, env_file: a.env}}");
    LoadRequest request = LoadRequest.of(project.resolve("compose.yaml"));
    assertThat(message(Loading.load(request.within(new LoadLimits(10, 5_000, 20_000, 10, 100))))).contains("has more than the '5000' bytes");
    assertThat(message(Loading.load(request.within(new LoadLimits(10, 6_000, 8_000, 10, 100))))).contains("all files together have more than '8000' bytes");
    assertThat(Loading.load(request.within(new LoadLimits(10, 6_000, 20_000, 10, 100))).findings()).isEmpty();
  }

  @Test
  void textsAreUtf8WithOrWithoutAMark() throws IOException {
    Files.write(project.resolve("latin.env"), new byte[] {'A', '=', (byte) 0xE9});
    Files.write(project.resolve("mark.env"), "\uFEFFA=é".getBytes(UTF_8));
    assertThat(message(load("services: {web: {image: x, env_file: latin.env}}"))).endsWith("latin.env' is not UTF-8");
    assertThat(Texts.at(load("services: {web: {image: x, env_file: mark.env}}").resolved(), "services", "web", "environment")).isEqualTo("{A: é}");
  }

  @Test
  void pathsThatAreNoneAreRefused() {
    assertThat(DiskFiles.within(List.of(project)).read("a\0b", 10)).isInstanceOf(FileSource.Refused.class);
    assertThat(DiskFiles.within(List.of(project)).read(project.resolve("none").toString(), 10)).isInstanceOf(FileSource.Missing.class);
  }
}
