package dev.slipway.build;

import dev.slipway.BuildException;
import dev.slipway.ErrorCode;
import dev.slipway.InvalidValueException;
import dev.slipway.image.SecretValue;
import dev.slipway.store.Salt;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * Where the value of a secret comes from when a {@code RUN} asks for it. It is read when the command starts, and prints as
 * its source, never as its value.
 */
public final class Secret {
  /** As much as BuildKit takes. */
  private static final int LONGEST = 500 * 1024;

  private final Source source;
  private final Optional<String> version;

  private sealed interface Source {}

  private record Given(SecretValue value) implements Source {}

  private record InFile(Path file) implements Source {}

  private record InEnvironment(String variable) implements Source {}

  private Secret(Source source, Optional<String> version) {
    this.source = source;
    this.version = version;
  }

  /** A value at hand. */
  public static Secret of(SecretValue value) {
    return new Secret(new Given(value), Optional.empty());
  }

  /** The content of a file, of at most 500 KiB. */
  public static Secret file(Path file) {
    return new Secret(new InFile(file.toAbsolutePath()), Optional.empty());
  }

  /** The value of an environment variable of this process. */
  public static Secret environment(String variable) {
    if (variable.isEmpty() || variable.indexOf('=') >= 0) {
      throw new InvalidValueException("'" + variable + "' is not the name of an environment variable, such as 'NPM_TOKEN'");
    }
    return new Secret(new InEnvironment(variable), Optional.empty());
  }

  /**
   * The same secret with a name for its present version, such as a date, for commands whose results depend on it
   * ({@link dev.slipway.image.Reuse#whileSame}). Without one, a digest of the value tells versions apart, salted with
   * random bytes that never leave the store.
   */
  public Secret version(String newVersion) {
    return new Secret(source, Optional.of(newVersion));
  }

  /** What tells this version from others; nothing about the value follows from it. */
  String versionText(Salt salt) {
    return version.map(name -> "version " + name).orElseGet(() -> salt.digest(read().bytes()).toString());
  }

  /**
   * The value.
   *
   * @throws BuildException with {@link ErrorCode#NOT_FOUND} if the file or variable is not there, empty or too large
   */
  SecretValue read() {
    return switch (source) {
      case Given given -> given.value();
      case InFile file -> SecretValue.of(bytes(file.file()));
      case InEnvironment environment -> Optional.ofNullable(System.getenv(environment.variable())).filter(value -> !value.isEmpty())
          .map(SecretValue::of).orElseThrow(() -> new BuildException(ErrorCode.NOT_FOUND,
              "the environment variable '" + environment.variable() + "', which holds a secret, is not set or empty"));
    };
  }

  private static byte[] bytes(Path file) {
    try {
      if (Files.isRegularFile(file) && Files.size(file) > 0 && Files.size(file) <= LONGEST) {
        return Files.readAllBytes(file);
      }
    } catch (IOException failure) {
      throw new BuildException(ErrorCode.NOT_FOUND, "the file '" + file + "', which holds a secret, cannot be read: " + failure, failure);
    }
    throw new BuildException(ErrorCode.NOT_FOUND,
        "'" + file + "', which holds a secret, is not a regular file of 1 to " + LONGEST + " bytes");
  }

  /** The source, without the value. */
  @Override
  public String toString() {
    return switch (source) {
      case Given given -> "secret";
      case InFile file -> "secret in '" + file.file() + "'";
      case InEnvironment environment -> "secret in the variable " + environment.variable();
    };
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Secret that && source.equals(that.source) && version.equals(that.version);
  }

  @Override
  public int hashCode() {
    return source.hashCode() * 31 + version.hashCode();
  }
}
