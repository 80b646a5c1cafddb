package dev.slipway.testkit.registry;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.SlipwayException;
import dev.slipway.image.Digest;
import dev.slipway.image.ImageReference;
import dev.slipway.image.SecretValue;
import dev.slipway.oci.Descriptor;
import dev.slipway.oci.MediaType;
import dev.slipway.registry.Credential;
import dev.slipway.registry.Credentials;
import dev.slipway.registry.Patience;
import dev.slipway.registry.ProxyChoice;
import dev.slipway.registry.Registries;
import dev.slipway.registry.RegistrySettings;
import dev.slipway.registry.Repository;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.lifecycle.AfterContainer;

/** Some hundred scripts over real connections, to see that they fail as those in memory do. */
class SocketFaultTest {
  private static final String REPOSITORY = "team/app";
  private static final int SIZE = 300_000;
  private static final Duration SHORT = Duration.ofMillis(5);
  private static final Map<Server, EmbeddedRegistry> SERVERS = new EnumMap<>(Server.class);

  private static int owed;

  enum Server {
    HTTP, HTTPS, HTTP_TOKENS, HTTPS_TOKENS, SECOND;

    EmbeddedRegistry running() {
      return SERVERS.computeIfAbsent(this, server -> {
        ServerSettings settings = ServerSettings.defaults();
        settings = name().endsWith("TOKENS") ? settings.withAccess(Access.tokens("somebody", "a password")) : settings;
        return EmbeddedRegistry.start(name().startsWith("HTTPS") ? settings.withTls() : settings);
      });
    }
  }

  /** A server, and what goes wrong there; {@code to} as an address leads to the second one. */
  record Play(Server server, List<Fault> faults) {}

  @AfterContainer
  static void stop() {
    SERVERS.values().forEach(EmbeddedRegistry::close);
    SERVERS.clear();
    assertThat(owed).isGreaterThan(100);
  }

  @Provide
  Arbitrary<Play> plays() {
    Arbitrary<Long> offsets = Arbitraries.longs().between(0, SIZE);
    Arbitrary<Fault> faults = Arbitraries.oneOf(Arbitraries.of(408, 429, 500, 502, 503, 504, 416).map(Fault::status),
        offsets.map(Fault::cut), offsets.map(Fault::cutRequest), offsets.map(Fault::wrongBytes),
        Arbitraries.of(Fault.reset(), Fault.lostAnswer(), Fault.tokenExpired(), Fault.lostUploadSession(), Fault.wrongDigestHeader(),
            Fault.slow(SHORT), Fault.slow(20_000_000), Fault.wrongContentLength(-10), Fault.wrongContentLength(10), Fault.none(),
            Fault.none(), Fault.none(), Fault.none()),
        Arbitraries.of(302, 307, 308).map(status -> Fault.redirect(Server.SECOND.running().uri().toString(), status)));
    return Combinators.combine(Arbitraries.of(Server.HTTP, Server.HTTPS, Server.HTTP_TOKENS, Server.HTTPS_TOKENS),
        faults.list().ofMinSize(1).ofMaxSize(12)).as(Play::new);
  }

  @Property(tries = 300, seed = "5", edgeCases = EdgeCasesMode.NONE)
  void overConnectionsTooFourFaultsAreBorne(@ForAll("plays") Play play) {
    EmbeddedRegistry registry = play.server().running();
    Specimen specimen = Specimen.of(1, SIZE);
    byte[] pushed = Specimen.of(2, SIZE).layers().get(0);
    for (EmbeddedRegistry each : List.of(registry, Server.SECOND.running())) {
      each.reset();
      specimen.putInto(each, REPOSITORY);
    }
    try (Registries registries = Registries.open(settings(registry))) {
      Repository repository = registries.repository(registry.reference(REPOSITORY));
      assertThat(repository.has(Digest.sha256(pushed))).isFalse();
      registry.clearRequests();
      registry.inject(FaultScript.of(play.faults()));
      try {
        work(repository, specimen, pushed);
        assertThat(registry.manifest(REPOSITORY, "new").or(() -> Server.SECOND.running().manifest(REPOSITORY, "new")))
            .contains(specimen.index());
        assertThat(bytes(registry, Digest.sha256(pushed))).isEqualTo(pushed);
        owed += course(registry).owesSuccess() ? 1 : 0;
      } catch (SlipwayException failure) {
        assertThat(isDowngrade(play) || !course(registry).owesSuccess()).as("%s after %s", failure, registry.requests()).isTrue();
      }
    }
  }

  /** What is sent to another place is not there; what leads from https to http is not followed. */
  private static boolean isDowngrade(Play play) {
    return play.faults().stream().anyMatch(Fault.Redirect.class::isInstance);
  }

  private static FaultCourse course(EmbeddedRegistry registry) {
    return new FaultCourse(registry.requests());
  }

  private static RegistrySettings settings(EmbeddedRegistry registry) {
    RegistrySettings settings = RegistrySettings.defaults().withProxy(ProxyChoice.Direct.INSTANCE)
        .withPatience(new Patience(5, Duration.ofMillis(1), SHORT, Duration.ofSeconds(60)))
        .withCredentials(Credentials.of(registry.address(), Credential.of("somebody", SecretValue.of("a password"))))
        .withAuthority(EmbeddedRegistry.certificate());
    settings = registry.tokenUri().isPresent()
        ? settings.withTokenService(registry.address(), registry.tokenUri().get().getRawAuthority())
        : settings;
    return registry.settings().tls() ? settings : settings.withPlainHttp(registry.address());
  }

  /** The bytes of a blob whose reader asks again when they are wrong, and a push. */
  private static void work(Repository repository, Specimen specimen, byte[] pushed) {
    ImageReference name = repository.name();
    assertThat(repository.manifest(name.withTag("latest")).bytes()).isEqualTo(specimen.index().bytes());
    byte[] read = new byte[0];
    for (int attempt = 0; attempt < 5 && !Digest.sha256(read).equals(Digest.sha256(specimen.layers().get(0))); attempt++) {
      try (InputStream in = repository.open(specimen.manifest().layers().get(0), 0)) {
        read = in.readAllBytes();
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
    assertThat(read).isEqualTo(specimen.layers().get(0));
    repository.push(Descriptor.of(MediaType.OCI_LAYER_GZIP, pushed), Canary.body(pushed));
    repository.push(specimen.index(), name.withTag("new"));
  }

  private static byte[] bytes(EmbeddedRegistry registry, Digest digest) {
    try {
      // what was led to the second one is there
      return registry.blob(REPOSITORY, digest).or(() -> Server.SECOND.running().blob(REPOSITORY, digest)).orElseThrow().read();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
