package dev.slipway.testkit.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.google.common.collect.ImmutableListMultimap;
import dev.slipway.ErrorCode;
import dev.slipway.InvalidValueException;
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
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Documents with two readings, digests that are none, references that are something else: refused before anything is done. */
class ConfusionTest {
  private static final String REPOSITORY = Bench.REPOSITORY;
  private static final String OCI_MANIFEST = MediaType.OCI_MANIFEST.text();
  private static final String OCI_INDEX = MediaType.OCI_INDEX.text();
  private static final ImageReference NAME = ImageReference.parse(Canary.REGISTRY + "/team/app:1");
  private static final String EMPTY = Digest.sha256(new byte[0]).toString();
  private static final String CONFIG = "{\"mediaType\":\"application/vnd.oci.image.config.v1+json\",\"digest\":\"" + EMPTY
      + "\",\"size\":2}";

  @TempDir
  Path directory;

  /** A document, and what its answer says it is. */
  record Document(String what, String type, String text) {}

  static List<Document> documents() {
    String manifest = "\"config\":" + CONFIG + ",\"layers\":[]";
    return List.of(
        new Document("layers and manifests", OCI_MANIFEST, "{\"schemaVersion\":2," + manifest + ",\"manifests\":[]}"),
        new Document("layers and manifests as index", OCI_INDEX, "{\"schemaVersion\":2," + manifest + ",\"manifests\":[]}"),
        new Document("index announced as manifest", OCI_MANIFEST, "{\"schemaVersion\":2,\"manifests\":[]}"),
        new Document("manifest announced as index", OCI_INDEX, "{\"schemaVersion\":2," + manifest + "}"),
        new Document("type says other than header", MediaType.DOCKER_MANIFEST.text(),
            "{\"schemaVersion\":2,\"mediaType\":\"" + OCI_MANIFEST + "\"," + manifest + "}"),
        new Document("type says other than body", OCI_INDEX, "{\"schemaVersion\":2,\"mediaType\":\"" + OCI_INDEX + "\"," + manifest + "}"),
        new Document("doubled key", OCI_MANIFEST, "{\"schemaVersion\":2," + manifest + ",\"layers\":[]}"),
        new Document("doubled key below", OCI_MANIFEST,
            "{\"schemaVersion\":2,\"config\":{\"size\":1," + CONFIG.substring(1) + ",\"layers\":[]}"),
        new Document("schema 1", MediaType.DOCKER_SCHEMA_1.text(), "{\"schemaVersion\":1,\"fsLayers\":[],\"history\":[]}"),
        new Document("schema 1 signed", MediaType.DOCKER_SCHEMA_1_SIGNED.text(),
            "{\"schemaVersion\":1,\"fsLayers\":[],\"history\":[],\"signatures\":[]}"),
        new Document("schema 1 said to be 2", OCI_MANIFEST, "{\"schemaVersion\":1,\"fsLayers\":[]}"),
        new Document("schema 1 in schema 2", OCI_MANIFEST, "{\"schemaVersion\":2,\"fsLayers\":[]," + manifest + "}"),
        new Document("deep", OCI_MANIFEST, "[".repeat(100_000) + "]".repeat(100_000)),
        new Document("deep below", OCI_MANIFEST, "{\"schemaVersion\":2,\"x\":" + "{\"a\":".repeat(100_000) + "1" + "}".repeat(100_001)),
        new Document("two documents", OCI_MANIFEST, "{\"schemaVersion\":2," + manifest + "}{}"),
        new Document("no JSON", OCI_MANIFEST, "<html>"), new Document("nothing", OCI_MANIFEST, ""));
  }

  @ParameterizedTest
  @MethodSource("documents")
  void aDocumentWithTwoReadingsIsRefusedByTagAndByDigest(Document document) {
    byte[] bytes = document.text().getBytes(StandardCharsets.UTF_8);
    try (Bench bench = new Bench(directory)) {
      Digest digest = bench.registry.putManifest(REPOSITORY, "latest", document.type(), bytes);
      for (ImageReference wanted : List.of(bench.reference(), bench.reference().withDigest(digest))) {
        SlipwayException refusal = catchThrowableOfType(SlipwayException.class, () -> bench.pull(wanted));
        assertThat(refusal.code()).as(refusal.toString()).isIn(ErrorCode.MALFORMED_DOCUMENT, ErrorCode.UNSUPPORTED,
            ErrorCode.LIMIT_EXCEEDED);
      }
      assertThat(bench.store.pin(bench.lease, digest)).isEmpty();
      assertThat(bench.disorder()).isEmpty();
      // nothing that it names was asked for
      assertThat(bench.registry.requests("*", ".*/blobs/.*")).isEmpty();
    }
  }

  static List<String> digests() {
    String hex = "0123456789abcdef".repeat(4);
    return List.of("sha256:../../x", "sha256:../../../../etc/passwd", "sha256:" + hex.toUpperCase(Locale.ROOT),
        "sha256:" + hex.substring(1), "sha256:" + hex + "0", "md5:" + hex.substring(32), "sha512:" + hex, "a:b:c", "sha256:", "", "sha256",
        "sha256:" + hex + "?x=1", "sha256:" + hex + "\u0000", "SHA256:" + hex, " sha256:" + hex, "sha256:" + hex + "/..");
  }

  @ParameterizedTest
  @MethodSource("digests")
  void aDigestInADocumentThatIsNoneIsRefusedBeforeAnythingIsAskedFor(String digest) {
    String escaped = digest.replace("\u0000", "\\u0000");
    String part = "{\"mediaType\":\"%s\",\"digest\":\"" + escaped + "\",\"size\":2}";
    List<String> texts = List.of(
        "{\"schemaVersion\":2,\"config\":" + String.format(part, MediaType.OCI_CONFIG) + ",\"layers\":[]}",
        "{\"schemaVersion\":2,\"config\":" + CONFIG + ",\"layers\":[" + String.format(part, MediaType.OCI_LAYER_GZIP) + "]}",
        "{\"schemaVersion\":2,\"manifests\":[" + String.format(part, OCI_MANIFEST) + "]}");
    try (Bench bench = new Bench(directory)) {
      for (String text : texts) {
        bench.registry.putManifest(REPOSITORY, "latest", text.contains("manifests") ? OCI_INDEX : OCI_MANIFEST,
            text.getBytes(StandardCharsets.UTF_8));
        bench.registry.clearRequests();
        assertThatThrownBy(() -> bench.pull(bench.reference())).isInstanceOf(SlipwayException.class);
        assertThat(bench.registry.requests()).allMatch(request -> request.path().endsWith("/manifests/latest"));
      }
      assertThat(bench.disorder()).isEmpty();
    }
  }

  @ParameterizedTest
  @MethodSource("digests")
  void aDigestInAHeaderThatIsNoneIsNeverUsed(String digest) {
    byte[] index = Index.of(List.of()).bytes();
    Canary network = new Canary(call -> Answered.of(call.method().equals("PUT") ? 201 : 200)
        .with("Docker-Content-Digest", digest).with("Content-Type", OCI_INDEX).with("Content-Length", "" + index.length));
    Canary withBody = new Canary(call -> call.method().equals("GET")
        ? new Answered(200,
            ImmutableListMultimap.of("docker-content-digest", digest, "content-type", OCI_INDEX), index)
        : network.answer(call));
    try (Registries registries = withBody.registries(RegistrySettings.defaults())) {
      Repository repository = registries.repository(NAME);
      assertThat(catchThrowableOfType(SlipwayException.class, () -> repository.manifest(NAME)).code())
          .isEqualTo(ErrorCode.PROTOCOL_VIOLATION);
      assertThat(catchThrowableOfType(SlipwayException.class, () -> repository.resolve(NAME)).code())
          .isEqualTo(ErrorCode.PROTOCOL_VIOLATION);
      assertThat(catchThrowableOfType(SlipwayException.class, () -> repository.push(Index.of(List.of()), NAME)).code())
          .isEqualTo(ErrorCode.DIGEST_MISMATCH);
    }
    assertThat(withBody.calls()).extracting(Call::uri).allMatch(uri -> uri.getPath().equals("/v2/team/app/manifests/1"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"/v2/../../etc/passwd\u0000", "https://[", "https://a b/", "//", "https://", "ftp://registry.example/x",
      "file:///etc/passwd",
      "javascript:alert(1)", "https:registry.example/x", "https://registry.example:99999/v2/team",
      "https://registry.example\\@evil.example/"})
  void anAddressThatIsNoneIsNotCalled(String address) {
    Canary network = new Canary(call -> switch (call.method()) {
      case "POST" -> Answered.of(202).with("Location", address);
      case "GET" -> call.uri().getPath().endsWith("/tags/list")
          ? Answered.of(200, "{\"tags\":[]}").with("Link", "<" + address + ">; rel=\"next\"")
          : Answered.of(302).with("Location", address);
      default -> (Reply) Answered.of(404);
    });
    Descriptor blob = Descriptor.of(MediaType.OCI_LAYER_GZIP, new byte[1]);
    try (Registries registries = network.registries(RegistrySettings.defaults())) {
      Repository repository = registries.repository(NAME);
      for (Runnable work : List.<Runnable>of(() -> repository.manifest(NAME), repository::tags,
          () -> repository.referrers(blob.digest(), Optional.empty()), () -> repository.push(blob, Canary.body(new byte[1])))) {
        assertThatThrownBy(work::run).isInstanceOf(SlipwayException.class);
      }
    }
    assertThat(network.calls()).extracting(Call::uri)
        .allMatch(uri -> uri.getHost().equals(Canary.REGISTRY) && uri.getPath().startsWith("/v2/team"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"-v", "a;b", "x/../y", "%2e%2e", "x/%2e%2e/y", "ünïcode", "registry.example/ı", "$(id)", "`id`", "a b", "a\nb",
      "a|b", "../x",
      "/x", "x/", "x//y", "x@sha256:../../y", "x:tag with blank", "x:../../y", "http://registry.example/x", "", "@",
      "user:secret@registry.example/x", "--help", "x\u0000y", "x?y", "x#y"})
  void aReferenceThatIsSomethingElseIsAnErrorOfGrammar(String text) {
    assertThatThrownBy(() -> ImageReference.parse(text)).isInstanceOf(InvalidValueException.class);
  }
}
