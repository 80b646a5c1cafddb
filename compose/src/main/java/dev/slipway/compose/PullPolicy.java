package dev.slipway.compose;

import dev.slipway.yaml.YamlScalar;
import java.util.Optional;

/**
 * When the image of a service is looked up in its registry. Platforms may know more than those here.
 *
 * @param id as files write it; {@code if_not_present} is {@code missing}
 */
public record PullPolicy(String id) {
  /** Before each start. */
  public static final PullPolicy ALWAYS = new PullPolicy("always");
  /** Never. */
  public static final PullPolicy NEVER = new PullPolicy("never");
  /** If it is not there. */
  public static final PullPolicy MISSING = new PullPolicy("missing");
  /** Never: it is built, even if it is there. */
  public static final PullPolicy BUILD = new PullPolicy("build");
  /** If it was looked up too long ago. */
  public static final PullPolicy REFRESH = new PullPolicy("refresh");
  /** If it was looked up a day ago. */
  public static final PullPolicy DAILY = new PullPolicy("daily");
  /** If it was looked up a week ago. */
  public static final PullPolicy WEEKLY = new PullPolicy("weekly");

  static final Form<PullPolicy> FORM = ScalarForm.of("'always', 'missing' or 'never'",
      scalar -> Optional.of(new PullPolicy(scalar.text())), policy -> YamlScalar.of(policy.id));

  /** Takes the newer of two names. */
  public PullPolicy {
    id = id.equals("if_not_present") ? "missing" : id;
  }

  /** As files write it. */
  @Override
  public String toString() {
    return id;
  }
}
