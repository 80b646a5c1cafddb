package dev.slipway.oci;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import com.google.common.collect.ImmutableSortedMap;
import dev.slipway.DocumentException;
import dev.slipway.ErrorCode;
import dev.slipway.image.Digest;
import dev.slipway.image.Platform;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * An image index: manifests for several platforms, or all images of a layout (image specification, "Image Index";
 * Docker's manifest list). Fields that are not known here are kept and written again.
 */
public final class Index implements ManifestDocument {
  private final Fields fields;
  private final byte[] bytes;
  private final Digest digest;
  private final MediaType mediaType;
  private final ImmutableList<Descriptor> manifests;
  private final Optional<Descriptor> subject;
  private final ImmutableSortedMap<String, String> annotations;

  private Index(MediaType mediaType, Fields fields, byte[] bytes) {
    this.fields = fields;
    this.bytes = bytes;
    this.mediaType = mediaType;
    digest = Digest.sha256(bytes);
    if (!fields.has("manifests")) {
      throw fields.malformed("manifests", "is missing, and it is required");
    }
    manifests = fields.objects("manifests").stream().map(Descriptor::of).collect(ImmutableList.toImmutableList());
    subject = fields.object("subject").map(Descriptor::of);
    annotations = fields.textMap("annotations");
  }

  static Index of(MediaType mediaType, byte[] bytes) {
    return new Index(mediaType, Fields.document(Shapes.INDEX, bytes, "index"), bytes.clone());
  }

  /** An OCI index of those manifests. */
  public static Index of(List<Descriptor> manifests) {
    Fields fields = Fields.empty(Shapes.INDEX)
        .with("schemaVersion", 2)
        .with("mediaType", MediaType.OCI_INDEX.text())
        .withObjects("manifests", manifests.stream().map(Descriptor::fields).toList());
    return new Index(MediaType.OCI_INDEX, fields, fields.bytes());
  }

  /**
   * Reads an index.
   *
   * @throws DocumentException if it is malformed, ambiguous, or the manifest of one image
   */
  public static Index read(byte[] bytes) {
    if (ManifestDocument.read(bytes) instanceof Index index) {
      return index;
    }
    throw new DocumentException(
        ErrorCode.MALFORMED_DOCUMENT, "index: it is the manifest of one image, where an index of images was expected");
  }

  @Override
  public MediaType mediaType() {
    return mediaType;
  }

  @Override
  public byte[] bytes() {
    return bytes.clone();
  }

  @Override
  public Digest digest() {
    return digest;
  }

  /** The manifests, in the order in which the index prefers them. */
  public ImmutableList<Descriptor> manifests() {
    return manifests;
  }

  /** The manifest that this index is about, for attachments. */
  public Optional<Descriptor> subject() {
    return subject;
  }

  /** Free key-value pairs, sorted by key. */
  public ImmutableSortedMap<String, String> annotations() {
    return annotations;
  }

  /**
   * The manifest whose image runs best on a platform: the exact one, else the highest lower variant; among equals the
   * first. Entries without a platform are no candidates.
   */
  public Optional<Descriptor> choose(Platform wanted) {
    return manifests.stream()
        .filter(entry -> entry.platform().filter(wanted::runs).isPresent())
        .min(Comparator.comparingInt(entry -> entry.platform().map(wanted::preferenceFor).orElse(Integer.MAX_VALUE)));
  }

  /** With exactly these manifests. */
  public Index withManifests(List<Descriptor> newManifests) {
    return changed(fields.withObjects("manifests", newManifests.stream().map(Descriptor::fields).toList()));
  }

  /** With exactly these annotations. */
  public Index withAnnotations(Map<String, String> newAnnotations) {
    return changed(fields.withMap("annotations", ImmutableMap.copyOf(newAnnotations)));
  }

  private Index changed(Fields newFields) {
    return new Index(mediaType, newFields, newFields.bytes());
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Index that && Arrays.equals(that.bytes, bytes) && that.mediaType.equals(mediaType);
  }

  @Override
  public int hashCode() {
    return digest.hashCode();
  }

  @Override
  public String toString() {
    return "index " + digest;
  }
}
