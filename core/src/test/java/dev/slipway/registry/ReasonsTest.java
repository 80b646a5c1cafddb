package dev.slipway.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.slipway.ErrorCode;
import dev.slipway.RegistryException;
import dev.slipway.image.ImageReference;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What people read when a registry cannot be reached. */
@Timeout(60)
class ReasonsTest {
  private static final Patience ONCE = new Patience(1, Duration.ZERO, Duration.ZERO, Duration.ofSeconds(60));

  private static void asking(String registry, String... said) {
    try (Registries registries = Registries.open(RegistrySettings.defaults().withPatience(ONCE).withProxy(ProxyChoice.Direct.INSTANCE))) {
      ImageReference image = ImageReference.parse(registry + "/team/app:1");
      assertThatThrownBy(() -> registries.repository(image).manifest(image)).isInstanceOfSatisfying(RegistryException.class, failure -> {
        assertThat(failure.code()).isEqualTo(ErrorCode.UNAVAILABLE);
        assertThat(failure).hasMessageContainingAll("'" + registry + "'", "GET").hasMessageContainingAll(said);
      });
    }
  }

  @Test
  void aPortOnWhichNobodyListensIsNamed() throws IOException {
    int port;
    try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      port = free.getLocalPort();
    }
    asking("127.0.0.1:" + port, "nothing accepts connections there");
  }

  @Test
  void aHostThatNobodyKnowsIsNamed() {
    asking("nosuch.invalid", "no host of that name is known");
  }

  @Test
  void wordsThatThereAreAreRepeatedAndNeverNull() {
    assertThat(Reasons.of(new IOException("cut"))).isEqualTo("cut");
    assertThat(Reasons.of(new IOException(null, new IOException("cut")))).isEqualTo("cut");
    assertThat(Reasons.of(new IOException())).isEqualTo("IOException");
  }
}
