package dev.slipway.registry;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.cloud.tools.jib.frontend.CredentialRetrieverFactory;
import com.google.common.base.Splitter;
import java.io.IOException;
import java.lang.Runtime.Version;
import java.net.URL;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Jib asks for versions of its libraries that are years old; ours must be the ones that are there, and the only ones. */
class DependencyVersionsTest {
  /** The jars that have a class. */
  private static List<String> jars(String type) throws IOException {
    List<URL> found = Collections.list(DependencyVersionsTest.class.getClassLoader().getResources(type.replace('.', '/') + ".class"));
    return found.stream().map(URL::getPath).map(path -> path.substring(0, path.indexOf('!')))
        .map(jar -> jar.substring(jar.lastIndexOf('/') + 1)).toList();
  }

  /** The first three numbers; what follows, such as {@code -jre}, does not count. */
  private static Version comparable(String version) {
    return Version.parse(String.join(".", Splitter.on('.').splitToStream(version).limit(3)
        .map(part -> part.replaceFirst("\\D.*", "").replaceFirst("^0+(?=\\d)", "")).toList()).replaceFirst("(\\.0)+$", ""));
  }

  @ParameterizedTest
  @CsvSource({"com.google.common.base.Joiner, guava, 33.5.0-jre, 32.1.2-jre",
      "com.fasterxml.jackson.core.JsonParser, jackson-core, 2.21.1, 2.15.2",
      "com.fasterxml.jackson.databind.JsonNode, jackson-databind, 2.21.1, 2.15.2",
      "com.fasterxml.jackson.datatype.jsr310.JavaTimeModule, jackson-datatype-jsr310, 2.21.1, 2.15.2",
      "org.apache.http.impl.client.HttpClientBuilder, httpclient, 4.5.14, 4.5.13",
      "org.apache.commons.compress.archivers.tar.TarArchiveEntry, commons-compress, 1.28.0, 1.26.0",
      "org.apache.commons.io.IOUtils, commons-io, 2.20.0, 2.15.1", "org.apache.commons.lang3.StringUtils, commons-lang3, 3.18.0, 3.14.0",
      "org.apache.commons.codec.binary.Hex, commons-codec, 1.19.0, 1.11"})
  void aLibraryIsThereOnceAndAtLeastAsNewAsWeSay(String type, String artifact, String ours, String jibs) throws IOException {
    List<String> jars = jars(type);

    assertThat(jars).as("jars with " + type).singleElement().asString().startsWith(artifact + "-").endsWith(".jar");
    Version version = comparable(jars.get(0).substring(artifact.length() + 1, jars.get(0).length() - ".jar".length()));
    assertThat(version).as(jars.get(0)).isGreaterThanOrEqualTo(comparable(ours)).isGreaterThan(comparable(jibs));
  }

  @Test
  void jibItselfIsTheVersionThatWasStudied() throws IOException {
    assertThat(jars(CredentialRetrieverFactory.class.getName())).containsExactly("jib-core-0.28.1.jar");
  }

  @Test
  void jibsHttpClientIsNotRaisedBeyondWhatItNeeds() throws ClassNotFoundException {
    // later versions of google-http-client leave commons-logging out, without which Apache's client does not start
    assertThat(Class.forName("org.apache.commons.logging.LogFactory")).isNotNull();
    assertThat(Class.forName("org.apache.http.impl.client.HttpClientBuilder")).isNotNull();
  }
}
