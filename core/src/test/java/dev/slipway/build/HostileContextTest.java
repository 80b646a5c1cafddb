package dev.slipway.build;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.common.collect.ImmutableList;
import com.google.common.primitives.Bytes;
import dev.slipway.SlipwayException;
import dev.slipway.build.HostileCases.Case;
import dev.slipway.store.Store;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Contexts, archives and images that want a build to read or write elsewhere. Each case either builds something inside
 * the image or fails with a typed error, soon; a directory beside the context is neither read nor touched.
 */
class HostileContextTest {
  private static final int WANTED_CASES = 150;
  private static final String SECRET = "this must never get into an image";

  @TempDir(factory = MemoryDirectory.class)
  private Path directory;

  /** JUnit would warn of each link that leads out of the directory. */
  @AfterEach
  void deleteLinks() throws IOException {
    Scene.clear(directory);
  }

  static List<Case> cases() {
    return HostileCases.all();
  }

  @Test
  void thereAreEnoughCases() {
    assertThat(cases()).hasSizeGreaterThanOrEqualTo(WANTED_CASES);
    System.out.println(cases().size() + " hostile contexts");
  }

  @ParameterizedTest
  @MethodSource("cases")
  @Timeout(20)
  void nothingOutsideIsReadOrTouched(Case hostile) throws IOException {
    Path canary = Files.createDirectories(directory.resolve("canary"));
    Files.writeString(canary.resolve("secret"), SECRET, UTF_8);
    Path context = Files.createDirectories(directory.resolve("context"));
    Path place = directory.resolve("store");
    Path opened = hostile.setUp(context, canary);
    List<String> before = fingerprint(canary);
    try (Store store = Scene.openQuickly(place); Engine engine = Engine.open(store)) {
      try {
        long start = System.nanoTime();
        BuiltImage built = engine.build(hostile.image(), Context.of(opened));
        hostile.expect().accept(built.tree(), store);
        assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(15));
      } catch (SlipwayException refused) {
        assertThat(refused.code()).as(hostile + ": " + refused).isIn(hostile.codes().toArray());
        assertThat(refused.getMessage()).isNotBlank().doesNotContain(SECRET);
      }
    }
    assertThat(fingerprint(canary)).isEqualTo(before);
    assertHoldsNoSecret(place);
    Scene.assertSound(place);
  }

  private static List<String> fingerprint(Path canary) throws IOException {
    List<String> all = new ArrayList<>();
    for (Path path : ImmutableList.of(canary, canary.resolve("secret"))) {
      var unix = Files.readAttributes(path, "unix:ino,ctime,mode,uid,gid,nlink", LinkOption.NOFOLLOW_LINKS);
      all.add(path + " " + new TreeMap<>(unix));
    }
    all.add(Scene.sha256(canary.resolve("secret")));
    try (Stream<Path> names = Files.list(canary)) {
      all.add(names.toList().toString());
    }
    return all;
  }

  private static void assertHoldsNoSecret(Path place) throws IOException {
    byte[] secret = SECRET.getBytes(UTF_8);
    try (Stream<Path> files = Files.walk(place)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        assertThat(Bytes.indexOf(Files.readAllBytes(file), secret)).as(file.toString()).isEqualTo(-1);
      }
    }
  }
}
