package dev.slipway.testkit.differential;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.common.collect.ImmutableMap;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The form in which Dockerfile cases lie on disk, and our own ones. */
class DockerfileCorpusTest {
  /** Our own cases. */
  static final Path OURS = Path.of(System.getProperty("differential.corpus", "src/test/dockerfiles"));

  @Test
  void everyCaseOfOursSaysWhatItIsAboutAndNothingThatIsNotUnderstood() throws IOException {
    for (Path directory : DockerfileCase.find(OURS)) {
      DockerfileCase test = DockerfileCase.read(OURS, directory);
      assertThat(test.why()).as(test.name()).isNotBlank();
      assertThat(test.unknownFields()).as(test.name()).isEmpty();
      assertThat(test.name().split("/")).as(test.name()).hasSize(2);
    }
    assertThat(DockerfileCase.find(OURS)).hasSizeGreaterThanOrEqualTo(150);
  }

  @Test
  void casesAreFoundAtAnyDepthAndBasesAreNone(@TempDir Path corpus) throws IOException {
    Files.writeString(Files.createDirectories(corpus.resolve("group/one/inner")).resolve("Dockerfile"), "FROM scratch\n");
    Files.writeString(corpus.resolve("group/one/Dockerfile"), "FROM scratch\n");
    Files.writeString(Files.createDirectories(corpus.resolve("two")).resolve("case.json"), "{}");
    Files.writeString(Files.createDirectories(corpus.resolve("bases/three")).resolve("Dockerfile"), "FROM scratch\n");
    assertThat(DockerfileCase.find(corpus)).containsExactly(corpus.resolve("group/one"), corpus.resolve("two"));
    assertThat(DockerfileCase.findBases(corpus)).containsExactly(corpus.resolve("bases/three"));
  }

  @Test
  void argumentsComeFromThreePlaces(@TempDir Path corpus) throws IOException {
    Files.writeString(corpus.resolve("case.json"), "{'arguments':{'A':'1','B':'1'}}".replace('\'', '"'));
    Files.writeString(corpus.resolve("args.json"), "{'B':'2','C':'2'}".replace('\'', '"'));
    Files.writeString(corpus.resolve("arguments"), "C=3\nD=x=y\nE\n");
    assertThat(DockerfileCase.read(corpus, corpus).arguments())
        .isEqualTo(ImmutableMap.of("A", "1", "B", "2", "C", "3", "D", "x=y", "E", ""));
  }

  @Test
  void filesThatVersionControlDoesNotKeepAreMade(@TempDir Path corpus, @TempDir Path target) throws IOException, InterruptedException {
    Files.writeString(corpus.resolve("case.json"), """
        {"files": {
          "Dockerfile": {"text": "FROM scratch\\r\\n"},
          "empty/": {"mode": "0700"},
          "run": {"text": "x", "repeat": 3, "mode": "0750"},
          "bytes": {"hex": "00ff"},
          "link": {"symlink": "run"},
          "pipe": {"fifo": true},
          "a.tar": {"tar": {"inner": {"text": "i"}}},
          "second": {"hardLink": "run"}}}
        """);
    DockerfileCase.Laid laid = DockerfileCase.read(corpus, corpus).layInto(target);
    assertThat(laid.dockerfile()).hasContent("FROM scratch\r\n");
    assertThat(target.resolve("case.json")).doesNotExist();
    assertThat(target.resolve("empty")).isEmptyDirectory();
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(target.resolve("run")))).isEqualTo("rwxr-x---");
    assertThat(target.resolve("run")).hasContent("xxx");
    assertThat(target.resolve("bytes")).hasBinaryContent(new byte[]{0, -1});
    assertThat(Files.readSymbolicLink(target.resolve("link"))).isEqualTo(Path.of("run"));
    assertThat(Files.isSameFile(target.resolve("second"), target.resolve("run"))).isTrue();
    assertThat(Files.size(target.resolve("a.tar"))).isPositive();
  }

  @Test
  void theContextIsADirectoryOfItsOwnIfThereIsOne(@TempDir Path corpus, @TempDir Path target) throws IOException, InterruptedException {
    Files.writeString(corpus.resolve("Dockerfile"), "FROM scratch\n");
    Files.writeString(Files.createDirectory(corpus.resolve("context")).resolve("a"), "a");
    DockerfileCase.Laid laid = DockerfileCase.read(corpus, corpus).layInto(target);
    assertThat(laid.context()).isEqualTo(target.resolve("context"));
    assertThat(laid.dockerfile()).isEqualTo(target.resolve("Dockerfile"));
  }
}
