package dev.slipway.store;

import com.google.common.collect.ImmutableSet;
import dev.slipway.InvalidValueException;
import dev.slipway.image.Digest;
import java.nio.charset.StandardCharsets;

/**
 * What a store remembers under a key: a JSON text, kept byte for byte, and the blobs that it is worth nothing without.
 *
 * @param body a JSON text of at most {@value #MAXIMUM_BODY} bytes of UTF-8; the store does not look into it
 * @param references the blobs that must be there whenever the record is; at most {@value #MAXIMUM_REFERENCES}
 */
public record StoredRecord(String body, ImmutableSet<Digest> references) {
  /** The largest body, in bytes. */
  public static final int MAXIMUM_BODY = 16 << 20;

  /** The largest number of references. */
  public static final int MAXIMUM_REFERENCES = 100_000;

  /** Checks the limits and that the body is text. */
  public StoredRecord {
    if (body.length() > MAXIMUM_BODY || body.getBytes(StandardCharsets.UTF_8).length > MAXIMUM_BODY) {
      throw new InvalidValueException("a record's body has more than " + MAXIMUM_BODY + " bytes: store what is large as a blob");
    }
    if (!StandardCharsets.UTF_8.newEncoder().canEncode(body)) {
      throw new InvalidValueException("a record's body has half of a surrogate pair, which UTF-8 cannot express");
    }
    if (references.size() > MAXIMUM_REFERENCES) {
      throw new InvalidValueException("a record refers to " + references.size() + " blobs, more than " + MAXIMUM_REFERENCES);
    }
  }
}
