package dev.slipway.compose.format;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import java.io.IOException;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** All recorded texts, each read as the reference implementation reads it, or as one of the {@link Divergence}s says. */
class FunctionCasesTest {
  private static final String UNSET = " is not set, nothing stands in its place";

  @TestFactory
  Stream<DynamicTest> variablesAreReplacedAsRecorded() throws IOException {
    return tests("substitute", row -> Template.substitute(row.input(), row::variable), Function.identity(),
        row -> row.expected().orElseThrow().asText());
  }

  @TestFactory
  Stream<DynamicTest> environmentFilesAreReadAsRecorded() throws IOException {
    return tests("dotenv", row -> DotEnv.parse(row.input(), row::variable, DotEnv.Format.USUAL), Function.identity(), FunctionCase::map);
  }

  @TestFactory
  Stream<DynamicTest> commandsAreSplitAsRecorded() throws IOException {
    return tests("shellwords", row -> ShellWords.parse(row.input()), ShellWords::words, FunctionCase::list);
  }

  @TestFactory
  Stream<DynamicTest> amountsAreReadAsRecorded() throws IOException {
    return tests("bytes", row -> ByteCount.parse(row.input()), ByteCount::bytes, row -> row.expected().orElseThrow().asLong());
  }

  @TestFactory
  Stream<DynamicTest> durationsAreReadAsRecorded() throws IOException {
    return tests("duration", row -> ComposeDuration.parse(row.input()), ComposeDuration::toString,
        row -> row.expected().orElseThrow().asText());
  }

  @TestFactory
  Stream<DynamicTest> portsAreReadAsRecorded() throws IOException {
    return tests("ports", row -> PortMapping.parse(row.input()),
        ports -> ports.expanded().stream().map(FunctionCasesTest::canonical).toList(), FunctionCase::yaml);
  }

  @TestFactory
  Stream<DynamicTest> mountsAreReadAsRecorded() throws IOException {
    return tests("volume", row -> VolumeMount.parse(row.input()), FunctionCasesTest::canonical, FunctionCase::yaml);
  }

  private static <T> Stream<DynamicTest> tests(String operation, Function<FunctionCase, Parsed<T>> read, Function<? super T, ?> shown,
      Function<FunctionCase, ?> expected) throws IOException {
    return FunctionCase.of(operation).stream().map(row -> DynamicTest.dynamicTest(row.toString(), () -> {
      Parsed<T> parsed = read.apply(row);
      assertThat(parsed.problems()).allSatisfy(problem -> {
        assertThat(problem.end()).isLessThanOrEqualTo(row.input().length());
        assertThat(problem.advice()).isPresent();
      });
      check(row, parsed, parsed.value().map(shown), row.expected().map(out -> expected.apply(row)));
      if (operation.equals("substitute") || operation.equals("dotenv")) {
        checkUnset(row, parsed);
      }
    }));
  }

  private static void check(FunctionCase row, Parsed<?> parsed, Optional<?> ours, Optional<?> theirs) {
    if (ours.equals(theirs)) {
      if (ours.isEmpty()) {
        checkError(row, parsed.errors());
      }
      return;
    }
    boolean explained = Arrays.stream(Divergence.values()).anyMatch(one -> one.concerns(row) && one.explains(row, ours));
    if (!explained) {
      fail(row + ": " + ours + " " + parsed.problems() + ", recorded " + theirs.map(Object::toString).orElse(row.error()));
    }
  }

  /** Required variables are told with the same reason. */
  private static void checkError(FunctionCase row, List<TextProblem> errors) {
    String required = "required variable ";
    if (row.error().startsWith(required)) {
      String rest = row.error().substring(required.length());
      String name = rest.substring(0, rest.indexOf(' '));
      int reason = rest.indexOf(": ");
      assertThat(errors).first().satisfies(error -> {
        assertThat(error.message()).startsWith("variable '" + name + "' is required and ");
        assertThat(error.message()).endsWith(reason < 0 ? row.variable(name).isPresent() ? " empty" : " not set" : rest.substring(reason));
      });
    }
  }

  private static void checkUnset(FunctionCase row, Parsed<?> parsed) {
    List<String> told = parsed.warnings().stream().map(TextProblem::message).filter(message -> message.endsWith(UNSET))
        .map(message -> message.substring("variable '".length(), message.length() - UNSET.length() - 1)).toList();
    if (row.expected().isPresent() && parsed.isValid()) {
      assertThat(told).isEqualTo(row.unset());
    }
  }

  private static Map<String, Object> canonical(PortMapping port) {
    Map<String, Object> map = new LinkedHashMap<>();
    map.put("mode", "ingress");
    port.hostIp().ifPresent(address -> map.put("host_ip", address));
    if (port.target().first() > 0) {
      map.put("target", port.target().first());
    }
    port.published().ifPresent(range -> map.put("published", range.toString()));
    map.put("protocol", port.protocol().id());
    return map;
  }

  private static Map<String, Object> canonical(VolumeMount mount) {
    Map<String, Object> map = new LinkedHashMap<>();
    map.put("type", mount.type().id());
    mount.source().ifPresent(source -> map.put("source", source));
    map.put("target", mount.target());
    if (mount.readOnly()) {
      map.put("read_only", true);
    }
    mount.bind().ifPresent(options -> {
      Map<String, Object> bind = new LinkedHashMap<>();
      options.propagation().ifPresent(value -> bind.put("propagation", value));
      options.selinux().ifPresent(value -> bind.put("selinux", value));
      map.put("bind", bind);
    });
    mount.volume().ifPresent(options -> map.put("volume", options.noCopy() ? Map.of("nocopy", true) : Map.of()));
    return map;
  }
}
