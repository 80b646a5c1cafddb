package dev.slipway.testkit.registry;

import dev.slipway.image.Digest;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;

/** The upload sessions that are open. */
final class Uploads {
  private final Spool spool;
  private final Map<String, UploadSession> sessions = new ConcurrentHashMap<>();
  private final AtomicLong opened = new AtomicLong();

  Uploads(Spool spool) {
    this.spool = spool;
  }

  /** Ids are counted, so that a test runs alike each time. */
  UploadSession open(String repository, Digest.Algorithm algorithm) {
    String id = UUID.nameUUIDFromBytes(("upload " + opened.incrementAndGet()).getBytes(StandardCharsets.UTF_8)).toString();
    UploadSession session = new UploadSession(id, repository, algorithm, spool.writer());
    sessions.put(id, session);
    return session;
  }

  UploadSession find(Route.Upload route) {
    return Optional.ofNullable(sessions.get(route.session())).filter(session -> session.repository().equals(route.repository()))
        .orElseThrow(Uploads::unknown);
  }

  static Refusal unknown() {
    return new Refusal(ProtocolError.BLOB_UPLOAD_UNKNOWN, "there is no such upload, or it has ended");
  }

  void end(UploadSession session) {
    sessions.remove(session.id());
  }

  /** Loses a session, as registries do that forget them. */
  void lose(String id) {
    Optional.ofNullable(sessions.remove(id)).ifPresent(Uploads::cancel);
  }

  void clear() {
    sessions.keySet().forEach(this::lose);
  }

  int count() {
    return sessions.size();
  }

  /** A request that is still sending is not waited for: what it leaves goes with the spool. */
  private static void cancel(UploadSession session) {
    if (session.lock().tryLock()) {
      try {
        session.cancel();
      } finally {
        session.lock().unlock();
      }
    }
  }
}
