package dev.slipway.testkit.registry;

import com.google.common.io.ByteSource;
import java.io.IOException;
import java.io.InputStream;

/**
 * The distribution specification without sockets: answers requests out of memory. Knows nothing of connections, time and
 * access. Blobs above a bound lie in temporary files until it is closed. Safe for use by several threads.
 */
public final class RegistryBackend implements AutoCloseable {
  private static final int COPY_BUFFER = 1 << 18;

  private final Spool spool;
  private final RegistryContent content = new RegistryContent();
  private final Uploads uploads;
  private final BlobEndpoint blobs;
  private final ManifestEndpoint manifests;
  private final ListEndpoint lists;

  RegistryBackend(RegistryRules rules, Spool spool) {
    this.spool = spool;
    uploads = new Uploads(spool);
    blobs = new BlobEndpoint(rules, content, uploads);
    manifests = new ManifestEndpoint(rules, content);
    lists = new ListEndpoint(rules, content);
  }

  /** An empty registry with the given rules, which keeps blobs of more than 1 MiB in the system's place for temporary files. */
  public static RegistryBackend of(RegistryRules rules) {
    return new RegistryBackend(rules, new Spool(ServerSettings.defaults().heapBytes(), ServerSettings.defaults().spool()));
  }

  RegistryContent content() {
    return content;
  }

  Uploads uploads() {
    return uploads;
  }

  /** Stores bytes, not yet in any repository. */
  StoredBlob store(ByteSource source) throws IOException {
    SpoolWriter writer = spool.writer();
    byte[] buffer = new byte[Math.clamp(source.size(), 1, COPY_BUFFER)];
    try (InputStream in = source.openStream()) {
      for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
        writer.write(buffer, n);
      }
    }
    return writer.finish();
  }

  /**
   * Answers a request; its body is read as far as it is needed.
   *
   * @throws IOException if the body breaks off or the temporary directory cannot be used
   */
  public Answer handle(Request request) throws IOException {
    try {
      return route(request, Route.of(request.path()));
    } catch (Refusal refusal) {
      return refusal.answer();
    }
  }

  private Answer route(Request request, Route route) throws IOException {
    route.name().ifPresent(name -> {
      var unused = Reference.repository(name);
    });
    return switch (route) {
      case Route.Version version -> lists.version(request);
      case Route.Catalog catalog -> lists.catalog(request);
      case Route.Tags tags -> lists.tags(request, tags);
      case Route.Referrers referrers -> lists.referrers(request, referrers);
      case Route.Manifests to -> manifests.handle(request, to);
      case Route.Blobs to -> blobs.handle(request, to);
      case Route.Uploads to -> blobs.handle(request, to);
      case Route.Upload to -> blobs.handle(request, to);
      case Route.Nowhere nowhere -> ProtocolError.UNSUPPORTED.answer(404, "'" + request.path() + "' leads nowhere");
    };
  }

  static Refusal methodNotAllowed(Request request) {
    return new Refusal(ProtocolError.UNSUPPORTED, "'" + request.method() + "' is not possible here");
  }

  /** Forgets all content and all uploads. */
  void clear() {
    uploads.clear();
    content.clear();
  }

  /** Deletes the temporary files. */
  @Override
  public void close() {
    clear();
    spool.close();
  }
}
