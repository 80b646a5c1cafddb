package dev.slipway.testkit.registry;

import static dev.slipway.testkit.registry.Wire.header;
import static dev.slipway.testkit.registry.Wire.location;
import static dev.slipway.testkit.registry.Wire.withDigest;
import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.image.Digest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The blobs of the category "Push" of the distribution specification's conformance suite. */
class ConformancePushTest {
  @RegisterExtension
  static final RegistryExtension REGISTRY = RegistryExtension.of(
      ServerSettings.defaults().withRules(RegistryRules.defaults().with(Feature.MOUNT_FROM_ANYWHERE)));

  private static final String UPLOADS = "/v2/team/app/blobs/uploads/";
  private static final String BLOBS = "/v2/team/app/blobs/";
  private static final byte[] NOTHING = {};

  private final byte[] bytes = Wire.bytes(1000, 3);
  private Wire wire = Wire.nowhere();

  @BeforeEach
  void connect() {
    wire = Wire.to(REGISTRY.registry());
  }

  private static Stream<Arguments> waysAndAlgorithms() {
    return Arrays.stream(BlobPush.values())
        .flatMap(way -> Arrays.stream(Digest.Algorithm.values()).map(algorithm -> Arguments.of(way, algorithm)));
  }

  @ParameterizedTest
  @MethodSource("waysAndAlgorithms")
  void aBlobCanBePushedInEveryWay(BlobPush way, Digest.Algorithm algorithm) throws Exception {
    for (byte[] content : new byte[][]{bytes, "{}".getBytes(StandardCharsets.UTF_8), Wire.bytes(3_000_000, 4)}) {
      Digest digest = Digests.of(algorithm, content);
      HttpResponse<byte[]> response = way.push(wire, UPLOADS, digest, content);
      assertThat(response.statusCode()).isEqualTo(201);
      assertThat(header(response, "Docker-Content-Digest")).isEqualTo(digest.toString());
      assertThat(wire.get(location(response)).body()).isEqualTo(content);
      assertThat(wire.head(BLOBS + digest).statusCode()).isEqualTo(200);
      assertThat(wire.delete(BLOBS + digest).statusCode()).isEqualTo(202);
    }
    assertThat(REGISTRY.registry().openUploads()).isZero();
  }

  @ParameterizedTest
  @EnumSource(value = BlobPush.class, names = {"SINGLE_POST", "POST_THEN_PUT", "ONE_CHUNK", "STREAM"})
  void anEmptyBlobCanBePushed(BlobPush way) throws Exception {
    HttpResponse<byte[]> response = way.push(wire, UPLOADS, Digest.sha256(NOTHING), NOTHING);
    assertThat(response.statusCode()).isEqualTo(201);
    HttpResponse<byte[]> pulled = wire.get(location(response));
    assertThat(pulled.statusCode()).isEqualTo(200);
    assertThat(header(pulled, "Content-Length")).isEqualTo("0");
    assertThat(wire.get(location(response), "Range", "bytes=0-").statusCode()).isEqualTo(416);
  }

  @ParameterizedTest
  @MethodSource("waysAndAlgorithms")
  void aBlobWithAnotherDigestIsRefused(BlobPush way, Digest.Algorithm algorithm) throws Exception {
    Digest other = Digests.of(algorithm, "other".getBytes(StandardCharsets.UTF_8));
    HttpResponse<byte[]> response = way.push(wire, UPLOADS, other, bytes);
    assertThat(response.statusCode()).isEqualTo(400);
    assertThat(new String(response.body(), StandardCharsets.UTF_8)).contains("DIGEST_INVALID");
    assertThat(wire.head(BLOBS + other).statusCode()).isEqualTo(404);
    assertThat(REGISTRY.registry().openUploads()).isZero();
  }

  @ParameterizedTest
  @ValueSource(strings = {"?digest=sha256:bad", "?digest=md5:0123", "?digest-algorithm=md5", "?mount=sha256:bad&from=team/other"})
  void anUploadWithAMalformedDigestIsNotOpened(String query) throws Exception {
    assertThat(wire.post(UPLOADS + query, NOTHING).statusCode()).isEqualTo(400);
    assertThat(REGISTRY.registry().openUploads()).isZero();
  }

  @Test
  void anUploadIsClosedWithADigestOnly() throws Exception {
    String location = location(wire.post(UPLOADS, NOTHING));
    assertThat(wire.put(location, bytes).statusCode()).isEqualTo(400);
    assertThat(wire.put(location + "?digest=sha256:bad", bytes).statusCode()).isEqualTo(400);
  }

  @Test
  void theAlgorithmCanBeNamedInAdvance() throws Exception {
    Digest digest = Digests.of(Digest.Algorithm.SHA512, bytes);
    assertThat(BlobPush.CHUNKS.push(wire, UPLOADS + "?digest-algorithm=sha512", digest, bytes).statusCode()).isEqualTo(201);
  }

  @Nested
  class Chunks {
    @ParameterizedTest
    @ValueSource(ints = {0, 100, 400, 600, 999})
    void outOfOrderAreRefusedAndTheUploadGoesOn(int wrongStart) throws Exception {
      String location = location(wire.post(UPLOADS, NOTHING));
      HttpResponse<byte[]> first = BlobPush.chunk(wire, location, bytes, 0, 500);
      assertThat(first.statusCode()).isEqualTo(202);
      assertThat(header(first, "Range")).isEqualTo("0-499");
      HttpResponse<byte[]> wrong = BlobPush.chunk(wire, location(first), bytes, wrongStart, 1000);
      assertThat(wrong.statusCode()).isEqualTo(416);
      HttpResponse<byte[]> status = wire.get(location(wrong));
      assertThat(status.statusCode()).isEqualTo(204);
      assertThat(header(status, "Range")).isEqualTo("0-499");
      assertThat(header(status, "Docker-Upload-UUID")).isNotEmpty();
      HttpResponse<byte[]> second = BlobPush.chunk(wire, location(status), bytes, 500, 1000);
      assertThat(header(second, "Range")).isEqualTo("0-999");
      assertThat(wire.put(withDigest(location(second), Digest.sha256(bytes)), NOTHING).statusCode()).isEqualTo(201);
    }

    @Test
    void outOfOrderAreRefusedInTheClosingRequestToo() throws Exception {
      String location = location(BlobPush.chunk(wire, location(wire.post(UPLOADS, NOTHING)), bytes, 0, 500));
      String closing = withDigest(location, Digest.sha256(bytes));
      byte[] rest = Arrays.copyOfRange(bytes, 500, 1000);
      assertThat(wire.put(closing, rest, "Content-Range", "501-1000").statusCode()).isEqualTo(416);
      assertThat(wire.put(closing, rest, "Content-Range", "500-999").statusCode()).isEqualTo(201);
    }

    @Test
    void startAtTheBeginning() throws Exception {
      String location = location(wire.post(UPLOADS, NOTHING));
      assertThat(BlobPush.chunk(wire, location, bytes, 1, 500).statusCode()).isEqualTo(416);
      HttpResponse<byte[]> status = wire.get(location);
      assertThat(status.statusCode()).isEqualTo(204);
      assertThat(header(status, "Range")).isEqualTo("0-0");
    }

    @ParameterizedTest
    @ValueSource(strings = {"0-98", "0-100", "0", "a-b", "99-0", "bytes 0-99/*", "-99", "0-99999999999999999999"})
    void haveARangeThatFits(String range) throws Exception {
      String location = location(wire.post(UPLOADS, NOTHING));
      byte[] chunk = Arrays.copyOf(bytes, 100);
      assertThat(wire.patch(location, chunk, "Content-Range", range).statusCode()).isEqualTo(400);
    }

    @Test
    void ofStreamsMustHaveTheLengthOfTheirRangeToo() throws Exception {
      String location = location(wire.post(UPLOADS, NOTHING));
      assertThat(wire.stream(location, bytes, "Content-Range", "0-998").statusCode()).isEqualTo(400);
    }
  }

  @Test
  void anUploadCanBeCancelled() throws Exception {
    String location = location(wire.post(UPLOADS, NOTHING));
    HttpResponse<byte[]> cancelled = wire.delete(location);
    assertThat(cancelled.statusCode()).isEqualTo(204);
    for (HttpResponse<byte[]> gone : List.of(wire.get(location), wire.patch(location, bytes), wire.delete(location),
        wire.put(withDigest(location, Digest.sha256(bytes)), bytes))) {
      assertThat(gone.statusCode()).isEqualTo(404);
      assertThat(new String(gone.body(), StandardCharsets.UTF_8)).contains("BLOB_UPLOAD_UNKNOWN");
    }
  }

  @Test
  void anUploadBelongsToItsRepository() throws Exception {
    String location = location(wire.post(UPLOADS, NOTHING));
    assertThat(wire.patch(location.replace("team/app", "team/other"), bytes).statusCode()).isEqualTo(404);
    assertThat(wire.patch(location, bytes).statusCode()).isEqualTo(202);
  }

  @Nested
  class Mounts {
    private final Digest digest = Digest.sha256(bytes);

    @ParameterizedTest
    @ValueSource(strings = {"&from=team/other", ""})
    void makeABlobOfAnotherRepositoryOneOfThis(String from) throws Exception {
      wire.pushBlob("team/other", digest, bytes);
      HttpResponse<byte[]> mounted = wire.post(UPLOADS + "?mount=" + digest + from, NOTHING);
      assertThat(mounted.statusCode()).isEqualTo(201);
      assertThat(header(mounted, "Docker-Content-Digest")).isEqualTo(digest.toString());
      assertThat(wire.get(location(mounted)).body()).isEqualTo(bytes);
      assertThat(wire.delete("/v2/team/other/blobs/" + digest).statusCode()).isEqualTo(202);
      assertThat(wire.get(BLOBS + digest).body()).isEqualTo(bytes);
    }

    @ParameterizedTest
    @ValueSource(strings = {"&from=team/other", "&from=team/nobody", ""})
    void openAnUploadWhereThereIsNoSuchBlob(String from) throws Exception {
      HttpResponse<byte[]> opened = wire.post(UPLOADS + "?mount=" + digest + from, NOTHING);
      assertThat(opened.statusCode()).isEqualTo(202);
      assertThat(wire.put(withDigest(location(opened), digest), bytes).statusCode()).isEqualTo(201);
      assertThat(wire.get(BLOBS + digest).body()).isEqualTo(bytes);
    }

    @Test
    void ofALargeBlobOutliveTheFirstRepository() throws Exception {
      byte[] large = Wire.bytes(2_000_000, 5);
      wire.pushBlob("team/other", Digest.sha256(large), large);
      assertThat(wire.post(UPLOADS + "?mount=" + Digest.sha256(large) + "&from=team/other", NOTHING).statusCode()).isEqualTo(201);
      assertThat(REGISTRY.registry().remove("team/other", Digest.sha256(large).toString())).isTrue();
      assertThat(wire.get(BLOBS + Digest.sha256(large)).body()).isEqualTo(large);
    }
  }

  @Test
  void otherMethodsAreRefused() throws Exception {
    assertThat(wire.get(UPLOADS).statusCode()).isEqualTo(405);
    assertThat(wire.put(BLOBS + Digest.sha256(bytes), bytes).statusCode()).isEqualTo(405);
    assertThat(wire.post(location(wire.post(UPLOADS, NOTHING)), bytes).statusCode()).isEqualTo(405);
    assertThat(wire.post("/v2/", bytes).statusCode()).isEqualTo(405);
    assertThat(wire.post("/v2/team/app/manifests/x", bytes).statusCode()).isEqualTo(405);
  }
}
