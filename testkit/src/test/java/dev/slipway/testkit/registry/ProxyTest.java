package dev.slipway.testkit.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.slipway.ErrorCode;
import dev.slipway.SlipwayException;
import dev.slipway.image.Digest;
import dev.slipway.image.ImageReference;
import dev.slipway.image.SecretValue;
import dev.slipway.oci.Descriptor;
import dev.slipway.oci.MediaType;
import dev.slipway.registry.Patience;
import dev.slipway.registry.ProxyChoice;
import dev.slipway.registry.Registries;
import dev.slipway.registry.RegistrySettings;
import dev.slipway.registry.Repository;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Proxies, mirrors and certificates, over real connections. */
class ProxyTest {
  @RegisterExtension
  static final RegistryExtension PLAIN = RegistryExtension.open();
  @RegisterExtension
  static final RegistryExtension ENCRYPTED = RegistryExtension.withTls();

  private static final String REPOSITORY = "team/app";
  private static final byte[] BYTES = new byte[100_000];
  private static final Descriptor BLOB = Descriptor.of(MediaType.OCI_LAYER_GZIP, BYTES);
  private static final String PASSWORD = "canary-proxy-password";

  private static RegistrySettings settings() {
    return RegistrySettings.defaults().withProxy(ProxyChoice.Direct.INSTANCE)
        .withPatience(new Patience(2, Duration.ofMillis(1), Duration.ofMillis(10), Duration.ofSeconds(60)));
  }

  private static RegistrySettings through(ForwardProxy proxy, Optional<ProxyChoice.Login> login) {
    return settings().withProxy(new ProxyChoice.Fixed("127.0.0.1", proxy.port(), login)).withAuthority(EmbeddedRegistry.certificate())
        .withPlainHttp(PLAIN.registry().address());
  }

  /** All that is done with a repository: small and large answers, large requests. */
  private static void use(RegistrySettings settings, ImageReference name) throws IOException {
    try (Registries registries = Registries.open(settings)) {
      Repository repository = registries.repository(name);
      repository.push(BLOB, Canary.body(BYTES));
      assertThat(repository.has(BLOB.digest())).isTrue();
      try (InputStream in = repository.open(BLOB, 0)) {
        assertThat(in.readAllBytes()).isEqualTo(BYTES);
      }
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void allConnectionsGoThroughTheProxyThatIsNamed(boolean tls) throws IOException {
    EmbeddedRegistry registry = tls ? ENCRYPTED.registry() : PLAIN.registry();
    try (ForwardProxy proxy = ForwardProxy.start(Optional.empty())) {
      use(through(proxy, Optional.empty()), registry.reference(REPOSITORY));
      assertThat(proxy.asked()).isNotEmpty().allMatch(line -> line.startsWith("CONNECT") == tls || line.contains("/v2/ "));
      assertThat(registry.blobs(REPOSITORY)).containsExactly(BLOB.digest());
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void theProxyGetsItsPasswordAndTheRegistryDoesNot(boolean tls) throws IOException {
    try (EmbeddedRegistry registry = EmbeddedRegistry
        .start(tls ? ServerSettings.defaults().withTls().keepingSecrets() : ServerSettings.defaults().keepingSecrets());
        ForwardProxy proxy = ForwardProxy.start(Optional.of("user:" + PASSWORD))) {
      RegistrySettings known = through(proxy, Optional.of(new ProxyChoice.Login("user", SecretValue.of(PASSWORD))));
      use(tls ? known : known.withPlainHttp(registry.address()), registry.reference(REPOSITORY));
      assertThat(registry.requests()).isNotEmpty().noneMatch(request -> request.headers().has("Proxy-Authorization"));
      RegistrySettings unknown = through(proxy, Optional.of(new ProxyChoice.Login("user", SecretValue.of("wrong-" + PASSWORD))))
          .withPlainHttp(tls ? "other.example" : registry.address());
      SlipwayException refusal = catchThrowableOfType(SlipwayException.class, () -> use(unknown, registry.reference(REPOSITORY)));
      assertThat(refusal.code()).isEqualTo(ErrorCode.UNAUTHORIZED);
      assertThat(Canary.text(refusal)).contains("the proxy on the way").doesNotContain(PASSWORD);
    }
  }

  @Test
  void aMirrorIsReadFirstAndWhatItLacksComesFromTheRegistry() throws IOException {
    EmbeddedRegistry registry = PLAIN.registry();
    try (EmbeddedRegistry mirror = EmbeddedRegistry.start()) {
      Specimen specimen = Specimen.of(9, 1000);
      specimen.putInto(registry, REPOSITORY);
      specimen.putInto(mirror, REPOSITORY);
      byte[] later = {1, 2, 3};
      registry.putBlob(REPOSITORY, later);
      RegistrySettings mirrored = settings().withMirror(registry.address(), mirror.address());
      try (Registries registries = Registries.open(mirrored)) {
        Repository repository = registries.repository(registry.reference(REPOSITORY));
        assertThat(repository.manifest(registry.reference(REPOSITORY)).digest()).isEqualTo(specimen.index().digest());
        assertThat(registry.requests()).isEmpty();
        try (InputStream in = repository.open(Descriptor.of(MediaType.OCI_LAYER_GZIP, later), 0)) {
          assertThat(in.readAllBytes()).isEqualTo(later);
        }
        repository.push(BLOB, Canary.body(BYTES));
        assertThat(mirror.blobs(REPOSITORY)).doesNotContain(BLOB.digest());
        // a mirror that lies is passed over
        mirror.putManifest(REPOSITORY, specimen.manifest().digest().toString(), specimen.index());
        assertThat(repository.manifest(registry.reference(REPOSITORY).withDigest(specimen.manifest().digest())).bytes())
            .isEqualTo(specimen.manifest().bytes());
      }
    }
  }

  @Test
  void aCertificateThatSignsItselfIsAcceptedOfTheRegistryThatIsNamedOnly() throws IOException {
    EmbeddedRegistry named = ENCRYPTED.registry();
    try (EmbeddedRegistry other = EmbeddedRegistry.start(ServerSettings.defaults().withTls())) {
      RegistrySettings settings = settings().withInsecure(named.address());
      use(settings, named.reference(REPOSITORY));
      SlipwayException refusal = catchThrowableOfType(SlipwayException.class, () -> use(settings, other.reference(REPOSITORY)));
      assertThat(refusal.code()).isEqualTo(ErrorCode.UNAVAILABLE);
      assertThat(refusal).hasMessageContaining("certificate that is not trusted").hasMessageContaining("withInsecure(\"" + other.address());
      assertThat(other.requests()).isEmpty();
      // nor of a server that it leads to
      named.putBlob(REPOSITORY, BYTES);
      named.inject(FaultScript.always(Fault.redirect(other.uri().toString())).on("GET", ".*/blobs/.*"));
      assertThat(catchThrowableOfType(SlipwayException.class, () -> use(settings, named.reference(REPOSITORY))).code())
          .isEqualTo(ErrorCode.UNAVAILABLE);
      assertThat(other.requests()).isEmpty();
    }
  }

  @Test
  void anAuthorityThatIsGivenIsTrustedForTheNamesThatItsCertificateHas() throws IOException {
    EmbeddedRegistry registry = ENCRYPTED.registry();
    RegistrySettings settings = settings().withAuthority(EmbeddedRegistry.certificate());
    use(settings, registry.reference(REPOSITORY));
    use(settings, ImageReference.parse(registry.localhost() + "/" + REPOSITORY));
    // another name of this machine, which the certificate does not have
    ImageReference other = ImageReference.parse("127.0.0.2:" + registry.uri().getPort() + "/" + REPOSITORY);
    try (Registries registries = Registries.open(settings.withProxy(new ProxyChoice.Fixed("127.0.0.1", 1, Optional.empty())))) {
      assertThat(catchThrowableOfType(SlipwayException.class, () -> registries.repository(other).has(BLOB.digest())).code())
          .isEqualTo(ErrorCode.UNAVAILABLE);
    }
    try (ForwardProxy proxy = ForwardProxy.start(Optional.empty()).leadingTo(registry.uri().getPort())) {
      registry.clearRequests();
      for (ImageReference elsewhere : List.of(other, ImageReference.parse("registry.example/" + REPOSITORY))) {
        SlipwayException refusal = catchThrowableOfType(SlipwayException.class, () -> use(through(proxy, Optional.empty()), elsewhere));
        assertThat(refusal).hasMessageContaining("certificate that is not trusted");
      }
      assertThat(registry.requests()).isEmpty();
      assertThat(registry.blobs(REPOSITORY)).doesNotContain(Digest.sha256(new byte[0]));
    }
  }
}
