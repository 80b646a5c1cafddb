package dev.slipway.compose.load;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

class ConsistencyTest {
  private static String first(String services) {
    return Texts.of("services:\n" + services).errors().stream().findFirst().orElse("nothing");
  }

  @Test
  void whatIsNotThereIsToldWithWhatMayBeMeant() {
    assertThat(Texts.of("""
        services:
          web:
            image: x
            networks: [fornt]
            volumes: ["dat:/d"]
            secrets: [tokn]
            configs: [cnf]
            models: [lmm]
            depends_on: [databse]
            build: {context: ., secrets: [tok], additional_contexts: {a: "service:databas", b: "service:database"}}
          database: {image: x}
        networks: {front: {}}
        volumes: {data: {}}
        secrets: {token: {file: t}}
        configs: {conf: {file: c}}
        models: {llm: {model: m}}
        """).errors()).containsExactly(
        "/p/compose.yaml:4:16: services.web.networks.fornt: service 'web' refers to undefined network 'fornt'. Did you mean 'front'?",
        "/p/compose.yaml:5:15: services.web.volumes[0]: service 'web' refers to undefined volume 'dat'. Did you mean 'data'?",
        "/p/compose.yaml:6:15: services.web.secrets[0]: service 'web' refers to undefined secret 'tokn'. Did you mean 'token'?",
        "/p/compose.yaml:7:15: services.web.configs[0]: service 'web' refers to undefined config 'cnf'. Did you mean 'conf'?",
        "/p/compose.yaml:8:14: services.web.models.lmm: service 'web' refers to undefined model 'lmm'. Did you mean 'llm'?",
        "/p/compose.yaml:9:18: services.web.depends_on.databse: service 'web' depends on undefined service 'databse'. Did you mean 'database'?",
        "/p/compose.yaml:10:35: services.web.build.secrets[0]: service 'web' refers to undefined build secret 'tok'. Did you mean 'token'?",
        "/p/compose.yaml:10:66: services.web.build.additional_contexts.a: service 'web' declares unknown service 'databas' as additional context 'a'. "
            + "Did you mean 'database'?",
        "/p/compose.yaml:10:88: services.web.build.additional_contexts.b: service 'web' declares non-buildable service 'database' as additional context 'b'");
  }

  @Test
  void servicesThatAreNotStartedCannotBeWaitedFor() {
    assertThat(first("  a: {image: x, depends_on: [b]}\n  b: {image: x, profiles: [p, q]}")).isEqualTo(
        "/p/compose.yaml:2:30: services.a.depends_on.b: service 'a' depends on undefined service 'b': its profiles [p, q] are not active");
    assertThat(first("  a: {image: x, depends_on: {b: {condition: service_started, required: false}}}\n  b: {image: x, profiles: [p]}")).isEqualTo("nothing");
    assertThat(first("  a: {image: x, network_mode: 'service:b'}")).contains("service 'a' depends on undefined service 'b'");
    assertThat(Texts.of("services: {a: {image: x, network_mode: 'service:b'}}").with(request -> request.with(LoadOption.WITHOUT_NORMALIZATION)).errors()).singleElement().asString()
        .contains("service 'b' not found for network_mode 'service:b'");
  }

  @Test
  void whatContradictsItselfIsFound() {
    assertThat(first("  a: {hostname: x}")).endsWith("service 'a' has neither an image nor a build context specified");
    assertThat(first("  a: {provider: {type: x}}")).isEqualTo("nothing");
    assertThat(first("  a: {image: x, network_mode: host, networks: [default]}")).contains("mutually exclusive 'network_mode' and 'networks'");
    assertThat(first("  a: {build: {dockerfile: x, dockerfile_inline: FROM x}}")).contains("'dockerfile' and 'dockerfile_inline'");
    assertThat(first("  a: {image: x, platform: linux/arm64, build: {context: ., platforms: [linux/amd64]}}")).contains("'linux/arm64'");
    assertThat(first("  a: {image: x, healthcheck: {test: [curl, x]}}")).contains("'curl'");
    assertThat(first("  a: {image: x, scale: 2, deploy: {replicas: 3}}")).contains("'scale' and 'deploy.replicas'");
    assertThat(first("  a: {image: x, scale: 2, container_name: cc}")).contains("container_name and scale");
    assertThat(first("  a: {image: x, container_name: cc, deploy: {replicas: 2}}")).contains("container_name and deploy.replicas");
    assertThat(first("  a: {image: x, cpus: 1, deploy: {resources: {limits: {cpus: '2'}}}}")).contains("'cpus' and 'deploy.resources.limits.cpus'");
    assertThat(first("  a: {image: x, cpus: 0.5, deploy: {resources: {limits: {cpus: '0.50'}}}}")).isEqualTo("nothing");
    assertThat(first("  a: {image: x, mem_limit: 1g, deploy: {resources: {limits: {memory: 1024m}}}}")).isEqualTo("nothing");
    assertThat(first("  a: {image: x, mem_limit: 1g, deploy: {resources: {limits: {memory: 1m}}}}")).contains("'mem_limit'");
    assertThat(first("  a: {image: x, mem_reservation: 1g, deploy: {resources: {reservations: {memory: 1m}}}}")).contains("'mem_reservation'");
    assertThat(first("  a: {image: x, pids_limit: 1, deploy: {resources: {limits: {pids: 2}}}}")).contains("'pids_limit'");
    assertThat(first("  a: {image: x, develop: {watch: [{path: ., action: sync}]}}")).contains("target is required for non-rebuild actions such as 'sync'");
    assertThat(first("  a: {image: x, tmpfs: ['/t:size=1m'], volumes: ['./a:/t']}")).contains("target '/t' already mounted as services.a.tmpfs[0]");
    assertThat(Texts.of("services: {a: {image: x}}\nsecrets: {s: {driver: d}, t: {environment: ''}}").errors()).singleElement().asString()
        .contains("secret 't' must declare either 'file' or 'environment'");
  }

  @Test
  void waitingForTheHealthOfWhatHasNoneIsAWarning() {
    Texts texts = Texts.of("services:\n  a: {image: x, depends_on: {b: {condition: service_healthy}, c: {condition: service_healthy}}}\n  b: {image: x}\n"
        + "  c: {image: x, healthcheck: {test: curl}}\n");
    assertThat(texts.warnings())
        .containsExactly("/p/compose.yaml:2:30: services.a.depends_on.b: service 'a' waits until 'b' is healthy, which has no healthcheck");
  }

  @Test
  void cyclesAreToldWithTheirWay() {
    assertThat(Texts.of("services:\n  c: {image: x, depends_on: [a]}\n  a: {image: x, depends_on: [b]}\n  b: {image: x, links: [c]}\n  d: {image: x, depends_on: [d]}\n").errors())
        .containsExactly("/p/compose.yaml:2:30: services.c.depends_on.a: dependency cycle detected: a -> b -> c -> a",
            "/p/compose.yaml:5:30: services.d.depends_on.d: dependency cycle detected: d -> d");
  }

  @Test
  @Timeout(300)
  void longChainsAndManyCyclesTakeLittleTime() {
    StringBuilder chain = new StringBuilder("services:\n");
    StringBuilder dense = new StringBuilder("services:\n");
    for (int i = 0; i < 10_000; i++) {
      chain.append("  s").append(i).append(": {image: x, depends_on: [s").append((i + 1) % 10_000).append("]}\n");
    }
    for (int i = 0; i < 300; i++) {
      dense.append("  s").append(i).append(": {image: x, depends_on: [");
      for (int j = 0; j < 300; j++) {
        dense.append(j == 0 ? "s" : ", s").append(j);
      }
      dense.append("]}\n");
    }
    assertThat(Texts.of(chain.toString()).errors()).singleElement().asString().contains("dependency cycle detected: s0 -> s1 -> ").contains("... 9960 more ...");
    assertThat(Texts.of(dense.toString()).errors()).hasSize(20);
  }
}
