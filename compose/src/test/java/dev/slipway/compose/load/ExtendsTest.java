package dev.slipway.compose.load;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.yaml.Place;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ExtendsTest {
  @Test
  void aServiceStandsOverTheOneThatItExtends() {
    Texts texts = Texts.of("""
        services:
          web: {extends: base, environment: {B: 2}, command: run}
          base: {extends: {service: first}, image: base, environment: [A=1, B=1]}
          first: {hostname: first, command: [a, b]}
        """).with(request -> request.with(LoadOption.WITHOUT_CONSISTENCY));
    assertThat(texts.resolved("services", "web", "image")).isEqualTo("base");
    assertThat(texts.resolved("services", "web", "hostname")).isEqualTo("first");
    assertThat(texts.resolved("services", "web", "environment")).isEqualTo("{A: 1, B: 2}");
    assertThat(texts.resolved("services", "web", "command")).isEqualTo("[run]");
    assertThat(texts.resolved("services", "web", "extends")).isEqualTo("-");
  }

  @Test
  void pathsOfAnExtendedFileStartFromItsDirectoryThroughAllFiles() {
    Texts texts = Texts.of("services: {web: {extends: {file: a/compose.yaml, service: web}}}")
        .and("a/compose.yaml", "services: {web: {extends: {file: ../b/compose.yaml, service: base}, env_file: [], volumes: ['./v:/v']}}")
        .and("b/compose.yaml", "services: {base: {build: ., image: x}}");
    assertThat(texts.resolved("services", "web", "build", "context")).isEqualTo("/p/b");
    assertThat(texts.resolved("services", "web", "volumes")).contains("source: /p/a/v");
  }

  @Test
  void anExtendedFileSeesTheVariablesOfTheFileThatExtendsIt() {
    Texts texts = Texts.of("services: {web: {extends: {file: base.yaml, service: \"${WHICH}\"}}}")
        .and("base.yaml", "services: {one: {image: \"${TAG}\"}}")
        .with(request -> request.withEnvironment(Map.of("WHICH", "one", "TAG", "t")));
    assertThat(texts.resolved("services", "web", "image")).isEqualTo("t");
  }

  @Test
  void tagsTakeAwayWhatIsExtended() {
    Texts texts = Texts.of("""
        services:
          web:
            extends: {file: base.yaml, service: base}
            ports: !reset []
            volumes: !override ["/new:/new"]
            environment: {A: !reset null}
        """).and("base.yaml", "services: {base: {image: x, ports: ['1:1'], volumes: ['/old:/old'], environment: {A: 1, B: 2}}}");
    assertThat(texts.resolved("services", "web", "ports")).isEqualTo("-");
    assertThat(texts.resolved("services", "web", "volumes")).contains("/new").doesNotContain("/old");
    assertThat(texts.resolved("services", "web", "environment")).isEqualTo("{B: 2}");
  }

  @Test
  void aServiceCanExtendOneThatIsIncluded() {
    Texts texts = Texts.of("include: [sub/a.yaml]\nservices: {web: {extends: base, hostname: web}}").and("sub/a.yaml",
        "services: {base: {image: x, build: .}}");
    assertThat(texts.resolved("services", "web", "build", "context")).isEqualTo("/p/sub");
    assertThat(texts.resolved("services", "web", "hostname")).isEqualTo("web");
  }

  @Test
  void anOverrideCanExtendTheServiceThatItOverrides() {
    Texts texts = Texts.of("services: {web: {image: one, ports: ['1:1']}}")
        .override("services: {web: {extends: {file: base.yaml, service: web}, hostname: h}}")
        .and("base.yaml", "services: {web: {image: two, ports: ['2:2']}}");
    assertThat(texts.resolved("services", "web", "image")).isEqualTo("two");
    assertThat(texts.resolved("services", "web", "ports")).contains("published: 1").contains("published: 2");
  }

  @Test
  void theWholeChainOfACycleIsTold() {
    assertThat(Texts.of("services:\n  a: {image: x, extends: b}\n  b: {extends: {file: other.yaml, service: c}}\n")
        .and("other.yaml", "services:\n  c: {extends: {file: compose.yaml, service: a}}\n").errors()).containsExactly(
            "/p/other.yaml:2:16: services.c.extends: circular reference: 'a' in '/p/compose.yaml' extends 'b' in '/p/compose.yaml' "
                + "extends 'c' in '/p/other.yaml' extends 'a' in '/p/compose.yaml'");
    assertThat(Texts.of("services:\n  a: {image: x, extends: a}\n").errors())
        .containsExactly(
            "/p/compose.yaml:2:26: services.a.extends: circular reference: 'a' in '/p/compose.yaml' extends 'a' in '/p/compose.yaml'");
  }

  @Test
  void everythingThatIsWrongIsToldAtOnce() {
    assertThat(Texts.of("""
        services:
          a: {image: x, extends: databse}
          b: {image: x, extends: {file: missing.yaml, service: b}}
          c: {image: x, extends: {file: empty.yaml, service: b}}
          d: {image: x, extends: {file: empty.yaml}}
          e: {image: x, extends: [a]}
          f: {image: x, extends: {file: list.yaml, service: list}}
          database: {image: x}
        """).and("empty.yaml", "networks: {}\n").and("list.yaml", "services: {list: [1]}").errors()).containsExactly(
        "/p/compose.yaml:2:26: services.a.extends: cannot extend service 'a': service 'databse' not found in '/p/compose.yaml'. Did you mean 'database'?",
        "/p/compose.yaml:3:33: services.b.extends: the file '/p/missing.yaml' does not exist",
        "/p/compose.yaml:4:26: services.c.extends: the file '/p/empty.yaml' has no section 'services'",
        "/p/compose.yaml:5:26: services.d.extends: 'service' is missing: extends.d.service is required",
        "/p/compose.yaml:6:26: services.e.extends: 'extends' must be a string or a mapping",
        "/p/compose.yaml:7:26: services.f.extends: the service 'list' is no mapping and cannot be extended");
  }

  @Test
  void valuesKeepTheirPlacesThroughAllFiles() {
    Loaded loaded = Texts.of("include: [sub/a.yaml]\nservices: {web: {extends: base}}")
        .and("sub/a.yaml", "services:\n  base:\n    image: x\n").load();
    Place place = Trees.find(loaded.resolved(), dev.slipway.compose.tree.TreePath.of("services", "web", "image")).place().orElseThrow();
    assertThat(place).hasToString("/p/sub/a.yaml:3:12");
    assertThat(place.uses()).extracting(Place.Use::toString).containsExactly("included at /p/compose.yaml:1:11",
        "extended at /p/compose.yaml:2:27");
  }

  @Test
  void whatExtendedServicesAreIsLeftAloneOnRequest() {
    assertThat(Texts.of("services: {web: {image: x, extends: {file: b.yaml, service: c}}}")
        .with(request -> request.with(LoadOption.KEEP_EXTENDS)).resolved("services", "web", "extends"))
        .isEqualTo("{file: /p/b.yaml, service: c}");
  }

  @Test
  void tagsInTheMiddleOfAChainHoldForWhatIsBelowThem() {
    Texts texts = Texts.of(
        "services: {web: {image: x, extends: {file: middle.yaml, service: middle}, volumes: ['/c:/c'], networks: !override [zot]}}\nnetworks: {zot: {}}")
        .and("middle.yaml",
            "services: {middle: {extends: {file: base.yaml, service: base}, volumes: !override ['/b:/b'], networks: !override [bar]}}")
        .and("base.yaml", "services: {base: {volumes: ['/a:/a'], networks: [foo]}}");
    assertThat(texts.resolved("services", "web", "volumes")).contains("/b", "/c").doesNotContain("/a");
    assertThat(texts.resolved("services", "web", "networks")).isEqualTo("{zot: ~}");
  }

  @Test
  void directoriesAboveAnExtendedFileAreTheOnesAboveIt() {
    Texts texts = Texts.of("services: {web: {extends: {file: sub/compose.yaml, service: web}}}")
        .and("sub/compose.yaml", "services: {base: {build: {context: ..}}, web: {extends: base, build: {target: t}}}");
    assertThat(texts.resolved("services", "web", "build", "context")).isEqualTo("/p");
    assertThat(texts.resolved("services", "web", "build", "target")).isEqualTo("t");
  }
}
