package dev.slipway.testkit.registry;

import static dev.slipway.testkit.registry.Wire.header;
import static dev.slipway.testkit.registry.Wire.location;
import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.image.Digest;
import dev.slipway.oci.ManifestDocument;
import dev.slipway.oci.MediaType;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The manifests of the category "Push" of the distribution specification's conformance suite, of each kind. */
class ConformanceManifestTest {
  @RegisterExtension
  static final RegistryExtension REGISTRY = RegistryExtension.open();

  private static final String MANIFESTS = "/v2/team/app/manifests/";

  private Wire wire = Wire.nowhere();

  @BeforeEach
  void connect() {
    wire = Wire.to(REGISTRY.registry());
  }

  private static Stream<String> kinds() {
    return ConformanceData.all().keySet().stream();
  }

  @ParameterizedTest
  @MethodSource("kinds")
  void eachKindIsPushedPulledAndDeleted(String kind) throws Exception {
    ConformanceData data = ConformanceData.all().get(kind);
    for (Map.Entry<Digest, byte[]> blob : data.blobs().entrySet()) {
      wire.pushBlob("team/app", blob.getKey(), blob.getValue());
    }
    for (ConformanceData.Entry entry : data.manifests()) {
      for (String reference : Stream.concat(Stream.of(entry.digest().toString()), entry.tag().stream()).toList()) {
        HttpResponse<byte[]> pushed = wire.put(MANIFESTS + reference, entry.bytes(), "Content-Type", entry.mediaType());
        assertThat(pushed.statusCode()).as(new String(pushed.body(), StandardCharsets.UTF_8)).isEqualTo(201);
        assertThat(header(pushed, "Docker-Content-Digest")).isEqualTo(entry.digest().toString());
        assertThat(wire.get(location(pushed)).body()).isEqualTo(entry.bytes());
        assertThat(header(wire.head(MANIFESTS + reference), "Content-Type")).isEqualTo(entry.mediaType());
        assertThat(header(pushed, "OCI-Subject")).isEqualTo(subject(entry));
      }
    }
    for (ConformanceData.Entry entry : data.manifests().reversed()) {
      assertThat(wire.delete(MANIFESTS + entry.digest()).statusCode()).isEqualTo(202);
      assertThat(wire.head(MANIFESTS + entry.digest()).statusCode()).isEqualTo(404);
    }
    for (Digest digest : data.blobs().keySet()) {
      assertThat(wire.delete("/v2/team/app/blobs/" + digest).statusCode()).isEqualTo(202);
    }
    assertThat(REGISTRY.registry().manifests("team/app")).isEmpty();
    assertThat(REGISTRY.registry().tags("team/app")).isEmpty();
    assertThat(REGISTRY.registry().blobs("team/app")).isEmpty();
  }

  private static String subject(ConformanceData.Entry entry) {
    return ManifestEndpoint.subject(ManifestDocument.read(entry.bytes())).map(about -> about.digest().toString()).orElse("");
  }

  private HttpResponse<byte[]> put(String reference, String type, String text) throws Exception {
    return wire.put(MANIFESTS + reference, text.getBytes(StandardCharsets.UTF_8), "Content-Type", type);
  }

  private static void assertRefused(HttpResponse<byte[]> response, int status, ProtocolError error) {
    assertThat(response.statusCode()).isEqualTo(status);
    assertThat(new String(response.body(), StandardCharsets.UTF_8)).contains("\"" + error + "\"");
  }

  @Test
  void aManifestMustHaveTheDigestThatItIsPushedBy() throws Exception {
    ConformanceData data = ConformanceData.image();
    data.push(wire, "team/app");
    String text = new String(data.manifests().getFirst().bytes(), StandardCharsets.UTF_8);
    String type = MediaType.OCI_MANIFEST.text();
    assertRefused(put(Digest.sha256(new byte[0]).toString(), type, text), 400, ProtocolError.DIGEST_INVALID);
    assertRefused(put("sha256:baddigeststring", type, text), 400, ProtocolError.DIGEST_INVALID);
    assertThat(put(Digests.of(Digest.Algorithm.SHA512, text.getBytes(StandardCharsets.UTF_8)).toString(), type, text).statusCode())
        .isEqualTo(201);
  }

  @Test
  void theMediaTypeMayHaveParametersOrBeAbsent() throws Exception {
    ConformanceData data = ConformanceData.image();
    data.push(wire, "team/app");
    byte[] bytes = data.manifests().getFirst().bytes();
    assertThat(wire.put(MANIFESTS + "a", bytes, "Content-Type", MediaType.OCI_MANIFEST + "; charset=utf-8").statusCode()).isEqualTo(201);
    assertThat(header(wire.get(MANIFESTS + "a"), "Content-Type")).isEqualTo(MediaType.OCI_MANIFEST.text());
    assertThat(wire.put(MANIFESTS + "b", bytes).statusCode()).isEqualTo(201);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "{", "[]", "{}", "null", "{\"schemaVersion\":1}",
      "{\"schemaVersion\":2,\"config\":{},\"layers\":[]}",
      "{\"schemaVersion\":2,\"layers\":[],\"manifests\":[]}",
      "{\"schemaVersion\":2,\"schemaVersion\":2,\"manifests\":[]}",
      "{\"schemaVersion\":2,\"manifests\":[]} x",
      "{\"schemaVersion\":2,\"mediaType\":\"application/vnd.docker.distribution.manifest.list.v2+json\",\"manifests\":[]}"})
  void whatIsAmbiguousOrMalformedIsRefused(String text) throws Exception {
    assertRefused(put("x", MediaType.OCI_INDEX.text(), text), 400, ProtocolError.MANIFEST_INVALID);
    assertThat(REGISTRY.registry().tags("team/app")).isEmpty();
  }

  @Test
  void theMediaTypeMustBeThatOfTheContent() throws Exception {
    String index = "{\"schemaVersion\":2,\"manifests\":[]}";
    assertRefused(put("x", MediaType.OCI_MANIFEST.text(), index), 400, ProtocolError.MANIFEST_INVALID);
    assertRefused(put("x", "text/plain", index), 400, ProtocolError.MANIFEST_INVALID);
    assertThat(put("x", MediaType.DOCKER_INDEX.text(), index).statusCode()).isEqualTo(201);
    assertThat(header(wire.get(MANIFESTS + "x"), "Content-Type")).isEqualTo(MediaType.DOCKER_INDEX.text());
  }

  @Test
  void partsMustBeThereFirst() throws Exception {
    for (String kind : new String[]{"image", "index"}) {
      ConformanceData.Entry entry = ConformanceData.all().get(kind).manifests().getLast();
      HttpResponse<byte[]> response = wire.put(MANIFESTS + "x", entry.bytes(), "Content-Type", entry.mediaType());
      assertRefused(response, 400, ProtocolError.MANIFEST_BLOB_UNKNOWN);
    }
  }

  @Test
  void aManifestOfMoreThanFourMebibytesIsRefused() throws Exception {
    String filler = "{\"schemaVersion\":2,\"manifests\":[],\"x\":\"" + "x".repeat(4 << 20) + "\"}";
    assertRefused(put("x", MediaType.OCI_INDEX.text(), filler), 413, ProtocolError.SIZE_INVALID);
  }

  @Test
  void tagsCanBePushedWithTheDigest() throws Exception {
    String text = "{\"schemaVersion\":2,\"manifests\":[]}";
    Digest digest = Digest.sha256(text.getBytes(StandardCharsets.UTF_8));
    HttpResponse<byte[]> pushed = put(digest + "?tag=1.2.3&tag=1.2&tag=latest", MediaType.OCI_INDEX.text(), text);
    assertThat(pushed.statusCode()).isEqualTo(201);
    assertThat(pushed.headers().allValues("OCI-Tag")).containsExactly("1.2.3", "1.2", "latest");
    assertThat(REGISTRY.registry().tags("team/app")).containsExactly("1.2", "1.2.3", "latest");
    assertThat(wire.get(MANIFESTS + "1.2").statusCode()).isEqualTo(200);
    assertThat(put(digest + "?tag=-bad", MediaType.OCI_INDEX.text(), text).statusCode()).isEqualTo(400);
  }

  @Test
  void aTagMovesToTheManifestThatIsPushedLast() throws Exception {
    ConformanceData data = ConformanceData.all().get("index");
    data.push(wire, "team/app");
    ConformanceData.Entry first = data.manifests().getFirst();
    assertThat(wire.put(MANIFESTS + "index", first.bytes(), "Content-Type", first.mediaType()).statusCode()).isEqualTo(201);
    assertThat(wire.get(MANIFESTS + "index").body()).isEqualTo(first.bytes());
    assertThat(wire.get(MANIFESTS + data.manifests().getLast().digest()).statusCode()).isEqualTo(200);
  }
}
