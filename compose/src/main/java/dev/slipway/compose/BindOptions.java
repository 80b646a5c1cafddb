package dev.slipway.compose;

import java.util.Locale;

/** Options of host paths. */
public final class BindOptions extends Element<BindOptions> {
  private static final ElementType.Declaring<BindOptions> DECLARING = ElementType.declare("bind", BindOptions::new);

  /** How mounts below it are seen on the other side. */
  public static final Attribute<BindOptions, Text> PROPAGATION = DECLARING.attribute("propagation", Forms.TEXT);
  /** Whether the path is made where it is missing. */
  public static final Attribute<BindOptions, Boolean> CREATE_HOST_PATH = DECLARING.attribute("create_host_path", Forms.TRUTH, true);
  /** What is done with mounts below it. */
  public static final Attribute<BindOptions, Recursion> RECURSIVE = DECLARING.attribute("recursive", Forms.constant(Recursion.class));
  /** Who may use the files, on hosts with SELinux. */
  public static final Attribute<BindOptions, Selinux> SELINUX = DECLARING.attribute("selinux", Forms.constant(Selinux.class));

  static final ElementType<BindOptions> ELEMENT = DECLARING.close();

  private BindOptions(Content<BindOptions> content) {
    super(content);
  }

  /** What is done with mounts below the path. */
  public enum Recursion {
    /** They are seen. */
    ENABLED,
    /** They are not. */
    DISABLED,
    /** They are seen and can be written to. */
    WRITABLE,
    /** They are seen and cannot be written to. */
    READONLY;

    /** The constant as files write it. */
    @Override
    public String toString() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /** Who may use the files, on hosts with SELinux. */
  public enum Selinux {
    /** All containers. */
    SHARED("z"),
    /** This container only. */
    PRIVATE("Z");

    private final String id;

    Selinux(String id) {
      this.id = id;
    }

    /** The label as files write it. */
    @Override
    public String toString() {
      return id;
    }
  }

  /** As usual. */
  public static BindOptions empty() {
    return ELEMENT.empty();
  }
}
