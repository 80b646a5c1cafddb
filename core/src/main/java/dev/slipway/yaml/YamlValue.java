package dev.slipway.yaml;

import java.util.Optional;

/**
 * A value of a document as its readers see it: aliases are followed, merge keys applied, plain scalars typed by the rules
 * of a {@linkplain YamlDialect dialect}.
 *
 * <p>Immutable. Two values are equal if their data are: neither the place nor the style counts, nor the order of a
 * map's entries.
 */
public sealed interface YamlValue permits YamlScalar, YamlList, YamlMap {
  /** Where it stands; empty for a value that code made. */
  Optional<Place> place();

  /** Its local tag with the exclamation mark, such as {@code !reset}; tags of YAML itself are resolved and not kept. */
  Optional<String> tag();

  /** The same data at another place. */
  YamlValue at(Optional<Place> newPlace);

  /** The same data with another local tag, or with none. */
  YamlValue tagged(Optional<String> newTag);

  /** Whether it is the null of the dialect. */
  default boolean isNull() {
    return false;
  }
}
