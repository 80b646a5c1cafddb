package dev.slipway.dockerfile.check;

import com.google.common.collect.ImmutableList;
import dev.slipway.dockerfile.Dockerfile;
import dev.slipway.image.Platform;
import java.util.function.Consumer;

/**
 * The rules that BuildKit's frontend 1.26 has, under its names.
 *
 * <p>As there, what concerns names, spelling and {@code FROM} is looked at in the whole file, and what depends on variables
 * and on what came before only in the stages that are checked. Unlike there, a base image whose configuration is not given
 * may set any variable: what then may be undefined is a note.
 */
final class BuildkitRules implements RuleSet {
  static final Rule STAGE_NAME_CASING = rule("StageNameCasing", "stage-name-casing", "Names of stages are written in small letters",
      "Names are compared in small letters; one that is written otherwise looks like another name, and cannot be told from an instruction");
  static final Rule FROM_AS_CASING = rule("FromAsCasing", "from-as-casing", "AS is written in the same letters as FROM",
      "Two ways of writing keywords in one line are hard to read");
  static final Rule NO_EMPTY_CONTINUATION = rule("NoEmptyContinuation", "no-empty-continuation",
      "No empty line stands in a continued instruction",
      "Builders still step over the line, and a later one will refuse it; readers take the instruction to end there");
  static final Rule CONSISTENT_INSTRUCTION_CASING = rule("ConsistentInstructionCasing", "consistent-instruction-casing",
      "All instructions are written in capitals, or all in small letters", "Keywords that are written in several ways are hard to find");
  static final Rule DUPLICATE_STAGE_NAME = rule("DuplicateStageName", "duplicate-stage-name", "Each stage has a name of its own",
      "FROM takes the nearest stage of a name and --from the last one, so that the two mean different stages");
  static final Rule RESERVED_STAGE_NAME = rule("ReservedStageName", "reserved-stage-name", "No stage is called scratch or context",
      "The words mean the empty image and the build context, so that the stage may not be reached by its name");
  static final Rule JSON_ARGS_RECOMMENDED = rule("JSONArgsRecommended", "json-args-recommended",
      "CMD and ENTRYPOINT are written as JSON arrays",
      "In shell form the program runs below a shell, which does not hand on the signals that stop a container");
  static final Rule MAINTAINER_DEPRECATED = rule("MaintainerDeprecated", "maintainer-deprecated", "The author stands in a label",
      "MAINTAINER is deprecated, and labels can be read by more tools");
  static final Rule UNDEFINED_ARG_IN_FROM = rule("UndefinedArgInFrom", "undefined-arg-in-from",
      "FROM uses arguments that are declared before it",
      "An argument that is not declared is empty, whatever the build is given");
  static final Rule WORKDIR_RELATIVE_PATH = rule("WorkdirRelativePath", "workdir-relative-path", "The first WORKDIR of a file is absolute",
      "A relative path stands on the working directory of the base image, and moves when that changes");
  static final Rule UNDEFINED_VAR = rule("UndefinedVar", "undefined-var", "Variables are defined before they are used",
      "A variable that is not defined is empty, which mostly is a spelling mistake or an ARG that was forgotten in this stage");
  static final Rule MULTIPLE_INSTRUCTIONS_DISALLOWED = rule("MultipleInstructionsDisallowed", "multiple-instructions-disallowed",
      "A stage has one CMD, one ENTRYPOINT and one HEALTHCHECK", "Only the last one counts; what stands in the others is never used");
  static final Rule LEGACY_KEY_VALUE_FORMAT = rule("LegacyKeyValueFormat", "legacy-key-value-format",
      "ENV and LABEL have an equals sign between name and value",
      "With a blank, the rest of the line is one value: a second name becomes part of it unseen");
  static final Rule INVALID_BASE_IMAGE_PLATFORM = Rule.of("InvalidBaseImagePlatform", "Base images are for the platform that is built for",
      "Programs for another machine do not start, or are slowed down by emulation");
  static final Rule REDUNDANT_TARGET_PLATFORM = rule("RedundantTargetPlatform", "redundant-target-platform",
      "FROM leaves out the platform that it has anyway", "The target platform is what FROM takes if nothing is said");
  static final Rule SECRETS_USED_IN_ARG_OR_ENV = rule("SecretsUsedInArgOrEnv", "secrets-used-in-arg-or-env",
      "Secrets are no arguments and no variables",
      "Both stay in the image's configuration or history, where everybody who has the image reads them");
  static final Rule INVALID_DEFAULT_ARG_IN_FROM = rule("InvalidDefaultArgInFrom", "invalid-default-arg-in-from",
      "FROM names an image with the defaults of all arguments too",
      "A build without arguments fails, and tools cannot tell the base image");
  static final Rule FROM_PLATFORM_FLAG_CONST_DISALLOWED = rule("FromPlatformFlagConstDisallowed", "from-platform-flag-const-disallowed",
      "FROM names no fixed platform",
      "The stage is then the same for every platform that is built for, so that the image runs on one of them only");
  static final Rule COPY_IGNORED_FILE = rule("CopyIgnoredFile", "copy-ignored-file", "What is copied is not ignored",
      "Ignored files are not there for the build, so that it fails or copies nothing");
  static final Rule INVALID_DEFINITION_DESCRIPTION = rule("InvalidDefinitionDescription", "invalid-definition-description",
      "A comment above a stage or argument begins with its name",
      "Builders show such comments as descriptions of stages and arguments, and find them by the name").asExperiment();
  static final Rule EXPOSE_PROTO_CASING = rule("ExposeProtoCasing", "expose-proto-casing",
      "Protocols in EXPOSE are written in small letters",
      "Some tools compare them letter by letter");
  static final Rule EXPOSE_INVALID_FORMAT = rule("ExposeInvalidFormat", "expose-invalid-format", "EXPOSE has ports of the container only",
      "Addresses and ports of the host are dropped today and will be refused by a later builder; they belong to 'docker run --publish'");

  private static final ImmutableList<Rule> RULES = ImmutableList.of(STAGE_NAME_CASING, FROM_AS_CASING, NO_EMPTY_CONTINUATION,
      CONSISTENT_INSTRUCTION_CASING, DUPLICATE_STAGE_NAME, RESERVED_STAGE_NAME, JSON_ARGS_RECOMMENDED, MAINTAINER_DEPRECATED,
      UNDEFINED_ARG_IN_FROM, WORKDIR_RELATIVE_PATH, UNDEFINED_VAR, MULTIPLE_INSTRUCTIONS_DISALLOWED, LEGACY_KEY_VALUE_FORMAT,
      INVALID_BASE_IMAGE_PLATFORM, REDUNDANT_TARGET_PLATFORM, SECRETS_USED_IN_ARG_OR_ENV, INVALID_DEFAULT_ARG_IN_FROM,
      FROM_PLATFORM_FLAG_CONST_DISALLOWED, COPY_IGNORED_FILE, INVALID_DEFINITION_DESCRIPTION, EXPOSE_PROTO_CASING, EXPOSE_INVALID_FORMAT);

  private static Rule rule(String id, String page, String title, String why) {
    return Rule.of(id, title, why).withUrl("https://docs.docker.com/go/dockerfile/rule/" + page + "/");
  }

  @Override
  public ImmutableList<Rule> rules() {
    return RULES;
  }

  @Override
  public void check(Subject subject, Consumer<Finding> findings) {
    subject.file().ifPresent(file -> check(file, subject, findings));
  }

  private static void check(Dockerfile file, Subject subject, Consumer<Finding> findings) {
    CheckedFile checked = new CheckedFile(file, subject, findings);
    new SpellingRules(checked).check();
    new StageNameRules(checked).check();
    // what holds on one of several platforms is found on it
    for (Platform platform : Globals.platforms(subject.options().read())) {
      Globals globals = Globals.of(file, subject.options().read(), platform);
      new FromRules(checked, globals).check();
      new StageRules(checked, globals).check();
    }
  }
}
