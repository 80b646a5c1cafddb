package dev.slipway.dockerfile;

import com.google.common.collect.ImmutableList;
import dev.slipway.DocumentException;
import dev.slipway.ErrorCode;
import dev.slipway.Problem;
import dev.slipway.image.Instruction;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The triggers that images hold as text in their configuration, for images that are built on them. */
public final class OnbuildTriggers {
  private OnbuildTriggers() {}

  /**
   * Reads one trigger. Names that it takes files from are {@link dev.slipway.image.Base.Reference}s, also where they will
   * turn out to be stages.
   *
   * @param text an instruction, perhaps with texts of several lines, such as {@code COPY . /app}
   * @throws DocumentException {@link ErrorCode#MALFORMED_DOCUMENT} if the text is not exactly one instruction that may be a
   *     trigger
   */
  public static Instruction parse(String text) {
    Dockerfile fragment = Dockerfile.parseFragment("ONBUILD trigger", text, '\\');
    List<Problem> problems = new ArrayList<>(fragment.problems());
    Findings findings = new Findings("ONBUILD trigger");
    Variables unknown = Variables.of(Map.of(), Map.of(), false);
    Optional<Instruction> read = Optional.empty();
    if (problems.isEmpty() && fragment.statements().size() == 1) {
      Statement statement = fragment.statements().get(0);
      read = new InstructionReader(fragment.escape(), new TriggerNames(), () -> unknown, true, findings).read(statement);
      problems.addAll(findings.problems(true));
    }
    if (problems.isEmpty() && (read.isEmpty() || read.get() instanceof Instruction.Onbuild)) {
      problems.add(Problem.of("ONBUILD trigger", "'" + text + "' is not one instruction that may be a trigger")
          .advise("make the base image anew, with any instruction but FROM and ONBUILD"));
    }
    if (!problems.isEmpty()) {
      throw DocumentException.of(ErrorCode.MALFORMED_DOCUMENT, fragment.source(), ImmutableList.copyOf(problems));
    }
    return read.orElseThrow();
  }
}
