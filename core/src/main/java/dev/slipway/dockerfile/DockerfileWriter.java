package dev.slipway.dockerfile;

import com.google.common.collect.ImmutableSortedSet;
import dev.slipway.DocumentException;
import dev.slipway.ErrorCode;
import dev.slipway.image.Base;
import dev.slipway.image.Image;
import dev.slipway.image.ImageLocation;
import dev.slipway.image.Instruction;
import dev.slipway.image.Run;
import dev.slipway.image.Stage;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Set;
import java.util.function.Function;

/**
 * Writes an image as a Dockerfile that BuildKit builds into the same thing. Equal images give equal text.
 *
 * <p>Stages come after those that they need; a stage is called by its label, with a number behind it where that would be
 * ambiguous, or {@code stage-1} and so on. A {@code # syntax} line is written only where a {@link DockerfileFeature} is
 * used. What a Dockerfile cannot say is an error that tells what to write instead; nothing is dropped.
 */
public final class DockerfileWriter {
  private final Image image;
  private final Set<DockerfileFeature> features = EnumSet.noneOf(DockerfileFeature.class);
  private final Sections sections;

  private DockerfileWriter(Image image) {
    this.image = image;
    this.sections = new Sections(image);
  }

  /**
   * Writes an image; its platforms are an option of the build, not part of the text.
   *
   * @throws DocumentException {@link ErrorCode#UNSUPPORTED} if the image holds what a Dockerfile cannot say, such as an
   *     environment variable with a line break; the message names stage and instruction
   */
  public static DockerfileText write(Image image) {
    return new DockerfileWriter(image).write();
  }

  /**
   * One instruction as it stands in a Dockerfile, without the last line break: for history, triggers and reports. What
   * no Dockerfile can say is told by the instruction's keyword alone.
   *
   * @param nameOf what stages and other bases that files are taken from are called
   */
  public static String instruction(Instruction instruction, Function<Base, String> nameOf) {
    try {
      String text = new InstructionWriter(EnumSet.noneOf(DockerfileFeature.class), nameOf, "the instruction", false).write(instruction);
      return text.substring(0, text.length() - 1);
    } catch (DocumentException impossible) {
      return keyword(instruction);
    }
  }

  private static String keyword(Instruction instruction) {
    return switch (instruction) {
      case Instruction.Health health -> "HEALTHCHECK";
      case Instruction.Args args -> "ARG";
      default -> instruction.getClass().getSimpleName().toUpperCase(Locale.ROOT);
    };
  }

  private DockerfileText write() {
    StringBuilder text = new StringBuilder();
    for (Instruction.Arg argument : image.arguments()) {
      text.append(instruction(argument, "argument '" + argument.name() + "' of the image"));
    }
    for (Base section : sections.order()) {
      text.append(text.isEmpty() ? "" : "\n");
      writeSection(section, text);
    }
    if (!sections.contexts().isEmpty()) {
      features.add(DockerfileFeature.NAMED_CONTEXT);
    }
    return new DockerfileText(syntax() + text, sections.contexts(), ImmutableSortedSet.copyOf(features));
  }

  private String syntax() {
    if (features.isEmpty()) {
      return "";
    }
    boolean experimental = features.stream().anyMatch(DockerfileFeature::isExperimental);
    return "# syntax=docker/dockerfile:1" + (experimental ? "-labs" : "") + "\n";
  }

  private void writeSection(Base section, StringBuilder text) {
    String place = section instanceof Stage stage ? "stage '" + stage + "'" : "'" + section + "'";
    text.append(from(section, place)).append('\n');
    if (section instanceof Stage stage) {
      int number = 1;
      for (Instruction instruction : stage.instructions()) {
        if (instruction instanceof Run run) {
          text.append(ReuseComment.write(run.reuse()));
        }
        text.append(instruction(instruction, place + ", instruction " + number + " (" + keyword(instruction) + ")"));
        number++;
      }
    }
  }

  private String instruction(Instruction instruction, String place) {
    return new InstructionWriter(features, this::nameForCopy, place, false).write(instruction);
  }

  private String from(Base section, String place) {
    WordWriter words = new WordWriter(features);
    StringBuilder line = new StringBuilder("FROM");
    Base base = section;
    if (section instanceof Stage stage) {
      base = stage.base();
      stage.platform().ifPresent(platform -> line.append(" --platform=").append(WordWriter.flag(words.inFlag(platform))));
    }
    line.append(' ').append(baseName(base, words));
    sections.label(section).ifPresent(label -> line.append(" AS ").append(label));
    String written = line.toString();
    if (written.indexOf('\n') >= 0 || WordWriter.hasSpace(baseName(base, words))) {
      throw new DocumentException(
          ErrorCode.UNSUPPORTED,
          place + ": the name of its base '" + base + "' has a blank, which FROM cannot quote; give the image an argument for it");
    }
    return written;
  }

  private String baseName(Base base, WordWriter words) {
    return switch (base) {
      case Base.Scratch scratch -> "scratch";
      case Stage stage -> sections.name(stage);
      case ImageLocation location -> sections.name(location);
      case Base.NamedContext context -> context.name();
      case Base.DockerImage docker -> Sections.unmistakable(docker.name().familiar());
      case Base.Reference reference ->
        reference.name().constant().map(Sections::unmistakable).orElseGet(() -> words.bare(reference.name()));
    };
  }

  /** What {@code --from} says: it takes no variables, so those bases have a section of their own. */
  private String nameForCopy(Base base) {
    if (sections.isNamed(base)) {
      return sections.name(base);
    }
    return switch (base) {
      case Base.Reference reference -> Sections.unmistakable(reference.name().constant().orElseThrow());
      case Base.DockerImage docker -> Sections.unmistakable(docker.name().familiar());
      case Base.NamedContext context -> context.name();
      default -> throw new DocumentException(
          ErrorCode.UNSUPPORTED,
          "files are taken from '" + base + "', which is not among the stages that the image needs; copy from it outside of ONBUILD");
    };
  }
}
