package dev.slipway.image;

import dev.slipway.InvalidValueException;
import java.util.Optional;

/**
 * A secret that one {@code RUN} reads from a file or an environment variable. The value names the secret only; what it
 * is, the build is given.
 *
 * @param id which secret
 * @param target the file; absent means {@code /run/secrets/<id>} unless there is a variable
 * @param variable the environment variable; absent means none
 * @param required whether the build fails without it
 * @param access owner and mode of the file; 0400 and root unless said
 */
public record SecretMount(Word id, Optional<Word> target, Optional<String> variable, boolean required, Access access) implements Mount {
  /** Checks id, target and the variable's name. */
  public SecretMount {
    if (id.isEmpty()) {
      throw new InvalidValueException("a secret mount needs the id of a secret, such as 'npm-token'");
    }
    target.ifPresent(Mount::checkTarget);
    variable.ifPresent(name -> Names.checkVariableName(name, "an environment variable"));
  }

  /** A secret that must be there, as {@code /run/secrets/<id>}. */
  public static SecretMount of(String id) {
    return new SecretMount(Word.of(id), Optional.empty(), Optional.empty(), true, Access.DEFAULT);
  }

  /** The same secret as another file. */
  public SecretMount at(String newTarget) {
    return new SecretMount(id, Optional.of(Word.of(newTarget)), variable, required, access);
  }

  /** The same secret as an environment variable. */
  public SecretMount as(String newVariable) {
    return new SecretMount(id, target, Optional.of(newVariable), required, access);
  }

  /** The same secret, without which the build goes on. */
  public SecretMount optional() {
    return new SecretMount(id, target, variable, false, access);
  }

  /** The same secret with another owner or mode. */
  public SecretMount access(Access newAccess) {
    return new SecretMount(id, target, variable, required, newAccess);
  }
}
