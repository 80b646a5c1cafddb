package dev.slipway.store;

import com.google.common.collect.ImmutableList;

/**
 * What an examination of a store found.
 *
 * @param errors damage: wrong bytes under a name, references that lead nowhere, unreadable documents; one sentence each
 * @param notes what is no damage but not in use either: orphans, left-overs of dead processes, quarantined blobs
 * @param blobs how many blobs have the bytes that their names promise
 * @param records how many records are whole
 * @param liveLeases how many leases are held
 */
public record Findings(ImmutableList<String> errors, ImmutableList<String> notes, int blobs, int records, int liveLeases) {
  /** Whether there is no damage. */
  public boolean isSound() {
    return errors.isEmpty();
  }
}
