package dev.slipway.image;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Images whose bases are named by digest. */
@Timeout(20)
class PinnedTest {
  private static final Digest ONE = Digest.sha256(new byte[]{1});
  private static final Digest TWO = Digest.sha256(new byte[]{2});
  private static final ImageReference DEBIAN = ImageReference.parse("debian:12");
  private static final ImageReference RUST = ImageReference.parse("rust:1.85");
  private static final Map<ImageReference, Digest> DIGESTS = Map.of(DEBIAN, ONE, RUST, TWO);

  private static Image image() {
    Stage builder = Stage.from("rust:${VERSION}").named("builder")
        .run("cargo build", BindMount.of(Base.image(DEBIAN).file("/etc"), "/mnt").asWritable(),
            CacheMount.at("/cache").startingWith(Base.image(RUST).file("/seed")), CacheMount.at("/other"));
    return Stage.from("debian:12").named("app").onPlatform(Platform.LINUX_ARM64)
        .copy(Copy.of(builder.file("/app"), "/").owner("app"))
        .copy(Base.image(DEBIAN).file("/etc/passwd"), "/etc/")
        .copy("x", "/")
        .onbuild(Copy.of(new Base.Reference(Word.of("debian:12")).file("/x"), "/"))
        .toImage().argument("VERSION", "1.85").forPlatforms(Platform.LINUX_AMD64, Platform.LINUX_ARM64);
  }

  @Test
  void everyNameGetsItsDigest() {
    Image pinned = image().pinned(DIGESTS);
    assertThat(pinned.references()).containsExactlyInAnyOrder(Base.image(DEBIAN.withDigest(ONE)), Base.image(RUST.withDigest(TWO)));
    assertThat(pinned.platforms()).isEqualTo(image().platforms());
    assertThat(pinned.target().name()).contains("app");
    assertThat(pinned.target().platform()).isEqualTo(image().target().platform());
    assertThat(pinned.stages()).extracting(stage -> stage.name().orElse("")).containsExactly("builder", "app");
    assertThat(pinned.target().instructions().get(3)).isEqualTo(image().target().instructions().get(3));
  }

  @Test
  void pinningAgainChangesNothing() {
    Image pinned = image().pinned(DIGESTS);
    assertThat(pinned.pinned(DIGESTS)).isEqualTo(pinned);
    assertThat(pinned.pinned(Map.of(DEBIAN, TWO))).isEqualTo(pinned);
    assertThat(image().pinned(Map.of())).isEqualTo(image());
    assertThat(image()).isNotEqualTo(pinned);
  }

  @Test
  void triggersArePinnedWhereTheyAreCarriedOut() {
    Instruction.Onbuild trigger = new Instruction.Onbuild(Copy.of(Base.image(DEBIAN).file("/x"), "/"));
    Instruction.Onbuild pinned = new Instruction.Onbuild(Copy.of(Base.image(DEBIAN.withDigest(ONE)).file("/x"), "/"));
    Stage parent = Stage.scratch().with(trigger);
    assertThat(parent.toImage().references()).as("no stage of this image carries it out").isEmpty();
    assertThat(parent.toImage().pinned(DIGESTS)).isEqualTo(parent.toImage());
    Image child = Stage.from(parent).env("A", "b").toImage();
    assertThat(child.references()).containsExactly(Base.image(DEBIAN));
    assertThat(child.pinned(DIGESTS).stages().get(0).instructions()).containsExactly(pinned);
    assertThat(child.pinned(DIGESTS).pinned(DIGESTS)).isEqualTo(child.pinned(DIGESTS));
  }

  @Test
  void aNameThatNeedsOtherArgumentsStays() {
    Image image = Stage.from("debian:$TAG").toImage();
    assertThat(image.pinned(DIGESTS)).isEqualTo(image);
    Image host = Stage.from("$REGISTRY").toImage();
    assertThat(host.pinned(DIGESTS)).isEqualTo(host);
  }

  @Test
  void eachNameIsAskedForOnceAndEachStageMadeOnce() {
    Stage stage = Stage.from("debian:12");
    for (int i = 0; i < 40; i++) {
      // both sources are the same stage: 2^40 paths lead to the first one
      stage = Stage.from(stage).named("s" + i).copy(stage.file("/a"), "/" + i).copy(stage.file("/b"), "/" + i);
    }
    List<Base.Reference> asked = new ArrayList<>();
    Image pinned = stage.toImage().withReferences(reference -> {
      asked.add(reference);
      return Base.image(DEBIAN.withDigest(ONE));
    });
    assertThat(asked).containsExactly(Base.image(DEBIAN));
    assertThat(pinned.stages()).hasSize(41);
    assertThat(pinned.references()).containsExactly(Base.image(DEBIAN.withDigest(ONE)));
  }

  @Test
  void longChainsOfStagesAreNoProblem() {
    Stage stage = Stage.from("debian:12");
    for (int i = 0; i < 5_000; i++) {
      stage = Stage.from(stage).env("A", Integer.toString(i));
    }
    assertThat(stage.toImage().pinned(DIGESTS).references()).containsExactly(Base.image(DEBIAN.withDigest(ONE)));
  }
}
