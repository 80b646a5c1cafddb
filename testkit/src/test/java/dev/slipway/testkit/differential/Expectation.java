package dev.slipway.testkit.differential;

import com.fasterxml.jackson.databind.JsonNode;
import com.google.common.collect.ImmutableSet;
import java.util.Optional;

/** What is to become of a case on disk, as its {@code case.json} says under {@code expected}. */
sealed interface Expectation {
  /** Both build the same image; also where nothing is said. */
  record Same() implements Expectation {}

  /**
   * Both refuse.
   *
   * @param docker what Docker's message contains
   * @param ours what our message contains
   */
  record Fails(String docker, String ours) implements Expectation {}

  /**
   * They differ on purpose.
   *
   * @param why the reason
   * @param lines text that every difference contains; anything else is a fault
   */
  record Differs(String why, String lines) implements Expectation {}

  /** Slipway says that it does not do this; its message contains the text. */
  record Unsupported(String what) implements Expectation {}

  /** The frontend of the daemon is too old for it, and refuses it or takes it for something else; what is right is written down. */
  record Recorded(RecordedImage image) implements Expectation {}

  /** The forms of the field besides the text {@code same}, by the field that tells them. */
  ImmutableSet<String> FORMS = ImmutableSet.of("fails", "differs", "unsupported", "recorded");

  /** Reads the field; whatever else others write there says nothing. */
  static Expectation of(JsonNode json) {
    if (json.has("fails")) {
      return new Fails(json.path("fails").asText(), json.path("ours").asText());
    }
    if (json.has("differs")) {
      return new Differs(json.path("differs").asText(), json.path("lines").asText());
    }
    if (json.has("unsupported")) {
      return new Unsupported(json.path("unsupported").asText());
    }
    if (json.has("recorded")) {
      return new Recorded(RecordedImage.of(json.path("recorded")));
    }
    return new Same();
  }

  /** Why what Docker did is not what this case is about; empty if it is. */
  default Optional<String> problem(Side docker) {
    String refusal = docker instanceof Side.Refused(String message) ? message : "";
    return switch (this) {
      case Same same -> refusal.isEmpty() ? Optional.empty() : Optional.of("Docker refuses it: " + refusal);
      case Fails fails when refusal.isEmpty() -> Optional.of("Docker builds it");
      case Fails fails -> refusal.contains(fails.docker())
          ? Optional.empty()
          : Optional.of("Docker refuses it for another reason than '" + fails.docker() + "': " + refusal);
      case Differs differs -> Optional.empty();
      case Unsupported unsupported -> Optional.empty();
      case Recorded recorded -> Optional.empty();
    };
  }

  /** Why the outcome is not the expected one; empty if it is. */
  default Optional<String> problem(Outcome outcome, Side ours) {
    return switch (outcome) {
      case Outcome.Unsupported(String what) -> this instanceof Unsupported(String expected) && what.contains(expected)
          ? Optional.empty()
          : Optional.of("not supported: " + what);
      case Outcome.Differs differs ->
        reason(differs).isPresent() ? Optional.empty() : Optional.of(String.join("\n", differs.differences()));
      case Outcome.Same same -> switch (this) {
        case Fails(String docker, String expected) -> ours instanceof Side.Refused(String message) && message.contains(expected)
            ? Optional.empty()
            : Optional.of("expected is a refusal with '" + expected + "': " + (ours instanceof Side.Refused(String why) ? why : "none"));
        case Differs differs -> Optional.of("it is the same now: the difference is none any more");
        case Unsupported unsupported -> Optional.of("it is supported now");
        default -> Optional.empty();
      };
    };
  }

  /** Why the difference is wanted, if it is. */
  default Optional<String> reason(Outcome.Differs outcome) {
    return this instanceof Differs(String why, String lines) && outcome.differences().stream().allMatch(line -> line.contains(lines))
        ? Optional.of(why)
        : Optional.empty();
  }
}
