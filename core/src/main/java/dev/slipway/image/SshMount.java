package dev.slipway.image;

import dev.slipway.InvalidValueException;
import java.util.Optional;

/**
 * An SSH agent that one {@code RUN} may use.
 *
 * @param id which agent; {@code default} unless said
 * @param target the socket's path; absent means one chosen by the builder
 * @param required whether the build fails without it
 * @param access owner and mode of the socket; 0600 and root unless said
 */
public record SshMount(Word id, Optional<Word> target, boolean required, Access access) implements Mount {
  /** Checks id and target. */
  public SshMount {
    if (id.isEmpty()) {
      throw new InvalidValueException("an ssh mount needs the id of an agent; the usual one is 'default'");
    }
    target.ifPresent(Mount::checkTarget);
  }

  /** The agent called {@code default}, which must be there. */
  public static SshMount agent() {
    return agent("default");
  }

  /** An agent by its id, which must be there. */
  public static SshMount agent(String id) {
    return new SshMount(Word.of(id), Optional.empty(), true, Access.DEFAULT);
  }

  /** The same agent at another path. */
  public SshMount at(String newTarget) {
    return new SshMount(id, Optional.of(Word.of(newTarget)), required, access);
  }

  /** The same agent, without which the build goes on. */
  public SshMount optional() {
    return new SshMount(id, target, false, access);
  }

  /** The same agent with another owner or mode. */
  public SshMount access(Access newAccess) {
    return new SshMount(id, target, required, newAccess);
  }
}
