package dev.slipway.oci;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import com.google.common.collect.ImmutableSortedMap;
import com.google.common.hash.Hashing;
import dev.slipway.DocumentException;
import dev.slipway.ErrorCode;
import dev.slipway.InvalidValueException;
import dev.slipway.image.Digest;
import dev.slipway.image.Platform;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What one document says of some bytes: type, digest and size, and optionally more (image specification, "Content
 * Descriptors"). Fields that are not known here are kept and written again.
 */
public final class Descriptor {
  /** The size that no blob may announce, in bytes: one pebibyte. */
  public static final long MAX_SIZE = 1L << 50;

  private final Fields fields;
  private final MediaType mediaType;
  private final Digest digest;
  private final long size;
  private final Optional<Platform> platform;
  private final ImmutableSortedMap<String, String> annotations;
  private final ImmutableList<String> urls;
  private final Optional<MediaType> artifactType;
  private final Optional<String> data;

  private Descriptor(Fields fields) {
    this.fields = fields;
    mediaType = fields.checked("mediaType", () -> MediaType.of(fields.requiredText("mediaType")));
    digest = fields.digest("digest");
    size = size(fields);
    platform = fields.object("platform").flatMap(Descriptor::platform);
    annotations = fields.textMap("annotations");
    urls = fields.texts("urls").orElse(ImmutableList.of());
    artifactType = fields.nonEmptyText("artifactType").map(text -> fields.checked("artifactType", () -> MediaType.of(text)));
    data = fields.nonEmptyText("data");
    checkData();
  }

  static Descriptor of(Fields fields) {
    return new Descriptor(fields);
  }

  /** A descriptor of some bytes by type, digest and size in bytes. */
  public static Descriptor of(MediaType mediaType, Digest digest, long size) {
    if (size < 0 || size > MAX_SIZE) {
      throw new InvalidValueException("size '" + size + "' of " + digest + " is not between 0 and " + MAX_SIZE + " bytes");
    }
    return new Descriptor(
        Fields.empty(Shapes.DESCRIPTOR)
            .with("mediaType", mediaType.text())
            .with("digest", digest.toString())
            .with("size", size));
  }

  /** The descriptor of bytes held in memory, by their SHA-256 digest. */
  public static Descriptor of(MediaType mediaType, byte[] bytes) {
    return of(mediaType, Digest.sha256(bytes), bytes.length);
  }

  private static long size(Fields fields) {
    long size = fields.number("size").orElseThrow(() -> fields.malformed("size", "is missing, and it is required"));
    if (size < 0) {
      throw fields.malformed("size", "is '" + size + "', and no size is negative");
    }
    if (size > MAX_SIZE) {
      throw fields.failure(ErrorCode.LIMIT_EXCEEDED, "size", "is '" + size + "'; at most " + MAX_SIZE + " bytes are accepted");
    }
    return size;
  }

  /** A platform without system or architecture is what tools write for content that has none. */
  private static Optional<Platform> platform(Fields fields) {
    Optional<String> os = fields.nonEmptyText("os");
    Optional<String> architecture = fields.nonEmptyText("architecture");
    String variant = fields.text("variant").orElse("");
    String version = fields.text("os.version").orElse("");
    return os.isEmpty() || architecture.isEmpty()
        ? Optional.empty()
        : Optional.of(
            fields.checked("os", () -> Platform.of(os.get(), architecture.get()).withVariant(variant).withOsVersion(version)));
  }

  private void checkData() {
    if (data.isPresent()) {
      byte[] bytes = fields.checked("data", () -> decoded(data.get()));
      if (bytes.length != size || !hash(bytes).equals(digest)) {
        throw fields.failure(ErrorCode.DIGEST_MISMATCH, "data", "does not have the size and digest that the descriptor announces");
      }
    }
  }

  private Digest hash(byte[] bytes) {
    return digest.algorithm() == Digest.Algorithm.SHA512
        ? new Digest(Digest.Algorithm.SHA512, Hashing.sha512().hashBytes(bytes).toString())
        : Digest.sha256(bytes);
  }

  private static byte[] decoded(String base64) {
    try {
      return Base64.getDecoder().decode(base64);
    } catch (IllegalArgumentException e) {
      throw new InvalidValueException("embedded data is not base64 text", e);
    }
  }

  /** What the bytes are. */
  public MediaType mediaType() {
    return mediaType;
  }

  /** The digest that the bytes must have. */
  public Digest digest() {
    return digest;
  }

  /** How many bytes there are. */
  public long size() {
    return size;
  }

  /** The platform of the image that is described. */
  public Optional<Platform> platform() {
    return platform;
  }

  /** Free key-value pairs, sorted by key. */
  public ImmutableSortedMap<String, String> annotations() {
    return annotations;
  }

  /** Where else the bytes can be had. Untrusted: nothing here ever fetches them. */
  public ImmutableList<String> urls() {
    return urls;
  }

  /** What kind of artifact the described manifest is. */
  public Optional<MediaType> artifactType() {
    return artifactType;
  }

  /** The bytes themselves where they are embedded; they have the announced size and digest. */
  public Optional<byte[]> data() {
    return data.map(Descriptor::decoded);
  }

  /** The name of the image within a layout: the annotation {@code org.opencontainers.image.ref.name}. */
  public Optional<String> referenceName() {
    return Optional.ofNullable(annotations.get(Annotations.REF_NAME));
  }

  /** With another media type. */
  public Descriptor withMediaType(MediaType newMediaType) {
    return new Descriptor(fields.with("mediaType", newMediaType.text()));
  }

  /** With that platform; unknown fields of a platform that was there are dropped with it. */
  public Descriptor withPlatform(Platform newPlatform) {
    Fields object = Fields.empty(Shapes.PLATFORM)
        .with("architecture", newPlatform.architecture())
        .with("os", newPlatform.os());
    object = newPlatform.osVersion().isPresent() ? object.with("os.version", newPlatform.osVersion().get()) : object;
    object = newPlatform.variant().isPresent() ? object.with("variant", newPlatform.variant().get()) : object;
    return new Descriptor(fields.withObject("platform", object));
  }

  /** With one more annotation, or another value for it. */
  public Descriptor withAnnotation(String key, String value) {
    Map<String, String> merged = new HashMap<>(annotations);
    merged.put(key, value);
    return withAnnotations(merged);
  }

  /** With exactly these annotations. */
  public Descriptor withAnnotations(Map<String, String> newAnnotations) {
    return new Descriptor(fields.withMap("annotations", ImmutableMap.copyOf(newAnnotations)));
  }

  /** With exactly these places where else the bytes can be had. */
  public Descriptor withUrls(List<String> newUrls) {
    return new Descriptor(fields.withNonEmptyTexts("urls", newUrls));
  }

  /** With that kind of artifact. */
  public Descriptor withArtifactType(MediaType newArtifactType) {
    return new Descriptor(fields.with("artifactType", newArtifactType.text()));
  }

  /**
   * With the bytes embedded.
   *
   * @throws DocumentException with {@code DIGEST_MISMATCH} if they are not the bytes that are described
   */
  public Descriptor withData(byte[] bytes) {
    return new Descriptor(fields.with("data", Base64.getEncoder().encodeToString(bytes)));
  }

  Fields fields() {
    return fields;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Descriptor that && that.fields.equals(fields);
  }

  @Override
  public int hashCode() {
    return fields.hashCode();
  }

  /** The descriptor as canonical JSON. */
  @Override
  public String toString() {
    return fields.json();
  }
}
