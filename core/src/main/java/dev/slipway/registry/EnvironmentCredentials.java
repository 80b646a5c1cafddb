package dev.slipway.registry;

import com.google.common.collect.ImmutableSortedSet;
import dev.slipway.DocumentException;
import dev.slipway.InvalidValueException;
import dev.slipway.image.ImageReference;
import dev.slipway.image.SecretValue;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Supplier;

/** Credentials of variables; see {@link Credentials#environment()}. */
final class EnvironmentCredentials implements Credentials {
  private static final String PREFIX = "SLIPWAY_REGISTRY";
  private static final String USERNAME = "_USERNAME";
  private static final String PASSWORD = "_PASSWORD";
  private static final String DOCKER = "DOCKER_AUTH_CONFIG";
  private static final int MAX_LENGTH = 1 << 20;

  private final Supplier<Surroundings> surroundings;
  private final Duration helperTimeout;

  EnvironmentCredentials(Supplier<Surroundings> surroundings, Duration helperTimeout) {
    this.surroundings = surroundings;
    this.helperTimeout = helperTimeout;
  }

  @Override
  public Lookup find(ImageReference repository) {
    Search search = new Search();
    Surroundings around = surroundings.get();
    Optional<Credential> own = own(repository, around, search);
    return search.with(own.isPresent() ? own : docker(repository, around, search));
  }

  private static Optional<Credential> own(ImageReference repository, Surroundings around, Search search) {
    Map<RegistryScope, String> scopes = new TreeMap<>((a, b) -> a.toString().compareTo(b.toString()));
    ImmutableSortedSet<String> names = names(around);
    for (String name : names) {
      scope(name, around, search).ifPresent(scope -> {
        String taken = scopes.putIfAbsent(scope, name);
        if (taken != null) {
          search.failed("variable " + name, "it names the same registry as " + taken + ", which counts");
        }
      });
    }
    for (RegistryScope scope : RegistryScope.around(repository)) {
      String name = scopes.get(scope);
      if (name != null) {
        return login(name, scope, around, search);
      }
    }
    search.nothing("variables " + PREFIX + "…",
        names.isEmpty() ? "none is set" : "none is for '" + RegistryScope.registry(repository) + "'");
    return Optional.empty();
  }

  /** The variables that name registries: the prefix alone, or with one word behind it. */
  private static ImmutableSortedSet<String> names(Surroundings around) {
    ImmutableSortedSet.Builder<String> names = ImmutableSortedSet.naturalOrder();
    for (String variable : around.variables().keySet()) {
      String rest = variable.startsWith(PREFIX) ? variable.substring(PREFIX.length()) : "?";
      String base = rest.endsWith(USERNAME) || rest.endsWith(PASSWORD) ? rest.substring(0, rest.length() - USERNAME.length()) : rest;
      boolean word = base.startsWith("_") && base.length() > 1
          && base.chars().skip(1).allMatch(c -> c >= 'A' && c <= 'Z' || c >= '0' && c <= '9');
      if ((base.isEmpty() || word) && around.variable(variable).isPresent()) {
        names.add(PREFIX + base);
      }
    }
    return names.build();
  }

  private static Optional<RegistryScope> scope(String name, Surroundings around, Search search) {
    Optional<String> registry = around.variable(name);
    if (registry.isEmpty()) {
      search.failed("variables " + name + "…", name + ", which says for which registry they are, is not set");
      return Optional.empty();
    }
    try {
      return Optional.of(RegistryScope.of(registry.get()));
    } catch (InvalidValueException refused) {
      search.failed("variable " + name, "its value does not name a registry; write host or host:port, such as localhost:5000");
      return Optional.empty();
    }
  }

  private static Optional<Credential> login(String name, RegistryScope scope, Surroundings around, Search search) {
    String place = "variables " + name + "…";
    Optional<String> username = around.variable(name + USERNAME);
    Optional<SecretValue> password = around.variable(name + PASSWORD).map(SecretValue::of);
    if (username.isEmpty() || password.isEmpty()) {
      search.failed(place, name + (username.isEmpty() ? USERNAME : PASSWORD) + " is not set");
      return Optional.empty();
    }
    try {
      Credential credential = AuthEntry.login(username.get(), password.get(), name + USERNAME);
      search.nothing(place, "for '" + scope + "'");
      return Optional.of(credential);
    } catch (DocumentException refused) {
      search.failed(place, String.valueOf(refused.getMessage()));
      return Optional.empty();
    }
  }

  private Optional<Credential> docker(ImageReference repository, Surroundings around, Search search) {
    String place = "variable " + DOCKER;
    Optional<String> document = around.variable(DOCKER);
    if (document.isEmpty()) {
      search.nothing(place, "not set");
      return Optional.empty();
    }
    try {
      if (document.get().length() > MAX_LENGTH) {
        throw ConfigJson.malformed("it has more than " + MAX_LENGTH + " characters, which no configuration has");
      }
      return DockerConfigDocument.read(document.get().getBytes(StandardCharsets.UTF_8), place, false, around, helperTimeout)
          .find(repository, search);
    } catch (DocumentException malformed) {
      search.failed(place, String.valueOf(malformed.getMessage()));
      return Optional.empty();
    }
  }
}
