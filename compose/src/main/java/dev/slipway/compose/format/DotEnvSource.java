package dev.slipway.compose.format;

import java.util.Optional;
import java.util.function.Function;

/** Where the value of a statement of an environment file comes from. */
sealed interface DotEnvSource {
  /** From around the file. */
  record Inherited() implements DotEnvSource {}

  /** From the file, as it is. */
  record Fixed(String value) implements DotEnvSource {}

  /** From the file, with variables. */
  record Expanded(PlacedText text) implements DotEnvSource {
    Parsed<String> value(Function<? super String, Optional<String>> lookup, int longest) {
      Parsed<Template> template = Template.parse(text.toString());
      Parsed<String> value = template.value().isPresent()
          ? template.value().get().substitute(lookup, longest)
          : new Parsed<>(Optional.empty(), template.errors());
      return new Parsed<>(value.value(), text.placed(value.problems()));
    }
  }
}
