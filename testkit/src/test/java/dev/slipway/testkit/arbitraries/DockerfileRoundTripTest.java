package dev.slipway.testkit.arbitraries;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSet;
import dev.slipway.DocumentException;
import dev.slipway.ErrorCode;
import dev.slipway.dockerfile.Dockerfile;
import dev.slipway.dockerfile.DockerfileText;
import dev.slipway.dockerfile.DockerfileWriter;
import dev.slipway.dockerfile.ReadOptions;
import dev.slipway.image.Base;
import dev.slipway.image.Image;
import dev.slipway.image.Instruction;
import dev.slipway.image.Platform;
import dev.slipway.image.Stage;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** What is written as a Dockerfile is read as what it was. */
class DockerfileRoundTripTest {
  /** What is wrong with values that a model accepts, as they may be others in another build. */
  private static final Pattern UNBUILDABLE =
      Pattern.compile("has a backslash at index|is required|image reference .* is not valid|names no image|'\\$\\{'|is no operator|platform");

  @Provide
  Arbitrary<Image> images() {
    return SlipwayArbitraries.images();
  }

  @Provide
  Arbitrary<Instruction> instructions() {
    return SlipwayArbitraries.instructions();
  }

  @Property(tries = 3000, seed = "1")
  void anInstructionIsReadAsItWasWritten(@ForAll("instructions") Instruction instruction) {
    assertReadBack(new Image(Stage.scratch().with(instruction), ImmutableList.of(), ImmutableSet.of()));
  }

  @Property(tries = 2000, seed = "2")
  void anImageIsReadAsItWasWritten(@ForAll("images") Image image) {
    assertReadBack(image);
  }

  private static void assertReadBack(Image image) {
    Optional<DockerfileText> text = written(image);
    if (text.isEmpty() || !saysWhereFilesComeFrom(image)) {
      return;
    }
    Image read;
    try {
      read = Dockerfile.parse("Dockerfile", text.get().text()).image(options(image, text.get()));
    } catch (DocumentException unbuildable) {
      assertThat(unbuildable.problems()).as(text.get().text())
          .allMatch(problem -> UNBUILDABLE.matcher(problem.message()).find(), "an image that no build could make");
      return;
    }
    assertThat(described(read)).as(text.get().text()).isEqualTo(described(image));
    assertThat(read).isEqualTo(image);
  }

  private static String described(Image image) {
    StringBuilder lines = new StringBuilder();
    for (Stage stage : image.stages()) {
      lines.append(nameless(stage.base())).append(' ').append(stage.platform()).append('\n');
      stage.instructions()
          .forEach(each -> lines.append("  ").append(each.withSources(DockerfileRoundTripTest::nameless)).append('\n'));
    }
    return lines.append(image.arguments()).append(image.platforms()).toString();
  }

  /** Names do not count. */
  private static Base nameless(Base base) {
    return base instanceof Stage stage ? Stage.from(Base.scratch()).env("STAGE", stage.digest().toString()) : base;
  }

  /** What no Dockerfile can say is not written. */
  private static Optional<DockerfileText> written(Image image) {
    try {
      return Optional.of(DockerfileWriter.write(image));
    } catch (DocumentException impossible) {
      assertThat(impossible.code()).isEqualTo(ErrorCode.UNSUPPORTED);
      return Optional.empty();
    }
  }

  private static ReadOptions options(Image image, DockerfileText text) {
    return ReadOptions.DEFAULT.forPlatforms(image.platforms().toArray(Platform[]::new)).contexts(text.contexts());
  }

  /**
   * In a Dockerfile an image of a daemon is an image like any other, and so is a context in a trigger, whose names mean
   * something only in the Dockerfile that it will run in. An image that is called by a number is written with its registry,
   * as numbers are those of stages.
   */
  private static boolean saysWhereFilesComeFrom(Image image) {
    Set<Base> all = new HashSet<>();
    Set<Base> triggered = new HashSet<>();
    for (Stage stage : image.stages()) {
      all.addAll(stage.sources());
      for (Instruction each : stage.instructions()) {
        if (each instanceof Instruction.Onbuild onbuild) {
          var unused = onbuild.trigger().withSources(base -> {
            triggered.add(base);
            return base;
          });
        }
      }
    }
    boolean number = all.stream().anyMatch(base -> base instanceof Base.Reference reference && reference.name().toString().matches("\\d+"));
    return !number && all.stream().noneMatch(Base.DockerImage.class::isInstance) && triggered.stream().noneMatch(Base.NamedContext.class::isInstance);
  }
}
