package dev.slipway.testkit.registry;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.ErrorCode;
import dev.slipway.SlipwayException;
import dev.slipway.image.Digest;
import dev.slipway.image.ImageReference;
import dev.slipway.image.SecretValue;
import dev.slipway.oci.Descriptor;
import dev.slipway.oci.Index;
import dev.slipway.oci.MediaType;
import dev.slipway.registry.Credential;
import dev.slipway.registry.Credentials;
import dev.slipway.registry.Registries;
import dev.slipway.registry.RegistrySettings;
import dev.slipway.registry.Repository;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** One kind of request that never succeeds while all others do: a typed error within a minute, however often work is begun anew. */
class LastingFaultTest {
  private static final byte[] BYTES = new byte[100_000];
  private static final Descriptor BLOB = Descriptor.of(MediaType.OCI_LAYER_GZIP, BYTES);
  private static final byte[] MORE = new byte[70_000];
  private static final String REPOSITORY = "team/app";

  /** What goes wrong with which requests. */
  record Lasting(String method, String path, Fault fault) {}

  static List<Lasting> faults() {
    List<Fault> kinds = List.of(Fault.status(408), Fault.status(429), Fault.status(429).withRetryAfter(Duration.ofSeconds(15)),
        Fault.status(503).withRetryAfter(Duration.ofHours(1)), Fault.status(500), Fault.status(504), Fault.status(416), Fault.status(400),
        Fault.status(404), Fault.status(401), Fault.status(403), Fault.cut(0), Fault.cut(10), Fault.cut(60_000), Fault.cutRequest(0),
        Fault.cutRequest(50_000), Fault.reset(), Fault.lostAnswer(), Fault.wrongBytes(3), Fault.wrongDigestHeader(),
        Fault.wrongContentLength(-1), Fault.wrongContentLength(1), Fault.hang(), Fault.slow(Duration.ofSeconds(45)),
        Fault.redirect("https://registry.test:5000"), Fault.redirect("/nowhere"), Fault.redirect("https://registry.test:5000", 303),
        Fault.tokenExpired(), Fault.lostUploadSession());
    List<Lasting> all = new ArrayList<>();
    for (Fault kind : kinds) {
      all.add(new Lasting("GET", ".*/manifests/.*", kind));
      all.add(new Lasting("GET", ".*/blobs/.*", kind));
      all.add(new Lasting("HEAD", ".*", kind));
      all.add(new Lasting("POST", ".*/blobs/uploads/", kind));
      all.add(new Lasting("PUT", ".*/blobs/uploads/.*", kind));
      all.add(new Lasting("PUT", ".*/manifests/.*", kind));
      all.add(new Lasting("GET", "/token", kind));
    }
    return all;
  }

  @ParameterizedTest
  @MethodSource("faults")
  void whatNeverSucceedsIsReportedWithinAMinute(Lasting lasting) {
    VirtualTimeline time = VirtualTimeline.start();
    ServerSettings server = ServerSettings.defaults().withTimeline(time).withAccess(Access.tokens("somebody", "a password"));
    try (MemoryRegistry registry = MemoryRegistry.open(server)) {
      RegistrySettings settings = RegistrySettings.defaults().withTokenService(registry.address(), "auth.registry.test:5001")
          .withCredentials(Credentials.of(registry.address(), Credential.of("somebody", SecretValue.of("a password"))));
      registry.putBlob(REPOSITORY, BYTES);
      Index index = Index.of(List.of());
      registry.putManifest(REPOSITORY, "old", index);
      registry.inject(FaultScript.always(lasting.fault()).on(lasting.method(), lasting.path()));
      try (Registries registries = Registries.open(settings, registry.transport(time), time)) {
        Repository repository = registries.repository(registry.reference(REPOSITORY));
        ImageReference name = registry.reference(REPOSITORY);
        for (Runnable work : List.<Runnable>of(() -> repository.manifest(name.withTag("old")),
            () -> repository.resolve(name.withTag("old")),
            () -> read(repository), () -> repository.has(BLOB.digest()),
            () -> repository.push(Descriptor.of(MediaType.OCI_LAYER_GZIP, MORE), Canary.body(MORE)),
            () -> repository.push(index, name.withTag("new")))) {
          Duration before = time.elapsed();
          attempt(work).ifPresent(failure -> assertThat(failure.code()).as(failure.toString()).isNotEqualTo(ErrorCode.CANCELLED));
          assertThat(time.elapsed().minus(before)).as(registry.requests().toString()).isLessThanOrEqualTo(Duration.ofSeconds(60));
        }
        assertThat(registry.requests().size()).as(registry.requests().toString()).isLessThan(200);
      }
    }
  }

  private static Optional<SlipwayException> attempt(Runnable work) {
    try {
      work.run();
      return Optional.empty();
    } catch (SlipwayException failure) {
      return Optional.of(failure);
    }
  }

  private static void read(Repository repository) {
    try (InputStream in = repository.open(BLOB, 0)) {
      // other bytes than the right ones are whose affair reads them
      assertThat(Digest.sha256(in.readAllBytes())).isNotNull();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
