package dev.slipway.registry;

import com.google.cloud.tools.jib.frontend.CredentialRetrieverFactory;
import com.google.cloud.tools.jib.registry.credentials.CredentialRetrievalException;
import dev.slipway.image.ImageReference;
import dev.slipway.image.SecretValue;
import java.util.Optional;

/**
 * Google's Application Default Credentials, by Jib: a file that a variable names, the login of the command line, the
 * account of the machine.
 *
 * <p>Jib would give the token to any registry whose name ends in {@code gcr.io}, {@code evilgcr.io} among them, so the
 * name is checked here first.
 */
final class ApplicationDefaultCredentials implements Credentials {
  private static final String PLACE = "Google's application default credentials";

  @Override
  public Lookup find(ImageReference repository) {
    Search search = new Search();
    if (!isGoogle(repository.domain())) {
      search.nothing(PLACE, "not asked: '" + repository.domain() + "' is no registry of Google's");
      return search.empty();
    }
    try {
      Optional<Credential> token = CredentialRetrieverFactory
          .forImage(com.google.cloud.tools.jib.api.ImageReference.of(repository.domain(), repository.path(), null), event -> {
            // its texts are Jib's, and may have those of others
          }).googleApplicationDefaultCredentials().retrieve()
          .map(found -> Credential.of(found.getUsername(), SecretValue.of(found.getPassword())));
      search.nothing(PLACE, token.isPresent() ? "a token" : "none are set up here; run 'gcloud auth application-default login'");
      return search.with(token);
    } catch (CredentialRetrievalException e) {
      search.failed(PLACE, "no token could be had");
      return search.empty();
    }
  }

  static boolean isGoogle(String domain) {
    return domain.equals("gcr.io") || domain.endsWith(".gcr.io") || domain.endsWith("-docker.pkg.dev") || domain.equals("docker.pkg.dev");
  }
}
