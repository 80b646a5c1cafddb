package dev.slipway.compose;

import com.google.common.collect.ImmutableMap;

/** Storage that outlives containers. */
public final class Volume extends Resource<Volume> {
  private static final ElementType.Declaring<Volume> DECLARING = ElementType.keyed("volume", Volume::new);

  /** The name on the platform, if it is not made of the names of project and volume. */
  public static final Attribute<Volume, Text> NAME = DECLARING.attribute("name", Forms.TEXT);
  /** Who provides it. */
  public static final Attribute<Volume, Text> DRIVER = DECLARING.attribute("driver", Forms.TEXT);
  /** Options of the driver. */
  public static final Attribute<Volume, ImmutableMap<String, Text>> DRIVER_OPTS = DECLARING.attribute("driver_opts", Forms.LABELS);
  /** Whether it is there already and belongs to nobody here. */
  public static final Attribute<Volume, Boolean> EXTERNAL = DECLARING.attribute("external", Forms.TRUTH);
  /** Its labels. */
  public static final Attribute<Volume, ImmutableMap<String, Text>> LABELS = DECLARING.attribute("labels", Forms.LABELS);

  static final ElementType<Volume> ELEMENT = DECLARING.close();

  private Volume(String key, Content<Volume> content) {
    super(key, content);
  }

  /** A volume with a key. */
  public static Volume named(String key) {
    return ELEMENT.keyed(key);
  }

  /** A volume that is there already. */
  public static Volume external(String key) {
    return named(key).with(EXTERNAL, true);
  }

  /** The volume under another name on the platform. */
  public Volume withName(String name) {
    return with(NAME, Text.of(name));
  }

  /** The volume of another driver. */
  public Volume driver(String name) {
    return with(DRIVER, Text.of(name));
  }

  /** The volume with one more option for its driver. */
  public Volume option(String name, String value) {
    return with(DRIVER_OPTS, Collected.put(value(DRIVER_OPTS), name, Text.of(value)));
  }

  /** The volume as the directory of a container. */
  public Mount at(String target) {
    return Mount.volume(this, target);
  }
}
