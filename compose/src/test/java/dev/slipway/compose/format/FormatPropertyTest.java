package dev.slipway.compose.format;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.common.collect.ImmutableList;
import dev.slipway.image.Port.Protocol;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.From;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.assertj.core.data.Offset;

class FormatPropertyTest {
  /** Texts of the characters that mean something somewhere. */
  @Provide
  Arbitrary<String> texts() {
    Arbitrary<String> special = Arbitraries.of("$", "$$", "${", "}", ":-", "?", "+", "A", "B", "\\", "\"", "'", "`", " #", "#", "\n", "\r",
        "\t", " ", "=",
        ":", "/", "-", "(", ")", ";", "&", "|", ">", "é", "\uD83D\uDE00", "0", "12", "[", "]", ",", "ro", "export ", ".", "..", "~", "C:",
        "\u00A0");
    return Arbitraries.oneOf(special.list().ofMaxSize(15).map(list -> String.join("", list)), Arbitraries.strings().ofMaxLength(20));
  }

  private static Optional<String> value(String name) {
    return name.length() == 1 ? Optional.of("<" + name + ">") : Optional.empty();
  }

  @Property(seed = "1", tries = 3000)
  void aTextWithoutDollarSignsStaysAsItIs(@ForAll("texts") String text) {
    String plain = text.replace("$", "");
    assertThat(Template.substitute(plain, FormatPropertyTest::value)).isEqualTo(Parsed.of(plain));
  }

  @Property(seed = "1", tries = 3000)
  void anEscapedTextMeansTheText(@ForAll("texts") String text) {
    assertThat(Template.substitute(Template.escape(text), FormatPropertyTest::value)).isEqualTo(Parsed.of(text));
    assertThat(Template.literal(text).isLiteral()).isTrue();
  }

  @Property(seed = "1", tries = 3000)
  void replacingGoesPieceByPiece(@ForAll("texts") String text) {
    Parsed<Template> template = Template.parse(text);
    Parsed<String> all = Template.substitute(text, FormatPropertyTest::value);
    assertThat(all.problems()).allSatisfy(problem -> assertThat(problem.end()).isLessThanOrEqualTo(text.length()));
    if (template.isValid() && all.isValid()) {
      StringBuilder pieces = new StringBuilder();
      for (TemplatePart part : template.orElseThrow().parts()) {
        pieces.append(switch (part) {
          case TemplatePart.Literal literal -> literal.text();
          case TemplatePart.Use use -> Template.substitute(text.substring(use.start(), use.end()), FormatPropertyTest::value).orElseThrow();
        });
      }
      assertThat(pieces).hasToString(all.orElseThrow());
    }
  }

  @Property(seed = "1", tries = 3000)
  void anEnvironmentFileThatIsWrittenIsReadAsItWasMeant(@ForAll("texts") String first, @ForAll("texts") String second) {
    Map<String, String> values = Map.of("A", first, "b.c-[1]", second, "export", "x");
    assertThat(DotEnv.parse(DotEnv.of(values).toString(), FormatPropertyTest::value, DotEnv.Format.USUAL))
        .satisfies(read -> assertThat(read.problems()).isEmpty())
        .satisfies(read -> assertThat(read.orElseThrow()).isEqualTo(values));
  }

  @Property(seed = "1", tries = 3000)
  void aLineBreakAtTheEndOfAFileChangesNothing(@ForAll("texts") String text) {
    assertThat(DotEnv.parse(text + "\n", FormatPropertyTest::value, DotEnv.Format.RAW).value())
        .isEqualTo(DotEnv.parse(text, FormatPropertyTest::value, DotEnv.Format.RAW).value());
    Parsed<?> with = DotEnv.parse(text + "\n", FormatPropertyTest::value, DotEnv.Format.USUAL);
    Parsed<?> without = DotEnv.parse(text, FormatPropertyTest::value, DotEnv.Format.USUAL);
    if (with.isValid() && without.isValid()) {
      assertThat(with.value()).isEqualTo(without.value());
    }
  }

  @Property(seed = "1", tries = 3000)
  void aCommandThatIsPrintedIsReadAsTheSame(@ForAll List<@From("texts") String> words) {
    ShellWords command = ShellWords.of(words);
    assertThat(ShellWords.parse(command.toString())).isEqualTo(Parsed.of(command));
  }

  @Property(seed = "1", tries = 3000)
  void whateverATextIsThereIsAResultAndItIsPrintedAsItIsRead(@ForAll("texts") String text) {
    List<Parsed<?>> read = List.of(ShellWords.parse(text), ByteCount.parse(text), ComposeDuration.parse(text), PortMapping.parse(text),
        VolumeMount.parse(text), ExtraHost.parse(text), KeyValue.parse(text), DeviceMapping.parse(text), ProjectName.parse(text),
        ResourceName.parse(text), Cast.toBoolean(text), Cast.toInteger(text), Cast.toDecimal(text), Cast.toSingle(text));
    assertThat(read).allSatisfy(parsed -> assertThat(parsed.problems()).allSatisfy(problem -> {
      assertThat(problem.end()).isLessThanOrEqualTo(text.length());
      assertThat(problem.message()).isNotBlank();
    }));
    ShellWords.parse(text).value().ifPresent(value -> assertThat(ShellWords.parse(value.toString()).value()).contains(value));
    ExtraHost.parse(text).value().ifPresent(value -> assertThat(ExtraHost.parse(value.toString()).value()).contains(value));
    KeyValue.parse(text).value().ifPresent(value -> assertThat(value).hasToString(text));
    DeviceMapping.parse(text).value().ifPresent(value -> assertThat(DeviceMapping.parse(value.toString()).value()).contains(value));
    VolumeMount.parse(text).value().flatMap(VolumeMount::shortForm)
        .ifPresent(same -> assertThat(VolumeMount.parse(same).value()).isEqualTo(VolumeMount.parse(text).value()));
    PortMapping.parse(text).value().ifPresent(value -> assertThat(PortMapping.parse(value.toString()).value()).contains(value));
  }

  @Property(seed = "1", tries = 3000)
  void durationsAndAmountsArePrintedAsTheyAreRead(@ForAll long number) {
    ComposeDuration duration = new ComposeDuration(Math.max(number, -Long.MAX_VALUE));
    assertThat(ComposeDuration.parse(duration.toString()).orElseThrow().nanoseconds()).isCloseTo(duration.nanoseconds(),
        Offset.offset(1L));
    assertThat(ByteCount.parse(ByteCount.of(number).toString())).isEqualTo(Parsed.of(ByteCount.of(number)));
  }

  @Property(seed = "1", tries = 3000)
  void numbersArePrintedAsTheyAreRead(@ForAll double number, @ForAll float single) {
    assertThat(Cast.toDecimal(GoNumber.print(number))).isEqualTo(Parsed.of(number));
    assertThat(Cast.toSingle(GoNumber.print(single))).isEqualTo(Parsed.of(single));
  }

  @Provide
  Arbitrary<PortMapping> ports() {
    Arbitrary<Integer> size = Arbitraries.integers().between(0, 20);
    Arbitrary<Integer> port = Arbitraries.integers().between(1, 65_000);
    return Combinators.combine(Arbitraries.of("", "10.0.0.1", "::", "2001:db8::7"), port, port, size, Arbitraries.of(Protocol.values()),
        Arbitraries.of(0, 1, 2)).as(
            (address, first, second, more, protocol, form) -> new PortMapping(
                address.isEmpty() ? Optional.empty() : Optional.of(address),
                form == 0 ? Optional.empty() : Optional.of(new PortRange(first, first + more)),
                form == 2 ? PortRange.of(second) : new PortRange(second, second + more), protocol));
  }

  @Property(seed = "1", tries = 3000)
  void portsArePrintedAsTheyAreRead(@ForAll("ports") PortMapping ports) {
    assertThat(PortMapping.parse(ports.toString())).isEqualTo(Parsed.of(ports));
    ImmutableList<PortMapping> expanded = ports.expanded();
    assertThat(expanded).hasSize(ports.target().size());
    assertThat(expanded).allSatisfy(one -> assertThat(one.expanded()).containsExactly(one));
  }

  @Property(seed = "1", tries = 3000)
  void aCleanPathIsCleanedToItself(@ForAll("texts") String text) {
    for (PathSystem system : PathSystem.values()) {
      String clean = system.clean(text);
      assertThat(system.clean(clean)).isEqualTo(clean);
      assertThat(system.isAbsolute(clean)).isEqualTo(system.isAbsolute(text));
    }
  }
}
