package dev.slipway.registry;

import dev.slipway.image.ImageReference;

/** One credential, for one registry. */
record KnownCredentials(RegistryScope scope, Credential credential) implements Credentials {
  @Override
  public Lookup find(ImageReference repository) {
    Search search = new Search();
    String place = "the credential given for '" + scope + "'";
    if (scope.holds(repository)) {
      return search.found(place, credential);
    }
    search.nothing(place, "not for '" + RegistryScope.registry(repository) + "'");
    return search.empty();
  }
}
