package dev.slipway.dockerfile;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.slipway.DocumentException;
import dev.slipway.ErrorCode;
import dev.slipway.InvalidValueException;
import dev.slipway.image.ImagePath;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;

class IgnoreFileTest {
  private static ImagePath path(String path) {
    return ImagePath.of(path);
  }

  @Test
  void theLineThatDecidedIsNamed() {
    IgnoreFile file = IgnoreFile.parse("# build output\n\ntarget\n!target/app.jar\n");
    assertThat(file.decide(path("target/x")).toString()).isEqualTo("ignored by line 3: target");
    assertThat(file.decide(path("target/app.jar")).toString()).isEqualTo("taken by line 4: !target/app.jar");
    assertThat(file.decide(path("src")).toString()).isEqualTo("taken: no line matches");
    assertThat(file.decide(path("target/x")).line().orElseThrow().number()).isEqualTo(3);
  }

  @Test
  void aPatternThatHasNothingToChangeAtADirectoryDoesNotHoldBelow() {
    IgnoreFile file = IgnoreFile.of("a", "!a/b", "a");
    assertThat(file.ignores(path("a"))).isTrue();
    assertThat(file.ignores(path("a/b"))).isFalse();
    assertThat(file.ignores(path("a/c"))).isTrue();
  }

  @Test
  void commentsMarksBlanksAndLineEndsAreNotPartOfPatterns() {
    IgnoreFile file = IgnoreFile.parse("\uFEFF# first\r\n  a  \r\n\t/b/ \r\n\r\n #c\r\n! d \r\n");
    assertThat(file).isEqualTo(IgnoreFile.of("a", "b", "#c", "!d"));
    assertThat(file.lines()).extracting(IgnoreFile.Line::number).containsExactly(2, 3, 5, 6);
  }

  @Test
  void theRootIsNeverIgnored() {
    for (String pattern : List.of("*", "**", ".", "/", "./", "..")) {
      assertThat(IgnoreFile.of(pattern).ignores(ImagePath.ROOT)).isFalse();
    }
    assertThat(IgnoreFile.of(".", "/", "..").ignores(path("a"))).isFalse();
  }

  @Test
  void anErrorNamesFileAndLine() {
    assertThatThrownBy(() -> IgnoreFile.parse("app.dockerignore", "a\n\n! \n"))
        .isInstanceOfSatisfying(DocumentException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.MALFORMED_DOCUMENT))
        .hasMessage("app.dockerignore:3: pattern '!' takes nothing back in; write what, as in '!README.md'");
    assertThatThrownBy(() -> IgnoreFile.parse("a\n[b")).hasMessageContaining(".dockerignore:2: pattern '[b'");
    assertThatThrownBy(() -> IgnoreFile.parse("x".repeat(IgnoreFile.MAX_LENGTH + 1)))
        .isInstanceOfSatisfying(DocumentException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.LIMIT_EXCEEDED));
    assertThatThrownBy(() -> IgnoreFile.of("a\nb")).isInstanceOf(InvalidValueException.class).hasMessageContaining("line break");
  }

  @Test
  void aWalkMayLeaveADirectoryUnreadIfNothingBelowComesBack() {
    IgnoreFile file = IgnoreFile.of("*", "!src/**/*.java", "!docs/README.md");
    assertThat(file.mayReincludeBelow(path("target"))).isFalse();
    assertThat(file.mayReincludeBelow(path("docs"))).isTrue();
    assertThat(file.mayReincludeBelow(path("docs/img"))).isFalse();
    assertThat(file.mayReincludeBelow(path("src/main/java"))).isTrue();
    assertThat(IgnoreFile.of("*").mayReincludeBelow(path("a"))).isFalse();
    assertThat(IgnoreFile.of("*", "!**/*.md").mayReincludeBelow(path("any/where"))).isTrue();
  }

  @Test
  void theFileBesideTheDockerfileWinsEvenIfItIsEmpty() {
    Map<String, String> files = Map.of(".dockerignore", "a", "web.Dockerfile.dockerignore", "", "x.dockerignore", "b");
    assertThat(beside("web.Dockerfile", files)).isEqualTo(IgnoreFile.empty());
    assertThat(beside("x", files)).isEqualTo(IgnoreFile.of("b"));
    assertThat(beside("Dockerfile", files)).isEqualTo(IgnoreFile.of("a"));
    assertThat(beside("Dockerfile", Map.of())).isEqualTo(IgnoreFile.empty());
  }

  private static IgnoreFile beside(String dockerfile, Map<String, String> files) {
    return IgnoreFile.beside(dockerfile, name -> Optional.ofNullable(files.get(name)));
  }

  @Test
  void filesAreEqualIfTheirPatternsAre() {
    assertThat(IgnoreFile.parse("a/\n#x\n./b\n")).isEqualTo(IgnoreFile.of("/a", "b")).hasSameHashCodeAs(IgnoreFile.of("a", "b"));
    assertThat(IgnoreFile.of("a", "b")).isNotEqualTo(IgnoreFile.of("b", "a"));
    assertThat(IgnoreFile.of("a").text()).isEqualTo("a\n");
    assertThat(IgnoreFile.empty().text()).isEmpty();
  }

  @Provide
  Arbitrary<List<String>> patterns() {
    return Arbitraries.strings().withChars("ab/*?![]\\# .\u00a0\uFEFF\r\t-^é").ofMaxLength(8).list().ofMaxSize(5);
  }

  @Test
  void blanksAtTheEndOfAPatternAreKept() {
    for (String pattern : List.of("a / /", "a /", " / /", "a/ /b /", "/ a /")) {
      IgnoreFile file = IgnoreFile.of(pattern);
      assertThat(IgnoreFile.parse(file.text())).as(pattern).isEqualTo(file);
    }
  }

  @Property(tries = 20_000, seed = "1")
  void whatIsWrittenReadsEqual(@ForAll("patterns") List<String> patterns) {
    IgnoreFile file;
    try {
      file = IgnoreFile.of(patterns);
    } catch (InvalidValueException malformed) {
      return;
    }
    assertThat(IgnoreFile.parse(file.text())).isEqualTo(file);
  }

  @Property(tries = 2000, seed = "1")
  void whatComesBackBelowADirectoryIsNeverPruned(@ForAll("patterns") List<String> patterns, @ForAll("paths") String path) {
    IgnoreFile file;
    try {
      file = IgnoreFile.of(patterns);
    } catch (InvalidValueException malformed) {
      return;
    }
    ImagePath taken = path(path);
    if (!file.ignores(taken)) {
      for (Optional<ImagePath> above = taken.parent(); above.isPresent(); above = above.get().parent()) {
        assertThat(!file.ignores(above.get()) || file.mayReincludeBelow(above.get())).isTrue();
      }
    }
  }

  @Provide
  Arbitrary<String> paths() {
    return Arbitraries.strings().withChars("ab/-.").ofMinLength(1).ofMaxLength(10);
  }
}
