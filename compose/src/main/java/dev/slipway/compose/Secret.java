package dev.slipway.compose;

import com.google.common.collect.ImmutableMap;

/** Something that only some services may know. The content is never part of a project, only where it comes from. */
public final class Secret extends Resource<Secret> {
  private static final ElementType.Declaring<Secret> DECLARING = ElementType.keyed("secret", Secret::new);

  /** The name on the platform. */
  public static final Attribute<Secret, Text> NAME = DECLARING.attribute("name", Forms.TEXT);
  /** The file with the content. */
  public static final Attribute<Secret, Text> FILE = DECLARING.attribute("file", Forms.TEXT);
  /** The variable of the surroundings with the content. */
  public static final Attribute<Secret, Text> ENVIRONMENT = DECLARING.attribute("environment", Forms.TEXT);
  /** Whether it is there already. */
  public static final Attribute<Secret, Boolean> EXTERNAL = DECLARING.attribute("external", Forms.TRUTH);
  /** Its labels. */
  public static final Attribute<Secret, ImmutableMap<String, Text>> LABELS = DECLARING.attribute("labels", Forms.LABELS);
  /** Who keeps it. */
  public static final Attribute<Secret, Text> DRIVER = DECLARING.attribute("driver", Forms.TEXT);
  /** Options of the driver. */
  public static final Attribute<Secret, ImmutableMap<String, Text>> DRIVER_OPTS = DECLARING.attribute("driver_opts", Forms.LABELS);
  /** Who replaces what stands in its content for other things. */
  public static final Attribute<Secret, Text> TEMPLATE_DRIVER = DECLARING.attribute("template_driver", Forms.TEXT);

  static final ElementType<Secret> ELEMENT = DECLARING.close();

  private Secret(String key, Content<Secret> content) {
    super(key, content);
  }

  /** A secret whose content is that of a file. */
  public static Secret file(String key, String path) {
    return ELEMENT.keyed(key).with(FILE, Text.of(path));
  }

  /** A secret whose content is the value of a variable of the surroundings. */
  public static Secret environment(String key, String variable) {
    return ELEMENT.keyed(key).with(ENVIRONMENT, Text.of(variable));
  }

  /** A secret that is there already. */
  public static Secret external(String key) {
    return ELEMENT.keyed(key).with(EXTERNAL, true);
  }

  /** The secret under another name on the platform. */
  public Secret withName(String name) {
    return with(NAME, Text.of(name));
  }
}
