package dev.slipway.dockerfile.check;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import dev.slipway.dockerfile.Dockerfile;
import dev.slipway.dockerfile.IgnoreFile;
import dev.slipway.image.Platform;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Each of BuildKit's rules with files that it finds something in, and files that it is silent about. */
class BuildkitRulesTest {
  private static final Set<String> BUILDKIT = new BuildkitRules().rules().stream().map(Rule::id).collect(Collectors.toSet());

  /** A file, and all that BuildKit's rules find in it as {@code Rule line:column}, in order. */
  private static Arguments row(String file, String... findings) {
    return Arguments.of(file, List.of(findings));
  }

  static Stream<Arguments> spelling() {
    return Stream.of(
        row("FROM scratch AS Base\n", "StageNameCasing 1:17"),
        row("FROM scratch AS base\n"),
        row("FROM scratch AS base\nFROM base AS bigOne\n", "StageNameCasing 2:14"),
        row("FROM scratch as base\n", "FromAsCasing 1:14"),
        row("from scratch AS base\n", "FromAsCasing 1:14"),
        row("FROM scratch As base\n", "FromAsCasing 1:14"),
        row("from scratch as base\n"),
        // which way FROM is meant is not known here
        row("From scratch as base\nFROM base\n", "ConsistentInstructionCasing 1:1"),
        row("FROM scratch\nCOPY a \\\n\n  b /\n", "NoEmptyContinuation 3:1"),
        row("FROM scratch\nCOPY a \\\n\n\\\n \n  b /\n", "NoEmptyContinuation 3:1"),
        row("FROM scratch\nCOPY a \\\n# why\n  b /\n"),
        row("FROM scratch\nRUN <<EOF\na \\\n\nb\nEOF\n"),
        row("FROM scratch\ncopy a /\nCOPY b /\n", "ConsistentInstructionCasing 2:1"),
        row("from scratch\nCOPY a /\ncopy b /\n", "ConsistentInstructionCasing 2:1"),
        row("from scratch\nCOPY a /\nCOPY b /\n", "ConsistentInstructionCasing 1:1"),
        // as many of both: capitals
        row("from scratch\nCOPY a /\n", "ConsistentInstructionCasing 1:1"),
        row("from scratch\ncopy a /\nCopy b /\n", "ConsistentInstructionCasing 3:1"),
        row("from scratch\nonbuild RUN a\n"),
        // arguments before the first stage have no say
        row("arg A=1\narg B=1\narg C=1\nFROM scratch\n"),
        row("FROM scratch AS a\nFROM scratch AS a\n", "DuplicateStageName 2:17"),
        row("FROM scratch AS a\nFROM scratch AS b\nFROM scratch\nFROM scratch\n"),
        row("FROM scratch AS a\nFROM scratch AS A\n", "StageNameCasing 2:17", "DuplicateStageName 2:17"),
        row("FROM scratch AS scratch\nFROM scratch AS context\n", "ReservedStageName 1:17", "ReservedStageName 2:17"),
        row("FROM scratch\nFROM scratch AS scratchy\n"),
        row("FROM scratch\nMAINTAINER me@example.org\n", "MaintainerDeprecated 2:1"),
        row("FROM scratch\nLABEL org.opencontainers.image.authors=me@example.org\n"));
  }

  static Stream<Arguments> descriptions() {
    String on = "# check=experimental=InvalidDefinitionDescription\n";
    return Stream.of(
        row(on + "# version of the tool\nARG version=1\nFROM scratch\n"),
        row(on + "# the version of the tool\nARG version=1\nFROM scratch\n", "InvalidDefinitionDescription 3:1"),
        row("# the version of the tool\nARG version=1\nFROM scratch\n"),
        row(on + "# a comment\n#\nARG version=1\nFROM scratch\n"),
        row(on + "# base holds the tools\nFROM scratch AS base\n"),
        row(on + "# tools and more\nFROM scratch AS base\n", "InvalidDefinitionDescription 3:1"),
        row(on + "# tools and more\nFROM scratch\n"),
        row(on + "# tools\nFROM scratch\n# something else\nCOPY a /\n"),
        row(on + "# b is meant\nARG a=1 b=2\nFROM scratch\n"),
        row(on + "# first line\n# version says more\nARG version=1\nFROM scratch\n"),
        row("# check=skip=all;experimental=all\n# no\nARG version=1\nFROM scratch as b\n", "InvalidDefinitionDescription 3:1"));
  }

  static Stream<Arguments> commands() {
    return Stream.of(
        row("FROM scratch\nCMD run\n", "JSONArgsRecommended 2:5"),
        row("FROM scratch\nENTRYPOINT run --fast\n", "JSONArgsRecommended 2:12"),
        row("FROM scratch\nCMD [\"run\"]\nENTRYPOINT [\"run\"]\n"),
        row("FROM scratch\nSHELL [\"/bin/bash\", \"-c\"]\nCMD run\nENTRYPOINT run\n"),
        row("FROM scratch AS a\nSHELL [\"/bin/bash\", \"-c\"]\nFROM a\nCMD run\n"),
        row("FROM scratch\nCMD run\nSHELL [\"/bin/bash\", \"-c\"]\n", "JSONArgsRecommended 2:5"),
        // what begins with a bracket and is no JSON is for the shell
        row("FROM scratch\nCMD ['run']\n", "JSONArgsRecommended 2:5"),
        row("FROM scratch\nHEALTHCHECK CMD run\nRUN run\n"),
        row("FROM scratch\nCMD [\"a\"]\nCMD [\"b\"]\nCMD [\"c\"]\n", "MultipleInstructionsDisallowed 2:1",
            "MultipleInstructionsDisallowed 3:1"),
        row("FROM scratch\nENTRYPOINT [\"a\"]\nHEALTHCHECK NONE\nENTRYPOINT [\"b\"]\nHEALTHCHECK CMD [\"c\"]\n",
            "MultipleInstructionsDisallowed 2:1", "MultipleInstructionsDisallowed 3:1"),
        row("FROM scratch AS a\nCMD [\"a\"]\nFROM a\nCMD [\"b\"]\n"),
        row("FROM scratch\nENV name value\n", "LegacyKeyValueFormat 2:5"),
        row("FROM scratch\nLABEL name some words\n", "LegacyKeyValueFormat 2:7"),
        row("FROM scratch\nENV name=value two=2\nLABEL a=b\n"),
        row("FROM scratch\nWORKDIR app\n", "WorkdirRelativePath 2:9"),
        row("FROM scratch\nWORKDIR /app\nWORKDIR src\n"),
        row("FROM scratch\nWORKDIR app\nWORKDIR src\n", "WorkdirRelativePath 2:9"),
        row("FROM scratch AS a\nWORKDIR /app\nFROM a\nWORKDIR src\n"),
        row("FROM scratch\nARG D=/app\nWORKDIR $D/src\n"),
        row("FROM scratch\nARG D=app\nWORKDIR ${D}\n", "WorkdirRelativePath 3:9"),
        row("FROM debian\nENV X=$Y\nWORKDIR app/$X\n", "UndefinedVar 2:7", "WorkdirRelativePath 3:9"),
        row("FROM debian\nENV HERE=$PATH\nWORKDIR $HERE\n"),
        row("FROM scratch\nEXPOSE 80/TCP 53/Udp 54/udp 90\n", "ExposeProtoCasing 2:8", "ExposeProtoCasing 2:15"),
        row("FROM scratch\nEXPOSE 127.0.0.1:80:80 [::1]:81:81 5000:5000/tcp 8000 9-12\n", "ExposeInvalidFormat 2:8",
            "ExposeInvalidFormat 2:24",
            "ExposeInvalidFormat 2:36"),
        row("FROM scratch\nARG P=80/UDP\nEXPOSE $P\n", "ExposeProtoCasing 3:8"),
        row("FROM scratch\nARG P\nEXPOSE $P/tcp\n"));
  }

  static Stream<Arguments> secrets() {
    return Stream.of(
        row("FROM scratch\nARG API_TOKEN\n", "SecretsUsedInArgOrEnv 2:5"),
        row("FROM scratch\nENV db_password=a apikey=b\n", "SecretsUsedInArgOrEnv 2:5", "SecretsUsedInArgOrEnv 2:19"),
        row("FROM scratch\nENV GIT_KEY= Auth=1\n", "SecretsUsedInArgOrEnv 2:5", "SecretsUsedInArgOrEnv 2:14"),
        row("FROM scratch\nARG credential credentials=1 pword passwd SECRET_WORD\n", "SecretsUsedInArgOrEnv 2:5",
            "SecretsUsedInArgOrEnv 2:16",
            "SecretsUsedInArgOrEnv 2:30", "SecretsUsedInArgOrEnv 2:36", "SecretsUsedInArgOrEnv 2:43"),
        row("FROM scratch\nENV PUBLIC_KEY=a password_file=b AUTH_VERSION=2\n"),
        row("FROM scratch\nENV MONKEY=a KEYBOARD=b tokens=c secretive=d author=e\n"),
        row("FROM scratch\nLABEL password=a\n"),
        // builders say nothing of those before the first stage
        row("ARG TOKEN=1\nFROM scratch\n"));
  }

  static Stream<Arguments> variables() {
    return Stream.of(
        row("FROM scratch\nCOPY $foo /\n", "UndefinedVar 2:6"),
        row("FROM scratch\nARG foo\nCOPY a$foo /\n"),
        row("FROM scratch\nENV foo=1\nCOPY a$foo /\n"),
        row("FROM scratch\nENV foo=1 bar=$foo\n", "UndefinedVar 2:15"),
        row("FROM scratch\nARG foo=1 bar=$foo\n"),
        row("FROM scratch\nCOPY $foo /\nARG foo=1\n", "UndefinedVar 2:6"),
        row("ARG foo=1\nFROM scratch\nCOPY $foo /\n", "UndefinedVar 3:6"),
        row("ARG foo=1\nFROM scratch\nARG foo\nCOPY $foo /\n"),
        row("FROM scratch AS a\nARG foo=1\nFROM a\nCOPY $foo /\n"),
        row("FROM scratch AS a\nARG foo=1\nFROM scratch\nCOPY $foo /\n", "UndefinedVar 4:6"),
        row("FROM scratch\nENV PATH=$PATH:/x\n"),
        row("FROM scratch\nENV A=${foo:-x} B=\"${bar}\" C='$baz' D=\\$qux\n", "UndefinedVar 2:7", "UndefinedVar 2:20"),
        row("FROM scratch\nENV A=${PATH:-$inner}\n", "UndefinedVar 2:15"),
        row("FROM scratch\nCOPY --chown=$u --chmod=$m --from=scratch a $d\n", "UndefinedVar 2:14", "UndefinedVar 2:25",
            "UndefinedVar 2:45"),
        row("FROM scratch\nRUN --mount=type=cache,target=$c echo $notmine\n", "UndefinedVar 2:31"),
        row("FROM scratch\nCOPY [\"$a\", \"/\"]\nVOLUME $v\nUSER ${u}\nWORKDIR /$w\nSTOPSIGNAL $s\nLABEL $l=1\nADD $x /\n",
            "UndefinedVar 2:8",
            "UndefinedVar 3:8", "UndefinedVar 4:6", "UndefinedVar 5:10", "UndefinedVar 6:12", "UndefinedVar 7:7", "UndefinedVar 8:5"),
        // the shell replaces these, or nobody does
        row("FROM scratch\nRUN echo $x\nCMD [\"$x\"]\nHEALTHCHECK CMD [\"$x\"]\nEXPOSE 80$x\nCOPY --exclude=$x a /\n"),
        row("FROM scratch\nCOPY <<A <<'B' /\n$a\nA\n$b\nB\n", "UndefinedVar 3:1"),
        row("FROM scratch\nENV A=b \\\n  C=$d\n", "UndefinedVar 3:5"),
        row("FROM scratch AS a\nONBUILD COPY $x /\n"),
        row("FROM scratch AS a\nONBUILD COPY $x /\nFROM a\n", "UndefinedVar 2:14"),
        row("FROM scratch AS a\nONBUILD ARG x=1\nFROM a\nCOPY $x /\n"));
  }

  static Stream<Arguments> froms() {
    return Stream.of(
        row("ARG base=scratch\nFROM $base\n"),
        row("FROM debian:${version}\n", "InvalidDefaultArgInFrom 1:6", "UndefinedArgInFrom 1:13"),
        row("FROM debian${version}\n", "UndefinedArgInFrom 1:12"),
        row("FROM scratch AS a\nARG version=1\nFROM debian:1$version\n", "UndefinedArgInFrom 3:14"),
        row("ARG v\nFROM debian$v\n"),
        row("FROM --platform=$BUILDPLATFORM scratch\n"),
        row("FROM --platform=linux/$ARCH scratch\n", "UndefinedArgInFrom 1:23"),
        row("FROM --platform=$TARGETPLATFORM scratch\n", "RedundantTargetPlatform 1:6"),
        row("FROM --platform=\"${TARGETPLATFORM}\" scratch\n", "RedundantTargetPlatform 1:6"),
        row("FROM --platform=$TARGETOS/$TARGETARCH scratch\n"),
        row("FROM --platform=linux/amd64 scratch\n", "FromPlatformFlagConstDisallowed 1:17"),
        row("FROM --platform=linux/x86_64 scratch AS build-amd64\n"),
        row("FROM --platform=linux/arm64 scratch AS linux\n"),
        row("FROM --platform=linux/arm64 scratch AS build\n", "FromPlatformFlagConstDisallowed 1:17"),
        row("ARG VERSION\nFROM debian:$VERSION\n", "InvalidDefaultArgInFrom 2:6"),
        row("ARG IMAGE\nFROM $IMAGE\n", "InvalidDefaultArgInFrom 2:6"),
        row("ARG VERSION=12\nFROM debian:$VERSION\n"),
        row("ARG SUFFIX\nFROM debian:bookworm$SUFFIX\n"),
        row("ARG IMAGE\nFROM ${IMAGE:-debian}\n"));
  }

  @ParameterizedTest
  @MethodSource({"spelling", "descriptions", "commands", "secrets", "variables", "froms"})
  void aFileIsFoundToBe(String file, List<String> expected) {
    assertThat(found(Checks.of(Dockerfile.parse("Dockerfile", file)))).isEqualTo(expected);
  }

  private static List<String> found(Findings findings) {
    return findings.list().stream().filter(finding -> BUILDKIT.contains(finding.rule().id()))
        .map(finding -> finding.rule() + " " + finding.place().span().orElseThrow()).toList();
  }

  private static List<String> found(String file, CheckOptions options) {
    return found(Checks.of(Dockerfile.parse("Dockerfile", file), options));
  }

  @Test
  void thereAreTwentyTwo() {
    assertThat(BUILDKIT).hasSize(22);
    assertThat(Rules.all()).extracting(Rule::id).containsAll(BUILDKIT).doesNotHaveDuplicates();
    assertThat(Rules.find("UndefinedVar")).contains(BuildkitRules.UNDEFINED_VAR);
    assertThat(Rules.find("undefinedvar")).isEmpty();
  }

  @Test
  void everyRuleHasAPageExceptTheOneThatHasNone() {
    assertThat(new BuildkitRules().rules()).filteredOn(rule -> rule.url().isEmpty())
        .containsExactly(BuildkitRules.INVALID_BASE_IMAGE_PLATFORM);
    assertThat(BuildkitRules.JSON_ARGS_RECOMMENDED.url().orElseThrow())
        .hasToString("https://docs.docker.com/go/dockerfile/rule/json-args-recommended/");
  }

  @Test
  void aSimilarNameIsAskedFor() {
    Findings findings = Checks
        .of(Dockerfile.parse("Dockerfile", "FROM scratch\nARG DIR_ASSETS=a\nCOPY $DIR_ASSET /\nENV P=$PAHT\nCOPY $nothing /\n"));
    assertThat(findings.of("UndefinedVar")).extracting(Finding::fix).containsExactly("did you mean '$DIR_ASSETS'?", "did you mean '$PATH'?",
        "declare it by 'ARG nothing' or 'ENV nothing=…' in this stage, before it is used");
    Findings from = Checks.of(Dockerfile.parse("Dockerfile", "ARG MY_ARCH\nFROM --platform=$BULIDPLATFORM debian$MYARCH\n"));
    assertThat(from.of("UndefinedArgInFrom")).extracting(Finding::fix)
        .containsExactly("did you mean '$BUILDPLATFORM'?", "did you mean '$MY_ARCH'?");
  }

  @Test
  void whatABaseImageSetsIsDefined() {
    String file = "FROM node:22\nCOPY $NODE_VERSION /\n";
    Findings unknown = Checks.of(Dockerfile.parse("Dockerfile", file));
    assertThat(unknown.of("UndefinedVar")).extracting(Finding::severity).containsExactly(Severity.NOTE);
    BaseImage node = BaseImage.EMPTY.environment(ImmutableMap.of("NODE_VERSION", "22"));
    assertThat(found(file, CheckOptions.DEFAULT.images((name, platform) -> Optional.of(node).filter(image -> name.equals("node:22")))))
        .isEmpty();
    Findings known = Checks.of(Dockerfile.parse("Dockerfile", file),
        CheckOptions.DEFAULT.images((name, platform) -> Optional.of(BaseImage.EMPTY)));
    assertThat(known.of("UndefinedVar")).extracting(Finding::severity).containsExactly(Severity.WARNING);
  }

  @Test
  void theShellOfABaseImageCounts() {
    String file = "FROM windows\nCMD run\n";
    CheckOptions options = CheckOptions.DEFAULT.images((name, platform) -> Optional.of(BaseImage.EMPTY.shell("powershell")));
    assertThat(found(file, options)).isEmpty();
    assertThat(found(file, CheckOptions.DEFAULT)).containsExactly("JSONArgsRecommended 2:5");
  }

  @Test
  void aBaseImageForAnotherPlatformIsTold() {
    BaseImage arm = BaseImage.EMPTY.platform(Platform.LINUX_ARM64);
    CheckOptions options = CheckOptions.DEFAULT.images((name, platform) -> Optional.of(arm));
    CheckOptions amd64 = options.reading(options.read().forPlatforms(Platform.LINUX_AMD64));
    assertThat(found("FROM debian\n", amd64)).containsExactly("InvalidBaseImagePlatform 1:6");
    assertThat(found("FROM --platform=linux/arm64 debian AS arm64\n", amd64)).isEmpty();
    assertThat(found("FROM debian\n", options.reading(options.read().forPlatforms(Platform.LINUX_ARM64)))).isEmpty();
    assertThat(found("FROM debian\n", options.reading(options.read().forPlatforms(Platform.LINUX_ARM64, Platform.LINUX_AMD64))))
        .containsExactly("InvalidBaseImagePlatform 1:6");
    assertThat(found("FROM debian AS unused\nFROM scratch\n", amd64.onlyBuilt())).isEmpty();
  }

  @Test
  void onlyStagesThatTheTargetNeedsAreGoneThrough() {
    String file = "FROM scratch AS a\nCOPY $x /\nFROM scratch AS b\nCOPY $y /\nFROM scratch AS C\nCOPY --from=a /f /\nCOPY $z /\n";
    assertThat(found(file, CheckOptions.DEFAULT)).containsExactly("UndefinedVar 2:6", "UndefinedVar 4:6", "StageNameCasing 5:17",
        "UndefinedVar 7:6");
    assertThat(found(file, CheckOptions.DEFAULT.onlyBuilt())).containsExactly("UndefinedVar 2:6", "StageNameCasing 5:17",
        "UndefinedVar 7:6");
    // names and spelling are those of the whole file
    assertThat(found(file, CheckOptions.DEFAULT.target("b"))).containsExactly("UndefinedVar 4:6", "StageNameCasing 5:17");
    assertThat(found(file, CheckOptions.DEFAULT.target("0"))).containsExactly("UndefinedVar 2:6", "StageNameCasing 5:17");
    assertThat(found(file, CheckOptions.DEFAULT.target("nowhere"))).hasSize(4);
  }

  @Test
  void whatIsFoundNamesItsStage() {
    Findings findings = Checks
        .of(Dockerfile.parse("Dockerfile", "FROM scratch AS a\nONBUILD COPY $x /\nFROM a AS b\nCOPY $y /\nFROM scratch\nCOPY $z /\n"));
    assertThat(findings.list()).filteredOn(finding -> finding.rule().id().equals("UndefinedVar"))
        .extracting(finding -> finding.place().stage().orElseThrow().toString()).containsExactly("b", "b", "2");
  }

  @Test
  void argumentsOfTheBuildCount() {
    assertThat(found("FROM scratch\nARG D=app\nWORKDIR $D\n", CheckOptions.DEFAULT.argument("D", "/app"))).isEmpty();
    assertThat(found("FROM scratch\nARG D=$X\n", CheckOptions.DEFAULT.argument("D", "/app"))).isEmpty();
    // a default must do without
    assertThat(found("ARG V\nFROM debian:$V\n", CheckOptions.DEFAULT.argument("V", "12"))).containsExactly("InvalidDefaultArgInFrom 2:6");
  }

  static Stream<Arguments> ignored() {
    return Stream.of(
        Arguments.of("secret.txt", "COPY secret.txt /\nADD secret.txt /\n", List.of("CopyIgnoredFile 2:6", "CopyIgnoredFile 3:5")),
        Arguments.of("target", "COPY ./target/app /\n", List.of("CopyIgnoredFile 2:6")),
        Arguments.of("target", "COPY [\"a\", \"target/app\", \"/x/\"]\n", List.of("CopyIgnoredFile 2:12")),
        Arguments.of("*.md", "COPY a.txt README.md /x/\n", List.of("CopyIgnoredFile 2:12")),
        Arguments.of("target", "COPY other /\n", List.of()),
        Arguments.of("**\n!app", "COPY target /\n", List.of()),
        Arguments.of(".*", "COPY . /\n", List.of()),
        Arguments.of("*", "COPY . /\n", List.of("CopyIgnoredFile 2:6")),
        Arguments.of("f", "COPY --from=debian f /\n", List.of()),
        Arguments.of("f", "COPY <<f /\nf\n", List.of()),
        Arguments.of("*", "ADD https://example.com/f git@example.com:x.git /x/\n", List.of()),
        Arguments.of("f", "ARG s=f\nCOPY $s /\n", List.of("CopyIgnoredFile 3:6")),
        Arguments.of("f", "ARG s\nCOPY x$s /\n", List.of()));
  }

  @ParameterizedTest
  @MethodSource
  void ignored(String ignoreFile, String body, List<String> expected) {
    CheckOptions options = CheckOptions.DEFAULT.context(CheckedContext.ignoring(IgnoreFile.parse(ignoreFile)));
    assertThat(found("FROM scratch\n" + body, options)).isEqualTo(expected);
    assertThat(found("FROM scratch\n" + body, CheckOptions.DEFAULT.context(CheckedContext.withoutIgnoreFile()))).isEmpty();
    assertThat(found("FROM scratch\n" + body, CheckOptions.DEFAULT)).isEmpty();
  }

  @Test
  void theLineThatIgnoresIsNamed() {
    CheckOptions options = CheckOptions.DEFAULT.context(CheckedContext.ignoring(IgnoreFile.parse("# all\n*.md\ntarget/\n")));
    Findings findings = Checks.of(Dockerfile.parse("Dockerfile", "FROM scratch\nCOPY target/app /\n"), options);
    assertThat(findings.of("CopyIgnoredFile")).extracting(Finding::message)
        .containsExactly("'target/app' is left out of the context by .dockerignore (line 3: target)");
  }

  @Test
  void aMalformedFileIsCheckedAsFarAsItCanBeRead() {
    Findings findings = Checks
        .of(Dockerfile.parse("Dockerfile", "FROM scratch AS Bad\nMAINTAINER me\nBADCMD\nFROM\nCOPY --what a /\nCMD x\n"));
    assertThat(found(findings)).contains("StageNameCasing 1:17", "MaintainerDeprecated 2:1");
    assertThat(findings.problems()).isNotEmpty();
    assertThat(findings.failed()).isTrue();
  }

  @Test
  void emptyAndNearlyEmptyFilesHaveNoFindings() {
    for (String text : ImmutableList.of("", "\n", "# only\n", "\uFEFF", "FROM", "ARG", "ENV\n", "FROM \\\n")) {
      assertThat(found(Checks.of(Dockerfile.parse("Dockerfile", text)))).as(text).isEmpty();
    }
  }
}
