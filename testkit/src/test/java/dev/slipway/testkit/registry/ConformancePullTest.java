package dev.slipway.testkit.registry;

import static dev.slipway.testkit.registry.Wire.header;
import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.image.Digest;
import dev.slipway.oci.MediaType;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The category "Pull" of the distribution specification's conformance suite. */
class ConformancePullTest {
  @RegisterExtension
  static final RegistryExtension REGISTRY = RegistryExtension.open();

  private static final String BLOBS = "/v2/team/app/blobs/";
  private static final String MANIFESTS = "/v2/team/app/manifests/";
  private static final Digest UNKNOWN = Digest.sha256("unknown".getBytes(StandardCharsets.UTF_8));

  private Wire wire = Wire.nowhere();

  @BeforeEach
  void connect() {
    wire = Wire.to(REGISTRY.registry());
  }

  @Test
  void theVersionIsTold() throws Exception {
    HttpResponse<byte[]> response = wire.get("/v2/");
    assertThat(response.statusCode()).isEqualTo(200);
    assertThat(header(response, "Docker-Distribution-API-Version")).isEqualTo("registry/2.0");
    assertThat(wire.get("/v2").statusCode()).isEqualTo(200);
    assertThat(wire.get("/v1/").statusCode()).isEqualTo(404);
    assertThat(wire.get("/v2/nothing").statusCode()).isEqualTo(404);
  }

  @Nested
  class Blobs {
    private static final int SIZE = 2048;
    private final byte[] bytes = Wire.bytes(SIZE, 1);
    private final Digest digest = Digest.sha256(bytes);

    @BeforeEach
    void push() {
      REGISTRY.registry().putBlob("team/app", bytes);
    }

    @ParameterizedTest
    @EnumSource(Digest.Algorithm.class)
    void areServedUnderTheirDigest(Digest.Algorithm algorithm) throws Exception {
      Digest name = Digests.of(algorithm, bytes);
      REGISTRY.registry().putBlob("team/app", name, bytes);
      HttpResponse<byte[]> response = wire.get(BLOBS + name);
      assertThat(response.statusCode()).isEqualTo(200);
      assertThat(response.body()).isEqualTo(bytes);
      assertThat(header(response, "Docker-Content-Digest")).isEqualTo(name.toString());
      assertThat(header(response, "Content-Length")).isEqualTo("2048");
      assertThat(header(response, "Accept-Ranges")).isEqualTo("bytes");
    }

    @Test
    void areToldByHeadAsByGet() throws Exception {
      HttpResponse<byte[]> get = wire.get(BLOBS + digest);
      HttpResponse<byte[]> head = wire.head(BLOBS + digest);
      assertThat(head.statusCode()).isEqualTo(200);
      assertThat(head.body()).isEmpty();
      for (String name : new String[]{"Docker-Content-Digest", "Content-Length", "Content-Type", "Accept-Ranges"}) {
        assertThat(header(head, name)).as(name).isNotEmpty().isEqualTo(header(get, name));
      }
    }

    @Test
    void areNotThereWhereNobodyPutThem() throws Exception {
      for (String path : new String[]{BLOBS + UNKNOWN, "/v2/team/other/blobs/" + digest}) {
        assertThat(wire.head(path).statusCode()).isEqualTo(404);
        HttpResponse<byte[]> response = wire.get(path);
        assertThat(response.statusCode()).isEqualTo(404);
        assertThat(header(response, "Content-Type")).isEqualTo("application/json");
        assertThat(new String(response.body(), StandardCharsets.UTF_8)).startsWith("{\"errors\":[{\"code\":\"BLOB_UNKNOWN\",\"message\":");
      }
    }

    @ParameterizedTest
    @ValueSource(strings = {"sha256:baddigeststring", "md5:0123", "sha256:", "latest", "sha256:..%2F..%2Fx"})
    void needAWellFormedDigest(String wrong) throws Exception {
      HttpResponse<byte[]> response = wire.get(BLOBS + wrong);
      assertThat(response.statusCode()).isEqualTo(400);
      assertThat(new String(response.body(), StandardCharsets.UTF_8)).contains("DIGEST_INVALID");
    }

    @ParameterizedTest
    @CsvSource({"500-1499, 500, 1000", "500-, 500, 1548", "-500, 1548, 500", "2000-4000, 2000, 48", "0-0, 0, 1", "-5000, 0, 2048"})
    void areServedInParts(String range, int first, int length) throws Exception {
      HttpResponse<byte[]> response = wire.get(BLOBS + digest, "Range", "bytes=" + range);
      assertThat(response.statusCode()).isEqualTo(206);
      assertThat(response.body()).isEqualTo(Arrays.copyOfRange(bytes, first, first + length));
      assertThat(header(response, "Content-Range")).isEqualTo("bytes " + first + "-" + (first + length - 1) + "/2048");
      assertThat(header(response, "Content-Length")).isEqualTo(String.valueOf(length));
      assertThat(header(response, "Docker-Content-Digest")).isEqualTo(digest.toString());
    }

    @ParameterizedTest
    @ValueSource(strings = {"500-0", "5000-10000", "2048-", "-0"})
    void haveNoPartsBeyondTheirEnd(String range) throws Exception {
      HttpResponse<byte[]> response = wire.get(BLOBS + digest, "Range", "bytes=" + range);
      assertThat(response.statusCode()).isEqualTo(416);
      assertThat(header(response, "Content-Range")).isEqualTo("bytes */2048");
    }

    @ParameterizedTest
    @ValueSource(strings = {"bytes=0-1,5-6", "bytes=a-b", "lines=1-2", "bytes=-", "bytes", "bytes=0-99999999999999999999"})
    void areServedWholeIfTheRangeIsNotUnderstood(String range) throws Exception {
      HttpResponse<byte[]> response = wire.get(BLOBS + digest, "Range", range);
      assertThat(response.statusCode()).isEqualTo(200);
      assertThat(response.body()).isEqualTo(bytes);
    }

    @Test
    void ofSeveralMegabytesAreServedFromAFile() throws Exception {
      byte[] large = Wire.bytes(5_000_001, 2);
      wire.pushBlob("team/app", Digest.sha256(large), large);
      assertThat(wire.get(BLOBS + Digest.sha256(large)).body()).isEqualTo(large);
      assertThat(wire.get(BLOBS + Digest.sha256(large), "Range", "bytes=4999999-").body())
          .isEqualTo(Arrays.copyOfRange(large, 4_999_999, 5_000_001));
    }
  }

  @Nested
  class Manifests {
    private final ConformanceData data = ConformanceData.image();
    private final ConformanceData.Entry entry = data.manifests().getLast();

    @BeforeEach
    void push() throws IOException, InterruptedException {
      data.push(wire, "team/app");
    }

    @Test
    void areServedByTagAndByDigestAsTheyWerePushed() throws Exception {
      for (String reference : new String[]{"image", entry.digest().toString()}) {
        HttpResponse<byte[]> response = wire.get(MANIFESTS + reference, "Accept", MediaType.OCI_MANIFEST.text());
        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(response.body()).isEqualTo(entry.bytes());
        assertThat(header(response, "Content-Type")).isEqualTo(MediaType.OCI_MANIFEST.text());
        assertThat(header(response, "Docker-Content-Digest")).isEqualTo(entry.digest().toString());
        assertThat(header(response, "Content-Length")).isEqualTo(String.valueOf(entry.bytes().length));
      }
    }

    @Test
    void areToldByHeadAsByGet() throws Exception {
      for (String reference : new String[]{"image", entry.digest().toString()}) {
        HttpResponse<byte[]> get = wire.get(MANIFESTS + reference);
        HttpResponse<byte[]> head = wire.head(MANIFESTS + reference);
        assertThat(head.statusCode()).isEqualTo(200);
        assertThat(head.body()).isEmpty();
        for (String name : new String[]{"Docker-Content-Digest", "Content-Length", "Content-Type"}) {
          assertThat(header(head, name)).as(name).isNotEmpty().isEqualTo(header(get, name));
        }
      }
    }

    @Test
    void areNotThereWhereNobodyPutThem() throws Exception {
      for (String path : new String[]{MANIFESTS + "missing", MANIFESTS + UNKNOWN, "/v2/nobody/manifests/image"}) {
        assertThat(wire.head(path).statusCode()).isEqualTo(404);
        HttpResponse<byte[]> response = wire.get(path);
        assertThat(response.statusCode()).isEqualTo(404);
        assertThat(new String(response.body(), StandardCharsets.UTF_8)).contains("MANIFEST_UNKNOWN");
      }
    }

    @Test
    void needAWellFormedReference() throws Exception {
      assertThat(wire.get(MANIFESTS + "sha256:baddigeststring").statusCode()).isEqualTo(400);
      assertThat(wire.get(MANIFESTS + "-tag").statusCode()).isEqualTo(400);
      assertThat(wire.get(MANIFESTS + "t".repeat(129)).statusCode()).isEqualTo(400);
      assertThat(wire.get(MANIFESTS + "t".repeat(128)).statusCode()).isEqualTo(404);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"Upper", "a..b", "a//b", "-a", "a%2Fb%2E%2E%2Fc", "a___b", "%2e%2e/x"})
  void namesOfRepositoriesFollowTheGrammar(String name) throws Exception {
    HttpResponse<byte[]> response = wire.get("/v2/" + name + "/manifests/latest");
    assertThat(response.statusCode()).isEqualTo(400);
    assertThat(new String(response.body(), StandardCharsets.UTF_8)).contains("NAME_INVALID");
  }

  @ParameterizedTest
  @ValueSource(strings = {"a", "a/b/c", "a-b.c_d__e--f", "blobs/uploads", "manifests/tags/list", "0"})
  void namesMayBeWhateverTheGrammarAllows(String name) throws Exception {
    ConformanceData.image().push(wire, name);
    assertThat(wire.get("/v2/" + name + "/manifests/image").statusCode()).isEqualTo(200);
    assertThat(wire.get("/v2/" + name + "/tags/list").statusCode()).isEqualTo(200);
  }
}
