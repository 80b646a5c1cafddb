package dev.slipway.compose;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;

/** A container that must have ended with success before those of a service start. */
public final class StartHook extends Element<StartHook> {
  private static final ElementType.Declaring<StartHook> DECLARING = ElementType.declare("start hook", StartHook::new);

  /** The program and its arguments; that of the image if there is none. */
  public static final Attribute<StartHook, ImmutableList<Text>> COMMAND = DECLARING.attribute("command", ArgumentsForm.ARGUMENTS);
  /** The image; that of the service if there is none. */
  public static final Attribute<StartHook, Text> IMAGE = DECLARING.attribute("image", Forms.TEXT);
  /** Who runs it. */
  public static final Attribute<StartHook, Text> USER = DECLARING.attribute("user", Forms.TEXT);
  /** Whether it has all privileges. */
  public static final Attribute<StartHook, Boolean> PRIVILEGED = DECLARING.attribute("privileged", Forms.TRUTH);
  /** Where it runs. */
  public static final Attribute<StartHook, Text> WORKING_DIR = DECLARING.attribute("working_dir", Forms.TEXT);
  /** Its variables, in addition to those of the service. */
  public static final Attribute<StartHook, ImmutableMap<String, Setting<Text>>> ENVIRONMENT = DECLARING.attribute("environment",
      Forms.VARIABLES);
  /** Whether it runs before each container of the service, rather than once. */
  public static final Attribute<StartHook, Boolean> PER_REPLICA = DECLARING.attribute("per_replica", Forms.TRUTH);

  static final ElementType<StartHook> ELEMENT = DECLARING.close();

  private StartHook(Content<StartHook> content) {
    super(content);
  }

  /** A program and its arguments, in the image of the service. */
  public static StartHook command(String... arguments) {
    return ELEMENT.empty().with(COMMAND, Collected.texts(arguments));
  }

  /** The command of another image. */
  public static StartHook image(String reference) {
    return ELEMENT.empty().with(IMAGE, Text.of(reference));
  }

  /** The same with one more variable. */
  public StartHook env(String name, String value) {
    return with(ENVIRONMENT, Collected.put(value(ENVIRONMENT), name, Setting.of(Text.of(value))));
  }

  /** The same run by another user. */
  public StartHook user(String user) {
    return with(USER, Text.of(user));
  }
}
