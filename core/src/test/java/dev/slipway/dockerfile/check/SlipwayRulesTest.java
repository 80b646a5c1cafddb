package dev.slipway.dockerfile.check;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.common.collect.ImmutableList;
import dev.slipway.dockerfile.Dockerfile;
import dev.slipway.dockerfile.IgnoreFile;
import dev.slipway.dockerfile.ReadOptions;
import dev.slipway.image.ImagePath;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Each of Slipway's own rules in files that it speaks of, and in those that are good practice. */
class SlipwayRulesTest {
  @ParameterizedTest
  @MethodSource("dev.slipway.dockerfile.check.SlipwayRuleCases#cases")
  void rulesSpeakWhereTheyShould(SlipwayRuleCases.Case given) {
    assertThat(Rules.find(given.rule())).isPresent();
    Findings findings = Checks.of(Dockerfile.parse("Dockerfile", given.text()));
    assertThat(findings.problems()).isEmpty();
    assertThat(places(findings.of(given.rule()))).isEqualTo(given.places());
  }

  private static String places(List<Finding> findings) {
    return String.join(" ", findings.stream().map(finding -> finding.place().span().map(Object::toString).orElse("?")).toList());
  }

  @Test
  void everyRuleHasATriggeringAndASilentCase() {
    Set<String> speaking = new LinkedHashSet<>();
    Set<String> silent = new LinkedHashSet<>();
    SlipwayRuleCases.cases().forEach(each -> (each.places().isEmpty() ? silent : speaking).add(each.rule()));
    // these need more than a file: a context, an image made in code
    speaking.addAll(List.of("ContextNotFiltered", "SecretVariable"));
    silent.add("ContextNotFiltered");
    List<String> ids = new SlipwayRules().rules().stream().map(Rule::id).toList();
    assertThat(speaking).containsExactlyInAnyOrderElementsOf(ids);
    assertThat(silent).containsExactlyInAnyOrderElementsOf(ids);
  }

  @Test
  void whatIsLetIntoTheContextIsTold() {
    String text = "FROM rust:1.85\nCOPY . .\nRUN cargo build\n";
    assertThat(context(text, CheckedContext.withoutIgnoreFile()))
        .containsExactly("2:1 the whole context is copied, and there is no '.dockerignore': '.git', '.env', 'target' come along");
    assertThat(context(text, CheckedContext.ignoring(IgnoreFile.parse(".git\n.env\n"))))
        .containsExactly("2:1 the whole context is copied, and '.dockerignore' lets in 'target'");
    assertThat(context(text, CheckedContext.ignoring(IgnoreFile.parse("target/\n.git/\n.env*\n")))).isEmpty();
    assertThat(context(text, CheckedContext.ignoring(IgnoreFile.parse("*\n!src\n!Cargo.*\n")))).isEmpty();
    assertThat(context(text, CheckedContext.withoutIgnoreFile().files(List.of(ImagePath.of("src/main.rs"), ImagePath.of(".git/HEAD")))))
        .containsExactly("2:1 the whole context is copied, and there is no '.dockerignore': '.git' come along");
    assertThat(context(text, CheckedContext.withoutIgnoreFile().files(List.of(ImagePath.of("src/main.rs"))))).isEmpty();
    assertThat(context("FROM node:22\nCOPY package.json .\nRUN npm ci\n", CheckedContext.withoutIgnoreFile())).isEmpty();
    assertThat(context("FROM node:22\nCOPY --exclude=.git --exclude=.env --exclude=node_modules . .\nRUN npm ci\n",
        CheckedContext.withoutIgnoreFile()))
        .isEmpty();
    assertThat(context("FROM golang:1.23\nCOPY . .\nRUN go build -ldflags \"-X main.v=$(git describe)\"\n",
        CheckedContext.ignoring(IgnoreFile.parse(".env\n")))).isEmpty();
  }

  private static ImmutableList<String> context(String text, CheckedContext context) {
    return Checks.of(Dockerfile.parse("Dockerfile", text), CheckOptions.DEFAULT.context(context)).of("ContextNotFiltered").stream()
        .map(finding -> finding.place().span().orElseThrow() + " " + finding.message()).collect(ImmutableList.toImmutableList());
  }

  @Test
  void whatTheContextLeavesOutIsNoSecretAndAnAllowListIsNoWholeContext() {
    Dockerfile file = Dockerfile.parse("Dockerfile", "FROM debian:12\nCOPY .env /x\nCOPY . /y\nCMD [\"a\"]\n");
    Findings findings = Checks.of(file, CheckOptions.DEFAULT.context(CheckedContext.ignoring(IgnoreFile.parse("*\n!src\n"))));
    assertThat(findings.of("SecretFileCopied")).isEmpty();
    assertThat(findings.of("WholeContextAtRunTime")).isEmpty();
  }

  @Test
  void whatIsKnownOfBaseImagesCounts() {
    Dockerfile file = Dockerfile.parse("Dockerfile", "FROM mine:1\nEXPOSE 80\nCMD [\"a\"]\n");
    CheckOptions options = CheckOptions.DEFAULT.images((reference, platform) -> Optional.of(
        new BaseImage(BaseImage.EMPTY.environment(), BaseImage.EMPTY.shell(), Optional.empty(), Optional.of("app"), true)));
    assertThat(Checks.of(file, options).of("RootAtRunTime")).isEmpty();
    assertThat(Checks.of(file, options).of("NoHealthCheck")).isEmpty();
    CheckOptions root = CheckOptions.DEFAULT.images((reference, platform) -> Optional.of(BaseImage.EMPTY));
    assertThat(Checks.of(file, root).of("RootAtRunTime")).extracting(Finding::message)
        .containsExactly("there is no USER: the container runs as root");
  }

  @Test
  void rulesCanBeSkippedForAFileAndForAnInstruction() {
    String text = "FROM debian:latest\n# check=skip=PackageListsLeft\nRUN apt-get update && apt-get install -y git\nRUN apt-get update && apt-get install -y gcc\n";
    assertThat(places(Checks.of(Dockerfile.parse("Dockerfile", text)).of("PackageListsLeft"))).isEqualTo("4:5");
    Dockerfile whole = Dockerfile.parse("Dockerfile", "# check=skip=PackageListsLeft,UnpinnedBase\n" + text);
    assertThat(Checks.of(whole).of("PackageListsLeft")).isEmpty();
    assertThat(Checks.of(whole).of("UnpinnedBase")).isEmpty();
    assertThat(Checks.of(whole).of("AptRecommendedPackages")).hasSize(2);
  }

  @Test
  void noFindingShowsASecret() {
    String secret = "ghp_" + "Zz09".repeat(9);
    Dockerfile file = Dockerfile.parse("Dockerfile",
        "FROM debian:12\nENV TOKEN=" + secret + "\nRUN git clone https://x:" + secret + "@github.com/a/b\n");
    assertThat(Checks.of(file).of("SecretValue")).hasSize(2);
    assertThat(Checks.of(file).list())
        .allSatisfy(finding -> assertThat(finding.message() + finding.fix() + finding.why()).doesNotContain(secret));
  }

  @Test
  void hostileFilesTakeLittleTime() {
    String deep = "FROM debian:12 AS s0\n"
        + IntStream.range(1, 3000).mapToObj(i -> "FROM s" + (i - 1) + " AS s" + i + "\nCMD app\n").collect(Collectors.joining());
    String wide = "FROM debian:12\nRUN " + "apt-get update;".repeat(3000) + "\n";
    String nested = "FROM debian:12\nRUN echo " + "${a:-\"".repeat(8000) + "\n";
    String inner = "FROM debian:12\nRUN echo " + "$(".repeat(8000) + "\n";
    String values = "FROM debian:12\nENV A=aaaaaaaaaaaaaaaa\n" + "ENV A=$A$A\nRUN true\n".repeat(40)
        + IntStream.range(0, 3000).mapToObj(i -> "ENV V" + i + "=x\nRUN true\n").collect(Collectors.joining());
    for (String text : List.of(deep, wide, nested, inner, values)) {
      CheckedImage image = CheckedImage.of(subject(text));
      long start = System.nanoTime();
      new SlipwayRules().check(subject(text), finding -> {});
      assertThat(image.stages()).isNotEmpty();
      // a hundred times what it takes, for slow machines
      assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(20));
    }
  }

  private static Subject subject(String text) {
    Dockerfile file = Dockerfile.parse("Dockerfile", text);
    return new Subject(Optional.of(file), file.reading(ReadOptions.DEFAULT).stages(), Optional.empty(), CheckOptions.DEFAULT);
  }

  @Test
  void filesWithProblemsAreCheckedAsFarAsTheyCanBeRead() {
    Findings findings = Checks
        .of(Dockerfile.parse("Dockerfile", "FROM debian:latest\nFOO bar\nRUN apt-get update && apt-get install -y gcc\n"));
    assertThat(findings.problems()).hasSize(1);
    assertThat(findings.of("PackageListsLeft")).hasSize(1);
  }
}
