package dev.slipway.compose;

import com.google.common.collect.ImmutableList;

/** A file with variables for the containers of a service. */
public final class EnvFile extends Element<EnvFile> {
  private static final ElementType.Declaring<EnvFile> DECLARING = ElementType.declare("env_file", EnvFile::new);

  /** The file. */
  public static final Attribute<EnvFile, Text> PATH = DECLARING.attribute("path", Forms.TEXT);
  /** Whether it must be there. */
  public static final Attribute<EnvFile, Boolean> REQUIRED = DECLARING.attribute("required", Forms.TRUTH, true);
  /** {@code raw} if quotes and variables in it are characters like all others. */
  public static final Attribute<EnvFile, Text> FORMAT = DECLARING.attribute("format", Forms.TEXT);

  static final ElementType<EnvFile> ELEMENT = DECLARING.close();

  static final Form<ImmutableList<EnvFile>> LIST = new ListForm<>(ElementForm.of(ELEMENT, PATH), true);

  private EnvFile(Content<EnvFile> content) {
    super(content);
  }

  /** A file that must be there. */
  public static EnvFile of(String path) {
    return ELEMENT.empty().with(PATH, Text.of(path));
  }

  /** The same file, which may be missing. */
  public EnvFile optional() {
    return with(REQUIRED, false);
  }

  /** The same file, in which quotes and variables are characters like all others. */
  public EnvFile raw() {
    return with(FORMAT, Text.of("raw"));
  }
}
