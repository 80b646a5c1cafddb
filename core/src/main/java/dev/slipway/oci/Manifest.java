package dev.slipway.oci;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import com.google.common.collect.ImmutableSortedMap;
import dev.slipway.DocumentException;
import dev.slipway.ErrorCode;
import dev.slipway.image.Digest;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * An image manifest: the configuration and the layers of one image, by descriptor (image specification, "Image Manifest";
 * Docker's "Image Manifest Version 2, Schema 2"). Fields that are not known here are kept and written again.
 */
public final class Manifest implements ManifestDocument {
  private final Fields fields;
  private final byte[] bytes;
  private final Digest digest;
  private final MediaType mediaType;
  private final Optional<MediaType> artifactType;
  private final Descriptor config;
  private final ImmutableList<Descriptor> layers;
  private final Optional<Descriptor> subject;
  private final ImmutableSortedMap<String, String> annotations;

  private Manifest(MediaType mediaType, Fields fields, byte[] bytes) {
    this.fields = fields;
    this.bytes = bytes;
    this.mediaType = mediaType;
    digest = Digest.sha256(bytes);
    config = Descriptor.of(fields.object("config").orElseThrow(() -> fields.malformed("config", "is missing, and it is required")));
    if (!fields.has("layers")) {
      throw fields.malformed("layers", "is missing, and it is required");
    }
    layers = fields.objects("layers").stream().map(Descriptor::of).collect(ImmutableList.toImmutableList());
    subject = fields.object("subject").map(Descriptor::of);
    artifactType = fields.nonEmptyText("artifactType").map(text -> fields.checked("artifactType", () -> MediaType.of(text)));
    annotations = fields.textMap("annotations");
  }

  static Manifest of(MediaType mediaType, byte[] bytes) {
    return new Manifest(mediaType, Fields.document(Shapes.MANIFEST, bytes, "manifest"), bytes.clone());
  }

  /** An OCI manifest of that configuration and those layers, lowest first. */
  public static Manifest of(Descriptor config, List<Descriptor> layers) {
    Fields fields = Fields.empty(Shapes.MANIFEST)
        .with("schemaVersion", 2)
        .with("mediaType", MediaType.OCI_MANIFEST.text())
        .withObject("config", config.fields())
        .withObjects("layers", layers.stream().map(Descriptor::fields).toList());
    return new Manifest(MediaType.OCI_MANIFEST, fields, fields.bytes());
  }

  /**
   * Reads a manifest.
   *
   * @throws DocumentException if it is malformed, ambiguous, an index, or of schema 1
   */
  public static Manifest read(byte[] bytes) {
    if (ManifestDocument.read(bytes) instanceof Manifest manifest) {
      return manifest;
    }
    throw new DocumentException(
        ErrorCode.MALFORMED_DOCUMENT, "manifest: it is an index of several images, where the manifest of one was expected");
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

  /** What kind of artifact this is, for manifests that are no image. */
  public Optional<MediaType> artifactType() {
    return artifactType;
  }

  /** The configuration. */
  public Descriptor config() {
    return config;
  }

  /** The layers, lowest first. */
  public ImmutableList<Descriptor> layers() {
    return layers;
  }

  /** The manifest that this one is about, for signatures and other attachments. */
  public Optional<Descriptor> subject() {
    return subject;
  }

  /** Free key-value pairs, sorted by key. */
  public ImmutableSortedMap<String, String> annotations() {
    return annotations;
  }

  /** Whether an image that runs is described, and not another artifact in an image's clothes. */
  public boolean isImage() {
    return config.mediaType().isConfig();
  }

  /** With another configuration. */
  public Manifest withConfig(Descriptor newConfig) {
    return changed(fields.withObject("config", newConfig.fields()));
  }

  /** With exactly these layers. */
  public Manifest withLayers(List<Descriptor> newLayers) {
    return changed(fields.withObjects("layers", newLayers.stream().map(Descriptor::fields).toList()));
  }

  /** With exactly these annotations. */
  public Manifest withAnnotations(Map<String, String> newAnnotations) {
    return changed(fields.withMap("annotations", ImmutableMap.copyOf(newAnnotations)));
  }

  /** With the manifest that this one is about. */
  public Manifest withSubject(Descriptor newSubject) {
    return changed(fields.withObject("subject", newSubject.fields()));
  }

  private Manifest changed(Fields newFields) {
    return new Manifest(mediaType, newFields, newFields.bytes());
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Manifest that && Arrays.equals(that.bytes, bytes) && that.mediaType.equals(mediaType);
  }

  @Override
  public int hashCode() {
    return digest.hashCode();
  }

  @Override
  public String toString() {
    return "manifest " + digest;
  }
}
