package dev.slipway.testkit.registry;

import com.google.common.io.ByteSource;
import dev.slipway.image.Digest;
import java.io.IOException;
import java.util.Locale;
import java.util.Optional;

/** Blobs and their uploads (distribution specification, "Pulling blobs", "Pushing blobs", "Deleting Blobs"). */
final class BlobEndpoint {
  private static final String BINARY = "application/octet-stream";

  private final RegistryRules rules;
  private final RegistryContent content;
  private final Uploads uploads;
  private final Places places;

  BlobEndpoint(RegistryRules rules, RegistryContent content, Uploads uploads) {
    this.rules = rules;
    this.content = content;
    this.uploads = uploads;
    places = new Places(rules);
  }

  Answer handle(Request request, Route.Blobs route) {
    Digest digest = Digests.parse(route.digest());
    return switch (request.method()) {
      case "GET", "HEAD" -> read(request, find(route.repository(), digest), digest);
      case "DELETE" -> delete(route.repository(), digest);
      default -> throw RegistryBackend.methodNotAllowed(request);
    };
  }

  private StoredBlob find(String repository, Digest digest) {
    return content.blob(repository, digest).orElseThrow(
        () -> new Refusal(ProtocolError.BLOB_UNKNOWN, "blob " + digest + " is not in '" + repository + "'"));
  }

  private Answer read(Request request, StoredBlob blob, Digest digest) {
    Answer whole = places.withDigest(Answer.of(200).withBody(BINARY, blob.bytes()), digest);
    if (!rules.has(Feature.RANGES)) {
      return whole;
    }
    Answer ranged = whole.withHeader("Accept-Ranges", "bytes");
    // a range means something for GET only (RFC 9110, 14.2)
    Optional<ByteRange> range = request.method().equals("GET")
        ? request.headers().first("Range").flatMap(ByteRange::parse)
        : Optional.empty();
    return range.isEmpty() ? ranged : partial(ranged, range.get(), blob);
  }

  private static Answer partial(Answer whole, ByteRange range, StoredBlob blob) {
    Optional<ByteRange.Part> part = range.of(blob.size());
    if (part.isEmpty()) {
      return ProtocolError.SIZE_INVALID.answer(416, "the range is not within the " + blob.size() + " bytes of the blob")
          .withHeader("Content-Range", "bytes */" + blob.size());
    }
    ByteSource bytes = blob.bytes().slice(part.get().first(), part.get().length());
    return new Answer(206, whole.headers().with("Content-Range", part.get() + "/" + blob.size()), bytes);
  }

  private Answer delete(String repository, Digest digest) {
    rules.require(Feature.BLOB_DELETION, "deleting blobs");
    if (!content.removeBlob(repository, digest)) {
      throw new Refusal(ProtocolError.BLOB_UNKNOWN, "blob " + digest + " is not in '" + repository + "'");
    }
    return Answer.of(202);
  }

  Answer handle(Request request, Route.Uploads route) throws IOException {
    if (!request.method().equals("POST")) {
      throw RegistryBackend.methodNotAllowed(request);
    }
    Optional<Digest> mount = request.parameter("mount").map(Digests::parse);
    Optional<StoredBlob> mounted = mount.flatMap(digest -> source(digest, request.parameter("from")));
    if (mounted.isPresent()) {
      content.put(route.repository(), mount.get(), mounted.get());
      return places.blob(request, route.repository(), mount.get());
    }
    Optional<Digest> digest = request.parameter("digest").map(Digests::parse);
    Digest.Algorithm algorithm = digest.map(Digest::algorithm).orElseGet(() -> algorithm(request));
    UploadSession session = uploads.open(route.repository(), algorithm);
    if (digest.isPresent() && rules.has(Feature.SINGLE_POST)) {
      return locked(session, () -> finish(request, session, digest.get()));
    }
    Answer accepted = places.upload(request, session, 202);
    return rules.minChunkLength() > 0 ? accepted.withHeader("OCI-Chunk-Min-Length", String.valueOf(rules.minChunkLength())) : accepted;
  }

  private Optional<StoredBlob> source(Digest digest, Optional<String> from) {
    if (!rules.has(Feature.MOUNT)) {
      return Optional.empty();
    }
    return from.isPresent()
        ? content.blob(from.get(), digest)
        : Optional.of(digest).filter(unused -> rules.has(Feature.MOUNT_FROM_ANYWHERE)).flatMap(content::blob);
  }

  private static Digest.Algorithm algorithm(Request request) {
    String name = request.parameter("digest-algorithm").orElse("sha256");
    return switch (name.toLowerCase(Locale.ROOT)) {
      case "sha256" -> Digest.Algorithm.SHA256;
      case "sha512" -> Digest.Algorithm.SHA512;
      default -> throw new Refusal(ProtocolError.DIGEST_INVALID, "digest algorithm '" + name + "' is neither sha256 nor sha512");
    };
  }

  Answer handle(Request request, Route.Upload route) throws IOException {
    UploadSession session = uploads.find(route);
    return locked(session, () -> handle(request, session));
  }

  /** What is done with a session. */
  private interface Use {
    Answer answer() throws IOException;
  }

  private static Answer locked(UploadSession session, Use use) throws IOException {
    session.lock().lock();
    try {
      return use.answer();
    } finally {
      session.lock().unlock();
    }
  }

  private Answer handle(Request request, UploadSession session) throws IOException {
    if (session.isEnded()) {
      throw Uploads.unknown();
    }
    places.checkState(request, session);
    session.nextState();
    return switch (request.method()) {
      case "GET" -> places.upload(request, session, 204);
      case "PATCH" -> append(request, session);
      case "PUT" -> finish(request, session, closingDigest(request));
      case "DELETE" -> cancel(session);
      default -> throw RegistryBackend.methodNotAllowed(request);
    };
  }

  private static Digest closingDigest(Request request) {
    return Digests.parse(request.parameter("digest").orElseThrow(
        () -> new Refusal(ProtocolError.DIGEST_INVALID, "an upload is closed with the digest of its blob, '?digest=…'")));
  }

  private Answer append(Request request, UploadSession session) throws IOException {
    receive(request, session);
    return places.upload(request, session, 202);
  }

  private void receive(Request request, UploadSession session) throws IOException {
    long before = session.size();
    Optional<ChunkRange> chunk = request.headers().first("Content-Range").map(ChunkRange::parse);
    if (chunk.isPresent()) {
      if (chunk.get().first() != before) {
        throw new Refusal(places.upload(request, session, 416));
      }
      if (request.length().isPresent() && request.length().getAsLong() != chunk.get().length()) {
        throw new Refusal(ProtocolError.SIZE_INVALID,
            "the chunk has " + request.length().getAsLong() + " bytes, its range " + chunk.get().length());
      }
      session.checkChunk(chunk.get().length(), rules.minChunkLength());
    }
    session.append(request.body(), request.length().orElse(-1));
    if (chunk.isPresent() && session.size() - before != chunk.get().length()) {
      throw new Refusal(ProtocolError.SIZE_INVALID,
          "the chunk had " + (session.size() - before) + " bytes, its range " + chunk.get().length());
    }
  }

  private Answer finish(Request request, UploadSession session, Digest digest) throws IOException {
    receive(request, session);
    uploads.end(session);
    StoredBlob blob = session.finish(digest);
    if (content.blob(session.repository(), digest).isPresent()) {
      blob.delete();
    } else {
      content.put(session.repository(), digest, blob);
    }
    return places.blob(request, session.repository(), digest);
  }

  private Answer cancel(UploadSession session) {
    uploads.end(session);
    session.cancel();
    return Answer.of(204);
  }
}
