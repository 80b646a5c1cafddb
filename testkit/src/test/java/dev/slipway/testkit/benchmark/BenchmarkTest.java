package dev.slipway.testkit.benchmark;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.common.collect.ImmutableList;
import dev.slipway.InvalidValueException;
import dev.slipway.dockerfile.DockerfileWriter;
import dev.slipway.image.Base;
import dev.slipway.image.ImageReference;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BenchmarkTest {
  private static final Workload TINY = new Workload("tiny", 40, 200_000, 5, 3, 1, 0, 1);

  @TempDir
  Path directory;

  @Test
  void aQuickRunPrintsATableWithAllPhases() throws Exception {
    ByteArrayOutputStream printed = new ByteArrayOutputStream();
    BenchmarkOptions options = new BenchmarkOptions(ImmutableList.of(TINY), ImmutableList.of(), Optional.empty(), directory, true,
        Optional.empty(), Optional.empty(), 0, 0, false);

    new Benchmark(options, new PrintStream(printed, true, StandardCharsets.UTF_8)).run();

    String table = printed.toString(StandardCharsets.UTF_8);
    assertThat(table).contains("tiny: 40 files, 0.2 MB").doesNotContain("not measured");
    for (String row : List.of("cold, store", "unchanged, store", "one file edited, store", "cold, gzip", "unchanged, gzip",
        "one file edited, gzip")) {
      assertThat(table).containsPattern(row + " +[0-9.]+ [0-9.]+ [0-9.]+ .*<= 0\\.[0-9]+ .*met");
    }
    assertThat(table).contains("tar | sha256sum").contains("tar | pigz -p2 | sha256sum").contains("peak of process memory");
    assertThat(directory).isEmptyDirectory();
  }

  @Test
  void aWorkloadIsTheSameWhereverItIsMade() throws Exception {
    WorkloadFiles one = WorkloadFiles.in(Files.createDirectory(directory.resolve("a")), TINY);
    WorkloadFiles other = WorkloadFiles.in(Files.createDirectory(directory.resolve("b")), TINY);

    List<Path> paths = files(one.root());
    assertThat(paths).hasSize(40).isEqualTo(files(other.root()));
    for (Path path : paths) {
      assertThat(one.root().resolve(path)).hasSameBinaryContentAs(other.root().resolve(path));
    }
    assertThat(one.edited()).isRegularFile();
  }

  @Test
  void anEditKeepsTheSize() throws Exception {
    WorkloadFiles files = WorkloadFiles.in(directory, TINY);
    long size = Files.size(files.edited());

    files.edit(7);

    assertThat(Files.size(files.edited())).isEqualTo(size);
    assertThat(new String(Files.readAllBytes(files.edited()), StandardCharsets.ISO_8859_1)).startsWith("edit 0000000007\n");
  }

  @Test
  void wrongArgumentsAreRefused() {
    assertThatThrownBy(() -> BenchmarkOptions.parse(List.of("W9"))).isInstanceOf(InvalidValueException.class).hasMessageContaining("'W9'");
    assertThatThrownBy(() -> BenchmarkOptions.parse(List.of("--rounds=many"))).isInstanceOf(InvalidValueException.class)
        .hasMessageContaining("--rounds=many");
  }

  @Test
  void quickMeansOneWorkloadAndFewRounds() {
    BenchmarkOptions options = BenchmarkOptions.parse(List.of("--quick"));

    assertThat(options.workloads()).containsExactly(Workload.W1.withRounds(1, 2));
  }

  @Test
  void imagesWithRunAreNamedLikeDirectories() {
    BenchmarkOptions options = BenchmarkOptions.parse(List.of("W5", "--rounds=3"));

    assertThat(options.workloads()).isEmpty();
    assertThat(options.builds()).containsExactly(BuildWorkload.W5);
    assertThat(options.rounds()).contains(3);
    assertThat(BenchmarkOptions.parse(List.of()).builds()).isEqualTo(BuildWorkload.ALL);
  }

  @Test
  void allBuildersAreGivenTheSameSteps() throws Exception {
    for (BuildWorkload workload : BuildWorkload.ALL) {
      Path context = Files.createDirectory(directory.resolve(workload.name()));
      workload.write(context, 3);
      String written = DockerfileWriter.write(workload.image(Base.image(ImageReference.parse("debian:12")), 3)).text();

      assertThat(steps(written)).as(workload.description()).isEqualTo(steps(Files.readString(context.resolve("Dockerfile"))))
          .hasSizeGreaterThan(3);
    }
  }

  /** Instructions that do something, however the stages are called. */
  private static List<String> steps(String dockerfile) {
    return dockerfile.lines().filter(line -> line.matches("(RUN|COPY|USER|HEALTHCHECK) .*")).toList();
  }

  private static List<Path> files(Path root) throws Exception {
    try (var paths = Files.walk(root)) {
      return paths.filter(Files::isRegularFile).map(root::relativize).sorted().toList();
    }
  }
}
