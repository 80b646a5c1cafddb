package dev.slipway.registry;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AddressesTest {
  @Test
  void secretsOfAnAddressAreNotShown() {
    assertThat(Addresses.shown(URI.create("https://user:password@r.example:5000/v2/a?_state=secret#secret")))
        .isEqualTo("https://r.example:5000/v2/a");
  }

  @ParameterizedTest
  @CsvSource({
      "https://r.example/a, https://r.example:443/b, true",
      "https://R.example/a, https://r.EXAMPLE/b, true",
      "http://r.example/a, http://r.example:80/b, true",
      "https://r.example/a, http://r.example/b, false",
      "https://r.example/a, https://r.example:444/b, false",
      "https://r.example/a, https://s.example/b, false",
      "https://r.example/a, https://r.example.evil.example/b, false"})
  void anOriginIsSchemeHostAndPort(URI one, URI other, boolean same) {
    assertThat(Addresses.isSameOrigin(one, other)).isEqualTo(same);
    assertThat(Addresses.isSameOrigin(other, one)).isEqualTo(same);
  }

  @ParameterizedTest
  @CsvSource({
      "https://registry-1.docker.io, https://auth.docker.io, true",
      "https://registry.gitlab.com, https://gitlab.com, true",
      "https://localhost:5000, https://localhost:5001, true",
      "https://127.0.0.1, https://127.0.0.2, false",
      "https://alice.github.io, https://bob.github.io, false",
      "https://a.co.uk, https://b.co.uk, false",
      "https://docker.io, https://docker.io.evil.com, false",
      "https://one, https://two, false"})
  void aSiteIsARegistrableDomain(URI one, URI other, boolean same) {
    assertThat(Addresses.isSameSite(one, other)).isEqualTo(same);
    assertThat(Addresses.isSameSite(other, one)).isEqualTo(same);
  }

  @ParameterizedTest
  @ValueSource(strings = {"localhost", "127.0.0.1", "127.1.2.3", "[::1]", "a.localhost"})
  void thisMachineIsKnownByName(String host) {
    assertThat(Addresses.isLoopback(host)).isTrue();
    assertThat(Addresses.isInternal(host)).isTrue();
  }

  @ParameterizedTest
  @ValueSource(strings = {"169.254.169.254", "0.0.0.0", "[fe80::1]", "[::]"})
  void whatOnlyThisMachineReachesIsInternal(String host) {
    assertThat(Addresses.isLoopback(host)).isFalse();
    assertThat(Addresses.isInternal(host)).isTrue();
  }

  @ParameterizedTest
  @ValueSource(strings = {"r.example", "localhost.example", "10.0.0.1", "8.8.8.8"})
  void othersAreNot(String host) {
    assertThat(Addresses.isInternal(host)).isFalse();
  }

  @Test
  void theHostOfARegistryIsItsNameWithoutPort() {
    assertThat(Addresses.hostOf("Localhost:5000")).isEqualTo("localhost");
    assertThat(Addresses.hostOf("[::1]:5000")).isEqualTo("[::1]");
    assertThat(Addresses.hostOf("[::1]")).isEqualTo("[::1]");
    assertThat(Addresses.hostOf("r.example")).isEqualTo("r.example");
  }

  @Test
  void numbersThatMayBeAnyAddressAreTakenForInternalOnes() {
    assertThat(List.of("127.1", "2130706433", "0x7f000001", "127.0.0.0x1", "localhost.", "127.0.0.1.", "017700000001", "169.254.169.254",
        "[::ffff:127.0.0.1]", "0.0.0.0")).allMatch(Addresses::isInternal);
    assertThat(List.of("registry.example", "registry1", "8.8.8.8", "1.example", "registry.example.", "[2001:db8::1]"))
        .noneMatch(Addresses::isInternal);
  }
}
