package dev.slipway.compose;

import com.google.common.collect.ImmutableList;
import dev.slipway.yaml.YamlMap;
import dev.slipway.yaml.YamlScalar;
import java.util.Optional;

/** Another project whose parts belong to this one; gone in resolved projects. */
public final class Include extends Element<Include> {
  private static final ElementType.Declaring<Include> DECLARING = ElementType.declare("include", Include::new);

  /** Its files, which are merged. */
  public static final Attribute<Include, ImmutableList<Text>> PATH = DECLARING.attribute("path", Forms.TEXTS_OR_ONE);
  /** Files with its variables. */
  public static final Attribute<Include, ImmutableList<Text>> ENV_FILE = DECLARING.attribute("env_file", Forms.TEXTS_OR_ONE);
  /** What its relative paths are relative to. */
  public static final Attribute<Include, Text> PROJECT_DIRECTORY = DECLARING.attribute("project_directory", Forms.TEXT);

  static final ElementType<Include> ELEMENT = DECLARING.close();

  static final Form<ImmutableList<Include>> LIST = Forms.list(new ElementForm<>(ELEMENT, (include, to) -> {
    YamlMap map = ELEMENT.encode(include, to);
    boolean path = map.entries().size() == 1 && map.get("path").filter(YamlScalar.class::isInstance).isPresent();
    return path ? map.get("path") : Optional.empty();
  }));

  private Include(Content<Include> content) {
    super(content);
  }

  /** The project of these files. */
  public static Include of(String... paths) {
    return ELEMENT.empty().with(PATH, Collected.texts(paths));
  }
}
