package dev.slipway.oci;

/** The predefined annotation keys that have a meaning here (image specification, "Annotations", and containerd's own). */
public final class Annotations {
  /** The name of an image within a layout. */
  public static final String REF_NAME = "org.opencontainers.image.ref.name";
  /** The full name under which containerd and newer Docker versions load an image. */
  public static final String CONTAINERD_NAME = "io.containerd.image.name";
  /** When the image was made, RFC 3339. */
  public static final String CREATED = "org.opencontainers.image.created";

  private Annotations() {}
}
