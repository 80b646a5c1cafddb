package dev.slipway.build;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.common.collect.ImmutableList;
import dev.slipway.build.StepReport.Outcome;
import dev.slipway.image.Digest;
import dev.slipway.image.ImageReference;
import dev.slipway.registry.TransferEvent;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What people and programs are shown of a build. */
class ReportTest {
  private static final StepReport MISS = new StepReport("builder", "linux/amd64", 1, 2, "COPY src /src/", Outcome.MISS,
      "context src/main.rs changed", Duration.ofMillis(1234), 1_540_096);
  private static final StepReport HIT = new StepReport("builder", "linux/amd64", 2, 2, "WORKDIR /w", Outcome.HIT, "", Duration.ofNanos(900),
      0);
  private static final StepReport SHARED = new StepReport("final", "linux/amd64", 1, 1,
      "COPY --from=builder --chown=1000:1000 /a/very/long/path/to/a/thing /usr/local/bin/", Outcome.SHARED, "", Duration.ofSeconds(61),
      999);
  private static final BuildReport REPORT = new BuildReport(ImmutableList.of(MISS, HIT, SHARED), ImmutableList.of(),
      Duration.ofMillis(62_345));

  @Test
  void theTableIsForPeople() {
    assertThat(REPORT.table().lines()).containsExactly(
        "result      time       size  step                                                          why",
        "miss     1.234 s     1.5 MB  builder 1/2 COPY src /src/                                    context src/main.rs changed",
        "hit      0.000 s        0 B  builder 2/2 WORKDIR /w",
        "shared  61.000 s      999 B  final 1/1 COPY --from=builder --chown=1000:1000 /a/very/lon…",
        "3 steps, 1 rebuilt, 62.345 s");
  }

  @Test
  void theJsonIsForPrograms() {
    assertThat(new BuildReport(ImmutableList.of(MISS), ImmutableList.of(), Duration.ofMillis(5)).json().lines()).containsExactly("{",
        "  \"milliseconds\" : 5,", "  \"steps\" : [ {", "    \"stage\" : \"builder\",", "    \"platform\" : \"linux/amd64\",",
        "    \"number\" : 1,", "    \"count\" : 2,", "    \"instruction\" : \"COPY src /src/\",", "    \"outcome\" : \"miss\",",
        "    \"reason\" : \"context src/main.rs changed\",", "    \"milliseconds\" : 1234,", "    \"bytes\" : 1540096", "  } ],",
        "  \"bases\" : [ ]", "}");
  }

  @Test
  void basesThatHaveChangedAreNamed() {
    Digest old = Digest.sha256(new byte[0]);
    Digest recent = Digest.sha256(new byte[1]);
    BaseReport changed = new BaseReport(ImageReference.parse("debian:12"), recent, Optional.of(old));
    BaseReport same = new BaseReport(ImageReference.parse("alpine"), recent, Optional.of(recent));
    BaseReport first = new BaseReport(ImageReference.parse("busybox"), recent, Optional.empty());
    BuildReport report = new BuildReport(ImmutableList.of(), ImmutableList.of(same, first, changed), Duration.ZERO);
    assertThat(report.table().lines().skip(1)).containsExactly("base debian:12 changed " + old + " -> " + recent,
        "0 steps, 0 rebuilt, 0.000 s");
    assertThat(same).hasToString("base alpine " + recent);
    assertThat(report.json().lines().map(String::strip)).containsSubsequence("\"reference\" : \"debian:12\",",
        "\"digest\" : \"" + recent + "\",", "\"before\" : \"" + old + "\"");
  }

  @Test
  void missesAreTheStepsThatWereCarriedOut() {
    assertThat(REPORT.misses()).containsExactly(MISS);
    assertThat(MISS).hasToString("builder 1/2 COPY src /src/: context src/main.rs changed");
    assertThat(SHARED.toString()).endsWith(": shared");
    assertThat(MISS.why()).contains("context src/main.rs changed");
    assertThat(HIT.why()).isEmpty();
  }

  @Test
  void sizesHaveTwoDigitsOrMore() {
    assertThat(BuildReport.size(999)).isEqualTo("999 B");
    assertThat(BuildReport.size(1000)).isEqualTo("1.0 kB");
    assertThat(BuildReport.size(99_999)).isEqualTo("100 kB");
    assertThat(BuildReport.size(999_600)).isEqualTo("1.0 MB");
    assertThat(BuildReport.size(Long.MAX_VALUE)).isEqualTo("9.2 EB");
  }

  private static String shown(boolean live, BuildEvent... events) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    PrintStream out = new PrintStream(bytes, true, StandardCharsets.UTF_8);
    ConsoleProgress progress = live ? ConsoleProgress.live(out, 40) : ConsoleProgress.plain(out);
    for (BuildEvent event : events) {
      progress.on(event);
    }
    return bytes.toString(StandardCharsets.UTF_8).replace(System.lineSeparator(), "\n");
  }

  @Test
  void aLogGetsALineForEachStepThatIsDone() {
    assertThat(shown(false, new BuildEvent.StepStarted(1, MISS.title()), new BuildEvent.StepStarted(2, HIT.title()),
        new BuildEvent.StepFinished(2, HIT), new BuildEvent.StepFinished(1, MISS),
        new BuildEvent.StepFailed(3, "x 1/1 COPY a /", "no\n'a'"),
        new BuildEvent.Healing("blob"), new BuildEvent.Finished(REPORT))).isEqualTo("""
            hit    builder 2/2 WORKDIR /w 0.000 s
            miss   builder 1/2 COPY src /src/ 1.234 s, 1.5 MB (context src/main.rs changed)
            FAILED x 1/1 COPY a /: no 'a'
            repairing: blob
            done in 62.345 s: 3 steps, 1 rebuilt
            """);
  }

  @Test
  void aLogGetsWhatCommandsPrintAndHowTheyFailed() {
    assertThat(shown(false, new BuildEvent.StepOutput(1, "app", "compiling \u001B[2K"),
        new BuildEvent.StepFailed(1, "app 1/1 RUN make",
            "'app 1/1 RUN make' failed: exit code 2\nthe last lines that it printed:\n  | no rule")))
        .isEqualTo("""
            app | compiling ?[2K
            FAILED
              'app 1/1 RUN make' failed: exit code 2
              the last lines that it printed:
                | no rule
            """);
    assertThat(shown(true, new BuildEvent.StepStarted(1, "app 1/1 RUN make"), new BuildEvent.StepOutput(1, "app", "compiling")))
        .endsWith("  …    app 1/1 RUN make\n         compiling\n");
  }

  @Test
  void aTerminalShowsWhatRunsBelowWhatIsDone() {
    String up = "\u001B[1A\u001B[2K\r";
    assertThat(shown(true, new BuildEvent.StepStarted(1, MISS.title()), new BuildEvent.StepStarted(2, SHARED.title()),
        new BuildEvent.StepFinished(1, MISS), new BuildEvent.Finished(REPORT))).isEqualTo(
            "  …    builder 1/2 COPY src /src/\n"
                + up + "  …    builder 1/2 COPY src /src/\n  …    final 1/1 COPY --from=builder --…\n"
                + up + up + "miss   builder 1/2 COPY src /src/ 1.234…\n  …    final 1/1 COPY --from=builder --…\n"
                + up + "done in 62.345 s: 3 steps, 1 rebuilt\n");
  }

  @Test
  void namesCannotCommandATerminal() {
    StepReport hostile = new StepReport("s", "linux/amd64", 1, 1, "COPY a /", Outcome.MISS, "context \u001B[2Ja\uDC80 changed",
        Duration.ZERO,
        1);
    assertThat(shown(false, new BuildEvent.StepFinished(1, hostile))).contains("(context ?[2Ja? changed)");
    assertThat(new BuildReport(ImmutableList.of(hostile), ImmutableList.of(), Duration.ZERO).table()).contains("context ?[2Ja? changed")
        .doesNotContain("\u001B");
  }

  private static BuildEvent transfer(TransferEvent.Kind kind, long bytes) {
    return new BuildEvent.Transferring(
        new TransferEvent(kind, ImageReference.parse("localhost:5000/app"), Digest.sha256(new byte[0]), bytes, 2_000_000));
  }

  @Test
  void aLogSaysWhatHasTravelledAndATerminalWhatDoes() {
    assertThat(shown(false, transfer(TransferEvent.Kind.PULLING, 0), transfer(TransferEvent.Kind.PULLED, 2_000_000),
        transfer(TransferEvent.Kind.EXISTS, 0), transfer(TransferEvent.Kind.MOUNTED, 0)).lines())
        .containsExactly("pulled localhost:5000/app e3b0c44298fc 2.0 MB", "mounted localhost:5000/app e3b0c44298fc 2.0 MB");
    assertThat(shown(true, transfer(TransferEvent.Kind.PUSHING, 1_500_000))).contains("  …    pushing localhost:5000/app e3b0c…");
  }
}
