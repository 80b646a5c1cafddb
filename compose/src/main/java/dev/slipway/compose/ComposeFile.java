package dev.slipway.compose;

import com.google.common.collect.ImmutableList;
import dev.slipway.DocumentException;
import dev.slipway.InvalidValueException;
import dev.slipway.Problem;
import dev.slipway.yaml.YamlDialect;
import dev.slipway.yaml.YamlFile;
import dev.slipway.yaml.YamlMap;
import dev.slipway.yaml.YamlPath;
import dev.slipway.yaml.YamlScalar;
import dev.slipway.yaml.YamlValue;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;

/**
 * One compose file as it stands: nothing replaced, nothing merged. Edits change what they are about and no other character:
 * comments, order, quotes and empty lines stay.
 *
 * <p>Where a file has several documents, edits are made in the first.
 */
public final class ComposeFile {
  private static final Encoding EDITED = new Encoding(true, true);

  private final String name;
  private final YamlFile syntax;

  private ComposeFile(String name, YamlFile syntax) {
    this.name = name;
    this.syntax = syntax;
  }

  static ComposeFile of(String name, YamlFile syntax) {
    return new ComposeFile(name, syntax);
  }

  /**
   * Reads a file.
   *
   * @throws dev.slipway.SlipwayException if it cannot be read, is not UTF-8 or too long; what is wrong with its content is told by {@link #problems}
   */
  public static ComposeFile read(Path file) {
    return new ComposeFile(file.toString(), YamlFile.read(file));
  }

  /** Reads a text that is called so in messages. */
  public static ComposeFile parse(String name, String text) {
    return new ComposeFile(name, YamlFile.parse(name, text));
  }

  /** What it is called. */
  public String name() {
    return name;
  }

  /** All characters. */
  public String text() {
    return syntax.text();
  }

  /** Its syntax tree. */
  public YamlFile syntax() {
    return syntax;
  }

  /** What is wrong with it as YAML, in the order of the text. */
  public ImmutableList<Problem> problems() {
    return syntax.values(YamlDialect.COMPOSE).problems();
  }

  /**
   * What its documents say, variables and short forms as they stand.
   *
   * @throws DocumentException with all that is wrong with it as YAML
   */
  public ImmutableList<YamlValue> documents() {
    return syntax.values(YamlDialect.COMPOSE).orThrow();
  }

  /** What stands at a path of the first document. */
  public Optional<YamlValue> value(String... keys) {
    Optional<YamlValue> found = documents().stream().findFirst();
    for (String key : keys) {
      found = found.filter(YamlMap.class::isInstance).map(YamlMap.class::cast).flatMap(map -> map.get(key));
    }
    return found;
  }

  /**
   * The file with another value for an attribute of a service, in the form that people write.
   *
   * @throws InvalidValueException if it has no such service, or if what is changed is brought there by an alias
   */
  public <T> ComposeFile with(String service, Attribute<Service, T> attribute, T value) {
    attribute.form().check(value);
    return put(serviceValue(service, attribute), attribute.form().encode(value, EDITED));
  }

  /** The file without an attribute of a service; itself if there is none. */
  public ComposeFile without(String service, Attribute<Service, ?> attribute) {
    YamlPath path = serviceValue(service, attribute);
    return value("services", service, attribute.name()).isPresent() ? new ComposeFile(name, syntax.remove(path)) : this;
  }

  private YamlPath serviceValue(String service, Attribute<Service, ?> attribute) {
    if (value("services", service).isEmpty()) {
      throw new InvalidValueException("'" + name + "' has no service " + ValueNames.quoted(service) + ": add it with with(Service)");
    }
    return YamlPath.of("services", service, attribute.name());
  }

  /**
   * The file with a service or another part of a project, in the place of the one with the same key. What the part refers to is
   * not added.
   */
  public ComposeFile with(Resource<?> part) {
    return put(YamlPath.of(section(part), part.key()), encoded(part));
  }

  private static <E extends Resource<E>> YamlValue encoded(Resource<E> part) {
    // a resource is the element of its type
    @SuppressWarnings("unchecked")
    E element = (E) part;
    return part.content().type().encode(element, EDITED);
  }

  /** The file without the service or other part that has the key of this one; itself if there is none. */
  public ComposeFile without(Resource<?> part) {
    return value(section(part), part.key()).isPresent()
        ? new ComposeFile(name, syntax.remove(YamlPath.of(section(part), part.key())))
        : this;
  }

  private static String section(Resource<?> part) {
    return part.content().type().name() + "s";
  }

  private ComposeFile put(YamlPath path, YamlValue value) {
    String[] keys = path.steps().stream().map(step -> ((YamlPath.Key) step).name()).toArray(String[]::new);
    Optional<YamlValue> present = value(keys);
    if (present.isPresent()) {
      return present.get().equals(value) ? this : new ComposeFile(name, syntax.replace(path, quotedLike(present.get(), value)));
    }
    if (keys.length > 1 && value(Arrays.copyOf(keys, keys.length - 1)).isEmpty()) {
      return new ComposeFile(name,
          syntax.add(YamlPath.of(Arrays.copyOf(keys, keys.length - 1)), YamlMap.empty().with(keys[keys.length - 1], value)));
    }
    return new ComposeFile(name, syntax.add(path, value));
  }

  /** A string in the quotes of the one that it replaces. */
  private static YamlValue quotedLike(YamlValue present, YamlValue value) {
    return present instanceof YamlScalar before && before.isString() && value instanceof YamlScalar after && after.isString()
        ? after.styled(before.style())
        : value;
  }

  /** Writes the file: whole or not at all. A link at the path is replaced, not followed. */
  public void writeTo(Path file) {
    WholeFile.write(file, text());
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof ComposeFile file && file.syntax.equals(syntax);
  }

  @Override
  public int hashCode() {
    return syntax.hashCode();
  }

  /** The name. */
  @Override
  public String toString() {
    return name;
  }
}
