package dev.slipway.testkit.registry;

import static dev.slipway.testkit.registry.Wire.location;
import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.image.Digest;
import dev.slipway.oci.Index;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The category "Content Management" of the distribution specification's conformance suite, and the rules that are a choice. */
class ConformanceManagementTest {
  private static final String MANIFESTS = "/v2/team/app/manifests/";
  private static final String BLOBS = "/v2/team/app/blobs/";
  private static final Index EMPTY = Index.of(List.of());
  private static final byte[] BYTES = Wire.bytes(10, 6);

  @Nested
  class Allowed {
    @RegisterExtension
    static final RegistryExtension REGISTRY = RegistryExtension.open();

    private Wire wire = Wire.nowhere();

    @BeforeEach
    void push() {
      wire = Wire.to(REGISTRY.registry());
      REGISTRY.registry().putManifest("team/app", "first", EMPTY);
      REGISTRY.registry().putManifest("team/app", "second", EMPTY);
      REGISTRY.registry().putBlob("team/app", BYTES);
    }

    @Test
    void aTagIsDeletedAlone() throws Exception {
      assertThat(wire.delete(MANIFESTS + "first").statusCode()).isEqualTo(202);
      assertThat(wire.get(MANIFESTS + "first").statusCode()).isEqualTo(404);
      assertThat(wire.get(MANIFESTS + "second").statusCode()).isEqualTo(200);
      assertThat(wire.get(MANIFESTS + EMPTY.digest()).statusCode()).isEqualTo(200);
      assertThat(wire.delete(MANIFESTS + "first").statusCode()).isEqualTo(404);
    }

    @Test
    void aManifestIsDeletedWithItsTags() throws Exception {
      assertThat(wire.delete(MANIFESTS + EMPTY.digest()).statusCode()).isEqualTo(202);
      for (String reference : new String[]{"first", "second", EMPTY.digest().toString()}) {
        assertThat(wire.get(MANIFESTS + reference).statusCode()).isEqualTo(404);
      }
      HttpResponse<byte[]> tags = wire.get("/v2/team/app/tags/list");
      assertThat(new String(tags.body(), StandardCharsets.UTF_8)).isEqualTo("{\"name\":\"team/app\",\"tags\":[]}");
      assertThat(wire.delete(MANIFESTS + EMPTY.digest()).statusCode()).isEqualTo(404);
    }

    @Test
    void aBlobIsDeletedOnce() throws Exception {
      Digest digest = Digest.sha256(BYTES);
      assertThat(wire.delete(BLOBS + digest).statusCode()).isEqualTo(202);
      assertThat(wire.head(BLOBS + digest).statusCode()).isEqualTo(404);
      assertThat(wire.delete(BLOBS + digest).statusCode()).isEqualTo(404);
      assertThat(wire.delete(BLOBS + "sha256:bad").statusCode()).isEqualTo(400);
    }

    @Test
    void nothingIsDeletedWhereNothingIs() throws Exception {
      assertThat(wire.delete("/v2/team/nobody/manifests/" + EMPTY.digest()).statusCode()).isEqualTo(404);
      assertThat(wire.delete("/v2/team/nobody/blobs/" + Digest.sha256(BYTES)).statusCode()).isEqualTo(404);
      assertThat(wire.delete("/v2/team/nobody/manifests/first").statusCode()).isEqualTo(404);
    }
  }

  /** Each choice made the other way. */
  @Nested
  class Choices {
    @RegisterExtension
    static final RegistryExtension REGISTRY = RegistryExtension.of(ServerSettings.defaults().withRules(RegistryRules.defaults()
        .without(Feature.values()).with(Feature.SPARSE_INDEXES, Feature.ABSOLUTE_LOCATIONS, Feature.LOCATION_STATE)
        .withMinChunkLength(100).withPageSize(2)));

    private Wire wire = Wire.nowhere();

    @BeforeEach
    void push() {
      wire = Wire.to(REGISTRY.registry());
      REGISTRY.registry().putManifest("team/app", "first", EMPTY);
      REGISTRY.registry().putBlob("team/app", BYTES);
    }

    @Test
    void deletionIsSwitchedOff() throws Exception {
      for (String path : new String[]{MANIFESTS + "first", MANIFESTS + EMPTY.digest(), BLOBS + Digest.sha256(BYTES)}) {
        HttpResponse<byte[]> response = wire.delete(path);
        assertThat(response.statusCode()).isEqualTo(405);
        assertThat(new String(response.body(), StandardCharsets.UTF_8)).contains("UNSUPPORTED");
        assertThat(wire.get(path).statusCode()).isEqualTo(200);
      }
    }

    @Test
    void referrersAreNotListedNorSubjectsTold() throws Exception {
      assertThat(wire.get("/v2/team/app/referrers/" + EMPTY.digest()).statusCode()).isEqualTo(404);
      ConformanceData orphan = ConformanceData.missingSubject();
      orphan.push(wire, "team/app");
      ConformanceData.Entry entry = orphan.manifests().getFirst();
      HttpResponse<byte[]> pushed = wire.put(MANIFESTS + "x", entry.bytes(), "Content-Type", entry.mediaType());
      assertThat(pushed.headers().firstValue("OCI-Subject")).isEmpty();
      assertThat(pushed.headers().firstValue("Docker-Content-Digest")).isEmpty();
    }

    @Test
    void aSparseIndexIsAccepted() throws Exception {
      ConformanceData.Entry entry = ConformanceData.all().get("index").manifests().getLast();
      assertThat(wire.put(MANIFESTS + "x", entry.bytes(), "Content-Type", entry.mediaType()).statusCode()).isEqualTo(201);
      assertThat(wire.put(MANIFESTS + entry.digest() + "?tag=y", entry.bytes(), "Content-Type", entry.mediaType())
          .headers().firstValue("OCI-Tag")).isEmpty();
    }

    @Test
    void blobsAreServedWhole() throws Exception {
      HttpResponse<byte[]> response = wire.get(BLOBS + Digest.sha256(BYTES), "Range", "bytes=5-");
      assertThat(response.statusCode()).isEqualTo(200);
      assertThat(response.headers().firstValue("Accept-Ranges")).isEmpty();
    }

    @Test
    void aSingleRequestAndAMountOnlyOpenAnUpload() throws Exception {
      byte[] bytes = Wire.bytes(1000, 7);
      Digest digest = Digest.sha256(bytes);
      for (String query : new String[]{"?digest=" + digest, "?mount=" + Digest.sha256(BYTES) + "&from=team/app"}) {
        HttpResponse<byte[]> opened = wire.post("/v2/team/other/blobs/uploads/" + query, bytes);
        assertThat(opened.statusCode()).isEqualTo(202);
        assertThat(location(opened)).startsWith(REGISTRY.registry().uri() + "/v2/team/other/blobs/uploads/").endsWith("?state=0");
        assertThat(wire.put(Wire.withDigest(location(opened), digest), bytes).statusCode()).isEqualTo(201);
      }
    }

    @Test
    void onlyTheLatestLocationOfAnUploadIsGood() throws Exception {
      String first = location(wire.post("/v2/team/app/blobs/uploads/", new byte[0]));
      byte[] bytes = Wire.bytes(200, 8);
      String second = location(BlobPush.chunk(wire, first, bytes, 0, 100));
      assertThat(BlobPush.chunk(wire, first, bytes, 100, 200).statusCode()).isEqualTo(400);
      assertThat(location(wire.get(first))).isNotEmpty();
      String third = location(wire.get(second));
      assertThat(BlobPush.chunk(wire, third, bytes, 100, 200).statusCode()).isEqualTo(202);
    }

    @Test
    void onlyTheLastChunkMayBeShort() throws Exception {
      byte[] bytes = Wire.bytes(300, 9);
      HttpResponse<byte[]> opened = wire.post("/v2/team/app/blobs/uploads/", new byte[0]);
      assertThat(opened.headers().firstValue("OCI-Chunk-Min-Length")).contains("100");
      HttpResponse<byte[]> chunk = BlobPush.chunk(wire, location(opened), bytes, 0, 99);
      assertThat(chunk.statusCode()).isEqualTo(202);
      HttpResponse<byte[]> further = BlobPush.chunk(wire, location(chunk), bytes, 99, 300);
      assertThat(further.statusCode()).isEqualTo(400);
      assertThat(new String(further.body(), StandardCharsets.UTF_8)).contains("SIZE_INVALID");
      assertThat(BlobPush.CHUNKS.push(wire, "/v2/team/app/blobs/uploads/", Digest.sha256(bytes), bytes).statusCode()).isEqualTo(201);
    }

    @Test
    void listsComeInPages() throws Exception {
      for (String tag : new String[]{"a", "b", "c"}) {
        REGISTRY.registry().putManifest("team/app", tag, EMPTY);
      }
      for (String query : new String[]{"", "?n=100"}) {
        HttpResponse<byte[]> response = wire.get("/v2/team/app/tags/list" + query);
        assertThat(new String(response.body(), StandardCharsets.UTF_8)).contains("[\"a\",\"b\"]");
        assertThat(Wire.header(response, "Link")).isEqualTo("</v2/team/app/tags/list?n=2&last=b>; rel=\"next\"");
      }
    }
  }
}
