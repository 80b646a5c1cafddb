package dev.slipway.registry;

import com.fasterxml.jackson.databind.JsonNode;
import com.google.common.collect.ImmutableListMultimap;
import dev.slipway.DocumentException;
import dev.slipway.InvalidValueException;
import dev.slipway.image.ImageReference;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/**
 * The configuration that Docker, Podman and others keep credentials in: {@code credHelpers} names a helper for a
 * registry, {@code credsStore} one for all others, {@code auths} holds what no helper has.
 *
 * <p>A helper that has nothing, or fails, does not hide what {@code auths} says of the same registry; what is said of
 * another registry is never used (CVE-2021-41092). Among entries for paths, the longest path counts; Jib, which is not
 * used here, takes the first entry whose key begins with the registry.
 */
final class DockerConfigDocument {
  private static final String HELPERS = "credHelpers";
  private static final String STORE = "credsStore";
  private static final String AUTHS = "auths";

  private final JsonNode root;
  private final String source;
  private final boolean legacy;
  private final Surroundings surroundings;
  private final Duration helperTimeout;

  private DockerConfigDocument(JsonNode root, String source, boolean legacy, Surroundings surroundings, Duration helperTimeout) {
    this.root = root;
    this.source = source;
    this.legacy = legacy;
    this.surroundings = surroundings;
    this.helperTimeout = helperTimeout;
  }

  /**
   * Reads a document.
   *
   * @param source what it came from, in words
   * @param legacy whether the whole document is what {@code auths} is in newer ones
   */
  static DockerConfigDocument read(byte[] bytes, String source, boolean legacy, Surroundings surroundings, Duration helperTimeout) {
    return new DockerConfigDocument(ConfigJson.object(bytes, source), source, legacy, surroundings, helperTimeout);
  }

  /** The credential of a repository, if there is one here; the search learns what there is. */
  Optional<Credential> find(ImageReference repository, Search search) {
    Optional<Credential> kept = legacy ? Optional.empty() : fromHelper(repository, search);
    return kept.isPresent() ? kept : fromAuths(repository, search);
  }

  private Optional<Credential> fromHelper(ImageReference repository, Search search) {
    Optional<Named> helper;
    try {
      helper = helper(repository);
    } catch (DocumentException malformed) {
      search.failed(HELPERS + " of " + source, String.valueOf(malformed.getMessage()));
      return Optional.empty();
    }
    // an empty name takes the registry out of the store's hands
    if (helper.isEmpty() || helper.get().suffix().isEmpty()) {
      return Optional.empty();
    }
    String origin = " of " + helper.get().section() + " of " + source;
    try {
      return CredentialHelper.named(helper.get().suffix(), surroundings, helperTimeout).find(repository, origin, search);
    } catch (InvalidValueException refused) {
      search.failed(helper.get().section() + " of " + source, String.valueOf(refused.getMessage()));
      return Optional.empty();
    }
  }

  /** The helper that a section names. */
  private record Named(String suffix, String section) {}

  private Optional<Named> helper(ImageReference repository) {
    ImmutableListMultimap<RegistryScope, String> helpers = keys(ConfigJson.section(root, HELPERS, source));
    for (RegistryScope scope : RegistryScope.around(repository)) {
      for (String key : helpers.get(scope)) {
        JsonNode helper = ConfigJson.field(root, HELPERS).get(key);
        if (!helper.isTextual()) {
          throw ConfigJson.malformed("what it has for '" + scope + "' is not the name of a helper");
        }
        return Optional.of(new Named(helper.textValue(), HELPERS));
      }
    }
    return ConfigJson.text(root, STORE, source).map(name -> new Named(name, STORE));
  }

  private Optional<Credential> fromAuths(ImageReference repository, Search search) {
    String place = (legacy ? "" : AUTHS + " of ") + source;
    try {
      JsonNode auths = legacy ? root : ConfigJson.section(root, AUTHS, source);
      ImmutableListMultimap<RegistryScope, String> keys = keys(auths);
      Optional<RegistryScope> empty = Optional.empty();
      for (RegistryScope scope : RegistryScope.around(repository)) {
        for (String key : keys.get(scope)) {
          Optional<Credential> credential = AuthEntry.read(auths.get(key), "the entry for '" + scope + "'");
          if (credential.isPresent()) {
            search.nothing(place, "entry for '" + scope + "'");
            return credential;
          }
          empty = empty.or(() -> Optional.of(scope));
        }
      }
      search.nothing(place, empty.map(scope -> "the entry for '" + scope + "' has no password")
          .orElse("no entry for '" + RegistryScope.registry(repository) + "'"));
    } catch (DocumentException malformed) {
      search.failed(place, String.valueOf(malformed.getMessage()));
    }
    return Optional.empty();
  }

  /** The keys of a section by what they stand for, those that are written like it first. */
  private static ImmutableListMultimap<RegistryScope, String> keys(JsonNode section) {
    ImmutableListMultimap.Builder<RegistryScope, String> keys = ImmutableListMultimap.builder();
    for (boolean plain : new boolean[]{true, false}) {
      for (Map.Entry<String, JsonNode> entry : section.properties()) {
        RegistryScope.ofKey(entry.getKey()).filter(scope -> scope.toString().equals(entry.getKey()) == plain)
            .ifPresent(scope -> keys.put(scope, entry.getKey()));
      }
    }
    return keys.build();
  }
}
