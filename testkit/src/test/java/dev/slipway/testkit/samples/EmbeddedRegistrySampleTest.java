package dev.slipway.testkit.samples;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.build.BuiltImage;
import dev.slipway.build.Context;
import dev.slipway.build.Engine;
import dev.slipway.image.ImageReference;
import dev.slipway.image.SecretValue;
import dev.slipway.image.Stage;
import dev.slipway.registry.Call;
import dev.slipway.registry.Credential;
import dev.slipway.registry.Credentials;
import dev.slipway.registry.RegistrySettings;
import dev.slipway.registry.Reply;
import dev.slipway.registry.Transport;
import dev.slipway.testkit.registry.EmbeddedRegistry;
import dev.slipway.testkit.registry.Fault;
import dev.slipway.testkit.registry.FaultScript;
import dev.slipway.testkit.registry.MemoryRegistry;
import dev.slipway.testkit.registry.RegistryExtension;
import dev.slipway.testkit.registry.ServerSettings;
import dev.slipway.testkit.registry.VirtualTimeline;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** The registry that Javadoc shows. */
class EmbeddedRegistrySampleTest {
  @TempDir
  Path directory = Path.of("");

  // @start region="field"
  @RegisterExtension
  static final RegistryExtension REGISTRY = RegistryExtension.withBasicAuth("ci", "secret");

  @Test
  void anImageIsPushedAlthoughTheRegistryIsOverloaded() throws Exception {
    EmbeddedRegistry registry = REGISTRY.registry();
    registry.inject(FaultScript.of(Fault.status(503), Fault.reset()).on("PUT", "/v2/.*/manifests/.*"));

    Credential credential = Credential.of("ci", SecretValue.of("secret"));
    RegistrySettings settings = RegistrySettings.defaults().withCredentials(Credentials.of(registry.address(), credential));
    Files.writeString(directory.resolve("hello"), "hello");
    try (Engine engine = Engine.open(directory.resolve("store"), settings)) {
      BuiltImage image = engine.build(Stage.scratch().copy("hello", "/hello").toImage(), Context.of(directory));
      ImageReference name = registry.reference("team/app:1.0");
      var pushed = image.push(name);

      assertThat(registry.tags("team/app")).containsExactly("1.0");
      assertThat(registry.manifest("team/app", "1.0").orElseThrow().digest()).isEqualTo(pushed.digest());
      assertThat(registry.requests("PUT", "/v2/team/app/manifests/.*")).hasSize(3);
      assertThat(registry.faultsLeft()).isZero();
    }
  }
  // @end

  @Nested
  // @start region="parameter"
  @ExtendWith(RegistryExtension.class)
  class Pulling {
    @Test
    void startsFromAnEmptyRegistry(EmbeddedRegistry registry) throws Exception {
      assertThat(registry.repositories()).isEmpty();
      registry.putBlob("team/app", new byte[]{1, 2, 3});
      assertThat(registry.repositories()).containsExactly("team/app");
    }
  }
  // @end

  @Test
  void timePassesWithoutWaiting() throws Exception {
    // @start region="virtual"
    VirtualTimeline time = VirtualTimeline.start();
    try (MemoryRegistry registry = MemoryRegistry.open(ServerSettings.defaults().withTimeline(time));
        Transport transport = registry.transport(time)) {
      registry.inject(Fault.slow(Duration.ofSeconds(8)));
      try (Reply reply = transport.send(Call.of("GET", registry.uri().resolve("/v2/")))) {
        assertThat(reply.status()).isEqualTo(200);
      }
      assertThat(time.elapsed()).isEqualTo(Duration.ofSeconds(8));
    }
    // @end
  }
}
