package dev.slipway.testkit.arbitraries;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.common.collect.ImmutableSet;
import com.google.common.reflect.ClassPath;
import dev.slipway.InvalidValueException;
import dev.slipway.image.Copy;
import dev.slipway.image.Image;
import dev.slipway.image.ImageReference;
import dev.slipway.image.Instruction;
import dev.slipway.image.PatternText;
import dev.slipway.image.Redaction;
import dev.slipway.image.Stage;
import dev.slipway.image.Structure;
import dev.slipway.image.Word;
import dev.slipway.oci.Annotations;
import dev.slipway.oci.LayoutVersion;
import java.io.IOException;
import java.lang.reflect.Modifier;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.ShrinkingMode;
import net.jqwik.api.domains.Domain;
import net.jqwik.api.lifecycle.PerProperty;
import net.jqwik.api.lifecycle.PropertyExecutionResult;

@Domain(SlipwayDomain.class)
class GeneratedValuesTest {
  /** What has no values: functions, constants and filters of what passes through. */
  private static final ImmutableSet<Class<?>> NO_VALUES = ImmutableSet.of(Structure.class, PatternText.class, Annotations.class,
      LayoutVersion.class, Redaction.class, Redaction.Sink.class, Redaction.Stream.class);

  private static Stream<Class<?>> publicTypes(Class<?> member) throws IOException {
    return ClassPath.from(member.getClassLoader()).getTopLevelClasses(member.getPackageName()).stream()
        .map(ClassPath.ClassInfo::load).flatMap(GeneratedValuesTest::withNested)
        .filter(type -> Modifier.isPublic(type.getModifiers()) && !type.isEnum() && !type.isAnonymousClass());
  }

  private static Stream<Class<?>> withNested(Class<?> type) {
    return Stream.concat(Stream.of(type), Stream.of(type.getDeclaredClasses()).filter(nested -> Modifier.isPublic(nested.getModifiers())
        && Modifier.isPublic(type.getModifiers())));
  }

  @Example
  void everyPublicValueOfTheModelAndOfTheDocumentsIsGenerated() throws IOException {
    Set<String> missing = Stream.concat(publicTypes(Image.class), publicTypes(Annotations.class))
        .filter(type -> !NO_VALUES.contains(type) && !Registry.VALUES.containsKey(type))
        .map(Class::getName).collect(Collectors.toSet());
    assertThat(missing).as("public types without generated values").isEmpty();
    assertThat(Registry.VALUES).hasSizeGreaterThan(70);
    assertThatThrownBy(() -> SlipwayArbitraries.of(Thread.class)).isInstanceOf(InvalidValueException.class)
        .hasMessageContaining("java.lang.Thread");
  }

  @Example
  void allTypesHaveManyDifferentValuesAndSmallOnes() {
    Map<String, Integer> distinct = new TreeMap<>();
    for (Map.Entry<Class<?>, Supplier<Arbitrary<?>>> entry : Registry.VALUES.entrySet()) {
      List<?> values = entry.getValue().get().generator(1000, true).stream(new Random(42)).limit(100)
          .map(shrinkable -> (Object) shrinkable.value()).toList();
      assertThat(values).allMatch(entry.getKey()::isInstance);
      distinct.put(entry.getKey().getSimpleName(), Set.copyOf(values).size());
    }
    assertThat(distinct).allSatisfy((type, count) -> assertThat(count).as(type).isGreaterThan(3));
    assertThat(distinct.get("Stage")).isGreaterThan(60);
    assertThat(distinct.get("Image")).isGreaterThan(60);
  }

  @Property(tries = 300, seed = "1")
  void equalValuesHaveEqualHashesAndTexts(@ForAll Instruction a, @ForAll Instruction b) {
    assertThat(a.equals(b)).isEqualTo(Structure.json(a).equals(Structure.json(b)));
    assertThat(a).isEqualTo(a).hasSameHashCodeAs(a).isNotEqualTo(null);
    if (a.equals(b)) {
      assertThat(a).hasSameHashCodeAs(b);
    }
  }

  @Example
  void allKindsOfInstructionsAppear() {
    Set<Class<?>> kinds = SlipwayArbitraries.instructions().generator(1000, true).stream(new Random(42)).limit(3_000)
        .map(instruction -> instruction.value().getClass()).collect(Collectors.toSet());
    assertThat(kinds).hasSize(18);
  }

  /** A property that every stage with a COPY breaks ends with a stage of few instructions. */
  @Property(tries = 200, shrinking = ShrinkingMode.FULL, seed = "1")
  @PerProperty(ShrunkStage.class)
  void aStageIsShrunk(@ForAll Stage stage) {
    assertThat(stage.instructions().stream().noneMatch(Copy.class::isInstance)).isTrue();
  }

  static final class ShrunkStage implements PerProperty.Lifecycle {
    @Override
    public PropertyExecutionResult onFailure(PropertyExecutionResult result) {
      Stage smallest = (Stage) result.falsifiedParameters().orElseThrow().get(0);
      assertThat(smallest.instructions().size()).isLessThanOrEqualTo(2);
      return result.mapToSuccessful();
    }
  }

  @Property(tries = 300, seed = "1")
  void jqwiksOwnTypesAreThereToo(@ForAll int number, @ForAll ImageReference reference, @ForAll Optional<Word> word) {
    assertThat(reference.withTag("t" + Math.abs((long) number)).tag()).isPresent();
    assertThat(word.map(Word::toString).map(Word::of)).isEqualTo(word);
  }
}
