package dev.slipway.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.slipway.InvalidValueException;
import dev.slipway.image.SecretValue;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RegistrySettingsTest {
  @Test
  void eachCallGivesANewValue() {
    RegistrySettings defaults = RegistrySettings.defaults();
    RegistrySettings other = defaults.withInsecure("a.example").withPlainHttp("b.example:5000").withMirror("docker.io", "m.example")
        .withMirror("docker.io", "n.example").withTokenService("a.example", "t.example").withAuthority(Path.of("ca.pem"))
        .withProxy(ProxyChoice.Direct.INSTANCE).withPatience(new Patience(1, Duration.ZERO, Duration.ZERO, Duration.ZERO)).withTransfers(9);
    assertThat(defaults).isEqualTo(RegistrySettings.defaults());
    assertThat(other.insecure()).containsExactly("a.example");
    assertThat(other.plainHttp()).containsExactly("b.example:5000");
    assertThat(other.mirrors().get("docker.io")).containsExactly("m.example", "n.example");
    assertThat(other.tokenServices().get("a.example")).containsExactly("t.example");
    assertThat(other.transfers()).isEqualTo(9);
    assertThat(other.patience().attempts()).isEqualTo(1);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "https://r.example", "r.example/path", "r.example:", "a b", "-x.example", "r"})
  void whatIsNoRegistryIsRefused(String name) {
    assertThatThrownBy(() -> RegistrySettings.defaults().withInsecure(name)).isInstanceOf(InvalidValueException.class);
    assertThatThrownBy(() -> RegistrySettings.defaults().withMirror("docker.io", name)).isInstanceOf(InvalidValueException.class);
  }

  @Test
  void numbersHaveBounds() {
    assertThatThrownBy(() -> RegistrySettings.defaults().withTransfers(0)).isInstanceOf(InvalidValueException.class);
    assertThatThrownBy(() -> RegistrySettings.defaults().withTransfers(101)).isInstanceOf(InvalidValueException.class);
  }

  @Test
  void secretsDoNotPrint() {
    SecretValue canary = SecretValue.of("canary");
    assertThat(canary).hasToString("***").isEqualTo(SecretValue.of("canary")).isNotEqualTo(SecretValue.of("canarY"));
    assertThat(Credential.of("me", canary).toString() + new Credential.IdentityToken(canary) + new Credential.RegistryToken(canary)
        + new ProxyChoice.Login("me", canary)).doesNotContain("canary");
    assertThatThrownBy(() -> SecretValue.of("")).isInstanceOf(InvalidValueException.class);
    assertThatThrownBy(() -> Credential.of("a:b", canary)).isInstanceOf(InvalidValueException.class).hasMessageNotContaining("canary");
    assertThatThrownBy(() -> new Credential.RegistryToken(SecretValue.of("canary\r\nX: y"))).isInstanceOf(InvalidValueException.class)
        .hasMessageNotContaining("canary");
  }
}
