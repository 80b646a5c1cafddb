package dev.slipway.testkit.registry;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.common.io.BaseEncoding;
import dev.slipway.build.BuiltImage;
import dev.slipway.build.Context;
import dev.slipway.build.Engine;
import dev.slipway.image.OciLayout;
import dev.slipway.image.SecretValue;
import dev.slipway.image.Stage;
import dev.slipway.registry.Credential;
import dev.slipway.registry.Credentials;
import dev.slipway.registry.RegistrySettings;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** Whatever a build, a push and an export leave on disk, no credential is in it. */
class SecretsAtRestTest {
  private static final String CANARY = "canary-4711-password";

  @RegisterExtension
  static final RegistryExtension REGISTRY = RegistryExtension.withTokens("someone", CANARY);

  @TempDir
  Path directory;

  @Test
  void noCredentialIsInTheStoreInAnExportOrInWhatWasPushed(EmbeddedRegistry registry) throws IOException {
    Files.writeString(directory.resolve("text"), "text\n");
    RegistrySettings settings = RegistrySettings.defaults()
        .withCredentials(Credentials.of(registry.address(), Credential.of("someone", SecretValue.of(CANARY))))
        .withTokenService(registry.address(), registry.tokenUri().orElseThrow().getAuthority());
    try (Engine engine = Engine.open(directory.resolve("store"), settings)) {
      var base = engine.build(Stage.scratch().copy("text", "/text").toImage(), Context.of(directory))
          .push(registry.reference("team/base:1"));
      BuiltImage built = engine.build(Stage.from(registry.reference("team/base:1").toString()).copy("text", "/more").toImage(),
          Context.of(directory));
      var pushed = built.push(registry.reference("team/app:1"));
      var written = built.writeTo(OciLayout.at(directory.resolve("out")));
      assertThat(pushed.digest()).isEqualTo(written.digest()).isNotEqualTo(base.digest());
    }
    assertThat(registry.tokens()).isNotEmpty();
    List<String> secrets = new ArrayList<>(
        List.of(CANARY, BaseEncoding.base64().encode(("someone:" + CANARY).getBytes(StandardCharsets.UTF_8))));
    registry.tokens().forEach(token -> secrets.add(token.reveal()));
    int files = 0;
    try (Stream<Path> all = Files.walk(directory)) {
      for (Path file : all.filter(Files::isRegularFile).toList()) {
        files++;
        String bytes = Files.readString(file, StandardCharsets.ISO_8859_1);
        assertThat(secrets).as("secrets in %s", file).noneMatch(bytes::contains);
      }
    }
    assertThat(files).isGreaterThan(10);
  }
}
