package dev.slipway.oci;

import com.google.common.base.Supplier;
import com.google.common.base.Suppliers;
import com.google.common.collect.ImmutableList;
import dev.slipway.DocumentException;
import dev.slipway.image.Digest;
import dev.slipway.image.Platform;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * An image's configuration: platform, how to start a container, the layers by the digests of their uncompressed bytes,
 * and history (image specification, "Image Configuration"). Its digest is the image's identity.
 *
 * <p>A configuration that was read keeps its exact bytes until it is changed; fields that are not known here are kept and
 * written again. Two configurations are equal if their bytes are.
 *
 * <p>A history that does not account for each layer is accepted on reading: squashed and converted images have one. A
 * change that adds layers calls {@link #withConsistentHistory()} first.
 */
public final class ImageConfig {
  private final Fields fields;
  private final Supplier<byte[]> bytes;
  private final Supplier<Digest> digest;
  private final Platform platform;
  private final Optional<Instant> created;
  private final ContainerConfig container;
  private final ImmutableList<Digest> diffIds;
  private final ImmutableList<HistoryEntry> history;

  /**
   * Checks the fields.
   *
   * @param bytes asked for once, if at all: most configurations are steps on the way to another one
   * @param known the history, where it has been checked before
   */
  private ImageConfig(Fields fields, Supplier<byte[]> bytes, Optional<ImmutableList<HistoryEntry>> known) {
    this.fields = fields;
    this.bytes = Suppliers.memoize(bytes);
    digest = Suppliers.memoize(() -> Digest.sha256(this.bytes.get()));
    created = fields.instant("created");
    fields.text("author");
    fields.texts("os.features");
    String os = fields.requiredText("os");
    String architecture = fields.requiredText("architecture");
    String variant = fields.text("variant").orElse("");
    String version = fields.text("os.version").orElse("");
    platform = fields.checked("architecture", () -> Platform.of(os, architecture).withVariant(variant).withOsVersion(version));
    container = fields.object("config").map(ContainerConfig::of).orElse(ContainerConfig.EMPTY);
    Fields rootFileSystem = fields.object("rootfs").orElseThrow(() -> fields.malformed("rootfs", "is missing, and it is required"));
    if (!rootFileSystem.requiredText("type").equals("layers")) {
      throw rootFileSystem.malformed("type", "is not 'layers'");
    }
    diffIds = rootFileSystem.digests("diff_ids");
    history = known
        .orElseGet(() -> fields.objects("history").stream().map(HistoryEntry::of).collect(ImmutableList.toImmutableList()));
  }

  private static ImageConfig of(Fields fields) {
    return new ImageConfig(fields, fields::bytes, Optional.empty());
  }

  private ImageConfig with(Fields newFields) {
    return new ImageConfig(newFields, newFields::bytes, Optional.of(history));
  }

  /** A configuration without layers, history and settings. */
  public static ImageConfig of(Platform platform) {
    Fields rootFileSystem = Fields.empty(Shapes.ROOT_FILE_SYSTEM).with("type", "layers").withTexts("diff_ids", List.of());
    return of(
        withPlatform(Fields.empty(Shapes.CONFIG), platform)
            .withObject("config", ContainerConfig.EMPTY.fields())
            .withObject("rootfs", rootFileSystem));
  }

  /**
   * Reads a configuration, of OCI or of Docker.
   *
   * @throws DocumentException if it is malformed or too large, or not an image's configuration
   */
  public static ImageConfig read(byte[] bytes) {
    byte[] own = bytes.clone();
    return new ImageConfig(Fields.document(Shapes.CONFIG, own, "image configuration"), () -> own, Optional.empty());
  }

  /** The exact bytes. */
  public byte[] bytes() {
    return bytes.get().clone();
  }

  /** The SHA-256 digest of the bytes: the image's identity. */
  public Digest digest() {
    return digest.get();
  }

  /** The descriptor of this configuration in an OCI manifest. */
  public Descriptor descriptor() {
    return Descriptor.of(MediaType.OCI_CONFIG, digest.get(), bytes.get().length);
  }

  /** When the image was made. */
  public Optional<Instant> created() {
    return created;
  }

  /** Who is responsible for the image. */
  public Optional<String> author() {
    return fields.nonEmptyText("author");
  }

  /** What the image runs on. */
  public Platform platform() {
    return platform;
  }

  /** Features of the operating system that are required (Windows only). */
  public ImmutableList<String> osFeatures() {
    return fields.texts("os.features").orElse(ImmutableList.of());
  }

  /** How a container is started. */
  public ContainerConfig container() {
    return container;
  }

  /** The digests of the uncompressed layers, lowest first. */
  public ImmutableList<Digest> diffIds() {
    return diffIds;
  }

  /** The steps that made the image, first one first. */
  public ImmutableList<HistoryEntry> history() {
    return history;
  }

  /** Whether the history accounts for each layer exactly once. */
  public boolean hasConsistentHistory() {
    return layersInHistory() == diffIds.size();
  }

  private long layersInHistory() {
    return history.stream().filter(entry -> !entry.emptyLayer()).count();
  }

  /**
   * The configuration with a history that accounts for each layer. Layers without an entry get one that says so, after
   * the others; surplus entries are marked as having made no layer, oldest first, as it is the lowest layers that tools
   * squash.
   */
  public ImageConfig withConsistentHistory() {
    if (hasConsistentHistory()) {
      return this;
    }
    List<HistoryEntry> repaired = new ArrayList<>(history);
    long surplus = layersInHistory() - diffIds.size();
    for (int i = 0; i < repaired.size() && surplus > 0; i++) {
      if (!repaired.get(i).emptyLayer()) {
        repaired.set(i, repaired.get(i).withEmptyLayer(true));
        surplus--;
      }
    }
    for (; surplus < 0; surplus++) {
      repaired.add(HistoryEntry.layer("").withComment("layer of unknown origin"));
    }
    return withHistory(repaired);
  }

  /** With that time of making. */
  public ImageConfig withCreated(Instant time) {
    return fields.text("created").equals(Optional.of(time.toString())) ? this : with(fields.with("created", time));
  }

  /** With that author; empty text for none. */
  public ImageConfig withAuthor(String author) {
    return with(fields.withNonEmpty("author", author));
  }

  /** With that platform. */
  public ImageConfig withPlatform(Platform newPlatform) {
    return with(withPlatform(fields, newPlatform));
  }

  /** With those settings for containers. */
  public ImageConfig withContainer(ContainerConfig newContainer) {
    return with(fields.withObject("config", newContainer.fields()));
  }

  /** With exactly these layers, by the digests of their uncompressed bytes. */
  public ImageConfig withDiffIds(List<Digest> newDiffIds) {
    Fields rootFileSystem = fields.object("rootfs").orElseThrow();
    return with(
        fields.withObject("rootfs", rootFileSystem.withTexts("diff_ids", newDiffIds.stream().map(Digest::toString).toList())));
  }

  /** With exactly this history. */
  public ImageConfig withHistory(List<HistoryEntry> entries) {
    Fields changed = fields.withObjects("history", entries.stream().map(HistoryEntry::fields).toList());
    return new ImageConfig(changed, changed::bytes, Optional.of(ImmutableList.copyOf(entries)));
  }

  /** With one more step: one that made no layer. */
  public ImageConfig withStep(HistoryEntry entry) {
    return withHistory(ImmutableList.<HistoryEntry>builder().addAll(history).add(entry.withEmptyLayer(true)).build());
  }

  /** With one more step and the layer that it made. */
  public ImageConfig withLayer(Digest diffId, HistoryEntry entry) {
    return withHistory(ImmutableList.<HistoryEntry>builder().addAll(history).add(entry.withEmptyLayer(false)).build())
        .withDiffIds(ImmutableList.<Digest>builder().addAll(diffIds).add(diffId).build());
  }

  private static Fields withPlatform(Fields fields, Platform platform) {
    return fields.with("architecture", platform.architecture())
        .with("os", platform.os())
        .withNonEmpty("os.version", platform.osVersion().orElse(""))
        .withNonEmpty("variant", platform.variant().orElse(""));
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof ImageConfig that && Arrays.equals(that.bytes.get(), bytes.get());
  }

  @Override
  public int hashCode() {
    return digest.get().hashCode();
  }

  @Override
  public String toString() {
    return "image configuration " + digest.get();
  }
}
