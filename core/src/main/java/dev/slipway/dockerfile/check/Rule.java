package dev.slipway.dockerfile.check;

import dev.slipway.InvalidValueException;
import java.net.URI;
import java.util.Optional;

/**
 * Something that is checked. Rules are compared by all they say; their ids are stable.
 *
 * @param id the name that {@code # check=skip=…} and reports use, of letters and digits, such as {@code StageNameCasing}
 * @param title what should be so, in one sentence without a full stop
 * @param why what happens otherwise
 * @param url a page about it
 * @param severity what its findings are unless a finding says otherwise
 * @param experimental whether it is looked at only where {@code # check=experimental=…} asks for it
 */
public record Rule(String id, String title, String why, Optional<URI> url, Severity severity, boolean experimental) {
  /** Checks the id. */
  public Rule {
    boolean valid = !id.isEmpty() && id.chars().allMatch(c -> c < 128 && Character.isLetterOrDigit(c));
    if (!valid) {
      throw new InvalidValueException("'" + id + "' is no id of a rule: write letters and digits, such as 'StageNameCasing'");
    }
  }

  /** A rule that is always looked at, of severity {@link Severity#WARNING}, without a page. */
  public static Rule of(String id, String title, String why) {
    return new Rule(id, title, why, Optional.empty(), Severity.WARNING, false);
  }

  /** The same with another severity. */
  public Rule withSeverity(Severity newSeverity) {
    return new Rule(id, title, why, url, newSeverity, experimental);
  }

  /** The same with a page. */
  public Rule withUrl(String newUrl) {
    return new Rule(id, title, why, Optional.of(URI.create(newUrl)), severity, experimental);
  }

  /** The same, looked at only on demand. */
  public Rule asExperiment() {
    return new Rule(id, title, why, url, severity, true);
  }

  /** The id. */
  @Override
  public String toString() {
    return id;
  }
}
