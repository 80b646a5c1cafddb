package dev.slipway.testkit.registry;

import dev.slipway.InvalidValueException;
import dev.slipway.registry.Timeline;
import java.nio.file.Path;
import java.util.Optional;

/**
 * How a registry for tests is run. Making one starts and touches nothing.
 *
 * @param rules how it behaves where the specification leaves a choice
 * @param access whom it lets in
 * @param tls whether it is served over https with a certificate that signs itself
 * @param timeline by which tokens expire and requests are recorded
 * @param keepsSecrets whether credentials are recorded as they came, for tests of leaks
 * @param heapBytes blobs of up to this many bytes are kept in memory, others in temporary files
 * @param spool where the directory of temporary files is made; if nothing is given, in the system's place for those
 */
public record ServerSettings(RegistryRules rules, Access access, boolean tls, Timeline timeline, boolean keepsSecrets, long heapBytes,
    Optional<Path> spool) {
  private static final long DEFAULT_HEAP_BYTES = 1 << 20;

  /** Checks the bound. */
  public ServerSettings {
    if (heapBytes < 0) {
      throw new InvalidValueException("'" + heapBytes + "' bytes kept in memory is negative");
    }
  }

  /** The usual rules, open to everybody, over http, in real time. */
  public static ServerSettings defaults() {
    return new ServerSettings(RegistryRules.defaults(), Access.open(), false, Timeline.system(), false, DEFAULT_HEAP_BYTES,
        Optional.empty());
  }

  /** The same with other rules. */
  public ServerSettings withRules(RegistryRules newRules) {
    return new ServerSettings(newRules, access, tls, timeline, keepsSecrets, heapBytes, spool);
  }

  /** The same that lets others in. */
  public ServerSettings withAccess(Access newAccess) {
    return new ServerSettings(rules, newAccess, tls, timeline, keepsSecrets, heapBytes, spool);
  }

  /** The same over https. */
  public ServerSettings withTls() {
    return new ServerSettings(rules, access, true, timeline, keepsSecrets, heapBytes, spool);
  }

  /** The same in another time. */
  public ServerSettings withTimeline(Timeline newTimeline) {
    return new ServerSettings(rules, access, tls, newTimeline, keepsSecrets, heapBytes, spool);
  }

  /** The same that records credentials as they come, for tests that look for leaks. */
  public ServerSettings keepingSecrets() {
    return new ServerSettings(rules, access, tls, timeline, true, heapBytes, spool);
  }

  /** The same with another bound for blobs in memory. */
  public ServerSettings withHeapBytes(long newHeapBytes) {
    return new ServerSettings(rules, access, tls, timeline, keepsSecrets, newHeapBytes, spool);
  }

  /** The same whose directory of temporary files is made in another place. */
  public ServerSettings withSpool(Path newSpool) {
    return new ServerSettings(rules, access, tls, timeline, keepsSecrets, heapBytes, Optional.of(newSpool));
  }
}
