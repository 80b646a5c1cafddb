package dev.slipway.testkit.registry;

import static dev.slipway.testkit.registry.Wire.header;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.google.common.collect.ImmutableList;
import dev.slipway.image.Digest;
import dev.slipway.oci.Descriptor;
import dev.slipway.oci.Index;
import dev.slipway.oci.MediaType;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The category "Content Discovery" of the distribution specification's conformance suite. */
class ConformanceDiscoveryTest {
  @RegisterExtension
  static final RegistryExtension REGISTRY = RegistryExtension.open();

  private static final JsonMapper JSON = JsonMapper.builder().build();
  private static final Index EMPTY = Index.of(List.of());

  private Wire wire = Wire.nowhere();

  @BeforeEach
  void connect() {
    wire = Wire.to(REGISTRY.registry());
  }

  private static ImmutableList<String> texts(HttpResponse<byte[]> response, String field) throws Exception {
    assertThat(response.statusCode()).isEqualTo(200);
    assertThat(header(response, "Content-Type")).isEqualTo("application/json");
    return ImmutableList.copyOf(JSON.readTree(response.body()).get(field).valueStream().map(JsonNode::textValue).toList());
  }

  /** The address of the next page. */
  private static Optional<String> next(HttpResponse<?> response) {
    return response.headers().firstValue("Link").map(link -> {
      assertThat(link).matches("<[^>]+>; rel=\"next\"");
      return link.substring(1, link.indexOf('>'));
    });
  }

  @Nested
  class Tags {
    private static final String LIST = "/v2/team/app/tags/list";

    @BeforeEach
    void push() {
      for (String tag : new String[]{"b", "a", "C", "d", "1.10", "1.9"}) {
        REGISTRY.registry().putManifest("team/app", tag, EMPTY);
      }
    }

    @Test
    void areListedInOrder() throws Exception {
      HttpResponse<byte[]> response = wire.get(LIST);
      assertThat(texts(response, "tags")).containsExactly("1.10", "1.9", "C", "a", "b", "d");
      assertThat(JSON.readTree(response.body()).get("name").textValue()).isEqualTo("team/app");
      assertThat(next(response)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"?n=2, 1.10 1.9", "?n=4&last=1.9, C a b d", "?last=a, b d", "?n=2&last=Z, a b", "?last=d, ''", "?n=0, ''",
        "?n=100, 1.10 1.9 C a b d"})
    void areListedInParts(String query, String expected) throws Exception {
      assertThat(String.join(" ", texts(wire.get(LIST + query), "tags"))).isEqualTo(expected);
    }

    @Test
    void areLinkedFromPageToPage() throws Exception {
      List<String> all = new ArrayList<>();
      Optional<String> page = Optional.of(LIST + "?n=4");
      while (page.isPresent()) {
        HttpResponse<byte[]> response = wire.get(page.get());
        all.addAll(texts(response, "tags"));
        page = next(response);
      }
      assertThat(all).containsExactly("1.10", "1.9", "C", "a", "b", "d");
    }

    @Test
    void haveNoNextPageWhenNoneIsAskedForOrNoneIsLeft() throws Exception {
      assertThat(next(wire.get(LIST + "?n=0"))).isEmpty();
      assertThat(next(wire.get(LIST + "?n=6"))).isEmpty();
      assertThat(next(wire.get(LIST + "?n=5"))).isPresent();
    }

    @ParameterizedTest
    @ValueSource(strings = {"-1", "x", "", "9999999999"})
    void needANumber(String number) throws Exception {
      assertThat(wire.get(LIST + "?n=" + number).statusCode()).isEqualTo(400);
    }

    @Test
    void ofARepositoryWithoutTagsAreNone() throws Exception {
      REGISTRY.registry().putBlob("team/bare", new byte[1]);
      assertThat(texts(wire.get("/v2/team/bare/tags/list"), "tags")).isEmpty();
    }

    @Test
    void ofNoRepositoryCannotBeListed() throws Exception {
      HttpResponse<byte[]> response = wire.get("/v2/team/nobody/tags/list");
      assertThat(response.statusCode()).isEqualTo(404);
      assertThat(new String(response.body(), StandardCharsets.UTF_8)).contains("NAME_UNKNOWN");
    }
  }

  @Test
  void repositoriesAreListed() throws Exception {
    for (String name : new String[]{"b", "a/x", "c"}) {
      REGISTRY.registry().putManifest(name, "1", EMPTY);
    }
    assertThat(texts(wire.get("/v2/_catalog"), "repositories")).containsExactly("a/x", "b", "c");
    HttpResponse<byte[]> first = wire.get("/v2/_catalog?n=2");
    assertThat(texts(first, "repositories")).containsExactly("a/x", "b");
    assertThat(texts(wire.get(next(first).orElseThrow()), "repositories")).containsExactly("c");
  }

  @Nested
  class Referrers {
    private final ConformanceData data = ConformanceData.withSubject();
    private final Digest subject = data.manifests().getFirst().digest();

    private ImmutableList<Descriptor> list(String query) throws Exception {
      HttpResponse<byte[]> response = wire.get("/v2/team/app/referrers/" + subject + query);
      assertThat(response.statusCode()).isEqualTo(200);
      assertThat(header(response, "Content-Type")).isEqualTo(MediaType.OCI_INDEX.text());
      assertThat(JSON.readTree(response.body()).get("mediaType").textValue()).isEqualTo(MediaType.OCI_INDEX.text());
      return Index.read(response.body()).manifests();
    }

    @Test
    void areNoneWhereNothingIs() throws Exception {
      assertThat(list("")).isEmpty();
    }

    @Test
    void areListedWithTypeSizeAndAnnotations() throws Exception {
      data.push(wire, "team/app");
      ImmutableList<Descriptor> referrers = list("");
      assertThat(referrers).hasSize(5);
      for (Descriptor referrer : referrers) {
        ConformanceData.Entry entry = data.manifests().stream().filter(one -> one.digest().equals(referrer.digest())).findFirst()
            .orElseThrow();
        assertThat(referrer.size()).isEqualTo(entry.bytes().length);
        assertThat(referrer.mediaType().text()).isEqualTo(entry.mediaType());
      }
      assertThat(referrers).extracting(referrer -> referrer.artifactType().map(MediaType::text).orElse("none"))
          .containsExactlyInAnyOrder(MediaType.OCI_CONFIG.text(), ConformanceData.EXAMPLE, ConformanceData.OTHER, "none",
              ConformanceData.OTHER);
      assertThat(referrers.stream().flatMap(referrer -> referrer.annotations().values().stream())).containsExactlyInAnyOrder("one", "two");
    }

    @Test
    void areFilteredByType() throws Exception {
      data.push(wire, "team/app");
      assertThat(list("?artifactType=" + ConformanceData.OTHER)).hasSize(2);
      assertThat(list("?artifactType=" + MediaType.OCI_CONFIG.text().replace("+", "%2B"))).hasSize(1);
      assertThat(list("?artifactType=" + MediaType.OCI_CONFIG)).hasSize(1);
      assertThat(list("?artifactType=application/vnd.example.none")).isEmpty();
      HttpResponse<byte[]> filtered = wire.get("/v2/team/app/referrers/" + subject + "?artifactType=" + ConformanceData.OTHER);
      assertThat(header(filtered, "OCI-Filters-Applied")).isEqualTo("artifactType");
      assertThat(wire.get("/v2/team/app/referrers/" + subject).headers().firstValue("OCI-Filters-Applied")).isEmpty();
    }

    @Test
    void arePagedWithTheirFilter() throws Exception {
      data.push(wire, "team/app");
      HttpResponse<byte[]> first = wire.get("/v2/team/app/referrers/" + subject + "?artifactType=" + ConformanceData.OTHER + "&n=1");
      HttpResponse<byte[]> second = wire.get(next(first).orElseThrow());
      assertThat(next(second)).isEmpty();
      List<Descriptor> both = new ArrayList<>(Index.read(first.body()).manifests());
      both.addAll(Index.read(second.body()).manifests());
      assertThat(both).hasSize(2).doesNotHaveDuplicates()
          .allSatisfy(referrer -> assertThat(referrer.artifactType()).contains(MediaType.of(ConformanceData.OTHER)));
    }

    @Test
    void mayBePushedBeforeTheirSubject() throws Exception {
      ConformanceData orphan = ConformanceData.missingSubject();
      orphan.push(wire, "team/app");
      ConformanceData image = ConformanceData.image();
      String path = "/v2/team/app/referrers/" + image.manifests().getFirst().digest();
      assertThat(Index.read(wire.get(path).body()).manifests()).extracting(Descriptor::digest)
          .containsExactly(orphan.manifests().getFirst().digest());
      image.push(wire, "team/app");
      assertThat(Index.read(wire.get(path).body()).manifests()).hasSize(1);
    }

    @Test
    void areOfOneRepository() throws Exception {
      data.push(wire, "team/other");
      assertThat(list("")).isEmpty();
    }

    @Test
    void endWithTheirManifest() throws Exception {
      data.push(wire, "team/app");
      Digest gone = data.manifests().get(1).digest();
      assertThat(wire.delete("/v2/team/app/manifests/" + gone).statusCode()).isEqualTo(202);
      assertThat(list("")).hasSize(4).extracting(Descriptor::digest).doesNotContain(gone);
    }

    @Test
    void needAWellFormedDigest() throws Exception {
      assertThat(wire.get("/v2/team/app/referrers/sha256:bad").statusCode()).isEqualTo(400);
    }
  }
}
