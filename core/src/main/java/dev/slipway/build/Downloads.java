package dev.slipway.build;

import com.google.common.base.CharMatcher;
import com.google.common.hash.Hashing;
import com.google.common.hash.HashingInputStream;
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
import java.net.URISyntaxException;
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
import org.jspecify.annotations.Nullable;

/**
 * Fetches what ADD gets from the web: from permitted hosts only, each redirect checked again, without credentials. With a
 * checksum whose bytes are in the store, nothing is fetched.
 */
final class Downloads implements AutoCloseable {
  private static final int MAX_REDIRECTS = 10;
  private static final long MAX_BYTES = 16L << 30;
  private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(30);
  private static final Duration ANSWER_TIMEOUT = Duration.ofMinutes(2);
  /** How long a server may send nothing in the middle of a file. */
  private static final Duration STALL_TIMEOUT = Duration.ofMinutes(2);

  private final Store store;
  private final Lease lease;
  private final UrlPolicy policy;
  private @Nullable HttpClient client;

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

  /** Opened when it is first needed: a client has threads of its own. */
  private synchronized HttpClient client() {
    HttpClient open = client;
    if (open == null) {
      open = HttpClient.newBuilder().connectTimeout(CONNECT_TIMEOUT).followRedirects(HttpClient.Redirect.NEVER).build();
      client = open;
    }
    return open;
  }

  @Override
  public synchronized void close() {
    if (client != null) {
      client.shutdownNow();
      client = null;
    }
  }

  private HttpResponse<InputStream> get(URI start) {
    URI uri = start;
    for (int redirects = 0; redirects <= MAX_REDIRECTS; redirects++) {
      checkAllowed(uri);
      HttpResponse<InputStream> response = send(client(), uri);
      int status = response.statusCode();
      Optional<String> location = response.headers().firstValue("Location");
      if (status == 200) {
        return response;
      }
      close(response);
      if (status / 100 != 3 || location.isEmpty()) {
        throw new BuildException(ErrorCode.STEP_FAILED, "ADD of '" + shown(uri.toString()) + "' failed: the server answered " + status);
      }
      uri = redirected(uri, location.get());
    }
    throw new BuildException(ErrorCode.LIMIT_EXCEEDED,
        "ADD of '" + shown(start.toString()) + "' was redirected more than " + MAX_REDIRECTS + " times");
  }

  private static URI redirected(URI from, String location) {
    URI to;
    try {
      to = uri(from.resolve(location).toString());
    } catch (IllegalArgumentException malformed) {
      throw new BuildException(ErrorCode.STEP_FAILED,
          "ADD of '" + shown(from.toString()) + "' failed: the server redirects to '" + shown(location) + "', which is no address");
    }
    if (isEncrypted(from) && !isEncrypted(to)) {
      throw new BuildException(ErrorCode.NOT_ALLOWED, "ADD of '" + shown(from.toString()) + "' is redirected to '" + shown(to.toString())
          + "', which is not encrypted: add that address itself if it is meant");
    }
    return to;
  }

  private static boolean isEncrypted(URI uri) {
    return "https".equalsIgnoreCase(uri.getScheme());
  }

  private void checkAllowed(URI uri) {
    String name = uri.getHost().toLowerCase(Locale.ROOT);
    int usual = isEncrypted(uri) ? 443 : 80;
    int port = uri.getPort() < 0 ? usual : uri.getPort();
    String host = port == usual ? name : name + ":" + port;
    if (!policy.hosts().contains(host) && !policy.hosts().contains(name + ":" + port)) {
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
    try (InputStream body = new StallGuard(response.body(), STALL_TIMEOUT);
        HashingInputStream bytes = new HashingInputStream(Hashing.sha512(), body);
        BlobWriter blob = store.newBlob(lease);
        OutputStream out = Channels.newOutputStream(blob)) {
      boolean long512 = checksum.isPresent() && checksum.get().algorithm() == Digest.Algorithm.SHA512;
      if (ByteStreams.copy(ByteStreams.limit(long512 ? bytes : body, MAX_BYTES + 1), out) > MAX_BYTES) {
        throw new BuildException(ErrorCode.LIMIT_EXCEEDED, "ADD of '" + shown(address) + "' delivers more than " + MAX_BYTES + " bytes");
      }
      Blob saved = blob.commit();
      Digest delivered = long512 ? new Digest(Digest.Algorithm.SHA512, bytes.hash().toString()) : saved.digest();
      if (checksum.isPresent() && !checksum.get().equals(delivered)) {
        throw new BuildException(ErrorCode.DIGEST_MISMATCH,
            "ADD of '" + shown(address) + "' delivered '" + delivered + "', not '" + checksum.get()
                + "': the file at the address changed, or somebody tampers with it");
      }
      return saved;
    } catch (IOException failure) {
      Cancellation.check();
      throw new BuildException(ErrorCode.IO, "ADD of '" + shown(address) + "' failed: " + failure.getMessage(), failure);
    }
  }

  private static URI uri(String address) {
    try {
      URI uri = new URI(address);
      boolean http = "http".equalsIgnoreCase(uri.getScheme()) || "https".equalsIgnoreCase(uri.getScheme());
      if (http && uri.getHost() != null && uri.getUserInfo() == null) {
        return uri;
      }
    } catch (URISyntaxException malformed) {
      // its message repeats the address with all that may be secret in it
    }
    throw new BuildException(ErrorCode.INVALID_VALUE, "'" + shown(address)
        + "' is not an address that ADD can fetch: it must be http or https, name a host, hold no password and have spaces written as %20");
  }

  /** The last part of the path; what a server suggests is not asked. */
  private static String name(URI uri) {
    String path = CharMatcher.is('/').trimTrailingFrom(uri.getPath() == null ? "" : uri.getPath());
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

  /** The address without user info, query and fragment, which may hold secrets. */
  private static String shown(String address) {
    int end = CharMatcher.anyOf("?#").indexIn(address);
    String plain = end < 0 ? address : address.substring(0, end);
    int scheme = plain.indexOf("://");
    int host = scheme < 0 ? 0 : scheme + 3;
    int path = plain.indexOf('/', host);
    int at = plain.lastIndexOf('@', path < 0 ? plain.length() : path);
    return at < host ? plain : plain.substring(0, host) + plain.substring(at + 1);
  }
}
