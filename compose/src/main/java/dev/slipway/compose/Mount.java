package dev.slipway.compose;

import com.google.common.collect.ImmutableList;
import java.util.Locale;
import java.util.Optional;

/** Files from elsewhere in the tree of a container. */
public final class Mount extends Element<Mount> {
  private static final ElementType.Declaring<Mount> DECLARING = ElementType.declare("mount", Mount::new);

  /** What is mounted. */
  public static final Attribute<Mount, Type> TYPE = DECLARING.attribute("type", Forms.constant(Type.class));
  /** The path on the host, the key of the volume, or the name of the image. */
  public static final Attribute<Mount, Text> SOURCE = DECLARING.attribute("source", Forms.TEXT);
  /** The path in the container. */
  public static final Attribute<Mount, Text> TARGET = DECLARING.attribute("target", Forms.TEXT);
  /** Whether nothing can be written to it. */
  public static final Attribute<Mount, Boolean> READ_ONLY = DECLARING.attribute("read_only", Forms.TRUTH);
  /** How fast changes are seen on the other side. */
  public static final Attribute<Mount, Text> CONSISTENCY = DECLARING.attribute("consistency", Forms.TEXT);
  /** Options of host paths. */
  public static final Attribute<Mount, BindOptions> BIND = DECLARING.attribute("bind", Forms.element(BindOptions.ELEMENT));
  /** Options of volumes. */
  public static final Attribute<Mount, VolumeOptions> VOLUME = DECLARING.attribute("volume", Forms.element(VolumeOptions.ELEMENT));
  /** Options of directories in memory. */
  public static final Attribute<Mount, TmpfsOptions> TMPFS = DECLARING.attribute("tmpfs", Forms.element(TmpfsOptions.ELEMENT));
  /** Options of images. */
  public static final Attribute<Mount, ImageOptions> IMAGE = DECLARING.attribute("image", Forms.element(ImageOptions.ELEMENT));

  static final ElementType<Mount> ELEMENT = DECLARING.close();

  static final Form<ImmutableList<Mount>> LIST = Forms.list(new ElementForm<>(ELEMENT, MountText::brief));

  private final Optional<Volume> brought;

  private Mount(Content<Mount> content) {
    this(content, Optional.empty());
  }

  private Mount(Content<Mount> content, Optional<Volume> brought) {
    super(content);
    this.brought = brought;
  }

  /** What is mounted. */
  public enum Type {
    /** A path of the host. */
    BIND,
    /** A volume: one of the project, or one that nothing else uses. */
    VOLUME,
    /** A directory in memory. */
    TMPFS,
    /** A volume of a cluster. */
    CLUSTER,
    /** A named pipe (Windows). */
    NPIPE,
    /** The files of an image. */
    IMAGE;

    /** The type as files write it. */
    @Override
    public String toString() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  private static Mount of(Type type, Text target) {
    return ELEMENT.empty().with(TYPE, type).with(TARGET, target);
  }

  /** A path of the host. */
  public static Mount bind(String source, String target) {
    return bind(Text.of(source), target);
  }

  /** A path of the host that variables tell. */
  public static Mount bind(Text source, String target) {
    return of(Type.BIND, Text.of(target)).with(SOURCE, source).with(BIND, BindOptions.empty());
  }

  /** A volume of the project; {@link Volume#at} brings the volume along. */
  public static Mount volume(String key, String target) {
    return of(Type.VOLUME, Text.of(target)).with(SOURCE, Text.of(key)).with(VOLUME, VolumeOptions.empty());
  }

  static Mount volume(Volume volume, String target) {
    Mount named = volume(volume.key(), target);
    return new Mount(named.content(), Optional.of(volume));
  }

  /** A volume that nothing else uses. */
  public static Mount anonymous(String target) {
    return of(Type.VOLUME, Text.of(target)).with(VOLUME, VolumeOptions.empty());
  }

  /** A directory in memory. */
  public static Mount tmpfs(String target) {
    return of(Type.TMPFS, Text.of(target)).with(TMPFS, TmpfsOptions.empty());
  }

  /** The files of an image. */
  public static Mount image(String reference, String target) {
    return of(Type.IMAGE, Text.of(target)).with(SOURCE, Text.of(reference)).with(IMAGE, ImageOptions.empty());
  }

  /** The same, to which nothing can be written. */
  public Mount readOnly() {
    return with(READ_ONLY, true);
  }

  /** The mount as files hold it. */
  Mount alone() {
    return new Mount(content());
  }

  /** The volume that it brings along, if code made it of one. */
  Optional<Volume> brought() {
    return brought;
  }

  @Override
  Mount derive(Content<Mount> changed) {
    return new Mount(changed, brought);
  }
}
