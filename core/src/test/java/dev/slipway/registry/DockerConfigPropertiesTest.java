package dev.slipway.registry;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.common.collect.ImmutableMap;
import dev.slipway.DocumentException;
import dev.slipway.image.ImageReference;
import dev.slipway.image.Values;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Locale;
import java.util.Random;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

class DockerConfigPropertiesTest {
  private static final String CANARY = "canary-4711";
  private static final Surroundings NOTHING = new Surroundings(ImmutableMap.of("PATH", ""), Path.of("/nonexistent"));
  private static final String DOCUMENT = ("{'auths': {'https://index.docker.io/v1/': {'auth': '%s'},\n 'ghcr.io/team': {'identitytoken': '%s'},"
      + " 'localhost:5000': {'username': 'me', 'password': '%s'}},\n 'credHelpers': {'a.io': 'gone'}, 'HttpHeaders': {'X': ['y']}}")
      .replace('\'', '"').formatted(UserHome.base64("me:" + CANARY), CANARY, CANARY);

  private static Credentials.Lookup find(byte[] document, ImageReference repository) {
    Search search = new Search();
    try {
      return search
          .with(DockerConfigDocument.read(document, "the document", false, NOTHING, Duration.ofSeconds(1)).find(repository, search));
    } catch (DocumentException malformed) {
      search.nothing("the document", String.valueOf(malformed.getMessage()));
      return search.empty();
    }
  }

  private static String entry(String key) {
    return UserHome.auths(UserHome.auth(key, "me", CANARY)).replace('\'', '"');
  }

  @Provide
  Arbitrary<ImageReference> names() {
    Arbitrary<String> domains = Arbitraries.of("docker.io", "index.docker.io", "a.io", "A.io", "a.io:443", "a.io:80", "b.a.io", "aa.io",
        "localhost",
        "localhost:5000", "[::1]:5000");
    Arbitrary<String> paths = Arbitraries.of("a", "b", "a/b", "ab", "a/b/c", "library/a", "v1", "v2/a");
    Arbitrary<ImageReference> few = domains.flatMap(domain -> paths.map(path -> ImageReference.parse(domain + "/" + path)));
    return Arbitraries.oneOf(few, few, Values.references());
  }

  @Property(tries = 5000, seed = "41")
  void aCredentialGoesToItsOwnRegistryAndNoOther(@ForAll("names") ImageReference kept, @ForAll("names") ImageReference asked) {
    boolean same = kept.domain().toLowerCase(Locale.ROOT).equals(asked.domain().toLowerCase(Locale.ROOT));

    for (String key : new String[]{kept.domain(), "https://" + kept.domain(), "https://" + kept.domain() + "/v1/", kept.domain() + "/"}) {
      byte[] document = entry(key).getBytes(StandardCharsets.UTF_8);
      assertThat(find(document, asked).credential().isPresent()).as(key + " for " + asked).isEqualTo(same);
    }
  }

  @Property(tries = 5000, seed = "42")
  void aCredentialOfAPathGoesBelowThatPathAndNowhereElse(@ForAll("names") ImageReference kept, @ForAll("names") ImageReference asked) {
    boolean same = kept.domain().toLowerCase(Locale.ROOT).equals(asked.domain().toLowerCase(Locale.ROOT));
    boolean below = (asked.path() + "/").startsWith(kept.path() + "/");
    boolean address = kept.path().equals("v1") || kept.path().equals("v2");

    assertThat(find(entry(kept.repository()).getBytes(StandardCharsets.UTF_8), asked).credential().isPresent())
        .as(kept + " for " + asked).isEqualTo(same && (below || address));
  }

  @Property(tries = 3000, seed = "43")
  void aDamagedDocumentNeverFailsNorTellsASecret(@ForAll Random random) {
    byte[] document = DOCUMENT.getBytes(StandardCharsets.UTF_8);
    for (int changes = random.nextInt(1, 6); changes > 0; changes--) {
      document[random
          .nextInt(document.length)] = (byte) (random.nextBoolean() ? "\"{}[]:,\\ 0".charAt(random.nextInt(10)) : random.nextInt());
    }
    byte[] cut = random.nextInt(4) == 0 ? Arrays.copyOf(document, random.nextInt(document.length)) : document;

    for (String repository : new String[]{"debian", "ghcr.io/team/app", "localhost:5000/app", "a.io/app"}) {
      Credentials.Lookup lookup = find(cut, ImageReference.parse(repository));
      assertThat(String.join("\n", lookup.places())).isNotEmpty().doesNotContain(CANARY, "4711", UserHome.base64("me:" + CANARY));
      assertThat(lookup.toString()).doesNotContain(CANARY);
    }
  }
}
