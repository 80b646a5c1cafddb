package dev.slipway.testkit.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableListMultimap;
import dev.slipway.ErrorCode;
import dev.slipway.SlipwayException;
import dev.slipway.image.Digest;
import dev.slipway.image.ImageReference;
import dev.slipway.oci.Descriptor;
import dev.slipway.oci.Index;
import dev.slipway.oci.MediaType;
import dev.slipway.registry.Call;
import dev.slipway.registry.Registries;
import dev.slipway.registry.RegistrySettings;
import dev.slipway.registry.Reply;
import dev.slipway.registry.Repository;
import dev.slipway.testkit.registry.Canary.Answered;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Each way in which a registry can lead elsewhere, to each kind of elsewhere: password and token reach the registry and
 * permitted token services only, whatever comes of the call.
 */
class CredentialMatrixTest {
  private static final byte[] BYTES = "the bytes of a blob".getBytes(StandardCharsets.UTF_8);
  private static final Descriptor BLOB = Descriptor.of(MediaType.OCI_LAYER_GZIP, BYTES);
  private static final ImageReference NAME = ImageReference.parse(Canary.REGISTRY + "/team/app:1");
  private static final String ORIGIN = "https://" + Canary.REGISTRY;

  /** How a registry leads elsewhere. */
  enum Way {
    BLOB_301, BLOB_302, BLOB_303, BLOB_307, BLOB_308, HEAD_MANIFEST, HEAD_BLOB, UPLOAD_LOCATION, UPLOAD_307, MANIFEST_PUT_307, REALM, TAGS_LINK, LOCATION_OF_BLOB
  }

  /** What becomes of it. */
  enum Outcome {
    WORKS, REFUSED
  }

  /** Where to. */
  enum Place {
    OTHER_HOST("https://evil.example"), OTHER_PORT("https://registry.example:8443"), PLAIN_HTTP(
        "http://registry.example"), OTHER_PLAIN_HTTP("http://evil.example"), USER_INFO(
            "https://bird:x@evil.example"), ADDRESS("https://203.0.113.7"), METADATA("https://169.254.169.254"), LOOPBACK(
                "https://127.0.0.1:9"), SHORT_LOOPBACK("https://127.1"), NUMBER(
                    "https://2130706433"), LOCALHOST_DOT("https://localhost.:9"), SIBLING("https://registry.example.evil.example");

    private final String origin;

    Place(String origin) {
      this.origin = origin;
    }

    boolean isForbidden() {
      return this != OTHER_HOST && this != OTHER_PORT && this != ADDRESS && this != SIBLING;
    }
  }

  record Cell(Way way, Place place, Outcome outcome) {}

  static List<Cell> cells() {
    List<Cell> cells = new ArrayList<>();
    for (Way way : Way.values()) {
      for (Place place : Place.values()) {
        Outcome outcome = switch (way) {
          // a place that nothing is fetched from
          case LOCATION_OF_BLOB -> Outcome.WORKS;
          // the same host may make the tokens; a list goes on in the registry only
          case REALM -> place == Place.OTHER_PORT ? Outcome.WORKS : Outcome.REFUSED;
          case TAGS_LINK -> Outcome.REFUSED;
          default -> place.isForbidden() ? Outcome.REFUSED : Outcome.WORKS;
        };
        cells.add(new Cell(way, place, outcome));
      }
    }
    return cells;
  }

  @Test
  void thereAreCellsEnough() {
    assertThat(cells()).hasSizeGreaterThanOrEqualTo(60);
  }

  @ParameterizedTest
  @MethodSource("cells")
  void credentialsStayWithTheRegistry(Cell cell) {
    for (boolean tokens : cell.way() == Way.REALM ? new boolean[]{true} : new boolean[]{false, true}) {
      Canary network = new Canary(call -> answer(cell, tokens, call));
      Optional<SlipwayException> failure = run(network, cell.way(), RegistrySettings.defaults());
      assertThat(failure.isPresent()).as("%s: %s", cell, failure).isEqualTo(cell.outcome() == Outcome.REFUSED);
      failure.ifPresent(refusal -> {
        assertThat(refusal.code()).isIn(ErrorCode.NOT_ALLOWED, ErrorCode.PROTOCOL_VIOLATION);
        assertThat(Canary.isSecret(Canary.text(refusal))).isFalse();
      });
      checkCalls(network, cell);
    }
  }

  private static void checkCalls(Canary network, Cell cell) {
    Set<String> permitted = cell.way() == Way.REALM && cell.place() == Place.OTHER_PORT
        ? Set.of(ORIGIN, cell.place().origin)
        : Set.of(ORIGIN);
    for (Call call : network.calls()) {
      assertThat(Canary.isLeaking(call) && !permitted.contains(Canary.origin(call.uri()))).as("%s sends %s", cell, call).isFalse();
      assertThat(cell.place().isForbidden() && Canary.origin(call.uri()).equals(cell.place().origin)).as("%s calls %s", cell, call)
          .isFalse();
      assertThat(call.uri().getScheme()).isEqualTo("https");
    }
    if (cell.way() != Way.REALM) {
      assertThat(network.calls()).anyMatch(Canary::isSigned);
    }
  }

  private static Optional<SlipwayException> run(Canary network, Way way, RegistrySettings settings) {
    try (Registries registries = network.registries(settings)) {
      Repository repository = registries.repository(NAME);
      switch (way) {
        case BLOB_301, BLOB_302, BLOB_303, BLOB_307, BLOB_308, REALM -> assertThat(read(repository)).isEqualTo(BYTES);
        case HEAD_MANIFEST -> assertThat(repository.resolve(NAME)).isPresent();
        case HEAD_BLOB -> assertThat(repository.has(BLOB.digest())).isTrue();
        case UPLOAD_LOCATION, UPLOAD_307, LOCATION_OF_BLOB -> repository.push(BLOB, Canary.body(BYTES));
        case MANIFEST_PUT_307 -> repository.push(Index.of(List.of()), NAME);
        case TAGS_LINK -> assertThat(repository.tags()).isNotEmpty();
      }
      return Optional.empty();
    } catch (SlipwayException refusal) {
      return Optional.of(refusal);
    }
  }

  private static byte[] read(Repository repository) {
    try (InputStream in = repository.open(BLOB, 0)) {
      return in.readAllBytes();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The registry leads elsewhere; everywhere else, whatever is asked is there. */
  private static Reply answer(Cell cell, boolean tokens, Call call) {
    String realm = (cell.way() == Way.REALM ? cell.place().origin : ORIGIN) + "/token";
    if (call.uri().getPath().equals("/token")) {
      return Answered.of(200, "{\"token\":\"" + Canary.TOKEN + "\"}");
    }
    if (!Canary.origin(call.uri()).equals(ORIGIN)) {
      return there(call);
    }
    if (!Canary.isSigned(call)) {
      return Answered.of(401).with("WWW-Authenticate",
          tokens ? "Bearer realm=\"" + realm + "\",service=\"registry\"" : "Basic realm=\"registry\"");
    }
    String target = cell.place().origin + "/elsewhere";
    boolean leads = switch (cell.way()) {
      case BLOB_301, BLOB_302, BLOB_303, BLOB_307, BLOB_308 -> true;
      case HEAD_MANIFEST -> call.method().equals("HEAD") || call.method().equals("GET");
      case HEAD_BLOB -> call.method().equals("HEAD");
      case UPLOAD_307, MANIFEST_PUT_307 -> call.method().equals("PUT");
      default -> false;
    };
    if (leads) {
      int status = cell.way().name().startsWith("BLOB_") ? Integer.parseInt(cell.way().name().substring("BLOB_".length())) : 307;
      return Answered.of(status).with("Location", target);
    }
    return switch (call.method()) {
      case "POST" -> Answered.of(202).with("Location", cell.way() == Way.UPLOAD_LOCATION ? target : "/v2/team/app/blobs/uploads/1");
      case "PUT" -> Answered.of(201).with("Location", target);
      case "HEAD" -> Answered.of(404);
      default -> call.uri().getPath().endsWith("/tags/list")
          ? Answered.of(200, "{\"tags\":[\"1\"]}").with("Link", "<" + target + ">; rel=\"next\"")
          : there(call);
    };
  }

  private static Reply there(Call call) {
    return switch (call.method()) {
      case "PUT" -> Answered.of(201);
      case "HEAD" -> Answered.of(200).with("Content-Length", "7").with("Docker-Content-Digest", Digest.sha256(BYTES).toString())
          .with("Content-Type", MediaType.OCI_INDEX.text());
      default -> new Answered(200, ImmutableListMultimap.of(), BYTES);
    };
  }

  @Test
  void aForeignTokenServiceGetsThePasswordOnlyWhenItIsPermitted() {
    for (String host : ImmutableList.of("auth.registry.example.com", "auth.other.example.com")) {
      for (boolean permitted : new boolean[]{false, true}) {
        Canary network = new Canary(call -> tokensFrom(call, "https://" + host + "/token"));
        RegistrySettings settings = permitted
            ? RegistrySettings.defaults().withTokenService(Canary.REGISTRY, host)
            : RegistrySettings.defaults();
        Optional<SlipwayException> failure = run(network, Way.HEAD_BLOB, settings);
        assertThat(failure.isPresent()).isEqualTo(!permitted);
        failure.ifPresent(refusal -> assertThat(refusal).hasMessageContaining("withTokenService(\"" + Canary.REGISTRY + "\", \"" + host));
        assertThat(network.calls().stream().filter(Canary::isLeaking).map(call -> Canary.origin(call.uri())).distinct())
            .containsExactlyElementsOf(permitted ? List.of("https://" + host, ORIGIN) : List.of());
      }
    }
  }

  private static Reply tokensFrom(Call call, String realm) {
    if (call.uri().getPath().equals("/token")) {
      return Answered.of(200, "{\"token\":\"" + Canary.TOKEN + "\"}");
    }
    return Canary.isSigned(call) ? there(call) : Answered.of(401).with("WWW-Authenticate", "Bearer realm=\"" + realm + "\"");
  }

  @Test
  void aMirrorAndAnotherRegistryGetNothing() {
    Canary network = new Canary(
        call -> Canary.isSigned(call) ? there(call) : Answered.of(401).with("WWW-Authenticate", "Basic realm=\"x\""));
    RegistrySettings mirrored = RegistrySettings.defaults().withMirror(Canary.REGISTRY, "mirror.example");
    assertThat(run(network, Way.BLOB_301, mirrored)).isEmpty();
    try (Registries registries = network.registries(RegistrySettings.defaults())) {
      Repository other = registries.repository(ImageReference.parse("other.example/team/app:1"));
      assertThat(catchThrowableOfType(SlipwayException.class, () -> other.has(BLOB.digest())).code())
          .isEqualTo(ErrorCode.UNAUTHORIZED);
    }
    assertThat(network.calls()).extracting(call -> Canary.origin(call.uri())).contains("https://mirror.example", "https://other.example");
    assertThat(network.calls()).filteredOn(Canary::isLeaking).extracting(call -> URI.create(Canary.origin(call.uri())).getHost())
        .containsOnly(Canary.REGISTRY);
  }

  @Test
  void httpIsSpokenOnlyWithRegistriesThatAreNamedOrOnThisMachine() {
    Canary network = new Canary(
        call -> Canary.isSigned(call) ? there(call) : Answered.of(401).with("WWW-Authenticate", "Basic realm=\"x\""));
    assertThat(run(network, Way.BLOB_301, RegistrySettings.defaults().withPlainHttp(Canary.REGISTRY))).isEmpty();
    assertThat(network.calls()).filteredOn(Canary::isLeaking).extracting(call -> Canary.origin(call.uri()))
        .containsOnly("http://" + Canary.REGISTRY);
    Canary local = new Canary(call -> there(call));
    try (Registries registries = local.registries(RegistrySettings.defaults())) {
      assertThat(registries.repository(ImageReference.parse("localhost:5000/team/app:1")).has(BLOB.digest())).isTrue();
    }
    assertThat(local.calls()).extracting(call -> Canary.origin(call.uri())).containsOnly("http://localhost:5000");
  }
}
