package dev.slipway.compose.schema;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.compose.tree.Findings;
import dev.slipway.yaml.YamlValue;
import java.util.stream.Collectors;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What contradicts itself although each value alone is allowed. */
class ValidationTest {

  @ParameterizedTest(name = "{0}")
  @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
      volumes: {v: {external: true, name: n, x-a: 1}}     | -
      volumes: {v: {external: true, driver: local}}       | ERROR volumes.v.driver: 'driver' says nothing of a volume that is external
      volumes: {v: {external: false, driver: local}}      | -
      volumes: {v: }                                      | -
      volumes: {v: {external: {name: n}, labels: [a=b]}}  | ERROR volumes.v.labels: 'labels' says nothing of a volume that is external
      networks: {n: {external: true, internal: true}}     | WARNING networks.n.internal: 'internal' says nothing of a network that is external
      secrets: {s: {file: a}}                             | -
      secrets: {s: {file: a, environment: B}}             | ERROR secrets.s: more than one of 'file', 'environment' stands here
      secrets: {s: {}}                                    | ERROR secrets.s: none of 'file', 'environment' stands here
      secrets: {s: {driver: d}}                           | -
      secrets: {s: {external: true}}                      | -
      configs: {c: {content: a, file: b}}                 | ERROR configs.c: more than one of 'file', 'environment', 'content' stands here
      configs: {c: {labels: {a: b}}}                      | ERROR configs.c: none of 'file', 'environment', 'content' stands here
      services: {a: {ports: [{target: 80, host_ip: "::1"}, "127.0.0.1:80:80"]}} | -
      services: {a: {ports: [{target: 80, host_ip: "localhost"}]}} | ERROR services.a.ports[0].host_ip: 'localhost' is no IP address
      services: {a: {ports: [{target: 80, host_ip: "1.2.3.04"}]}} | ERROR services.a.ports[0].host_ip: '1.2.3.04' is no IP address
      services: {a: {ports: [{target: 80, host_ip: "fe80::1%eth0"}]}} | ERROR services.a.ports[0].host_ip: 'fe80::1%eth0' is no IP address
      services: {a: {ports: [{target: 80, host_ip: ""}]}} | ERROR services.a.ports[0].host_ip: '' is no IP address
      services: {a: {volumes: [{type: bind, target: /a}]}} | ERROR services.a.volumes[0]: 'source' is missing, which a bind mount needs
      services: {a: {volumes: [{type: volume, target: /a}, "./b:/b"]}} | -
      services: {a: {gpus: [{count: 1, device_ids: [a]}]}} | ERROR services.a.gpus[0]: 'count' and 'device_ids' exclude each other
      services: {a: {gpus: all}}                          | -
      services: {a: {deploy: {resources: {reservations: {devices: [{capabilities: [gpu], count: 1, device_ids: [a]}]}}}}} | ERROR services.a.deploy.resources.reservations.devices[0]: 'count' and 'device_ids' exclude each other
      services: {a: {develop: {watch: [{path: "", action: rebuild}]}}} | ERROR services.a.develop.watch[0].path: '' is no path that can be watched
      services: {a: {volumes: [{type: bind, target: /a}], gpus: [{count: 1, device_ids: [a]}]}} | ERROR services.a.volumes[0]: 'source' is missing, which a bind mount needs ERROR services.a.gpus[0]: 'count' and 'device_ids' exclude each other
      """)
  void contradictionsAreTold(String text, String told) {
    Findings forms = new Findings();
    YamlValue canonical = ComposeSchema.canonical(Trees.of(text), forms);
    assertThat(forms.hasErrors()).isFalse();
    Findings findings = new Findings();
    ComposeSchema.validate(canonical, findings);
    String found = findings.all()
        .stream()
        .map(one -> one.severity() + " " + one.path() + ": " + one.message())
        .collect(Collectors.joining(" "));
    assertThat(found.isEmpty() ? "-" : found).isEqualTo(told);
    assertThat(findings.all()).allSatisfy(one -> assertThat(one.advice()).isPresent());
  }
}
