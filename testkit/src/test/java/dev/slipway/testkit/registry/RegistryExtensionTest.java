package dev.slipway.testkit.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The extension in its ways of registration. */
@TestMethodOrder(MethodOrderer.MethodName.class)
class RegistryExtensionTest {
  @Nested
  @ExtendWith(RegistryExtension.class)
  class WithParameters {
    private static final Set<String> ADDRESSES = new HashSet<>();
    private final EmbeddedRegistry ofTheInstance;

    WithParameters(EmbeddedRegistry registry) {
      ofTheInstance = registry;
    }

    @RepeatedTest(3)
    void eachTestFindsTheSameServerEmpty(EmbeddedRegistry registry) throws Exception {
      ADDRESSES.add(registry.address());
      assertThat(ADDRESSES).hasSize(1);
      assertThat(registry).isSameAs(ofTheInstance);
      assertThat(registry.repositories()).isEmpty();
      assertThat(registry.requests()).isEmpty();
      assertThat(registry.faultsLeft()).isZero();
      registry.putBlob("team/app", new byte[]{1});
      assertThat(Wire.to(registry).get("/v2/").statusCode()).isEqualTo(200);
      registry.inject(Fault.hang(), Fault.reset());
    }

    @Nested
    class Inside {
      @Test
      void classesShareItWithTheirOuterOne(EmbeddedRegistry registry) {
        assertThat(registry).isSameAs(ofTheInstance);
      }
    }
  }

  @Nested
  class WithFields {
    @RegisterExtension
    static final RegistryExtension BASIC = RegistryExtension.withBasicAuth("user", "password");
    @RegisterExtension
    static final RegistryExtension TOKENS = RegistryExtension.withTokens("user", "password");
    @RegisterExtension
    static final RegistryExtension TLS = RegistryExtension.withTls();

    @Test
    void eachHasItsOwnSettings() throws Exception {
      assertThat(Wire.header(Wire.to(BASIC.registry()).get("/v2/"), "WWW-Authenticate")).startsWith("Basic");
      assertThat(Wire.header(Wire.to(TOKENS.registry()).get("/v2/"), "WWW-Authenticate")).startsWith("Bearer");
      assertThat(TLS.registry().uri().getScheme()).isEqualTo("https");
    }
  }

  @Nested
  class OfAnInstance {
    private static final Set<String> ADDRESSES = new HashSet<>();
    @RegisterExtension
    final RegistryExtension extension = RegistryExtension.open();

    @RepeatedTest(2)
    void eachTestHasAServerOfItsOwn() {
      ADDRESSES.add(extension.registry().address());
      assertThat(extension.registry().repositories()).isEmpty();
    }
  }

  @Test
  void nothingRunsBeforeTests() {
    assertThatThrownBy(() -> RegistryExtension.open().registry()).isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("@RegisterExtension");
  }
}
