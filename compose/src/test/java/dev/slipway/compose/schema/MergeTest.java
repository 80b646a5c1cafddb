package dev.slipway.compose.schema;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.compose.tree.Finding;
import dev.slipway.compose.tree.Findings;
import dev.slipway.yaml.YamlMap;
import dev.slipway.yaml.YamlScalar;
import dev.slipway.yaml.YamlValue;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What becomes of an attribute that two files have. */
class MergeTest {

  @ParameterizedTest(name = "{0}: {1} + {2}")
  @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
      image         | a                     | b                  | 'b'
      image         | a                     | null               | 'a'
      image         | null                  | b                  | 'b'
      command       | [a, b]                | [c]                | ['c']
      command       | a                     | null               | (null)
      entrypoint    | [a]                   | ""                 | ''
      environment   | {B: 1, A: 2}          | [A=3, C]           | ['A=3', 'B=1', 'C']
      environment   | {A: 1}                | {A: }              | ['A']
      environment   | {A: 1}                | null               | {A=1}
      labels        | {A: , A-B: 2, A0: 3}  | {A: x}             | ['A=x', 'A-B=2', 'A0=3']
      env_file      | a                     | {path: a}          | !
      env_file      | a                     | [{path: a}, b]     | [{path='a'}, 'b']
      label_file    | a                     | a                  | ['a', 'a']
      ports         | ["8080:80"]           | [{target: 80, published: 8080}] | [{target=80, published=8080}]
      ports         | ["8080:80/tcp"]       | ["0.0.0.0:8080:80"] | ['0.0.0.0:8080:80']
      ports         | ["80-82:80-82", "9"]  | ["81:81"]          | [{mode='ingress', target=80, published='80', protocol='tcp'}, '81:81', {mode='ingress', target=82, published='82', protocol='tcp'}, '9']
      ports         | ["80-82:80-82"]       | ["80-82:80-82/tcp"] | ['80-82:80-82/tcp']
      ports         | ["80:80"]             | ["80:80/udp"]      | ['80:80', '80:80/udp']
      expose        | [80, "81"]            | ["80", 81]         | ['80', 81]
      volumes       | ["a:/a/", "./b:/b"]   | [{type: volume, source: c, target: /a}] | [{type='volume', source='c', target='/a'}, './b:/b']
      devices       | [/dev/a]              | [{source: /dev/b, target: /dev/a}] | [{source='/dev/b', target='/dev/a'}]
      secrets       | [s]                   | [{source: t, target: /run/secrets/s}] | [{source='t', target='/run/secrets/s'}]
      configs       | [c]                   | [{source: d, target: /c}] | [{source='d', target='/c'}]
      extra_hosts   | {h: 1.2.3.4}          | ["h:1.2.3.4", "h=2.2.2.2"] | ['h=1.2.3.4', 'h=2.2.2.2']
      dns           | 8.8.8.8               | [1.1.1.1, 8.8.8.8] | ['8.8.8.8', '1.1.1.1']
      tmpfs         | [/a]                  | /b                 | ['/a', '/b']
      security_opt  | [a, b]                | [b, c]             | ['a', 'b', 'c']
      volumes_from  | [a]                   | [a]                | ['a']
      group_add     | [a, 1]                | [1, 2]             | ['a', 1, 2]
      networks      | [a, b]                | {b: {priority: 1}} | {a=(null), b={priority=1}}
      networks      | {a: {aliases: [x]}}   | {a: {aliases: [y, x]}} | {a={aliases=['x', 'y']}}
      depends_on    | [a]                   | {b: {condition: service_healthy}} | {a={condition='service_started', required=true}, b={condition='service_healthy'}}
      depends_on    | {a: {condition: service_healthy, restart: true}} | [a] | {a={condition='service_started', restart=true, required=true}}
      build         | .                     | {target: t}        | {context='.', target='t'}
      build         | {target: t}           | ./b                | {target='t', context='./b'}
      build         | {ssh: {default: }}    | {ssh: [k=./k]}     | {ssh=['default', 'k=./k']}
      build         | {no_cache_filter: a}  | {no_cache_filter: [b, a]} | {no_cache_filter=['a', 'b']}
      build         | {args: {A: 1}}        | {args: [A=2]}      | {args=['A=2']}
      build         | {ulimits: {n: {soft: 1, hard: 2}}} | {ulimits: {n: 5}} | {ulimits={n=5}}
      ulimits       | {n: {soft: 1, hard: 2}} | {n: {soft: 2}}   | {n={soft=2, hard=2}}
      ulimits       | {n: 5}                | {n: {soft: 1, hard: 2}} | {n={soft=1, hard=2}}
      logging       | {driver: a, options: {x: 1}} | {options: {y: 2}} | {driver='a', options={x=1, y=2}}
      logging       | {driver: a, options: {x: 1}} | {driver: b} | {driver='b'}
      healthcheck   | {test: [CMD, a], retries: 1} | {test: b} | {test='b', retries=1}
      gpus          | all                   | [{count: 1}]       | [{count='all'}, {count=1}]
      cap_add       | [A, B]                | [B, C]             | ['A', 'B', 'C']
      storage_opt   | {a: 1}                | {b: 2}             | {a=1, b=2}
      post_start    | [{command: a}]        | [{command: b}]     | [{command='a'}, {command='b'}]
      x-own         | {a: [1]}              | {a: [2], b: 3}     | {a=[1, 2], b=3}
      deploy        | {labels: {a: 1}}      | {labels: [b=2]}    | {labels=['a=1', 'b=2']}
      volumes       | [a:/a]                | {}                 | !
      networks      | {a: }                 | b                  | !
      """)
  void attributesAreMergedByTheirRules(String key, String base, String override, String merged) {
    Findings findings = new Findings();
    YamlValue tree = ComposeSchema.unique(
        ComposeSchema.merge(Trees.service(key + ": " + base), Trees.service(key + ": " + override), findings));
    if (merged.equals("!")) {
      assertThat(findings.all()).hasSize(1).allSatisfy(found -> {
        assertThat(found.message()).startsWith("cannot override services.test." + key);
        assertThat(found.place()).isPresent();
      });
    } else {
      assertThat(findings.all()).isEmpty();
      assertThat(Trees.plain(Trees.attribute(tree, key))).hasToString(merged);
    }
  }

  @ParameterizedTest(name = "{0}: {1} + {2}")
  @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
      image       | a                  | !reset b               | -
      image       | a                  | !override b            | 'b'
      ports       | [80]               | !override [90]         | [90]
      ports       | [80]               | !reset []              | -
      ports       | ["80:80", "90:90"] | [!reset "80:80", 70]   | ['90:90', 70]
      ports       | ["80-82:80-82"]    | [!reset "81:81"]       | [{mode='ingress', target=80, published='80', protocol='tcp'}, {mode='ingress', target=82, published='82', protocol='tcp'}]
      ports       | ["80:80"]          | [!reset {target: 80, published: 80}] | []
      security_opt | [a, b]            | [!reset a]             | ['b']
      environment | {A: 1, B: 2}       | {A: !reset null}       | ['B=2']
      environment | [A=1, B=2]         | {A: !reset null}       | ['B=2']
      environment | {A: 1, B: 2}       | [!reset A]             | ['B=2']
      environment | [A=1, B=2]         | [!reset A=, C=3]       | ['B=2', 'C=3']
      environment | {A: 1}             | !override {B: 2}       | {B=2}
      depends_on  | [a, b]             | {a: !reset null}       | {b={condition='service_started', required=true}}
      depends_on  | {a: {condition: service_healthy}} | [!reset a, c] | {c={condition='service_started', required=true}}
      networks    | [a, b]             | [!reset a]             | {b=(null)}
      extra_hosts | ["a:1.2.3.4"]      | {a: !reset null}       | []
      extra_hosts | ["a:1.2.3.4"]      | [!reset "a=1.2.3.4"]   | []
      build       | {context: ., args: {A: 1}} | {args: !reset null} | {context='.'}
      build       | {context: ., args: [A=1]} | {args: {A: !override 2}} | {context='.', args=['A=2']}
      volumes     | ["a:/a", "b:/b"]   | [!reset "x:/a"]        | ['b:/b']
      x-own       | {a: 1, b: 2}       | {a: !reset null}       | {b=2}
      """)
  void tagsTakeAwayWhatTheEarlierFileSays(String key, String base, String override, String merged) {
    YamlValue tree = Trees.merged(Trees.service(key + ": " + base), Trees.service(key + ": " + override));
    assertThat(((YamlMap) Trees.attribute(tree)).get(key).map(Trees::plain).map(Object::toString).orElse("-")).isEqualTo(merged);
  }

  @Test
  void aResetWithoutAnItemIsTold() {
    Findings findings = new Findings();
    YamlValue merged = ComposeSchema.merge(Trees.service("security_opt: [a]"), Trees.service("security_opt: [!reset null]"), findings);
    assertThat(Trees.plain(Trees.attribute(merged, "security_opt"))).hasToString("['a']");
    assertThat(findings.all()).singleElement().satisfies(found -> {
      assertThat(found.severity()).isEqualTo(Finding.Severity.WARNING);
      assertThat(found).hasToString(
          "compose.yaml:3:20: services.test.security_opt[0]: '!reset' does not say which item is meant;"
              + " write the item behind it, or put '!reset' before the list");
    });
  }

  @Test
  void wholeServicesAndFilesCanBeReplaced() {
    YamlValue base = Trees.of("services: {a: {image: x}, b: {image: y}}");
    assertThat(Trees.plain(Trees.merged(base, Trees.of("services: {a: !reset null}")))).hasToString("{services={b={image='y'}}}");
    assertThat(Trees.plain(Trees.merged(base, Trees.of("!override {name: n}")))).hasToString("{name='n'}");
  }

  @Test
  void poolsOfOneSubnetAreMerged() {
    YamlValue base = Trees.of("networks: {n: {ipam: {config: [{subnet: 10.0.0.0/8, gateway: 10.0.0.1}, {subnet: 11.0.0.0/8}]}}}");
    YamlValue override = Trees.of("networks: {n: {ipam: {config: [{subnet: 12.0.0.0/8}, {subnet: 10.0.0.0/8, ip_range: 10.1.0.0/16}]}}}");
    assertThat(Trees.plain(Trees.at(Trees.merged(base, override), "networks", "n", "ipam", "config"))).hasToString(
        "[{subnet='10.0.0.0/8', gateway='10.0.0.1', ip_range='10.1.0.0/16'}, {subnet='11.0.0.0/8'}, {subnet='12.0.0.0/8'}]");
  }

  @Test
  void labelsOfAllResourcesAreMerged() {
    for (String kind : new String[]{"networks", "volumes", "secrets", "configs"}) {
      YamlValue merged = Trees.merged(Trees.of(kind + ": {a: {labels: {x: 1}}}"), Trees.of(kind + ": {a: {labels: [x=1, y=2]}}"));
      assertThat(Trees.plain(Trees.at(merged, kind, "a", "labels"))).as(kind).hasToString("['x=1', 'y=2']");
    }
  }

  @ParameterizedTest(name = "{0} + {1}")
  @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
      {external: {name: x}}          | {external: true}        | {external=true, name='x'}
      {external: true}               | {external: {name: x}}   | {external=true, name='x'}
      {external: {name: x}}          | {external: {name: y}}   | {external={name='y'}}
      {external: {name: x}}          | {name: y}               | {external={name='x'}, name='y'}
      {external: {name: x}, name: y} | {external: true}        | !
      """)
  void outdatedNamesOfResourcesAreMerged(String base, String override, String merged) {
    Findings findings = new Findings();
    YamlValue tree = ComposeSchema.merge(Trees.of("volumes: {v: " + base + "}"), Trees.of("volumes: {v: " + override + "}"), findings);
    assertThat(findings.hasErrors() ? "!" : Trees.plain(Trees.at(tree, "volumes", "v")).toString()).isEqualTo(merged);
  }

  @Test
  void everyValueStandsWhereItsFileHasIt() {
    YamlValue merged = Trees.merged(
        Trees.of("base.yaml", "services:\n  test:\n    image: a\n    environment:\n      A: 1\n"),
        Trees.of("more.yaml", "services:\n  test:\n    environment:\n      - B=2\n    user: u\n"));
    assertThat(Trees.attribute(merged, "image").place()).hasToString("Optional[base.yaml:3:12]");
    assertThat(Trees.attribute(merged, "environment", "0").place()).hasToString("Optional[base.yaml:5:10]");
    assertThat(Trees.attribute(merged, "environment", "1").place()).hasToString("Optional[more.yaml:4:9]");
    assertThat(Trees.attribute(merged, "user").place()).hasToString("Optional[more.yaml:5:11]");
    assertThat(YamlScalar.of("x").place()).isEmpty();
  }
}
