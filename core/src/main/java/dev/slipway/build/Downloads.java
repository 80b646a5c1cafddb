package dev.slipway.build;

import com.google.common.io.ByteStreams;
import dev.slipway.BuildException;
import dev.slipway.ErrorCode;
import dev.slipway.build.CopyStep.Single;
import dev.slipway.image.Add;
import dev.slipway.image.Digest;
import dev.slipway.image.ImagePath;
import dev.slipway.layer.Entry;
import dev.slipway.store.Blob;
import dev.slipway.store.BlobWriter;
import dev.slipway.store.Lease;
import dev.slipway.store.Store;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.channels.Channels;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.Optional;

/**
 * Fetches what ADD gets from the web: from permitted hosts only, each redirect checked again, without credentials. With a
 * checksum whose bytes are in the store, nothing is fetched.
 */
final class Downloads {
  private static final int MAX_REDIRECTS = 10;
  private static final long MAX_BYTES = 16L << 30;
  private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(30);
  private static final Duration ANSWER_TIMEOUT = Duration.ofMinutes(2);

  private final Store store;
  private final Lease lease;
  private final UrlPolicy policy;

  Downloads(Store store, Lease lease, UrlPolicy policy) {
    this.store = store;
    this.lease = lease;
    this.policy = policy;
  }

  /** The file at an address: named after the address, mode 0600, of the time that the server says it was modified. */
  Single fetch(String address, Optional<Digest> checksum, EntryRules rules) {
    if (Add.Address.isGit(address)) {
      throw new BuildException(ErrorCode.UNSUPPORTED, "ADD of a Git repository is not carried out by this version: '" + shown(address)
          + "'; check the repository out into the build context and copy it");
    }
    URI uri = uri(address);
    Optional<Blob> known = checksum.filter(digest -> digest.algorithm() == Digest.Algorithm.SHA256)
        .flatMap(digest -> store.pin(lease, digest));
    String name = name(uri);
    if (known.isPresent()) {
      return single(name, known.get(), rules.made(Entry.file(ImagePath.ROOT.child(name))));
    }
    HttpResponse<InputStream> response = get(uri);
    Blob blob = save(response, checksum, address);
    Entry entry = Entry.file(ImagePath.ROOT.child(name));
    Optional<Instant> modified = response.headers().firstValue("Last-Modified").flatMap(Downloads::instant);
    // with a checksum the file must come out the same when it is not fetched, so the server's time cannot count
    boolean dated = modified.isPresent() && checksum.isEmpty();
    return single(name, blob, dated ? rules.clamp(entry, modified.get().getEpochSecond(), 0) : rules.made(entry));
  }

  private static Single single(String name, Blob blob, Entry entry) {
    return new Single(name, entry.withMode(0600).withContent(blob.size(), Optional.of(blob.digest())),
        new Content.InLayer(blob.digest(), 0));
  }

  private HttpResponse<InputStream> get(URI start) {
    HttpClient client = HttpClient.newBuilder().connectTimeout(CONNECT_TIMEOUT).followRedirects(HttpClient.Redirect.NEVER).build();
    URI uri = start;
    for (int redirects = 0; redirects <= MAX_REDIRECTS; redirects++) {
      checkAllowed(uri);
      HttpResponse<InputStream> response = send(client, uri);
      int status = response.statusCode();
      Optional<String> location = response.headers().firstValue("Location");
      if (status == 200) {
        return response;
      }
      close(response);
      if (status / 100 != 3 || location.isEmpty()) {
        throw new BuildException(ErrorCode.STEP_FAILED, "ADD of '" + shown(uri.toString()) + "' failed: the server answered " + status);
      }
      uri = uri(uri.resolve(location.get()).toString());
    }
    throw new BuildException(ErrorCode.LIMIT_EXCEEDED,
        "ADD of '" + shown(start.toString()) + "' was redirected more than " + MAX_REDIRECTS + " times");
  }

  private void checkAllowed(URI uri) {
    String host = uri.getHost().toLowerCase(Locale.ROOT) + (uri.getPort() < 0 ? "" : ":" + uri.getPort());
    if (!policy.hosts().contains(host)) {
      throw new BuildException(ErrorCode.NOT_ALLOWED, "ADD may not fetch from '" + host
          + "': allow the host by BuildOptions.urls(UrlPolicy.allowing(\"" + host + "\")), or put the file into the build context");
    }
  }

  private static HttpResponse<InputStream> send(HttpClient client, URI uri) {
    try {
      return client.send(HttpRequest.newBuilder(uri).timeout(ANSWER_TIMEOUT).header("Accept-Encoding", "identity").GET().build(),
          BodyHandlers.ofInputStream());
    } catch (IOException failure) {
      throw new BuildException(ErrorCode.IO, "ADD of '" + shown(uri.toString()) + "' failed: " + failure.getMessage(), failure);
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      throw new BuildException(ErrorCode.CANCELLED, "the build was interrupted", interrupted);
    }
  }

  private Blob save(HttpResponse<InputStream> response, Optional<Digest> checksum, String address) {
    try (InputStream body = response.body(); BlobWriter blob = store.newBlob(lease); OutputStream out = Channels.newOutputStream(blob)) {
      if (ByteStreams.copy(ByteStreams.limit(body, MAX_BYTES + 1), out) > MAX_BYTES) {
        throw new BuildException(ErrorCode.LIMIT_EXCEEDED, "ADD of '" + shown(address) + "' delivers more than " + MAX_BYTES + " bytes");
      }
      Blob saved = blob.commit();
      if (checksum.isPresent() && !checksum.get().equals(saved.digest())) {
        throw new BuildException(ErrorCode.DIGEST_MISMATCH,
            "ADD of '" + shown(address) + "' delivered '" + saved.digest() + "', not '" + checksum.get()
                + "': the file at the address changed, or somebody tampers with it");
      }
      return saved;
    } catch (IOException failure) {
      throw new BuildException(ErrorCode.IO, "ADD of '" + shown(address) + "' failed: " + failure.getMessage(), failure);
    }
  }

  private static URI uri(String address) {
    try {
      URI uri = URI.create(address);
      boolean http = "http".equalsIgnoreCase(uri.getScheme()) || "https".equalsIgnoreCase(uri.getScheme());
      if (http && uri.getHost() != null && uri.getUserInfo() == null) {
        return uri;
      }
    } catch (IllegalArgumentException malformed) {
      throw new BuildException(ErrorCode.INVALID_VALUE, "'" + shown(address) + "' is not an address that ADD can fetch", malformed);
    }
    throw new BuildException(ErrorCode.INVALID_VALUE,
        "'" + shown(address) + "' is not an address that ADD can fetch: it must be http or https, name a host and hold no password");
  }

  /** The last part of the path; what a server suggests is not asked. */
  private static String name(URI uri) {
    String path = uri.getPath() == null ? "" : uri.getPath();
    String name = path.substring(path.lastIndexOf('/') + 1);
    return name.isEmpty() || name.equals(".") || name.equals("..") || name.indexOf('\0') >= 0 ? "__unnamed__" : name;
  }

  private static Optional<Instant> instant(String date) {
    try {
      return Optional.of(ZonedDateTime.parse(date, DateTimeFormatter.RFC_1123_DATE_TIME).toInstant());
    } catch (DateTimeException malformed) {
      return Optional.empty();
    }
  }

  private static void close(HttpResponse<InputStream> response) {
    try {
      response.body().close();
    } catch (IOException ignored) {
      // the answer is of no use any more
    }
  }

  /** The address without user info and query, which may hold secrets. */
  private static String shown(String address) {
    int query = address.indexOf('?');
    String plain = query < 0 ? address : address.substring(0, query);
    int at = plain.indexOf('@');
    int scheme = plain.indexOf("://");
    return at > scheme && scheme >= 0 ? plain.substring(0, scheme + 3) + plain.substring(at + 1) : plain;
  }
}
