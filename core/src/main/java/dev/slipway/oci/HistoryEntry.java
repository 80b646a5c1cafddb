package dev.slipway.oci;

import java.time.Instant;
import java.util.Optional;

/**
 * One line of an image's history: what made a layer, or changed the configuration only (image specification, "Image
 * Configuration", {@code history}).
 */
public final class HistoryEntry {
  private final Fields fields;
  private final Optional<Instant> created;

  private HistoryEntry(Fields fields) {
    this.fields = fields;
    created = fields.instant("created");
    fields.text("created_by");
    fields.text("author");
    fields.text("comment");
    fields.flag("empty_layer");
  }

  static HistoryEntry of(Fields fields) {
    return new HistoryEntry(fields);
  }

  /** An entry for a layer made by a command. */
  public static HistoryEntry layer(String createdBy) {
    return new HistoryEntry(Fields.empty(Shapes.HISTORY).withNonEmpty("created_by", createdBy));
  }

  /** An entry for a command that changed only the configuration. */
  public static HistoryEntry configuration(String createdBy) {
    return layer(createdBy).withEmptyLayer(true);
  }

  /** When the step was done. */
  public Optional<Instant> created() {
    return created;
  }

  /** The command that made the layer. */
  public Optional<String> createdBy() {
    return fields.nonEmptyText("created_by");
  }

  /** Who made it. */
  public Optional<String> author() {
    return fields.nonEmptyText("author");
  }

  /** Anything else; builders put their name here. */
  public Optional<String> comment() {
    return fields.nonEmptyText("comment");
  }

  /** Whether the step made no layer. */
  public boolean emptyLayer() {
    return fields.flag("empty_layer");
  }

  /** With that time. */
  public HistoryEntry withCreated(Instant time) {
    return new HistoryEntry(fields.with("created", time));
  }

  /** With that author; empty text for none. */
  public HistoryEntry withAuthor(String author) {
    return new HistoryEntry(fields.withNonEmpty("author", author));
  }

  /** With that comment; empty text for none. */
  public HistoryEntry withComment(String comment) {
    return new HistoryEntry(fields.withNonEmpty("comment", comment));
  }

  /** With or without a layer of its own. */
  public HistoryEntry withEmptyLayer(boolean empty) {
    return new HistoryEntry(fields.withFlag("empty_layer", empty));
  }

  Fields fields() {
    return fields;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof HistoryEntry that && that.fields.equals(fields);
  }

  @Override
  public int hashCode() {
    return fields.hashCode();
  }

  /** The entry as canonical JSON. */
  @Override
  public String toString() {
    return fields.json();
  }
}
