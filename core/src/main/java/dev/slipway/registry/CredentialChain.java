package dev.slipway.registry;

import com.google.common.collect.ImmutableList;
import dev.slipway.image.ImageReference;

/** Several places to look for credentials, one after the other. */
record CredentialChain(ImmutableList<Credentials> inOrder) implements Credentials {
  @Override
  public Lookup find(ImageReference repository) {
    Search search = new Search();
    for (Credentials credentials : inOrder) {
      Lookup lookup = credentials.find(repository);
      search.add(lookup);
      if (lookup.credential().isPresent()) {
        return search.with(lookup.credential());
      }
    }
    return search.empty();
  }
}
