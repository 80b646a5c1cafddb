package dev.slipway.build;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.common.collect.ImmutableList;
import dev.slipway.SlipwayException;
import dev.slipway.image.Add;
import dev.slipway.image.Copy;
import dev.slipway.image.CopyOptions;
import dev.slipway.image.Heredoc;
import dev.slipway.image.Stage;
import dev.slipway.store.Store;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Whatever changes in an instruction, in the options or in what it stands on: a store that has seen all the others gives
 * what an empty store gives.
 */
class StaleResultTest {
  private static final int VARIATIONS = 500;

  @TempDir(factory = MemoryDirectory.class)
  private Path directory;
  private Path context;

  /** One build: which base, what is done on it, and how. */
  private record Variation(String name, Stage stage, BuildOptions options) {}

  @BeforeEach
  void writeContext() throws IOException {
    context = Files.createDirectories(directory.resolve("context"));
    Scene.write(context, 1);
    Files.createDirectories(context.resolve("same/same"));
    Files.writeString(context.resolve("same/same/same"), "same");
    Files.writeString(context.resolve("executable"), "x");
    assertThat(context.resolve("executable").toFile().setExecutable(true)).isTrue();
    Files.createSymbolicLink(context.resolve("to-src"), Path.of("src"));
    Files.createDirectories(context.resolve("users/a"));
    Files.createDirectories(context.resolve("users/b"));
    Files.writeString(context.resolve("users/a/passwd"), "app:x:7:8::/:\n");
    Files.writeString(context.resolve("users/b/passwd"), "app:x:9:8::/:\n");
  }

  @Test
  void noResultOfAnotherInstructionIsEverTaken() throws IOException {
    List<Variation> variations = variations();
    Collections.shuffle(variations, new Random(11));
    Map<Variation, String> fresh = new HashMap<>();
    for (Variation variation : variations) {
      Path own = directory.resolve("fresh");
      try (Store store = Scene.openQuickly(own); Engine engine = Engine.open(store)) {
        fresh.put(variation, result(engine, variation));
      }
      Scene.clear(own);
    }
    Path shared = directory.resolve("shared");
    int builds = 0;
    try (Store store = Scene.openQuickly(shared); Engine engine = Engine.open(store)) {
      for (int pass = 0; pass < 2; pass++) {
        Collections.shuffle(variations, new Random(pass));
        for (Variation variation : variations) {
          assertThat(result(engine, variation)).as(variation.name() + " in pass " + pass).isEqualTo(fresh.get(variation));
          builds++;
        }
      }
    }
    Scene.assertSound(shared);
    long distinct = fresh.values().stream().distinct().count();
    assertThat(distinct).isGreaterThan(variations.size() / 4);
    System.out.println(variations.size() + " variations, " + distinct + " different results, " + builds + " builds");
  }

  private String result(Engine engine, Variation variation) {
    try {
      BuiltImage built = engine.build(variation.stage().toImage(), Context.of(context), variation.options());
      return built.config().diffIds().toString();
    } catch (SlipwayException refused) {
      return refused.code() + " " + refused.getMessage();
    }
  }

  private static List<Variation> variations() {
    List<Variation> all = new ArrayList<>();
    bases().forEach((base, stage) -> {
      options().forEach((how, options) -> {
        copies().forEach((copy, what) -> all.add(new Variation(base + ", " + how + ", " + copy, stage.copy(what), options)));
        adds().forEach((add, what) -> all.add(new Variation(base + ", " + how + ", " + add, stage.add(what), options)));
        for (String path : ImmutableList.of("/x", "/x/", "/x/y", "deep", "/link/z", ".")) {
          all.add(new Variation(base + ", " + how + ", WORKDIR " + path, stage.workdir(path), options));
          all.add(new Variation(base + ", " + how + ", USER WORKDIR " + path, stage.user("app").workdir(path), options));
        }
      });
    });
    Collections.shuffle(all, new Random(3));
    return new ArrayList<>(all.subList(0, Math.min(all.size(), VARIATIONS)));
  }

  private static Map<String, Stage> bases() {
    Stage scratch = Stage.scratch();
    Stage users = scratch.copy("users/a/passwd", "/etc/passwd");
    return Map.of("scratch", scratch, "users", users, "other users", scratch.copy("users/b/passwd", "/etc/passwd"),
        "directory", users.workdir("/x/y").workdir("/w"), "file", users.copy("executable", "/x"),
        "link", users.copy("src/link", "/x").workdir("/w"));
  }

  private static Map<String, BuildOptions> options() {
    BuildOptions defaults = BuildOptions.defaults();
    return Map.of("defaults", defaults, "times kept", defaults.timestamps(Timestamps.kept()),
        "times clamped later", defaults.timestamps(Timestamps.clampedTo(Instant.ofEpochSecond(2_000_000_000))),
        "modes kept", defaults.modes(FileModes.KEPT));
  }

  private static Map<String, Copy> copies() {
    Map<String, Copy> copies = new HashMap<>();
    for (String source : ImmutableList.of("executable", "src/main.txt", "src", "src/", "same", "same/same", "./same/./same", "same/*",
        "src/*", "to-src", "src/link", ".", "tools.tar")) {
      for (String destination : ImmutableList.of("/x", "/x/", ".", "/x/same")) {
        Copy copy = Copy.of(source, destination);
        copies.put("COPY " + source + " " + destination, copy);
        copies.put("COPY --parents " + source + " " + destination, copy.keepingParents());
        for (Map.Entry<String, CopyOptions> flags : flags().entrySet()) {
          copies.put("COPY " + flags.getKey() + " " + source + " " + destination, copy.with(flags.getValue()));
          copies.put("COPY --parents " + flags.getKey() + " " + source + " " + destination,
              copy.keepingParents().with(flags.getValue()));
        }
      }
    }
    copies.put("heredoc a", Copy.of(Heredoc.file("a", "text"), "/x"));
    copies.put("heredoc b", Copy.of(Heredoc.file("b", "text"), "/x"));
    copies.put("heredoc a/", Copy.of(Heredoc.file("a", "text"), "/x/"));
    copies.put("heredoc b/", Copy.of(Heredoc.file("b", "text"), "/x/"));
    copies.put("heredoc other/", Copy.of(Heredoc.file("b", "other"), "/x/"));
    copies.put("stage", Copy.of(Stage.scratch().copy("src", "/x").file("/x"), "/x"));
    copies.put("stage file", Copy.of(Stage.scratch().copy("src", "/x").file("/x/main.txt"), "/x"));
    return copies;
  }

  private static Map<String, CopyOptions> flags() {
    CopyOptions none = CopyOptions.NONE;
    return Map.of("--chown=app", none.owner("app"), "--chown=5:6", none.owner("5:6"), "--chown=5", none.owner("5"),
        "--chmod=640", none.mode("640"), "--chmod=u+x", none.mode("u+x"), "--link", none.asLink(), "--exclude=same", none.exclude("same"),
        "--exclude=*", none.exclude("*"), "--exclude=main.txt", none.exclude("main.txt"), "--exclude=**/*.txt", none.exclude("**/*.txt"));
  }

  private static Map<String, Add> adds() {
    Map<String, Add> adds = new HashMap<>();
    for (String source : ImmutableList.of("tools.tar", "src", "executable", "*.tar")) {
      for (String destination : ImmutableList.of("/x", "/x/", "/bin")) {
        Add add = Add.of(source, destination);
        adds.put("ADD " + source + " " + destination, add);
        adds.put("ADD --unpack=false " + source + " " + destination, add.unpacking(false));
        adds.put("ADD --unpack " + source + " " + destination, add.unpacking(true));
        flags().forEach((flag, options) -> adds.put("ADD " + flag + " " + source + " " + destination, add.with(options)));
      }
    }
    return adds;
  }
}
