package dev.slipway.compose.schema;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.compose.tree.Finding;
import dev.slipway.compose.tree.Findings;
import dev.slipway.yaml.YamlMap;
import dev.slipway.yaml.YamlScalar;
import dev.slipway.yaml.YamlValue;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Every short form has a long one. */
class CanonicalTest {

  @ParameterizedTest(name = "{0} {1}")
  @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
      command           | echo 'a b' c                        | ['echo', 'a b', 'c']
      entrypoint        | ""                                  | []
      command           | null                                | (null)
      environment       | [A=1, B, C=, A=2]                   | {A='2', B=(null), C=''}
      environment       | {A: 1, B: , C: true}                | {A='1', B=(null), C='true'}
      labels            | [A=1, B]                            | {A='1', B=''}
      annotations       | {A: }                               | {A=''}
      sysctls           | {a.b: 1}                            | {a.b='1'}
      env_file          | a.env                               | [{path='a.env', required=true}]
      env_file          | [{path: a.env, required: "no"}]     | [{path='a.env', required=false}]
      label_file        | a                                   | ['a']
      dns               | 8.8.8.8                             | ['8.8.8.8']
      dns               | ["", 8.8.8.8]                       | ['8.8.8.8']
      dns_search        | a                                   | ['a']
      tmpfs             | /run                                | ['/run']
      ports             | [80]                                | [{mode='ingress', target=80, protocol='tcp'}]
      ports             | ["127.0.0.1:8-9:80-81/udp"]         | [{mode='ingress', host_ip='127.0.0.1', target=80, published='8', protocol='udp'}, {mode='ingress', host_ip='127.0.0.1', target=81, published='9', protocol='udp'}]
      ports             | [{target: "80", published: 8080}]   | [{target=80, published='8080'}]
      expose            | [3000, "3001-3003"]                 | ['3000', '3001-3003']
      group_add         | [1, a]                              | ['1', 'a']
      volumes           | ["./d:/d/./e/:ro"]                  | [{type='bind', source='./d', target='/d/e', read_only=true, bind={create_host_path=true}}]
      volumes           | ["n:/n:nocopy"]                     | [{type='volume', source='n', target='/n', volume={nocopy=true}}]
      volumes           | [{type: tmpfs, target: /t, tmpfs: {size: 1k, mode: 0755}}] | [{type='tmpfs', target='/t', tmpfs={size='1024', mode=493}}]
      volumes           | [{type: tmpfs, target: /t, tmpfs: {mode: "1777"}}]         | [{type='tmpfs', target='/t', tmpfs={mode=1023}}]
      devices           | [/dev/a, "/dev/b:/dev/c:r"]         | [{source='/dev/a', target='/dev/a', permissions='rwm'}, {source='/dev/b', target='/dev/c', permissions='r'}]
      secrets           | [s]                                 | [{source='s'}]
      configs           | [{source: c, mode: 0440}]           | [{source='c', mode='0440'}]
      configs           | [{source: c, mode: "440"}]          | [{source='c', mode='0440'}]
      networks          | [a, b]                              | {a=(null), b=(null)}
      models            | [a]                                 | {a=(null)}
      depends_on        | [a]                                 | {a={condition='service_started', required=true}}
      depends_on        | {a: {condition: service_healthy}}   | {a={condition='service_healthy', required=true}}
      extends           | a                                   | {service='a'}
      build             | .                                   | {context='.'}
      build             | {ssh: [default, k=./id], args: [A, B=1], shm_size: 1m, provenance: true, sbom: false} | {ssh={default=(null), k='./id'}, args={A=(null), B='1'}, shm_size='1048576', provenance='true', sbom='false'}
      build             | {additional_contexts: [a=b=c]}      | {additional_contexts={a='b=c'}}
      build             | {no_cache_filter: a, no_cache: "true", ulimits: {nofile: "5"}} | {no_cache_filter=['a'], no_cache=true, ulimits={nofile=5}}
      extra_hosts       | {b: "1.2.3.4", a: ["::1", "[::2]"]} | ['a=::1', 'a=::2', 'b=1.2.3.4']
      extra_hosts       | ["b:1.2.3.4", "a=::1"]              | ['a=::1', 'b=1.2.3.4']
      gpus              | all                                 | [{count=-1}]
      gpus              | [{count: "2"}]                      | [{count=2}]
      healthcheck       | {test: curl x, interval: 1.5h, retries: "3"} | {test=['CMD-SHELL', 'curl x'], interval='1h30m0s', retries=3}
      logging           | {options: {a: 3, b: }}              | {options={a='3', b=''}}
      mem_limit         | 1.5g                                | '1610612736'
      mem_limit         | 512                                 | '512'
      mem_limit         | 1e9                                 | '1000000000'
      memswap_limit     | -1                                  | '-1'
      stop_grace_period | 90s                                 | '1m30s'
      cpus              | "0.50"                              | 0.50
      init              | "yes"                               | true
      attach            | "false"                             | false
      storage_opt       | {size: 1}                           | {size='1'}
      provider          | {type: t, options: {a: 1, b: [x, true]}} | {type='t', options={a=['1'], b=['x', 'true']}}
      develop           | {watch: [{path: ., action: rebuild, ignore: a}]} | {watch=[{path='.', action='rebuild', ignore=['a']}]}
      post_start        | [{command: a b, environment: [A=1]}] | [{command=['a', 'b'], environment={A='1'}}]
      ulimits           | {nproc: "65535", nofile: {soft: "1", hard: 2}} | {nproc=65535, nofile={soft=1, hard=2}}
      deploy            | {resources: {limits: {cpus: '0.50', memory: 512m}, reservations: {devices: [{capabilities: [gpu], count: all}]}}} | {resources={limits={cpus=0.50, memory='536870912'}, reservations={devices=[{capabilities=['gpu'], count=-1}]}}}
      x-own             | {a: [1, b]}                         | {a=[1, 'b']}
      unknown           | [a=1]                               | ['a=1']
      """)
  void shortFormsAreMadeLong(String key, String text, String canonical) {
    YamlValue tree = Trees.service(key + ": " + text);
    assertThat(Trees.plain(Trees.attribute(canonical(tree), key))).hasToString(canonical);
  }

  @ParameterizedTest(name = "{0} {1}")
  @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
      ports       | ["80:a"]              | services.test.ports[0]
      volumes     | ["ab::b"]             | services.test.volumes[0]
      devices     | ["a:b:c:d"]           | services.test.devices[0]
      mem_limit   | 1.5                   | services.test.mem_limit
      mem_limit   | many                  | services.test.mem_limit
      cpu_shares  | 1.5                   | services.test.cpu_shares
      stop_grace_period | 10              | services.test.stop_grace_period
      environment | ["A =1"]              | services.test.environment[0]
      extra_hosts | [a]                   | services.test.extra_hosts
      secrets     | [{source: a, mode: "0o440"}] | services.test.secrets[0].mode
      healthcheck | {retries: -1}         | services.test.healthcheck.retries
      build       | {ssh: [a]}            | services.test.build.ssh[0]
      build       | {additional_contexts: [a]} | services.test.build.additional_contexts[0]
      gpus        | [{count: some}]       | services.test.gpus[0].count
      attach      | maybe                 | services.test.attach
      """)
  void whatIsWrongInsideAShortFormIsTold(String key, String text, String path) {
    boolean quoted = key.equals("stop_grace_period");
    Findings findings = new Findings();
    YamlValue tree = Trees.service(key + ": " + (quoted ? "'" + text + "'" : text));
    assertThat(ComposeSchema.canonical(tree, findings)).isNotNull();
    assertThat(findings.all()).hasSize(1).allSatisfy(found -> {
      assertThat(found.severity()).isEqualTo(Finding.Severity.ERROR);
      assertThat(found.path()).hasToString(path);
      assertThat(found.place()).isPresent();
    });
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
      1.50       | as '1.5'
      0644       | as '420'
      0x1F       | as '31'
      1e3        | as '1000'
      2001-01-01 | with a time and a zone
      True       | as 'true'
      """)
  void charactersWithoutQuotesStayWithAWarning(String written, String told) {
    Findings findings = new Findings();
    YamlValue canonical = ComposeSchema.canonical(Trees.service("labels: {A: " + written + "}"), findings);
    assertThat(Trees.attribute(canonical, "labels", "A")).isEqualTo(YamlScalar.of(written));
    assertThat(findings.all()).hasSize(1).allSatisfy(found -> {
      assertThat(found.severity()).isEqualTo(Finding.Severity.WARNING);
      assertThat(found.message()).contains(told);
    });
  }

  @Test
  void valuesOfVariablesAreNotShown() {
    Findings findings = new Findings();
    YamlValue base = Trees.service("environment: {PIN: 007}", "build: {args: {PIN: 008}}");
    YamlValue merged = ComposeSchema.merge(base, Trees.service("environment: {PIN: 009}", "build: {args: [A=1]}"), findings);
    YamlValue canonical = ComposeSchema.canonical(ComposeSchema.canonical(base, findings), findings);
    ComposeSchema.check(Trees.service("environment: PIN=007", "build: {args: PIN=008}"), findings);
    assertThat(Trees.plain(Trees.attribute(merged, "environment"))).hasToString("['PIN=007', 'PIN=009']");
    assertThat(Trees.plain(Trees.attribute(canonical, "environment"))).hasToString("{PIN='007'}");
    assertThat(findings.all()).hasSize(5).allSatisfy(found -> assertThat(found.toString()).doesNotContain("00"));
  }

  @Property(seed = "1", tries = 2_000)
  void makingCanonicalTwiceChangesNothingMore(@ForAll long seed) {
    YamlValue once = ComposeSchema.canonical(new RandomTrees(seed, 0.1).project(), new Findings());
    assertThat(ComposeSchema.canonical(once, new Findings())).isEqualTo(once);
  }

  @Property(seed = "2", tries = 1_000)
  void whatIsNotKnownStaysAsItIs(@ForAll long seed) {
    RandomTrees random = new RandomTrees(seed, 0.05);
    YamlMap own = random.project();
    YamlMap tree = random.project().with("x-own", own).with("unknown", own);
    YamlMap canonical = (YamlMap) ComposeSchema.canonical(tree, new Findings());
    assertThat(List.of(canonical.get("x-own").orElseThrow(), canonical.get("unknown").orElseThrow())).containsExactly(own, own);
  }

  @Property(seed = "3", tries = 2_000)
  void canonicalFormsAreAllowedByTheTable(@ForAll long seed) {
    YamlValue tree = new RandomTrees(seed, 0.1).project();
    Findings before = new Findings();
    ComposeSchema.check(tree, before);
    Findings making = new Findings();
    YamlValue canonical = ComposeSchema.unique(ComposeSchema.canonical(ComposeSchema.unique(tree), making));
    Findings after = new Findings();
    ComposeSchema.check(canonical, after);
    if (!before.hasErrors() && !making.hasErrors()) {
      // a list may hold any names, a mapping may not
      assertThat(after.all()).as(tree.toString())
          .noneMatch(found -> found.severity() == Finding.Severity.ERROR && !found.message().contains("cannot be a name"));
    }
  }

  private static YamlValue canonical(YamlValue tree) {
    Findings findings = new Findings();
    YamlValue canonical = ComposeSchema.canonical(ComposeSchema.cast(tree, findings), findings);
    assertThat(findings.all()).filteredOn(found -> found.severity() == Finding.Severity.ERROR).isEmpty();
    return canonical;
  }
}
