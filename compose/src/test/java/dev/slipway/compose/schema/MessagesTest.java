package dev.slipway.compose.schema;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.compose.tree.Finding;
import dev.slipway.compose.tree.Findings;
import dev.slipway.yaml.YamlScalar;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What people read about wrong shapes. */
class MessagesTest {

  @ParameterizedTest(name = "{0}")
  @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
      services: {web: {imgae: a}}          | 1:18: services.web.imgae: 'imgae' is no attribute of a service; write 'image' if that was meant
      services: {web: {build: {image: a}}} | 1:26: services.web.build.image: 'image' is no attribute of a build; indent it less: it belongs to a service
      services: {web: {replicas: 2}}       | 1:18: services.web.replicas: 'replicas' is no attribute of a service; write it below 'deploy'
      services: {web: {net: host}}         | 1:18: services.web.net: 'net' is no attribute of a service; write 'network_mode'
      web: {image: a}                      | 1:1: web: 'web' is no attribute of a project; write services below 'services:'
      services: {web: a}                   | 1:17: services.web: the string 'a' stands here, but a service (a mapping) must; write 'key: value' lines below the key
      services: {web: {image: }}           | 1:24: services.web.image: nothing stands here, but a string must; write it behind the colon, or take the key out
      services: {web: {image: 5}}          | 1:25: services.web.image: the number '5' stands here, but a string must; write it in quotes
      services: {web: {environment: "PASSWORD=hunter2"}} | 1:31: services.web.environment: the string stands here, but a list or a mapping must; write 'key: value' lines below the key
      services: {web: {cgroup: hots}}      | 1:26: services.web.cgroup: 'hots' is none of 'host', 'private'. Did you mean 'host'?; write one of them
      services: {web: {cpu_percent: 101}}  | 1:31: services.web.cpu_percent: '101' is more than 100; write 100 or less
      services: {web: {ports: {a: b}}}     | 1:25: services.web.ports: a mapping stands here, but a list must; write a list
      services: {web: {profiles: [a, 1]}}  | 1:32: services.web.profiles[1]: the number '1' stands here, but a string must; write it in quotes
      services: {web: {volumes_from: [a, a]}} | 1:36: services.web.volumes_from[1]: 'a' stands in the list already, as item 0; take one of them out
      services: {web: {ports: [{published: 1}]}} | 1:26: services.web.ports[0]: 'target' is missing, which a port needs; add 'target: …'
      services: {"a b": {}}                | 1:12: services.a b: 'a b' cannot be a name here: names consist of letters, digits, '.', '_' and '-'; choose another name
      models: {m: {}}                      | 1:13: models.m: 'model' is missing, which a model needs; add 'model: …'
      services: {web: {pull_policy: sometimes}} | 1:31: services.web.pull_policy: 'sometimes' is not a pull policy; write one of 'always', 'never', 'missing', 'build', 'refresh', 'daily', 'weekly', or an interval such as 'every_12h'
      services: {web: {use_api_socket: "yes"}} | 1:34: services.web.use_api_socket: the string 'yes' stands here, but true or false must; write true or false
      """)
  void errorsSayWhereWhatAndWhatInstead(String text, String told) {
    assertThat(told(text, Finding.Severity.ERROR)).isEqualTo("compose.yaml:" + told);
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
      services: {web: {pull_policy: always!}} | 'always!' is not a pull policy
      services: {web: {pull_policy: every_5}} | -
      services: {web: {container_name: "-ab"}} | '-ab' is not the name of a container
      services: {web: {gpus: [{cuont: 1}]}}   | 'cuont' is no attribute of a GPU request
      services: {web: {ulimits: {NOFILE: 1}}} | 'NOFILE' cannot be a name here
      networks: {"a b": {}}                   | 'a b' cannot be a name here
      """)
  void whatTheSchemaForgetsIsAWarning(String text, String told) {
    String found = told(text, Finding.Severity.WARNING);
    assertThat(told.equals("-") ? found.isEmpty() : found.contains(told)).as(found).isTrue();
    assertThat(told(text, Finding.Severity.ERROR).isEmpty()).isEqualTo(!told.equals("-"));
  }

  @Test
  void everythingIsToldAtOnceInTheOrderOfTheDocument() {
    String text = """
        services:
          web:
            imgae: a
            ports: {}
            deploy:
              replicas: [1]
          db: 5
        networks: []
        """;
    assertThat(told(text, Finding.Severity.ERROR).lines().map(line -> line.substring(0, line.indexOf(' ')))).containsExactly(
        "compose.yaml:3:5:", "compose.yaml:4:12:", "compose.yaml:6:17:", "compose.yaml:7:7:", "compose.yaml:8:11:");
  }

  @Test
  void numbersWithoutAFractionAreTheSameInTwoForms() {
    assertThat(told("services: {a: {expose: [1, 1.0], cpu_count: 2.0}}", Finding.Severity.ERROR))
        .contains("'1.0' stands in the list already");
  }

  @Test
  void longValuesAreShortened() {
    assertThat(Shown.text(YamlScalar.of("😀".repeat(100)))).isEqualTo("'" + "😀".repeat(60) + "…'");
    assertThat(Shown.text(YamlScalar.of("a\u001bb"))).isEqualTo("'a?b'");
  }

  private static String told(String text, Finding.Severity severity) {
    Findings findings = new Findings();
    ComposeSchema.check(Trees.of(text), findings);
    return findings.all().stream().filter(found -> found.severity() == severity).map(Finding::toString).collect(Collectors.joining("\n"));
  }
}
