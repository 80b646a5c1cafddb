package dev.slipway.compose;

import dev.slipway.InvalidValueException;
import dev.slipway.yaml.YamlScalar;
import java.util.Optional;

/**
 * When a container is started again after it has ended. Platforms may know more than those here.
 *
 * @param id as files write it
 */
public record Restart(String id) {
  /** Never. */
  public static final Restart NO = new Restart("no");
  /** Always. */
  public static final Restart ALWAYS = new Restart("always");
  /** Unless somebody has stopped it. */
  public static final Restart UNLESS_STOPPED = new Restart("unless-stopped");
  /** If it has failed. */
  public static final Restart ON_FAILURE = new Restart("on-failure");

  static final Form<Restart> FORM = ScalarForm.of("'no', 'always', 'on-failure' or 'unless-stopped'",
      scalar -> Optional.of(new Restart(scalar.text())), restart -> YamlScalar.of(restart.id));

  /** If it has failed, but not more often than this. */
  public static Restart onFailure(int attempts) {
    if (attempts < 1) {
      throw new InvalidValueException("'" + attempts + "' is no number of attempts: it must be at least 1; Restart.NO never tries again");
    }
    return new Restart("on-failure:" + attempts);
  }

  /** As files write it. */
  @Override
  public String toString() {
    return id;
  }
}
