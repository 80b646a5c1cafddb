package dev.slipway.compose.load;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.slipway.InvalidValueException;
import dev.slipway.compose.tree.Finding;
import dev.slipway.yaml.YamlList;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class LoadingTest {
  private static final String FAULTY = """
      services:
        web:
          image: "x:${UNSET}"
          prots: ["80:80"]
          privileged: maybe
          ports: ["80:80:80:80"]
          networks: [frnt]
          depends_on: [dbb]
        db: {hostname: h}
      networks: {front: {}}
      volumes: {data: {external: true, driver: local}}
      """;

  @Test
  void everythingThatIsWrongIsFoundAtOnceInTheOrderOfTheFile() {
    assertThat(Texts.of(FAULTY).load().findings()).extracting(finding -> finding.place().orElseThrow().span().line())
        .isSorted().contains(3, 4, 5, 6, 7, 8, 9, 11);
  }

  @Test
  void theSameProjectGivesTheSameFindingsEveryTime() {
    Texts texts = Texts.of(FAULTY).override("services: {web: {image: y, labels: [a, a=b], ulimits: {nofile: x}}, 9a: {}}\n");
    List<Finding> first = texts.load().findings();
    assertThat(first).hasSizeGreaterThan(8);
    for (int i = 0; i < 15; i++) {
      assertThat(texts.load().findings()).isEqualTo(first);
    }
  }

  @Test
  void whatIsWrongWithAValueInOneStepIsNotToldAgainInALaterOne() {
    assertThat(Texts.of("services:\n  web: {image: x, privileged: maybe, ports: [[1]]}\n").errors()).hasSize(2);
  }

  @Test
  void laterFilesAndDocumentsStandOverEarlierOnes() {
    Texts texts = Texts.of("services: {web: {image: a, ports: ['1:1']}}\n---\nservices: {web: {image: b, labels: {a: 1}}}\n")
        .override("services: {web: {labels: [b=2]}}\n").override("");
    assertThat(texts.resolved("services", "web", "image")).isEqualTo("b");
    assertThat(texts.resolved("services", "web", "labels")).isEqualTo("{a: 1, b: 2}");
    assertThat(texts.load().files()).extracting(LoadedFile::path).containsExactly("/p/compose.yaml", "/p/override0.yaml", "/p/override1.yaml");
  }

  @Test
  void theThreeViewsDifferByWhatWasDone() {
    Loaded loaded = Texts.of("services: {web: {image: \"x:${T:-1}\", ports: ['80'], build: ., profiles: [p]}}").load();
    assertThat(Texts.at(loaded.files().get(0).documents().get(0), "services", "web", "image")).isEqualTo("x:${T:-1}");
    assertThat(Texts.at(loaded.merged(), "services", "web", "image")).isEqualTo("x:1");
    assertThat(Texts.at(loaded.merged(), "services", "web", "build")).isEqualTo("{context: .}");
    assertThat(Texts.at(loaded.resolved(), "services")).isEqualTo("{}");
    assertThat(Texts.at(loaded.disabled(), "web", "build", "context")).isEqualTo("/p");
  }

  @Test
  void variablesCanStayAsTheyAreWritten() {
    Texts texts = Texts.of("services: {web: {image: \"x:${T}\", ports: ['${A}:${B}', '80'], privileged: '${C}', deploy: {replicas: '${D}'}}}")
        .with(request -> request.with(LoadOption.KEEP_VARIABLES));
    assertThat(texts.load().findings()).isEmpty();
    assertThat(texts.resolved("services", "web", "image")).isEqualTo("x:${T}");
    assertThat(texts.resolved("services", "web", "privileged")).isEqualTo("${C}");
  }

  @Test
  void variablesHaveTheirPrecedence() {
    Texts texts = Texts.of("services: {web: {image: \"${A}-${B}-${C}-${COMPOSE_PROJECT_NAME}\"}}").and("one.env", "A=1\nB=1\nC=1\n").and("two.env", "B=2\nC=$A$B\n")
        .with(request -> request.withEnvironment(Map.of("A", "around")).withEnvironmentFiles(Path.of("/p/one.env"), Path.of("/p/two.env")));
    assertThat(texts.resolved("services", "web", "image")).isEqualTo("around-2-around2-p");
    assertThat(Texts.of("services: {web: {image: \"${Path}\"}}").with(request -> request.withEnvironment(Map.of("PATH", "p")).with(LoadOption.IGNORE_VARIABLE_CASE))
        .resolved("services", "web", "image")).isEqualTo("p");
    assertThat(Texts.of("services: {web: {image: x}}").with(request -> request.withEnvironmentFiles(Path.of("/p/none.env"))).errors())
        .containsExactly("compose: the file '/p/none.env' does not exist");
  }

  @Test
  void aProjectIsCalledAsTheFirstOfThoseWhoMaySaySays() {
    Texts texts = Texts.of("name: \"In ${A:-File}\"\nservices: {web: {image: x}}");
    assertThat(texts.resolved("name")).isEqualTo("infile");
    assertThat(texts.warnings()).containsExactly("/p/compose.yaml:1:7: name: the project is called 'infile', not 'In File'");
    assertThat(texts.with(request -> request.withEnvironment(Map.of("COMPOSE_PROJECT_NAME", "env"))).resolved("name")).isEqualTo("env");
    assertThat(texts.with(request -> request.named("given")).resolved("networks")).isEqualTo("{default: {name: given_default}}");
    assertThat(Texts.of("services: {web: {image: x}}").resolved("name")).isEqualTo("p");
    assertThat(Texts.of("services: {web: {image: x}}").with(request -> request.named("_A")).errors()).singleElement().asString().contains("'_A'");
    assertThat(Texts.of("services: {web: {image: x}}").with(request -> request.with(LoadOption.NAME_REQUIRED)).errors())
        .containsExactly("compose: the project name must not be empty");
  }

  @Test
  void servicesComeWithTheirProfilesAndTheirDependencies() {
    Texts texts = Texts.of("""
        services:
          web: {image: x, depends_on: {db: {condition: service_started}, extra: {condition: service_started, required: false}}}
          db: {image: x}
          extra: {image: x, profiles: [more]}
          debug: {image: x, profiles: [debug], depends_on: [db]}
          other: {image: x}
        """);
    assertThat(names(texts)).containsExactly("web", "db", "other");
    assertThat(names(texts.with(request -> request.withProfiles("*")))).containsExactly("web", "db", "extra", "debug", "other");
    assertThat(names(texts.with(request -> request.withProfiles("more")))).containsExactly("web", "db", "extra", "other");
    assertThat(names(texts.with(request -> request.withProfiles().withServices("debug")))).containsExactly("db", "debug");
    assertThat(names(texts.with(request -> request.withServices("web")))).containsExactly("web", "db");
    assertThat(texts.resolved("services", "web", "depends_on")).isEqualTo("{db: {condition: service_started, required: true}}");
    assertThat(texts.with(request -> request.withServices("wbe")).errors()).containsExactly("/p/compose.yaml:2:3: services: no such service: 'wbe'. Did you mean 'db' or 'web'?");
  }

  private static List<String> names(Texts texts) {
    List<String> names = new ArrayList<>();
    Trees.mapOrEmpty(texts.load().resolved(), "services").entries().forEach(entry -> names.add(entry.name()));
    return names;
  }

  @Test
  void resourcesThatNobodyUsesCanBeLeftOut() {
    Texts texts = Texts.of("""
        services:
          web: {image: x, networks: [front], volumes: ["data:/data", "./a:/a"], secrets: [s], build: {context: ., secrets: [b]}}
        networks: {front: {}, back: {}}
        volumes: {data: {}, other: {}}
        secrets: {s: {file: s}, b: {file: b}, c: {file: c}}
        configs: {d: {file: d}}
        """).with(request -> request.with(LoadOption.DROP_UNUSED));
    assertThat(texts.resolved("networks")).isEqualTo("{front: {name: p_front}}");
    assertThat(texts.resolved("volumes")).isEqualTo("{data: {name: p_data}}");
    assertThat(texts.resolved("secrets")).isEqualTo("{s: {file: /p/s, name: p_s}, b: {file: /p/b, name: p_b}}");
    assertThat(texts.resolved("configs")).isEqualTo("-");
  }

  @Test
  void filesGiveServicesTheirEnvironmentAndLabels() {
    Texts texts = Texts.of("""
        services:
          web:
            image: x
            environment: {OWN: own, EMPTY: , AROUND: }
            env_file: [a.env, {path: b.env}, {path: none.env, required: false}, {path: raw.env, format: raw}]
            label_file: [a.labels]
            labels: {b: own}
        """).and("a.env", "A=a\nB=a\nOWN=file\nC=${P}-${OWN}-$A\n").and("b.env", "B=b\nEMPTY=file").and("raw.env", "R='$A'\n").and("a.labels", "a=1\nb=$a\nc=${a}")
        .with(request -> request.withEnvironment(Map.of("P", "p", "AROUND", "around")));
    assertThat(texts.resolved("services", "web", "environment"))
        .isEqualTo("{OWN: own, EMPTY: ~, AROUND: around, A: a, B: b, C: p-own-a, R: '$A'}");
    assertThat(texts.resolved("services", "web", "labels")).isEqualTo("{b: own, a: 1, c: 1}");
    assertThat(texts.warnings()).containsExactly(
        "/p/compose.yaml:4:29: services.web.environment.EMPTY: 'EMPTY' has a value in 'env_file', but stands in 'environment' without one and is not set");
    Texts dropped = texts.with(request -> request.with(LoadOption.DROP_READ_FILES));
    assertThat(dropped.resolved("services", "web", "env_file")).isEqualTo("-");
    assertThat(dropped.resolved("services", "web", "label_file")).isEqualTo("-");
    assertThat(texts.with(request -> request.with(LoadOption.WITHOUT_SERVICE_ENVIRONMENT)).resolved("services", "web", "environment"))
        .isEqualTo("{OWN: own, EMPTY: ~, AROUND: around}");
  }

  @Test
  void filesOfServicesThatAreMissingOrMalformedAreFound() {
    assertThat(Texts.of("services:\n  web: {image: x, env_file: [no.env, {path: a.env, format: odd}], label_file: no.labels}\n  off: {image: x, profiles: [p], env_file: no2.env}\n")
        .and("a.env", "A=1").errors()).containsExactly(
            "/p/compose.yaml:2:30: services.web.env_file[0]: the file '/p/no.env' does not exist",
            "/p/compose.yaml:2:60: services.web.env_file[1].format: 'odd' is no format of environment files",
            "/p/compose.yaml:2:79: services.web.label_file[0]: the file '/p/no.labels' does not exist");
    assertThat(Texts.of("services:\n  web: {image: x, env_file: a.env}\n").and("a.env", "A=1\nB=\"open\n").errors()).singleElement().asString()
        .startsWith("/p/a.env:2:").endsWith("(named at /p/compose.yaml:2:29)");
  }

  @Test
  void whatIsImpliedIsWrittenOut() {
    Texts texts = Texts.of("""
        services:
          web:
            image: x
            build: {}
            pull_policy: if_not_present
            links: ["db:d"]
            volumes_from: [files:ro, "container:y"]
            ipc: "service:ipc"
            scale: 2
            deploy: {}
            pre_start: [{command: a}, {command: b, image: y}]
          db: {image: x, network_mode: host}
          files: {image: x, networks: {}}
          ipc: {image: x, networks: [front]}
        networks: {front: }
        volumes: {e: {external: true}}
        """).with(request -> request.with(LoadOption.WITHOUT_CONSISTENCY));
    assertThat(texts.resolved("services", "web", "depends_on")).isEqualTo("{db: {condition: service_started, restart: true, required: true}, "
        + "ipc: {condition: service_started, restart: true, required: true}, files: {condition: service_started, restart: false, required: true}}");
    assertThat(texts.resolved("services", "web", "build")).isEqualTo("{context: /p, dockerfile: Dockerfile}");
    assertThat(texts.resolved("services", "web", "pull_policy")).isEqualTo("missing");
    assertThat(texts.resolved("services", "web", "pre_start")).isEqualTo("[{command: [a], image: x}, {command: [b], image: y}]");
    assertThat(texts.resolved("services", "web", "deploy", "replicas")).isEqualTo("2");
    assertThat(texts.resolved("services", "db", "networks")).isEqualTo("-");
    assertThat(texts.resolved("services", "files", "networks")).isEqualTo("{default: ~}");
    assertThat(texts.resolved("networks")).isEqualTo("{front: {name: p_front}, default: {name: p_default}}");
    assertThat(texts.resolved("volumes")).isEqualTo("{e: {external: true, name: e}}");
    assertThat(texts.with(request -> request.with(LoadOption.WITHOUT_NORMALIZATION)).resolved("services", "web", "depends_on")).isEqualTo("-");
  }

  @Test
  void tagsTakeAwayWhatEarlierFilesSay() {
    Texts texts = Texts.of("services: {web: {image: x, ports: ['1:1'], labels: {a: 1, b: 2}, volumes: ['/a:/a', '/b:/b']}, db: {image: x}}\nx-a: 1")
        .override("services: {web: {ports: !override ['2:2'], labels: {a: !reset null}}, db: !reset null}\nx-a: !reset 2");
    assertThat(texts.resolved("services", "web", "ports")).contains("published: 2").doesNotContain("published: 1");
    assertThat(texts.resolved("services", "web", "labels")).isEqualTo("{b: 2}");
    assertThat(texts.resolved("services", "db")).isEqualTo("-");
    assertThat(texts.resolved("x-a")).isEqualTo("-");
  }

  @Test
  void pathsStartFromTheProjectDirectory() {
    Texts texts = Texts.of("""
        services:
          web:
            image: x
            build: {context: "https://example.org/x.git", additional_contexts: {a: ../a, b: "service:web", c: "docker-image://c"}, ssh: {k: id}}
            env_file: [{path: ~/x.env, required: false}]
            volumes: ["./a:/a", "~/b:/b", {type: bind, source: 'C:\\data', target: /c}, "v:/v"]
            develop: {watch: [{path: ./src, action: rebuild}]}
        volumes: {v: {driver: local, driver_opts: {o: bind, device: ./dev}}, w: {driver: local, driver_opts: {device: ./dev}}}
        configs: {c: {file: ./c}}
        """).with(request -> request.withHome("/home/me"));
    assertThat(texts.resolved("services", "web", "build", "context")).isEqualTo("https://example.org/x.git");
    assertThat(texts.resolved("services", "web", "build", "additional_contexts")).isEqualTo("{a: /a, b: service:web, c: docker-image://c}");
    assertThat(texts.resolved("services", "web", "build", "ssh")).isEqualTo("{k: /p/id}");
    assertThat(texts.resolved("services", "web", "env_file")).contains("path: /home/me/x.env");
    assertThat(texts.resolved("services", "web", "volumes")).contains("source: /p/a,", "source: /home/me/b,", "source: C:\\data,");
    assertThat(texts.resolved("services", "web", "develop")).contains("path: /p/src");
    assertThat(texts.resolved("volumes", "v", "driver_opts", "device")).isEqualTo("/p/dev");
    assertThat(texts.resolved("volumes", "w", "driver_opts", "device")).isEqualTo("./dev");
    assertThat(texts.resolved("configs", "c", "file")).isEqualTo("/p/c");
    assertThat(texts.with(request -> request.with(LoadOption.CONVERT_WINDOWS_PATHS)).resolved("services", "web", "volumes")).contains("source: /c/data,");
  }

  @Test
  void documentsThatAreNoMappingsAndFilesWithoutAnythingAreErrors() {
    assertThat(Texts.of("- a\n").errors()).containsExactly("/p/compose.yaml:1:1: the top-level object must be a mapping");
    assertThat(Texts.of("# nothing\n").errors()).containsExactly("compose: empty compose file");
    assertThat(Texts.of("services: [\n").load().hasErrors()).isTrue();
    assertThat(Texts.of("services: {web: {image: x}}\nversion: '3'").warnings()).containsExactly("/p/compose.yaml:2:1: version: the attribute 'version' is obsolete and ignored");
  }

  @Test
  void aRequestNamesAtLeastOneFile() {
    assertThatThrownBy(() -> LoadRequest.of(List.of(), Path.of("/p"))).isInstanceOf(InvalidValueException.class).hasMessageContaining("ComposeFiles.find");
    assertThat(Loading.load(LoadRequest.of(Path.of("/p/none.yaml")), MemoryFiles.of(Map.of())).errors()).extracting(Finding::message)
        .containsExactly("the file '/p/none.yaml' does not exist");
  }

  @Test
  void tagsInsideListsTakeItemsAway() {
    Loaded loaded = Texts.of("services: {web: {image: x, cap_add: [A, B]}}").override("services: {web: {cap_add: [!reset A, C]}}").load();
    assertThat(Trees.find(loaded.resolved(), dev.slipway.compose.tree.TreePath.of("services", "web", "cap_add"))).isInstanceOfSatisfying(YamlList.class,
        list -> assertThat(list.items()).hasToString("[B, C]"));
  }
}
