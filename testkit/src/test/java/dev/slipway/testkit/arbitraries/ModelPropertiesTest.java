package dev.slipway.testkit.arbitraries;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import com.google.common.collect.ImmutableList;
import dev.slipway.DocumentException;
import dev.slipway.ErrorCode;
import dev.slipway.dockerfile.DockerfileWriter;
import dev.slipway.image.Base;
import dev.slipway.image.Copy;
import dev.slipway.image.CopyOptions;
import dev.slipway.image.Digest;
import dev.slipway.image.Healthcheck;
import dev.slipway.image.Image;
import dev.slipway.image.ImageLocation;
import dev.slipway.image.ImageReference;
import dev.slipway.image.Instruction;
import dev.slipway.image.Mount;
import dev.slipway.image.Run;
import dev.slipway.image.Stage;
import dev.slipway.image.Structure;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.domains.Domain;

@Domain(SlipwayDomain.class)
class ModelPropertiesTest {
  @Property(tries = 300, seed = "42")
  void aStageMadeOfTheSamePartsIsTheSameStage(@ForAll Stage stage, @ForAll Stage other) {
    Stage plain = Stage.from(stage.base()).with(stage.instructions());
    Stage again = stage.platform().map(plain::onPlatform).orElse(plain);
    assertThat(again).isEqualTo(stage).hasSameHashCodeAs(stage);
    assertThat(again.digest()).isEqualTo(stage.digest());
    assertThat(stage.equals(other)).isEqualTo(stage.digest().equals(other.digest()));
  }

  @Property(tries = 300, seed = "42")
  void anInstructionMoreIsAnotherStage(@ForAll Stage stage, @ForAll Instruction instruction) {
    Stage longer = stage.with(instruction);
    assertThat(longer).isNotEqualTo(stage);
    assertThat(longer.instructions()).hasSize(stage.instructions().size() + 1).last().isEqualTo(instruction);
    assertThat(longer.name()).isEqualTo(stage.name());
  }

  @Property(tries = 200, seed = "42")
  void stagesComeAfterThoseTheyNeed(@ForAll Image image) {
    ImmutableList<Stage> stages = image.stages();
    assertThat(stages).doesNotHaveDuplicates().last().isEqualTo(image.target());
    for (Stage stage : stages) {
      for (Base source : stage.sources()) {
        assertThat(!(source instanceof Stage) || stages.indexOf(source) < stages.indexOf(stage)).isTrue();
      }
    }
  }

  @Property(tries = 400, seed = "42")
  void aDockerfileIsWrittenTheSameWayEachTimeOrRefusedWithAReason(@ForAll Image image) {
    try {
      String text = DockerfileWriter.write(image).text();
      assertThat(DockerfileWriter.write(new Image(image.target(), image.arguments(), image.platforms())).text()).isEqualTo(text);
      assertThat(text.lines().filter(line -> line.startsWith("FROM ")).count()).isPositive();
      assertThat(text).endsWith("\n");
    } catch (DocumentException refused) {
      assertThat(refused.code()).isEqualTo(ErrorCode.UNSUPPORTED);
      assertThat(refused).hasMessageContaining("'");
    }
  }

  @Property(tries = 200, seed = "42")
  void anImageWithTheSameReferencesIsTheSameImage(@ForAll Image image) {
    assertThat(image.withReferences(reference -> reference)).isEqualTo(image);
    assertThat(image.withReferences(reference -> Base.image(ImageReference.parse("debian:12"))).references()).hasSizeLessThanOrEqualTo(1);
  }

  @Property(tries = 200, seed = "42")
  void whatIsPinnedStaysPinned(@ForAll Image image, @ForAll Digest digest) {
    Map<ImageReference, Digest> digests = new HashMap<>();
    image.references().forEach(reference -> reference.name().constant().ifPresent(name -> {
      ImageReference plain = ImageReference.parse(name);
      digests.put(plain, digest);
    }));
    Image pinned = image.pinned(digests);
    assertThat(pinned.pinned(digests)).isEqualTo(pinned);
    assertThat(pinned.references()).allMatch(
        reference -> reference.name().constant().map(name -> ImageReference.parse(name).digest().isPresent()).orElse(true));
    assertThat(pinned.stages()).hasSizeLessThanOrEqualTo(image.stages().size());
  }

  @Property(tries = 300, seed = "42")
  void whatIsReplacedCanBePutBack(@ForAll Image image, @ForAll Stage target, @ForAll CopyOptions options, @ForAll Copy copy) {
    assertThat(image.withTarget(target).withTarget(image.target())).isEqualTo(image);
    assertThat(copy.with(options).with(copy.options())).isEqualTo(copy);
    assertThat(copy.with(options).options()).isEqualTo(options);
  }

  @Property(tries = 300, seed = "42")
  void everyValueHasACanonicalText(@ForAll Mount mount, @ForAll Run run, @ForAll Healthcheck check, @ForAll ImageLocation location) {
    assertThat(Structure.json(mount)).isEqualTo(Structure.json(mount)).contains(mount.getClass().getSimpleName());
    assertThat(Structure.json(run)).contains("\"Run\"");
    assertThatCode(() -> Structure.digest(check)).doesNotThrowAnyException();
    assertThat(Structure.json(location)).contains("\"path\"");
  }

  @Property(tries = 200, seed = "42")
  void mountsAddUp(@ForAll Run run, @ForAll Mount mount) {
    Run more = run.mount(mount);
    assertThat(more.mounts()).hasSize(run.mounts().size() + 1).last().isEqualTo(mount);
    assertThat(new Run(more.command(), run.mounts(), more.network(), more.security(), more.devices(), more.reuse())).isEqualTo(run);
    assertThat(run.network(Run.Network.NONE).network()).isEqualTo(Optional.of(Run.Network.NONE));
  }
}
