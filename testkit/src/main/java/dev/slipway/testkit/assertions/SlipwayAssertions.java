package dev.slipway.testkit.assertions;

import dev.slipway.build.BuildReport;
import dev.slipway.build.BuiltImage;
import dev.slipway.build.StepReport;
import dev.slipway.image.Image;
import dev.slipway.image.ImageLocation;
import dev.slipway.image.Stage;
import dev.slipway.layer.FileTree;
import dev.slipway.layer.Layer;
import dev.slipway.layer.LayerToc;
import dev.slipway.layer.Toc;
import dev.slipway.oci.ImageConfig;
import java.util.Optional;

/**
 * Where assertions on images begin. {@code assertThat} of this class and of AssertJ's own can be imported side by side: the
 * type of the argument decides.
 *
 * {@snippet file = "dev/slipway/testkit/samples/AssertionsSampleTest.java" region = "assertions"}
 */
public final class SlipwayAssertions {
  private SlipwayAssertions() {}

  /** Assertions on an image before it is built. */
  public static ImageAssert assertThat(Image image) {
    return new ImageAssert(image);
  }

  /** Assertions on a stage before it is built. */
  public static StageAssert assertThat(Stage stage) {
    return new StageAssert(stage);
  }

  /** Assertions on an image that was built: configuration, layers and files. Its engine must still be open. */
  public static BuiltImageAssert assertThat(BuiltImage image) {
    return new BuiltImageAssert(image, Optional.empty());
  }

  /** Assertions on an image on disk, whoever wrote it: configuration, layers and files. */
  public static ImageLocationAssert assertThat(ImageLocation location) {
    return new ImageLocationAssert(location, Optional.empty());
  }

  /** Assertions on an image's configuration. */
  public static ImageConfigAssert assertThat(ImageConfig config) {
    return new ImageConfigAssert(config);
  }

  /** Assertions on the files of an image. */
  public static FileTreeAssert assertThat(FileTree tree) {
    return new FileTreeAssert(tree);
  }

  /** Assertions on a layer as a whole. */
  public static LayerAssert assertThat(Layer layer) {
    return new LayerAssert(layer);
  }

  /** Assertions on what is in a layer. */
  public static TocAssert assertThat(LayerToc layer) {
    return new TocAssert(layer.toc());
  }

  /** Assertions on what is in a layer. */
  public static TocAssert assertThat(Toc toc) {
    return new TocAssert(toc);
  }

  /** Assertions on what a build did. */
  public static BuildReportAssert assertThat(BuildReport report) {
    return new BuildReportAssert(report);
  }

  /** Assertions on how one step of a build went; {@code and()} stays at the step. */
  public static StepReportAssert<StepReport> assertThat(StepReport step) {
    return new StepReportAssert<>(step, step, "");
  }
}
