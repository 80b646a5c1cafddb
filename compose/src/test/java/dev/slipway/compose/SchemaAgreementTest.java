package dev.slipway.compose;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.common.collect.ImmutableSet;
import dev.slipway.compose.schema.ComposeSchema;
import dev.slipway.compose.schema.Element;
import dev.slipway.compose.schema.Form;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** The model and the table of the specification, attribute by attribute. */
class SchemaAgreementTest {
  /** Attributes of files that mean nothing, or are gone in canonical ones. */
  private static final Set<String> WITHOUT_MODEL = Set.of("project.version");

  @TestFactory
  Stream<DynamicTest> everyElementHasTheAttributesOfTheTableAndNoOthers() {
    Map<String, Pair> pairs = pairs();
    assertThat(pairs.size()).isGreaterThan(35);
    return pairs.entrySet().stream().map(each -> DynamicTest.dynamicTest(each.getKey(), () -> {
      Set<String> wanted = new TreeSet<>(each.getValue().element().fields().keySet());
      wanted.removeIf(name -> WITHOUT_MODEL.contains(each.getKey() + "." + name));
      assertThat(each.getValue().type().attributes().keySet()).containsExactlyInAnyOrderElementsOf(wanted);
    }));
  }

  @Test
  void aServiceHasNinetyThreeAttributes() {
    assertThat(ServiceAttributes.ELEMENT.attributes()).hasSize(93);
  }

  private record Pair(Element element, ElementType<?> type) {}

  private static Map<String, Pair> pairs() {
    Map<String, Pair> pairs = new TreeMap<>();
    walk("project", ComposeSchema.project(), Project.ELEMENT, pairs);
    return pairs;
  }

  private static void walk(String path, Element element, ElementType<?> type, Map<String, Pair> pairs) {
    if (pairs.values().stream().anyMatch(pair -> pair.element() == element)) {
      return;
    }
    pairs.put(path, new Pair(element, type));
    element.fields().values().forEach(field -> inside(field.form(), new LinkedHashMap<>()).ifPresent(child -> {
      Attribute<?, ?> attribute = type.attributes().get(field.name());
      assertThat(attribute).as(path + "." + field.name()).isNotNull();
      Optional<ElementType<?>> own = attribute.form().element();
      if (!USELESS.contains(child.name())) {
        assertThat(own).as(path + "." + field.name() + " holds " + child.name()).isPresent();
      }
      own.ifPresent(found -> walk(path + "." + field.name(), child, found, pairs));
    }));
  }

  /** Elements that canonical files have no longer. */
  private static final ImmutableSet<String> USELESS = ImmutableSet.of("external section");

  /** The element that stands at a place, or inside the lists and mappings there. */
  private static Optional<Element> inside(Form form, Map<Form, Boolean> seen) {
    if (seen.put(form, true) != null) {
      return Optional.empty();
    }
    return form.element().or(() -> form.items().flatMap(each -> inside(each, seen)))
        .or(() -> form.values().flatMap(each -> inside(each, seen)));
  }
}
