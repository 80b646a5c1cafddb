package dev.slipway.dockerfile.check;

import java.util.Optional;

/**
 * What a rule found.
 *
 * @param rule the rule
 * @param severity how much it matters here
 * @param place where
 * @param message what is found, with the value in quotes; one sentence without a full stop
 * @param fix what to write instead, for people
 * @param edit the same as a change, where one is safe
 */
public record Finding(Rule rule, Severity severity, Place place, String message, String fix, Optional<Edit> edit) {
  /** A finding of the rule's own severity, without an edit. */
  public static Finding of(Rule rule, Place place, String message, String fix) {
    return new Finding(rule, rule.severity(), place, message, fix, Optional.empty());
  }

  /** Why it matters. */
  public String why() {
    return rule.why();
  }

  /** The same with an edit. */
  public Finding withEdit(Edit newEdit) {
    return new Finding(rule, severity, place, message, fix, Optional.of(newEdit));
  }

  /** The same with another severity. */
  public Finding withSeverity(Severity newSeverity) {
    return new Finding(rule, newSeverity, place, message, fix, edit);
  }

  /** The finding in one line, such as {@code Dockerfile:3:7: warning: message [StageNameCasing]}. */
  @Override
  public String toString() {
    return place + ": " + severity + ": " + message + " [" + rule + "]";
  }
}
