package dev.slipway.dockerfile;

import dev.slipway.DocumentException;
import dev.slipway.Span;
import dev.slipway.image.Instruction;
import dev.slipway.image.Word;
import java.util.EnumSet;
import java.util.Set;

/** Tells what is newer than the state of the language that a file is read for. */
final class FeatureRules {
  private final FrontendLevel level;
  private final Findings findings;

  FeatureRules(FrontendLevel level, Findings findings) {
    this.level = level;
    this.findings = findings;
  }

  /** Looks at an instruction, which needs what it would be written with. */
  void check(Instruction instruction, Span place) {
    if (level.compareTo(FrontendLevel.SUPPORTED) < 0) {
      Set<DockerfileFeature> features = EnumSet.noneOf(DockerfileFeature.class);
      try {
        String unused = new InstructionWriter(features, base -> "name", "the instruction", false).write(instruction);
      } catch (DocumentException impossible) {
        // what cannot be written in one way was read in another; the features that were seen by then count
        features.remove(DockerfileFeature.HEREDOC);
      }
      tell(features, place);
    }
  }

  /** Looks at the name or platform of a base. */
  void check(Word word, Span place) {
    Set<DockerfileFeature> features = EnumSet.noneOf(DockerfileFeature.class);
    String unused = new WordWriter(features).bare(word);
    tell(features, place);
  }

  private void tell(Set<DockerfileFeature> features, Span place) {
    for (DockerfileFeature feature : features) {
      if (!level.has(feature) && !feature.isExperimental()) {
        findings.always(place, "'" + feature + "' came with frontend " + feature.since() + ", and the file is read for " + level,
            "do without, or read it for frontend " + feature.since());
      }
    }
  }
}
