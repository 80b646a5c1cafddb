package dev.slipway.oci;

import com.google.common.base.CharMatcher;
import com.google.common.collect.ImmutableSet;
import dev.slipway.InvalidValueException;

/**
 * What some bytes are: a media type of RFC 6838 without parameters, such as
 * {@code application/vnd.oci.image.manifest.v1+json}. Any well-formed type is a value; the constants are those that have a
 * meaning here.
 *
 * @param text the type as it is written, case kept
 */
public record MediaType(String text) {
  // stands first, as the constants below are checked with it
  private static final CharMatcher NAME = CharMatcher.inRange('a', 'z')
      .or(CharMatcher.inRange('A', 'Z'))
      .or(CharMatcher.inRange('0', '9'))
      .or(CharMatcher.anyOf("!#$&-^_.+"));

  /** OCI image manifest. */
  public static final MediaType OCI_MANIFEST = new MediaType("application/vnd.oci.image.manifest.v1+json");
  /** OCI image index. */
  public static final MediaType OCI_INDEX = new MediaType("application/vnd.oci.image.index.v1+json");
  /** OCI image configuration. */
  public static final MediaType OCI_CONFIG = new MediaType("application/vnd.oci.image.config.v1+json");
  /** OCI layer, uncompressed tar. */
  public static final MediaType OCI_LAYER = new MediaType("application/vnd.oci.image.layer.v1.tar");
  /** OCI layer, gzip. */
  public static final MediaType OCI_LAYER_GZIP = new MediaType("application/vnd.oci.image.layer.v1.tar+gzip");
  /** OCI layer, zstd. */
  public static final MediaType OCI_LAYER_ZSTD = new MediaType("application/vnd.oci.image.layer.v1.tar+zstd");
  /** OCI layer that may not be redistributed, uncompressed tar. */
  public static final MediaType OCI_FOREIGN_LAYER = new MediaType("application/vnd.oci.image.layer.nondistributable.v1.tar");
  /** OCI layer that may not be redistributed, gzip. */
  public static final MediaType OCI_FOREIGN_LAYER_GZIP = new MediaType("application/vnd.oci.image.layer.nondistributable.v1.tar+gzip");
  /** OCI layer that may not be redistributed, zstd. */
  public static final MediaType OCI_FOREIGN_LAYER_ZSTD = new MediaType("application/vnd.oci.image.layer.nondistributable.v1.tar+zstd");
  /** The empty JSON object that stands for "nothing" in artifacts. */
  public static final MediaType OCI_EMPTY = new MediaType("application/vnd.oci.empty.v1+json");
  /** Docker image manifest, schema 2. */
  public static final MediaType DOCKER_MANIFEST = new MediaType("application/vnd.docker.distribution.manifest.v2+json");
  /** Docker manifest list. */
  public static final MediaType DOCKER_INDEX = new MediaType("application/vnd.docker.distribution.manifest.list.v2+json");
  /** Docker image configuration. */
  public static final MediaType DOCKER_CONFIG = new MediaType("application/vnd.docker.container.image.v1+json");
  /** Docker layer, uncompressed tar. */
  public static final MediaType DOCKER_LAYER = new MediaType("application/vnd.docker.image.rootfs.diff.tar");
  /** Docker layer, gzip. */
  public static final MediaType DOCKER_LAYER_GZIP = new MediaType("application/vnd.docker.image.rootfs.diff.tar.gzip");
  /** Docker layer, zstd, as some tools write it. */
  public static final MediaType DOCKER_LAYER_ZSTD = new MediaType("application/vnd.docker.image.rootfs.diff.tar.zstd");
  /** Docker layer that may not be redistributed, gzip. */
  public static final MediaType DOCKER_FOREIGN_LAYER_GZIP = new MediaType("application/vnd.docker.image.rootfs.foreign.diff.tar.gzip");
  /** Docker image manifest, schema 1: refused everywhere. */
  public static final MediaType DOCKER_SCHEMA_1 = new MediaType("application/vnd.docker.distribution.manifest.v1+json");
  /** Docker image manifest, schema 1, signed: refused everywhere. */
  public static final MediaType DOCKER_SCHEMA_1_SIGNED = new MediaType("application/vnd.docker.distribution.manifest.v1+prettyjws");

  private static final ImmutableSet<MediaType> MANIFESTS = ImmutableSet.of(OCI_MANIFEST, DOCKER_MANIFEST);
  private static final ImmutableSet<MediaType> INDEXES = ImmutableSet.of(OCI_INDEX, DOCKER_INDEX);
  private static final ImmutableSet<MediaType> CONFIGS = ImmutableSet.of(OCI_CONFIG, DOCKER_CONFIG);
  private static final ImmutableSet<MediaType> SCHEMA_1 = ImmutableSet.of(DOCKER_SCHEMA_1, DOCKER_SCHEMA_1_SIGNED);
  private static final ImmutableSet<MediaType> FOREIGN_LAYERS = ImmutableSet
      .of(OCI_FOREIGN_LAYER, OCI_FOREIGN_LAYER_GZIP, OCI_FOREIGN_LAYER_ZSTD, DOCKER_FOREIGN_LAYER_GZIP);
  private static final ImmutableSet<MediaType> LAYERS = ImmutableSet.<MediaType>builder()
      .add(OCI_LAYER, OCI_LAYER_GZIP, OCI_LAYER_ZSTD, DOCKER_LAYER, DOCKER_LAYER_GZIP, DOCKER_LAYER_ZSTD)
      .addAll(FOREIGN_LAYERS)
      .build();

  /** Checks the form. */
  public MediaType {
    int slash = text.indexOf('/');
    boolean wellFormed = slash > 0
        && slash < text.length() - 1
        && text.length() <= 255
        && isName(text.substring(0, slash))
        && isName(text.substring(slash + 1));
    if (!wellFormed) {
      throw new InvalidValueException(
          "media type " + Texts.quoted(text)
              + " is not of the form type/subtype; write for example 'application/vnd.oci.image.config.v1+json'");
    }
  }

  private static boolean isName(String text) {
    return NAME.matchesAllOf(text) && Character.isLetterOrDigit(text.charAt(0));
  }

  /** A media type from its text. */
  public static MediaType of(String text) {
    return new MediaType(text);
  }

  /** Whether these are the bytes of one image's manifest, OCI or Docker schema 2. */
  public boolean isManifest() {
    return MANIFESTS.contains(this);
  }

  /** Whether these are the bytes of an index or manifest list. */
  public boolean isIndex() {
    return INDEXES.contains(this);
  }

  /** Whether these are the bytes of an image's configuration. */
  public boolean isConfig() {
    return CONFIGS.contains(this);
  }

  /** Whether these are the bytes of a layer of an image's file system, in any known form. */
  public boolean isLayer() {
    return LAYERS.contains(this);
  }

  /** Whether these are the bytes of a layer that may be absent where the image is, as its licence forbids copies. */
  public boolean isForeignLayer() {
    return FOREIGN_LAYERS.contains(this);
  }

  /** Whether this is one of the manifests of Docker schema 1, which do not name their content by digest. */
  public boolean isSchema1() {
    return SCHEMA_1.contains(this);
  }

  /** The OCI type that says the same; the type itself if there is none. */
  public MediaType toOci() {
    if (equals(DOCKER_MANIFEST)) {
      return OCI_MANIFEST;
    } else if (equals(DOCKER_INDEX)) {
      return OCI_INDEX;
    } else if (equals(DOCKER_CONFIG)) {
      return OCI_CONFIG;
    } else if (equals(DOCKER_LAYER)) {
      return OCI_LAYER;
    } else if (equals(DOCKER_LAYER_GZIP)) {
      return OCI_LAYER_GZIP;
    } else if (equals(DOCKER_LAYER_ZSTD)) {
      return OCI_LAYER_ZSTD;
    }
    return equals(DOCKER_FOREIGN_LAYER_GZIP) ? OCI_FOREIGN_LAYER_GZIP : this;
  }

  @Override
  public String toString() {
    return text;
  }
}
