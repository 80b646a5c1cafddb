package dev.slipway.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.common.collect.ImmutableList;
import dev.slipway.InvalidValueException;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class StageTest {
  @Provide
  Arbitrary<Stage> stages() {
    return Values.stages();
  }

  @Provide
  Arbitrary<Image> images() {
    return Values.images();
  }

  @Provide
  Arbitrary<Instruction> instructions() {
    return Values.instructions();
  }

  @Property(tries = 100, seed = "1")
  void aCallReturnsAnotherStageAndLeavesThisOneAlone(@ForAll("stages") Stage stage, @ForAll("instructions") Instruction instruction) {
    Digest before = stage.digest();
    ImmutableList<Instruction> instructions = stage.instructions();
    Stage longer = stage.with(instruction);
    assertThat(longer.instructions().subList(0, instructions.size())).isEqualTo(instructions);
    assertThat(longer.instructions()).last().isEqualTo(instruction);
    assertThat(longer).isNotEqualTo(stage);
    assertThat(stage.digest()).isEqualTo(before);
    assertThat(stage.instructions()).isSameAs(instructions);
  }

  @Property(tries = 100, seed = "1")
  void theDigestIsAboutContentAndNotAboutTheName(@ForAll("stages") Stage stage, @ForAll("stages") Stage other) {
    Stage again = Stage.from(stage.base()).with(stage.instructions());
    Stage copy = stage.platform().map(again::onPlatform).orElse(again);
    assertThat(copy).isEqualTo(stage).hasSameHashCodeAs(stage);
    assertThat(stage.named("label")).isEqualTo(stage);
    assertThat(stage.named("label").digest()).isEqualTo(stage.digest());
    boolean same = stage.base().equals(other.base()) && stage.platform().equals(other.platform())
        && stage.instructions().equals(other.instructions());
    assertThat(stage.equals(other)).isEqualTo(same);
  }

  @Property(tries = 100, seed = "1")
  void everyStageComesAfterThoseItNeedsAndOnlyOnce(@ForAll("images") Image image) {
    ImmutableList<Stage> stages = image.stages();
    assertThat(stages).doesNotHaveDuplicates().last().isEqualTo(image.target());
    for (int i = 0; i < stages.size(); i++) {
      for (Base source : stages.get(i).sources()) {
        if (source instanceof Stage needed) {
          assertThat(stages.subList(0, i)).contains(needed);
        }
      }
    }
    assertThat(image.stages().stream().map(Stage::digest)).isEqualTo(stages.stream().map(Stage::digest).toList());
  }

  @Test
  void theDigestsOfAFewStagesAreFixed() {
    Stage stage = Stage.from("debian:12").named("x").run("make").copy("a", "/b").env("A", "${B:-c}");
    assertThat(stage.digest()).isEqualTo(Stage.from("debian:12").run("make").copy("a", "/b").env("A", "${B:-c}").digest());
    assertThat(Structure.json(ImmutableList.copyOf(stage.instructions()))).isEqualTo(
        "[{\"type\":\"Run\",\"command\":{\"type\":\"ShellForm\",\"line\":\"make\",\"heredocs\":[]},\"mounts\":[],\"network\":null,\"security\":null,\"devices\":[],"
            + "\"reuse\":{\"type\":\"Reuse\",\"never\":false,\"expiry\":null,\"secrets\":[]}},"
            + "{\"type\":\"Copy\",\"from\":null,\"sources\":[{\"type\":\"Path\",\"path\":\"a\"}],\"destination\":\"/b\",\"options\":{\"type\":\"CopyOptions\",\"owner\":null,"
            + "\"mode\":null,\"link\":false,\"excludes\":[]},\"parents\":false},"
            + "{\"type\":\"Env\",\"variables\":[{\"type\":\"Pair\",\"name\":\"A\",\"value\":\"${B:-c}\"}]}]");
  }

  @Test
  void deepAndSharedStagesAreFast() {
    long start = System.nanoTime();
    Stage left = Stage.from("debian").named("first");
    Stage right = left.run("x");
    for (int i = 0; i < 2_000; i++) {
      Stage below = Stage.from(left).copy(right.file("/a"), "/a").run("step " + i, BindMount.of(left.file("/b"), "/b"));
      right = Stage.from(right).copy(left.file("/c"), "/c").copy(below.file("/d"), "/d");
      left = below;
    }
    Image image = Stage.from(left).copy(right.file("/z"), "/z").toImage();
    assertThat(image.stages()).hasSize(4_003).last().isEqualTo(image.target());
    assertThat(image).isEqualTo(Image.of(image.target()));
    assertThat(image.hashCode()).isEqualTo(Image.of(image.target()).hashCode());
    assertThat(image.toString()).hasSizeLessThan(500);
    assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(10));
  }

  @Test
  void longStagesAreFast() {
    long start = System.nanoTime();
    Stage stage = Stage.scratch();
    for (int i = 0; i < 3_000; i++) {
      stage = stage.env("A" + i, "b");
    }
    assertThat(stage.instructions()).hasSize(3_000);
    assertThat(stage.toImage().stages()).hasSize(1);
    assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(10));
  }

  @Test
  void equalStagesAppearOnceUnderTheFirstNameThatOneHas() {
    Stage plain = Stage.from("debian").run("make");
    Stage image = Stage.scratch().copy(plain.file("/a"), "/a").copy(plain.named("builder").file("/b"), "/b")
        .copy(plain.named("other").file("/c"), "/c");
    assertThat(image.toImage().stages().stream().map(Stage::name)).containsExactly(Optional.of("builder"), Optional.empty());
    assertThat(image.sources()).hasSize(2);
  }

  @Test
  void whatAStageNeedsIsItsBaseAndWhatItCopiesAndMounts() {
    Stage a = Stage.from("a");
    Stage b = Stage.from("b");
    Stage c = Stage.from("c");
    Base context = Base.context("files");
    Stage stage = Stage.from("debian").copy(context.file("/x"), "/x").copy(a.file("/x"), "/y").copy("local", "/z")
        .run("x", BindMount.of(b.file("/x"), "/b"), CacheMount.at("/c").startingWith(c.file("/x")), TmpfsMount.at("/t"),
            BindMount.of("x", "/y"));
    assertThat(stage.sources()).containsExactly(Base.image(ImageReference.parse("debian")), context, a, b, c);
    assertThat(stage.toImage().stages()).containsExactly(a, b, c, stage);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "A", "1a", "-a", "a b", "a/b", "scratch", "context", "ä", "ı", "a\n"})
  void aStageHasANameThatDockerfilesTake(String name) {
    assertThatThrownBy(() -> Stage.scratch().named(name)).isInstanceOf(InvalidValueException.class).hasMessageContaining("'" + name + "'");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "A", "-a", "0", "12", "scratch", "context", "a:b"})
  void aContextHasANameThatIsNoStage(String name) {
    assertThatThrownBy(() -> Base.context(name)).isInstanceOf(InvalidValueException.class).hasMessageContaining("'" + name + "'");
    assertThat(Base.context("1a")).isNotNull();
  }

  @Test
  void scratchIsTheEmptyFileSystem() {
    assertThat(Stage.from("scratch")).isEqualTo(Stage.scratch());
    assertThat(Stage.from("scratch").base()).isEqualTo(Base.scratch());
    assertThatThrownBy(() -> Base.image(ImageReference.parse("scratch"))).isInstanceOf(InvalidValueException.class)
        .hasMessageContaining("Stage.scratch()");
    assertThatThrownBy(() -> Stage.from("")).isInstanceOf(InvalidValueException.class).hasMessageContaining("debian");
    assertThatThrownBy(() -> Stage.from("Debian")).isInstanceOf(InvalidValueException.class);
  }

  @Test
  void thePlatformIsPartOfTheDigest() {
    Stage stage = Stage.from("debian").run("x");
    Stage moved = stage.onPlatform(Word.of("$BUILDPLATFORM"));
    assertThat(moved).isNotEqualTo(stage);
    assertThat(moved.onPlatform(Word.of("linux/arm64"))).isEqualTo(stage.onPlatform(Word.literal("linux/arm64")));
    assertThat(moved.instructions()).isEqualTo(stage.instructions());
    assertThatThrownBy(() -> stage.onPlatform(Word.EMPTY)).isInstanceOf(InvalidValueException.class);
  }

  @Test
  void aStageShowsItsNameOrItsDigest() {
    assertThat(Stage.scratch().named("x")).hasToString("x");
    assertThat(Stage.scratch().toString()).isEqualTo("stage " + Stage.scratch().digest().shortHex());
  }

  @Test
  void argumentsSeeEarlierOnesAndGivenValuesComeFirst() {
    Image image = Stage.from("a:$V").toImage().argument("V", "1").argument("W", "${V}-$TARGETARCH").argument("X", "${Y:-none}")
        .argument(Instruction.Arg.of("Z"));
    Map<String, String> automatic = Map.of("TARGETARCH", "arm64");
    assertThat(image.argumentValues(Map.of(), automatic)).isEqualTo(Map.of("TARGETARCH", "arm64", "V", "1", "W", "1-arm64", "X", "none"));
    assertThat(image.argumentValues(Map.of("V", "2", "Z", "z", "UNKNOWN", "u"), automatic))
        .isEqualTo(Map.of("TARGETARCH", "arm64", "V", "2", "W", "2-arm64", "X", "none", "Z", "z"));
    assertThat(image.argumentValues(Map.of("TARGETARCH", "mips"), automatic)).containsEntry("W", "1-mips").containsEntry("TARGETARCH",
        "mips");
    assertThatThrownBy(() -> image.argument("V", "3")).isInstanceOf(InvalidValueException.class).hasMessageContaining("'V'");
    assertThatThrownBy(() -> Stage.scratch().toImage().argument("A", "${B:?needed}").argumentValues(Map.of(), Map.of()))
        .isInstanceOf(InvalidValueException.class);
  }

  @Test
  void defensiveCopiesAreMade() {
    Map<String, String> variables = new HashMap<>(Map.of("A", "b"));
    Stage stage = Stage.scratch().env(variables);
    variables.put("C", "d");
    assertThat(stage).isEqualTo(Stage.scratch().env("A", "b"));
    String[] arguments = {"a", "b"};
    Stage command = Stage.scratch().command(arguments);
    arguments[0] = "changed";
    assertThat(command).isEqualTo(Stage.scratch().command("a", "b"));
    assertThat(Stage.scratch().with(List.of())).isEqualTo(Stage.scratch());
  }
}
