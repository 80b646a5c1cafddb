package dev.slipway.registry;

import dev.slipway.image.Digest;
import dev.slipway.image.ImageReference;

/**
 * How it stands with a blob that a repository has or shall have.
 *
 * @param kind what happens
 * @param repository the repository
 * @param blob the blob, as the registry has it
 * @param bytes how many bytes have travelled; a transfer that begins anew counts from 0 again
 * @param size how many there are
 */
public record TransferEvent(Kind kind, ImageReference repository, Digest blob, long bytes, long size) {
  /** What happens with a blob. */
  public enum Kind {
    /** It is being fetched. */
    PULLING,
    /** It was fetched; it is verified next. */
    PULLED,
    /** The transfer of it ended early. */
    BROKEN_OFF,
    /** It is being sent. */
    PUSHING,
    /** It was sent and accepted. */
    PUSHED,
    /** The registry took it over from another of its repositories. */
    MOUNTED,
    /** The repository had it before. */
    EXISTS
  }
}
