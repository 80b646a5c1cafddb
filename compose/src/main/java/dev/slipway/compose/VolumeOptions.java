package dev.slipway.compose;

import com.google.common.collect.ImmutableMap;

/** Options of volumes in a container. */
public final class VolumeOptions extends Element<VolumeOptions> {
  private static final ElementType.Declaring<VolumeOptions> DECLARING = ElementType.declare("volume options", VolumeOptions::new);

  /** Labels of a volume that nothing else uses. */
  public static final Attribute<VolumeOptions, ImmutableMap<String, Text>> LABELS = DECLARING.attribute("labels", Forms.LABELS);
  /** Whether files that the image has there are not copied into a new volume. */
  public static final Attribute<VolumeOptions, Boolean> NOCOPY = DECLARING.attribute("nocopy", Forms.TRUTH);
  /** The directory in the volume that is mounted. */
  public static final Attribute<VolumeOptions, Text> SUBPATH = DECLARING.attribute("subpath", Forms.TEXT);

  static final ElementType<VolumeOptions> ELEMENT = DECLARING.close();

  private VolumeOptions(Content<VolumeOptions> content) {
    super(content);
  }

  /** As usual. */
  public static VolumeOptions empty() {
    return ELEMENT.empty();
  }
}
