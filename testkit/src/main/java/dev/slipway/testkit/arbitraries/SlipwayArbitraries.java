package dev.slipway.testkit.arbitraries;

import dev.slipway.InvalidValueException;
import dev.slipway.image.Base;
import dev.slipway.image.Command;
import dev.slipway.image.CopyOptions;
import dev.slipway.image.Digest;
import dev.slipway.image.Healthcheck;
import dev.slipway.image.Heredoc;
import dev.slipway.image.Image;
import dev.slipway.image.ImageLocation;
import dev.slipway.image.ImagePath;
import dev.slipway.image.ImageReference;
import dev.slipway.image.Instruction;
import dev.slipway.image.ModeChange;
import dev.slipway.image.Mount;
import dev.slipway.image.PathFilter;
import dev.slipway.image.PathPattern;
import dev.slipway.image.Platform;
import dev.slipway.image.Port;
import dev.slipway.image.PortRange;
import dev.slipway.image.SecretValue;
import dev.slipway.image.Stage;
import dev.slipway.image.TreePattern;
import dev.slipway.image.UserSpec;
import dev.slipway.image.Word;
import dev.slipway.oci.ContainerConfig;
import dev.slipway.oci.Descriptor;
import dev.slipway.oci.HistoryEntry;
import dev.slipway.oci.ImageConfig;
import dev.slipway.oci.Index;
import dev.slipway.oci.Manifest;
import dev.slipway.oci.MediaType;
import java.util.function.Supplier;
import net.jqwik.api.Arbitrary;

/**
 * Generated values of the model and of images' documents, for properties of jqwik: valid ones only, with every corner of
 * the formats in reach. What was found to fail is shrunk to fewer and shorter parts.
 *
 * {@snippet file = "dev/slipway/testkit/samples/ArbitrariesSampleTest.java" region = "arbitraries"}
 */
public final class SlipwayArbitraries {
  private SlipwayArbitraries() {}

  /**
   * Values of any public type of the packages {@code image} and {@code oci}, such as {@code Instruction.Env.class}.
   *
   * @throws InvalidValueException if there are none of that type
   */
  @SuppressWarnings("unchecked") // the registry has each class with values of it
  public static <T> Arbitrary<T> of(Class<T> type) {
    Supplier<Arbitrary<?>> values = Registry.VALUES.get(type);
    if (values == null) {
      throw new InvalidValueException("no values of '" + type.getName() + "' are generated; there are those of packages image and oci");
    }
    return (Arbitrary<T>) values.get();
  }

  /** Texts that some shell, file format or pattern language may stumble over; no NUL, no lone surrogates. */
  public static Arbitrary<String> texts() {
    return Texts.texts();
  }

  /** Names that stages may have. */
  public static Arbitrary<String> stageNames() {
    return Texts.names();
  }

  /** Names of environment variables and arguments. */
  public static Arbitrary<String> variableNames() {
    return Texts.variableNames();
  }

  /** Images whose stages stand on, copy from and mount other stages. */
  public static Arbitrary<Image> images() {
    return of(Image.class);
  }

  /** Stages that stand on, copy from and mount other stages, to a depth of a few. */
  public static Arbitrary<Stage> stages() {
    return of(Stage.class);
  }

  /** Everything a stage can stand on: other stages, images, contexts, nothing. */
  public static Arbitrary<Base> bases() {
    return of(Base.class);
  }

  /** All instructions, {@code ONBUILD} included. */
  public static Arbitrary<Instruction> instructions() {
    return of(Instruction.class);
  }

  /** Commands in shell form, in exec form and as scripts. */
  public static Arbitrary<Command> commands() {
    return of(Command.class);
  }

  /** Probes of containers' health, and none. */
  public static Arbitrary<Healthcheck> healthchecks() {
    return of(Healthcheck.class);
  }

  /** All kinds of mounts of {@code RUN}. */
  public static Arbitrary<Mount> mounts() {
    return of(Mount.class);
  }

  /** Owners, modes, links and patterns of {@code COPY} and {@code ADD}. */
  public static Arbitrary<CopyOptions> copyOptions() {
    return of(CopyOptions.class);
  }

  /** Small texts that stand in a Dockerfile. */
  public static Arbitrary<Heredoc> heredocs() {
    return of(Heredoc.class);
  }

  /** Texts with variables, with all operators, operands inside operands too. */
  public static Arbitrary<Word> words() {
    return of(Word.class);
  }

  /** Names in registries, with and without tag and digest. */
  public static Arbitrary<ImageReference> imageReferences() {
    return of(ImageReference.class);
  }

  /** Places on disk in all three formats; nothing is there. */
  public static Arbitrary<ImageLocation> imageLocations() {
    return of(ImageLocation.class);
  }

  /** Paths inside an image, such as are no text among them. */
  public static Arbitrary<ImagePath> imagePaths() {
    return of(ImagePath.class);
  }

  /** Digests of both algorithms. */
  public static Arbitrary<Digest> digests() {
    return of(Digest.class);
  }

  /** Platforms that there are, with variants and versions, and some that there are not. */
  public static Arbitrary<Platform> platforms() {
    return of(Platform.class);
  }

  /** Ports of all protocols. */
  public static Arbitrary<Port> ports() {
    return of(Port.class);
  }

  /** Single ports and ranges. */
  public static Arbitrary<PortRange> portRanges() {
    return of(PortRange.class);
  }

  /** Users and groups by name and number. */
  public static Arbitrary<UserSpec> users() {
    return of(UserSpec.class);
  }

  /** Octal and symbolic modes. */
  public static Arbitrary<ModeChange> modeChanges() {
    return of(ModeChange.class);
  }

  /** Patterns as sources of {@code COPY}. */
  public static Arbitrary<PathPattern> pathPatterns() {
    return of(PathPattern.class);
  }

  /** Patterns of ignore files. */
  public static Arbitrary<TreePattern> treePatterns() {
    return of(TreePattern.class);
  }

  /** Lists of patterns, with exceptions. */
  public static Arbitrary<PathFilter> pathFilters() {
    return of(PathFilter.class);
  }

  /** Secrets, which print as three asterisks in reports of failed tries, too. */
  public static Arbitrary<SecretValue> secrets() {
    return of(SecretValue.class);
  }

  /** Media types of images, and others. */
  public static Arbitrary<MediaType> mediaTypes() {
    return of(MediaType.class);
  }

  /** Descriptors with all their fields, embedded data among them. */
  public static Arbitrary<Descriptor> descriptors() {
    return of(Descriptor.class);
  }

  /** Manifests of images and other artifacts. */
  public static Arbitrary<Manifest> manifests() {
    return of(Manifest.class);
  }

  /** Indexes of manifests. */
  public static Arbitrary<Index> indexes() {
    return of(Index.class);
  }

  /** Configurations whose history accounts for each layer. */
  public static Arbitrary<ImageConfig> imageConfigs() {
    return of(ImageConfig.class);
  }

  /** How containers are started. */
  public static Arbitrary<ContainerConfig> containerConfigs() {
    return of(ContainerConfig.class);
  }

  /** Steps of a history. */
  public static Arbitrary<HistoryEntry> historyEntries() {
    return of(HistoryEntry.class);
  }
}
