package dev.slipway.compose.format;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.slipway.InvalidValueException;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ShortFormsTest {
  @ParameterizedTest
  @CsvSource(delimiter = '|', quoteCharacter = '§', value = {"var \"--bar=\\\"baz'\"|[var, --bar=\"baz']",
      "var \"--bar=\\'baz\\'\"|[var, --bar='baz']",
      "var --bar='\\'|[var, --bar=\\]", "foo \\& bar|[foo, &, bar]", "foo \"\" bar ''|[foo, , bar, ]",
      "echo $(echo \"foo\")|[echo, $(echo \"foo\")]",
      "echo $(`echo1)|[echo, $(`echo1)]", "var --bar=`baz`|[var, --bar=`baz`]", "'' ''|[, ]"})
  void commandsAreSplitAtBlanksOutsideQuotes(String line, String words) {
    assertThat(ShellWords.parse(line).orElseThrow().words()).hasToString(words);
  }

  @ParameterizedTest
  @CsvSource(delimiter = '|', quoteCharacter = '§', value = {"echo a && echo b§7§'&'", "a 2>x§2§'>'", "a; b§1§';'",
      "a <x§2§'<'"}, ignoreLeadingAndTrailingWhitespace = false)
  void whatACommandLosesIsTold(String row) {
    String[] parts = row.split("§", -1);
    TextProblem problem = ShellWords.parse(parts[0]).warnings().get(0);
    assertThat(problem.start()).isEqualTo(Integer.parseInt(parts[1]));
    assertThat(problem.end()).isEqualTo(parts[0].length());
    assertThat(problem.message()).contains(parts[2]).contains("is dropped");
    assertThat(problem.advice().orElseThrow()).contains("[\"sh\", \"-c\", \"" + parts[0] + "\"]");
  }

  @ParameterizedTest
  @CsvSource(delimiter = '|', quoteCharacter = '§', value = {"it's|2", "a \"b|2", "a `b|2", "a $(b|2", "a (b)|2", "a ) b|2", "a b\\|3"})
  void aCommandWithAnOpenQuoteIsAnError(String line, int place) {
    assertThat(ShellWords.parse(line).errors()).extracting(TextProblem::start).containsExactly(place);
  }

  @ParameterizedTest
  @CsvSource({"1ki, 1024", "1 KIB, 1024", "655360, 655360", "+5, 5", "1.5k, 1536", "1024p, 1152921504606846976", "512m, 536870912",
      "1i, 1"})
  void amountsHaveBinaryUnits(String text, long bytes) {
    assertThat(ByteCount.parse(text).orElseThrow()).isEqualTo(ByteCount.of(bytes)).hasToString(Long.toString(bytes));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "invalid", "1e3", "1_000", ".5g", "1.g", "1.5.2g", "1  g", "1gx", "1bb", "1ibb", "-1g", "g", " 1"})
  void whatIsNoAmountIsAnError(String text) {
    assertThat(ByteCount.parse(text).errors()).hasSize(1);
  }

  @ParameterizedTest
  @CsvSource({"1d, 24h0m0s", "1.5d, 36h0m0s", "1h30m, 1h30m0s", "90s, 1m30s", "1500us, 1.5ms", "0, 0s", "-0, 0s", "1m.5s, 1m0.5s",
      "1us1ns, 1.001µs",
      "15250w, 2562000h0m0s"})
  void durationsArePrintedAsGoDoes(String text, String printed) {
    assertThat(ComposeDuration.parse(text).orElseThrow()).hasToString(printed);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "-", "1", "1x", "1h1", "s", ".s", "1.", "1 s", "99999999999999999999s", "15251w", "--1s",
      "9223372036854775808ns"})
  void whatIsNoDurationIsAnError(String text) {
    assertThat(ComposeDuration.parse(text).errors()).hasSize(1);
  }

  @Test
  void aDurationIsOneOfThePlatform() {
    assertThat(ComposeDuration.of(Duration.ofSeconds(90)).toDuration()).isEqualTo(Duration.ofSeconds(90));
    assertThatThrownBy(() -> new ComposeDuration(Long.MIN_VALUE)).isInstanceOf(InvalidValueException.class);
  }

  @ParameterizedTest
  @ValueSource(strings = {"80", "8080:80", "127.0.0.1::80", "127.0.0.1:8080:80/udp", "[::1]:80:80", "[2001:db8::1]:8000-8002:80-82/sctp",
      "8000-8002:80"})
  void portsArePrintedAsTheyAreRead(String text) {
    assertThat(PortMapping.parse(text).orElseThrow()).hasToString(text);
    assertThat(PortMapping.parse(text).problems()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(delimiter = '|', value = {"::1:80:80|0-3|write [::1]:80:80", "localhost:80:80|0-9|not a name", "80:65536|3-8|65535",
      "a:80|0-1|65535",
      "80/xyz|3-6|tcp, udp or sctp", "fe80::1%eth0:80:80|0-12|write", "8080:|5-5|write a port", "82-80:1-3|0-5|range",
      "1-2:1-3|0-7|as many"})
  void aWrongPortIsToldWithItsPlace(String text, String place, String advice) {
    TextProblem problem = PortMapping.parse(text).errors().get(0);
    assertThat(problem.start() + "-" + problem.end()).isEqualTo(place);
    assertThat(problem.advice().orElseThrow()).contains(advice);
  }

  @ParameterizedTest
  @CsvSource(delimiter = '|', value = {"80/tcp/udp|6-10", "8000-8001-8002:80|9-14", "0|0-1"})
  void whatAPortLosesIsTold(String text, String place) {
    TextProblem problem = PortMapping.parse(text).warnings().get(0);
    assertThat(problem.start() + "-" + problem.end()).isEqualTo(place);
  }

  @Test
  void portsAreChecked() {
    assertThatThrownBy(() -> new PortRange(5, 4)).isInstanceOf(InvalidValueException.class);
    assertThatThrownBy(() -> new PortRange(1, 65_536)).isInstanceOf(InvalidValueException.class);
    assertThat(PortMapping.of(8080, 80)).hasToString("8080:80");
    assertThat(new PortRange(1, 5).overlaps(new PortRange(5, 6))).isTrue();
    assertThat(new PortRange(1, 5).overlaps(PortRange.of(6))).isFalse();
  }

  @ParameterizedTest
  @ValueSource(strings = {"/data", "data:/data", "./a:/b:ro", "~/x:/y:z,rshared", "data:/x:nocopy", "C:\\a:D:\\b:ro", "c:/a:/b",
      "/a:/x/${T:-12:30}/b",
      "${X:-/a}:/b", "d:", "\\\\.\\pipe\\x:\\\\.\\pipe\\y"})
  void mountsArePrintedAsTheyAreRead(String text) {
    assertThat(VolumeMount.parse(text).orElseThrow()).hasToString(text);
    assertThat(VolumeMount.parse(text).problems()).isEmpty();
    assertThat(VolumeMount.parse(text).orElseThrow().shortForm()).contains(text);
  }

  @Test
  void anOptionThatIsNoneIsToldWithTheNearest() {
    TextProblem problem = VolumeMount.parse("data:/data:ro,nocpy").warnings().get(0);
    assertThat(problem)
        .isEqualTo(TextProblem.warning(14, 19, "'nocpy' is no option of a mount and is dropped", "write options such as nocopy"));
    assertThat(VolumeMount.parse("data:/data:cached").problems()).isEmpty();
  }

  @Test
  void aMountThatHasNoShortFormSaysSo() {
    VolumeMount mount = new VolumeMount(VolumeMount.Type.VOLUME, Optional.of("data"), "/a:b", false, Optional.empty(),
        Optional.of(VolumeMount.VolumeOptions.NONE));
    assertThat(mount.shortForm()).isEmpty();
    assertThat(VolumeMount.parse("x:/a//b/../c/").orElseThrow().withCleanTarget().target()).isEqualTo("/a/c");
  }

  @ParameterizedTest
  @CsvSource(delimiter = '|', value = {"myhost:192.168.0.1|myhost=192.168.0.1", "anipv6host=[2003:ab34:e::1]|anipv6host=2003:ab34:e::1",
      "ipv6local:::1|ipv6local=::1", "foo=127.0.0.2,127.0.0.3|foo=127.0.0.2,127.0.0.3", "h=|h=", "host.docker.internal:host-gateway|"
          + "host.docker.internal=host-gateway"})
  void hostsHaveAddresses(String text, String printed) {
    assertThat(ExtraHost.parse(text).orElseThrow()).hasToString(printed);
  }

  @ParameterizedTest
  @ValueSource(strings = {"::::1", "=::1", "host", "", "a:b=c"})
  void aHostWithoutNameOrAddressIsAnError(String text) {
    assertThat(ExtraHost.parse(text).errors()).hasSize(1);
  }

  @ParameterizedTest
  @CsvSource({"/dev/a, /dev/a, /dev/a, rwm", "/dev/a:/dev/b, /dev/a, /dev/b, rwm", "/dev/a:/dev/b:r, /dev/a, /dev/b, r",
      "/dev/a::r, /dev/a, /dev/a, r"})
  void devicesHaveATargetAndPermissions(String text, String source, String target, String permissions) {
    DeviceMapping device = DeviceMapping.parse(text).orElseThrow();
    assertThat(device).isEqualTo(new DeviceMapping(source, target, permissions));
    assertThat(DeviceMapping.parse(device.toString()).orElseThrow()).isEqualTo(device);
    assertThat(DeviceMapping.parse("a:b:c:d").isValid()).isFalse();
  }

  @Test
  void aKeyWithoutAValueDiffersFromOneWithAnEmptyValue() {
    assertThat(KeyValue.parse("A").orElseThrow().value()).isEmpty();
    assertThat(KeyValue.parse("A=").orElseThrow().value()).contains("");
    assertThat(KeyValue.parse("A=b=c").orElseThrow()).isEqualTo(KeyValue.of("A", "b=c")).hasToString("A=b=c");
    assertThat(KeyValue.parse("=x").warnings()).hasSize(1);
  }

  @ParameterizedTest
  @CsvSource({"My Project_1, myproject_1", "_-x, x", "İSTANBUL-I, istanbul-i", "A.b, ab"})
  void namesOfProjectsAreMadeOfAnyText(String text, String name) {
    assertThat(ProjectName.normalized(text)).contains(new ProjectName(name));
    assertThat(ProjectName.parse(text).errors().get(0).advice().orElseThrow()).endsWith("such as " + name);
    assertThat(ProjectName.parse(name).isValid()).isTrue();
    assertThat(ProjectName.normalized("ÄÖ -_")).isEmpty();
  }

  @Test
  void namesOfResourcesAreOfAscii() {
    assertThat(ResourceName.parse("a.B_c-1").orElseThrow().in(new ProjectName("shop"))).isEqualTo("shop_a.B_c-1");
    assertThat(ResourceName.parse("a b").errors()).extracting(TextProblem::start).containsExactly(1);
    assertThat(ResourceName.parse("").isValid()).isFalse();
    assertThatThrownBy(() -> new ResourceName("é")).isInstanceOf(InvalidValueException.class).hasMessageContaining("'é'");
  }

  @Test
  void truthValuesOfOldYamlAreReadWithAWarning() {
    for (String word : new String[]{"y", "Yes", "ON", "n", "No", "oFF"}) {
      assertThat(Cast.toBoolean(word).warnings()).hasSize(1);
      assertThat(Cast.toBoolean(word).orElseThrow())
          .isEqualTo("yo".indexOf(Character.toLowerCase(word.charAt(0))) >= 0 && !word.equals("oFF"));
    }
    assertThat(Cast.toBoolean("TRUE").problems()).isEmpty();
    assertThat(Cast.toBoolean("").isValid()).isFalse();
    assertThat(Cast.toBoolean("1").isValid()).isFalse();
  }

  @Test
  void numbersAreReadAsGoDoes() {
    assertThat(Cast.toInteger("-007").orElseThrow()).isEqualTo(-7);
    assertThat(Cast.toInteger("").errors().get(0).message()).isEqualTo("'' is no whole number, it is empty");
    for (String text : new String[]{"1.0", "0x1", "1_0", " 1", "٣", "9223372036854775808"}) {
      assertThat(Cast.toInteger(text).isValid()).as(text).isFalse();
    }
    for (String text : new String[]{"1.5", ".5", "5.", "1e3", "+1E-2", "0x1p-2", "1_000.5", "0x_1p0", "inf", "-Infinity", "NaN"}) {
      assertThat(Cast.toDecimal(text).isValid()).as(text).isTrue();
      assertThat(Cast.toSingle(text).isValid()).as(text).isTrue();
    }
    for (String text : new String[]{"", ".", "1d", "1f", "0x1", "1e", "1e400", " 1", "1 ", "1__0", "_1", "1_", "1_.5", "-nan", "--1"}) {
      assertThat(Cast.toDecimal(text).isValid()).as(text).isFalse();
    }
    assertThat(Cast.toSingle("1e39").isValid()).isFalse();
  }

  @ParameterizedTest
  @CsvSource({"0.50, 0.5", "3, 3", "100000, 100000", "1000000, 1e+06", "123456789, 1.23456789e+08", "0.0001, 0.0001", "0.00001, 1e-05",
      "-0.25, -0.25",
      "5e-324, 5e-324", "1.7976931348623157e308, 1.7976931348623157e+308", "0, 0"})
  void numbersArePrintedAsGoDoes(double value, String printed) {
    assertThat(GoNumber.print(value)).isEqualTo(printed);
  }

  @Test
  void numbersOfSinglePrecisionHaveTheirOwnDigits() {
    assertThat(GoNumber.print(0.1f)).isEqualTo("0.1");
    assertThat(GoNumber.print((double) 0.1f)).isEqualTo("0.10000000149011612");
    assertThat(GoNumber.print(1e-45f)).isEqualTo("1e-45");
    assertThat(GoNumber.print(Float.NEGATIVE_INFINITY)).isEqualTo("-Inf");
    assertThat(GoNumber.print(-0.0)).isEqualTo("-0");
  }
}
