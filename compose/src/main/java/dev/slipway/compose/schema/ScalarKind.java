package dev.slipway.compose.schema;

import dev.slipway.yaml.YamlScalar;

/** What a scalar in a compose file may be. */
public enum ScalarKind {
  /** Characters; dates count as such, because no attribute asks for a date. */
  TEXT("a string"),
  /** True or false. */
  TRUTH("true or false"),
  /** A number without a fraction; {@code 1.0} is one. */
  WHOLE("a whole number"),
  /** Any finite number. */
  NUMBER("a number"),
  /** The null. */
  NOTHING("nothing");

  private final String told;

  ScalarKind(String told) {
    this.told = told;
  }

  /** How messages tell it, such as {@code a string}. */
  String told() {
    return told;
  }

  /** Whether a scalar is of this kind. */
  boolean includes(YamlScalar scalar) {
    return switch (this) {
      case TEXT -> scalar.isString() || scalar.kind() == YamlScalar.Kind.TIMESTAMP;
      case TRUTH -> scalar.truth().isPresent();
      case WHOLE ->
        scalar.integer().isPresent() || scalar.number().filter(number -> number == Math.rint(number) && finite(number)).isPresent();
      case NUMBER -> scalar.number().filter(ScalarKind::finite).isPresent();
      case NOTHING -> scalar.isNull();
    };
  }

  private static boolean finite(double number) {
    return !Double.isNaN(number) && !Double.isInfinite(number);
  }
}
