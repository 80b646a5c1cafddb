package dev.slipway.registry;

import com.google.common.collect.ImmutableMap;
import com.google.errorprone.annotations.CanIgnoreReturnValue;
import dev.slipway.image.ImageReference;
import dev.slipway.image.SecretValue;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A user's directory, variables and programs for one test, away from those of whoever runs it. */
final class UserHome {
  private final Path home;
  private final Map<String, String> variables = new LinkedHashMap<>();
  private Duration patience = Duration.ofSeconds(20);

  UserHome(Path root) {
    home = root.resolve("home");
    variables.put("PATH", path("bin") + ":/usr/bin:/bin");
  }

  Path path(String name) {
    return home.resolve(name);
  }

  @CanIgnoreReturnValue
  UserHome variable(String name, String value) {
    variables.put(name, value);
    return this;
  }

  @CanIgnoreReturnValue
  UserHome patience(Duration helperTimeout) {
    patience = helperTimeout;
    return this;
  }

  /** Writes a file; single quotes become double ones, which JSON is full of. */
  @CanIgnoreReturnValue
  UserHome file(String name, String content) {
    try {
      Files.createDirectories(path(name).getParent());
      Files.writeString(path(name), content.replace('\'', '"'));
      return this;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @CanIgnoreReturnValue
  UserHome config(String content) {
    return file(".docker/config.json", content);
  }

  /** A helper that is a shell script; {@code $server} is what it was asked for. */
  @CanIgnoreReturnValue
  UserHome helper(String suffix, String script) {
    try {
      Path file = path("bin/docker-credential-" + suffix);
      Files.createDirectories(file.getParent());
      Files.writeString(file, "#!/bin/sh\nserver=$(cat)\necho \"$1 $server\" >>'" + path("asked") + "'\n" + script + "\n");
      Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
      return this;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** A helper that knows one server. */
  @CanIgnoreReturnValue
  UserHome helper(String suffix, String server, String username, String secret) {
    return helper(suffix, """
        if [ "$server" = '%s' ]; then echo '{"ServerURL":"%s","Username":"%s","Secret":"%s"}'
        else echo 'credentials not found in native keychain'; exit 1; fi""".formatted(server, server, username, secret));
  }

  /** What helpers were asked, a line each. */
  List<String> asked() {
    try {
      return Files.exists(path("asked")) ? Files.readAllLines(path("asked")) : List.of();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  Surroundings surroundings() {
    return new Surroundings(ImmutableMap.copyOf(variables), home);
  }

  Credentials environment() {
    return new EnvironmentCredentials(this::surroundings, patience);
  }

  Credentials dockerConfig() {
    return DockerConfigCredentials.ofUser(this::surroundings, patience);
  }

  Credentials dockerConfig(Path file) {
    return DockerConfigCredentials.of(file, this::surroundings, patience);
  }

  Credentials helper(String suffix) {
    return HelperCredentials.named(suffix, this::surroundings, patience);
  }

  Credentials standard() {
    return Credentials.first(environment(), dockerConfig());
  }

  Credentials.Lookup find(String repository) {
    return standard().find(ImageReference.parse(repository));
  }

  static Optional<Credential> login(String username, String password) {
    return Optional.of(Credential.of(username, SecretValue.of(password)));
  }

  static Optional<Credential> identity(String token) {
    return Optional.of(new Credential.IdentityToken(SecretValue.of(token)));
  }

  static String base64(String text) {
    return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
  }

  /** A section of a configuration with a login. */
  static String auth(String key, String username, String password) {
    return "'" + key + "': {'auth': '" + base64(username + ":" + password) + "'}";
  }

  static String auths(String... entries) {
    return "{'auths': {" + String.join(", ", entries) + "}}";
  }
}
