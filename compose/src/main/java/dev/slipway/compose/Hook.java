package dev.slipway.compose;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;

/** A command that is run in the containers of a service after they have started, or before they stop. */
public final class Hook extends Element<Hook> {
  private static final ElementType.Declaring<Hook> DECLARING = ElementType.declare("hook", Hook::new);

  /** The program and its arguments. */
  public static final Attribute<Hook, ImmutableList<Text>> COMMAND = DECLARING.attribute("command", ArgumentsForm.ARGUMENTS);
  /** Who runs it. */
  public static final Attribute<Hook, Text> USER = DECLARING.attribute("user", Forms.TEXT);
  /** Whether it has all privileges. */
  public static final Attribute<Hook, Boolean> PRIVILEGED = DECLARING.attribute("privileged", Forms.TRUTH);
  /** Where it runs. */
  public static final Attribute<Hook, Text> WORKING_DIR = DECLARING.attribute("working_dir", Forms.TEXT);
  /** Its variables, in addition to those of the service. */
  public static final Attribute<Hook, ImmutableMap<String, Setting<Text>>> ENVIRONMENT = DECLARING.attribute("environment",
      Forms.VARIABLES);

  static final ElementType<Hook> ELEMENT = DECLARING.close();

  private Hook(Content<Hook> content) {
    super(content);
  }

  /** A program and its arguments. */
  public static Hook command(String... arguments) {
    return ELEMENT.empty().with(COMMAND, Collected.texts(arguments));
  }

  /** The same with one more variable. */
  public Hook env(String name, String value) {
    return with(ENVIRONMENT, Collected.put(value(ENVIRONMENT), name, Setting.of(Text.of(value))));
  }

  /** The same run by another user. */
  public Hook user(String user) {
    return with(USER, Text.of(user));
  }
}
