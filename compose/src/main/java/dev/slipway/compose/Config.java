package dev.slipway.compose;

import com.google.common.collect.ImmutableMap;

/** A file that services read. */
public final class Config extends Resource<Config> {
  private static final ElementType.Declaring<Config> DECLARING = ElementType.keyed("config", Config::new);

  /** The name on the platform. */
  public static final Attribute<Config, Text> NAME = DECLARING.attribute("name", Forms.TEXT);
  /** The file with the content. */
  public static final Attribute<Config, Text> FILE = DECLARING.attribute("file", Forms.TEXT);
  /** The variable of the surroundings with the content. */
  public static final Attribute<Config, Text> ENVIRONMENT = DECLARING.attribute("environment", Forms.TEXT);
  /** The content itself. */
  public static final Attribute<Config, Text> CONTENT = DECLARING.attribute("content", Forms.TEXT);
  /** Whether it is there already. */
  public static final Attribute<Config, Boolean> EXTERNAL = DECLARING.attribute("external", Forms.TRUTH);
  /** Its labels. */
  public static final Attribute<Config, ImmutableMap<String, Text>> LABELS = DECLARING.attribute("labels", Forms.LABELS);
  /** Who replaces what stands in its content for other things. */
  public static final Attribute<Config, Text> TEMPLATE_DRIVER = DECLARING.attribute("template_driver", Forms.TEXT);

  static final ElementType<Config> ELEMENT = DECLARING.close();

  private Config(String key, Content<Config> content) {
    super(key, content);
  }

  /** A config whose content is that of a file. */
  public static Config file(String key, String path) {
    return ELEMENT.keyed(key).with(FILE, Text.of(path));
  }

  /** A config whose content is the value of a variable of the surroundings. */
  public static Config environment(String key, String variable) {
    return ELEMENT.keyed(key).with(ENVIRONMENT, Text.of(variable));
  }

  /** A config that is there already. */
  public static Config external(String key) {
    return ELEMENT.keyed(key).with(EXTERNAL, true);
  }

  /** The config under another name on the platform. */
  public Config withName(String name) {
    return with(NAME, Text.of(name));
  }

  /** A config with this content. */
  public static Config content(String key, String content) {
    return content(key, Text.of(content));
  }

  /** A config with this content, in which variables may stand. */
  public static Config content(String key, Text content) {
    return ELEMENT.keyed(key).with(CONTENT, content);
  }
}
