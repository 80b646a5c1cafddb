package dev.slipway.testkit.registry;

import com.google.common.collect.ImmutableList;
import dev.slipway.image.SecretValue;
import dev.slipway.registry.Credential;
import dev.slipway.registry.Credentials;
import dev.slipway.registry.Timeline;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.Tuple;

/** Scripts of all kinds of faults, and the registries that they are played on. */
final class FaultScripts {
  /** An answer that takes so long is not given up in any of the attempts. */
  static final Duration BEARABLE = Duration.ofSeconds(4);

  private static final String USER = "somebody";
  private static final String PASSWORD = "a password";
  private static final int SIXTEENTHS = 16;

  private FaultScripts() {}

  /** Whom the registry lets in. */
  enum Door {
    OPEN, BASIC, TOKENS, SHORT_TOKENS
  }

  /**
   * A registry and what goes wrong in it.
   *
   * @param door whom it lets in
   * @param without what it leaves undone
   * @param with what it does besides
   * @param big the size of the largest layer
   */
  record Scenario(Door door, ImmutableList<Feature> without, ImmutableList<Feature> with, int big, FaultScript script) {
    ServerSettings settings(Timeline timeline) {
      RegistryRules rules = RegistryRules.defaults().without(without.toArray(Feature[]::new)).with(with.toArray(Feature[]::new))
          .with(Feature.SPARSE_INDEXES);
      ServerSettings settings = ServerSettings.defaults().withRules(rules).withTimeline(timeline).withTls();
      return switch (door) {
        case OPEN -> settings;
        case BASIC -> settings.withAccess(Access.basic(USER, PASSWORD));
        case TOKENS -> settings.withAccess(Access.tokens(USER, PASSWORD));
        case SHORT_TOKENS -> settings.withAccess(Access.tokens(USER, PASSWORD).withLifetime(Duration.ofSeconds(2)));
      };
    }
  }

  /** What opens every door of that registry. */
  static Credentials credentials(TestRegistry registry) {
    return Credentials.of(registry.address(), Credential.of(USER, SecretValue.of(PASSWORD)));
  }

  static Arbitrary<Scenario> scenarios() {
    // around the buffers of whoever sends, receives and counts progress
    Arbitrary<Integer> sizes = Arbitraries.frequency(Tuple.of(12, 160), Tuple.of(1, (1 << 16) - 1), Tuple.of(1, (1 << 16) + 1),
        Tuple.of(1, 1 << 17), Tuple.of(1, (1 << 17) + 1));
    Arbitrary<ImmutableList<Feature>> without = Arbitraries.of(Feature.RANGES, Feature.DIGEST_HEADER, Feature.MOUNT, Feature.REFERRERS)
        .list().uniqueElements().ofMaxSize(2).map(ImmutableList::copyOf);
    Arbitrary<ImmutableList<Feature>> with = Arbitraries.of(Feature.ABSOLUTE_LOCATIONS, Feature.LOCATION_STATE).list().uniqueElements()
        .ofMaxSize(2).map(ImmutableList::copyOf);
    return sizes.flatMap(size -> Combinators.combine(Arbitraries.of(Door.class), without, with, scripts(size))
        .as((door, fewer, more, script) -> new Scenario(door, fewer, more, size, script)));
  }

  private static Arbitrary<FaultScript> scripts(int size) {
    Arbitrary<Fault> faults = faults(size);
    Arbitrary<List<Fault>> runs = Combinators.combine(faults.list().ofMaxSize(4), Arbitraries.integers().between(1, 3))
        .as((run, pause) -> {
          List<Fault> all = new ArrayList<>(run);
          for (int i = 0; i < pause; i++) {
            all.add(Fault.none());
          }
          return all;
        });
    Arbitrary<FaultScript> borne = runs.list().ofMinSize(1).ofMaxSize(6)
        .map(parts -> FaultScript.of(parts.stream().flatMap(List::stream).toList()));
    Arbitrary<FaultScript> any = faults.list().ofMinSize(1).ofMaxSize(24).map(FaultScript::of);
    Arbitrary<FaultScript> aimed = Combinators
        .combine(faults.list().ofMinSize(1).ofMaxSize(6), Arbitraries.of("GET", "HEAD", "POST", "PUT"),
            Arbitraries.of(".*/manifests/.*", ".*/blobs/sha256:.*", ".*/blobs/uploads/.*", "/token", ".*"),
            Arbitraries.frequency(Tuple.of(4, false), Tuple.of(1, true)))
        .as((list, method, path, again) -> {
          FaultScript script = FaultScript.of(list).on(method, path);
          return again ? script.repeating() : script;
        });
    return Arbitraries.frequencyOf(Tuple.of(6, borne), Tuple.of(2, any), Tuple.of(3, aimed));
  }

  /** Each kind, with offsets that fit a body of that size. */
  static Arbitrary<Fault> faults(int size) {
    Arbitrary<Long> offsets = Arbitraries.oneOf(Arbitraries.longs().between(0, SIXTEENTHS).map(part -> part * size / SIXTEENTHS),
        Arbitraries.longs().between(0, size), Arbitraries.longs().between(0, 300));
    Arbitrary<Integer> statuses = Arbitraries.of(408, 429, 500, 502, 503, 504);
    Arbitrary<Fault> asking = Combinators.combine(statuses, Arbitraries.of(0, 1, 3, 8, 8, 70, 3600))
        .as((status, wait) -> Fault.status(status).withRetryAfter(Duration.ofSeconds(wait)));
    Arbitrary<Fault> redirects = Combinators
        .combine(Arbitraries.of("https://registry.test:5000", "/nowhere", "/v2/no/such/blobs/sha256:" + "0".repeat(64)),
            Arbitraries.of(307, 308, 302, 301, 303))
        .as(Fault::redirect);
    Arbitrary<Fault> slow = Arbitraries.oneOf(Arbitraries.of(1, 4, 15, 40).map(seconds -> Fault.slow(Duration.ofSeconds(seconds))),
        Arbitraries.of(1 << 15, 1 << 20).map(rate -> Fault.slow((long) rate)));
    return Arbitraries.frequencyOf(Tuple.of(4, statuses.map(Fault::status)), Tuple.of(2, asking), Tuple.of(3, offsets.map(Fault::cut)),
        Tuple.of(3, offsets.map(Fault::cutRequest)), Tuple.of(2, Arbitraries.of(Fault.reset(), Fault.lostAnswer())),
        Tuple.of(3, offsets.map(Fault::wrongBytes)), Tuple.of(1, Arbitraries.just(Fault.wrongDigestHeader())),
        Tuple.of(1, Arbitraries.of(-100L, -1L, 1L, 100L).map(Fault::wrongContentLength)), Tuple.of(1, slow),
        Tuple.of(1, Arbitraries.just(Fault.hang())), Tuple.of(2, redirects), Tuple.of(2, Arbitraries.just(Fault.tokenExpired())),
        Tuple.of(2, Arbitraries.just(Fault.lostUploadSession())), Tuple.of(1, Arbitraries.just(Fault.status(416))));
  }
}
