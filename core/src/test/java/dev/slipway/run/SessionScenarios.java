package dev.slipway.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import dev.slipway.BuildException;
import dev.slipway.image.ImagePath;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/** What every session must do, told as in {@link SandboxScenarios}. */
final class SessionScenarios {
  /** Keeps an upper directory, and says when it has. */
  private record Keeping(Path place, CompletableFuture<Boolean> done) implements RunChanges {
    @Override
    public Optional<ImmutableList<ImagePath>> read(int exitCode, InputStream tar) throws IOException {
      tar.transferTo(OutputStream.nullOutputStream());
      return Optional.of(ImmutableList.of());
    }

    @Override
    public void keep(Optional<Path> directory) {
      try {
        if (directory.isPresent()) {
          Files.move(directory.get(), place);
        }
        done.complete(directory.isPresent());
      } catch (IOException e) {
        done.completeExceptionally(e);
      }
    }
  }

  void eachCommandStandsOnWhatThoseBeforeItLeft(Bench bench) throws Exception {
    List<Path> layers = new ArrayList<>(List.of(bench.base));
    ByteArrayOutputStream output = new ByteArrayOutputStream();
    try (Session session = bench.sandbox.session()) {
      for (int i = 0; i < 8; i++) {
        if (i % 3 != 2) {
          session.expectAnother();
        }
        Keeping keeping = new Keeping(bench.fresh("layer"), new CompletableFuture<>());
        RunRequest request = RunRequest
            .of(bench.fresh("workspace"), layers, List.of("/bin/sh", "-c", "echo " + i + " >>/sum; cat /sum | wc -l; printf end" + i))
            .withEnvironment(ImmutableMap.of("PATH", "/bin"));
        assertThat(session.run(request, output::write, keeping).exitCode()).isZero();
        assertThat(output.toString(StandardCharsets.UTF_8)).as("all of its output came before the end").endsWith((i + 1) + "\nend" + i);
        assertThat(keeping.done().get()).isTrue();
        layers.add(keeping.place());
      }
    }
    Leftovers.assertNone("workspace", bench.directory, 2000);
  }

  void whatWasMadeReadyInVainGoesAtTheEnd(Bench bench) throws Exception {
    try (Session session = bench.sandbox.session()) {
      session.expectAnother();
      session.run(bench.request("true"), (bytes, offset, length) -> {}, Bench.ignored());
      session.expectAnother();
      session.run(bench.request("true").withNetwork(RunNetwork.NONE), (bytes, offset, length) -> {}, Bench.ignored());
    }
    Leftovers.assertNone("workspace", bench.directory, 2000);
  }

  void aCommandThatFailsOrCannotStartSpoilsNoLaterOne(Bench bench) throws Exception {
    try (Session session = bench.sandbox.session()) {
      for (int i = 0; i < 3; i++) {
        session.expectAnother();
        assertThat(session.run(bench.request("sh", "-c", "exit 7"), (bytes, offset, length) -> {}, Bench.ignored()).exitCode())
            .isEqualTo(7);
        session.expectAnother();
        Path existing = Files.createDirectory(bench.fresh("workspace-mine"));
        RunRequest refused = RunRequest.of(existing, List.of(bench.base), List.of("/bin/true"));
        assertThatThrownBy(() -> session.run(refused, (bytes, offset, length) -> {}, Bench.ignored())).isInstanceOf(BuildException.class);
        assertThat(existing).isEmptyDirectory();
        Files.delete(existing);
      }
      assertThat(session.run(bench.request("true"), (bytes, offset, length) -> {}, Bench.ignored()).exitCode()).isZero();
    }
    Leftovers.assertNone("workspace", bench.directory, 2000);
  }

  void anInterruptWhileItClosesLeavesNothing(Bench bench) throws Exception {
    Session session = bench.sandbox.session();
    Keeping keeping = new Keeping(bench.fresh("layer"), new CompletableFuture<>());
    session.expectAnother();
    session.run(bench.request("sh", "-c", "mkdir /d; for i in $(seq 3000); do : >/d/$i; done"), (bytes, offset, length) -> {}, keeping);
    Thread.currentThread().interrupt();
    session.close();
    assertThat(Thread.interrupted()).isTrue();
    assertThat(keeping.done()).succeedsWithin(Duration.ofSeconds(10));
    Leftovers.assertNone("workspace", bench.directory, 2000);
  }
}
