package dev.slipway.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.common.io.BaseEncoding;
import dev.slipway.RegistryException;
import dev.slipway.image.SecretValue;
import java.net.InetSocketAddress;
import java.net.Proxy;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ProxyRoutesTest {
  private static ProxyRoutes environment(String... pairs) {
    Map<String, String> variables = new HashMap<>();
    for (int i = 0; i < pairs.length; i += 2) {
      variables.put(pairs[i], pairs[i + 1]);
    }
    return ProxyRoutes.of(ProxyChoice.Environment.INSTANCE, variables);
  }

  private static Optional<String> via(ProxyRoutes routes, String address) {
    Proxy proxy = routes.selector().select(URI.create(address)).get(0);
    return proxy.type() == Proxy.Type.DIRECT
        ? Optional.empty()
        : Optional.of(((InetSocketAddress) proxy.address()).getHostString() + ":" + ((InetSocketAddress) proxy.address()).getPort());
  }

  @Test
  void eachSchemeHasItsVariable() {
    ProxyRoutes routes = environment("HTTPS_PROXY", "http://s.example:3128", "http_proxy", "p.example:8080");
    assertThat(via(routes, "https://r.example/v2/")).hasValue("s.example:3128");
    assertThat(via(routes, "http://r.example/v2/")).hasValue("p.example:8080");
  }

  @ParameterizedTest
  @CsvSource(delimiter = ';', value = {
      "r.example; https://r.example/; true",
      "r.example; https://a.r.example/; true",
      ".r.example; https://a.r.example/; true",
      ".r.example; https://r.example/; false",
      "*.r.example; https://a.r.example/; true",
      "r.example; https://bar.example/; false",
      "r.example:444; https://r.example/; false",
      "r.example:443; https://r.example/; true",
      "R.EXAMPLE; https://r.example/; true",
      "*; https://r.example/; true",
      "a.example, r.example; https://r.example/; true"})
  void exceptionsGoDirectly(String exceptions, String address, boolean direct) {
    assertThat(via(environment("HTTPS_PROXY", "http://s.example:3128", "NO_PROXY", exceptions), address).isEmpty()).isEqualTo(direct);
  }

  @Test
  void thisMachineIsNotReachedThroughAProxyOfTheEnvironment() {
    ProxyRoutes routes = environment("HTTP_PROXY", "http://s.example:3128");
    assertThat(via(routes, "http://localhost:5000/")).isEmpty();
    assertThat(via(routes, "http://127.0.0.1:5000/")).isEmpty();
  }

  @Test
  void aGivenProxyIsUsedForEverything() {
    ProxyRoutes routes = ProxyRoutes.of(new ProxyChoice.Fixed("s.example", 3128, Optional.empty()), Map.of("NO_PROXY", "*"));
    assertThat(via(routes, "http://localhost:5000/")).hasValue("s.example:3128");
    assertThat(via(routes, "https://r.example/")).hasValue("s.example:3128");
    assertThat(via(ProxyRoutes.of(ProxyChoice.Direct.INSTANCE, Map.of("HTTPS_PROXY", "http://s.example")), "https://r.example/")).isEmpty();
  }

  @Test
  void whoLogsInToTheProxyIsTakenFromItsAddress() {
    ProxyRoutes routes = environment("HTTP_PROXY", "http://me:canary@s.example:3128", "NO_PROXY", "near.example");
    String expected = "Basic " + BaseEncoding.base64().encode("me:canary".getBytes(StandardCharsets.UTF_8));
    assertThat(routes.authorization(URI.create("http://r.example/")).map(SecretValue::reveal)).hasValue(expected);
    assertThat(routes.authorization(URI.create("http://near.example/"))).isEmpty();
  }

  @Test
  void aProxyThatIsNoneIsReportedWithoutItsPassword() {
    assertThatThrownBy(() -> environment("HTTPS_PROXY", "socks5://me:canary@s.example")).isInstanceOf(RegistryException.class)
        .hasMessageContaining("HTTPS_PROXY").hasMessageNotContaining("canary");
    assertThatThrownBy(() -> environment("HTTPS_PROXY", "http://me:can ary@s")).isInstanceOf(RegistryException.class)
        .hasMessageNotContaining("ary@");
  }
}
