package dev.slipway.registry;

import com.google.common.collect.ImmutableListMultimap;
import dev.slipway.InvalidValueException;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.time.Duration;
import java.util.Optional;

/**
 * An HTTP request.
 *
 * @param method {@code GET}, {@code HEAD}, {@code POST}, {@code PUT}, {@code PATCH} or {@code DELETE}
 * @param uri an absolute http or https address without user info
 * @param headers names and values; neither {@code Host} nor {@code Content-Length}
 * @param body what is sent, if anything
 * @param silence how long nothing may move, neither bytes of the body nor the head of the answer, before the request is
 *     given up with a {@link java.net.http.HttpTimeoutException}
 * @param isBulk whether the answer is expected to be large, as that of a blob is
 */
public record Call(String method, URI uri, ImmutableListMultimap<String, String> headers, Optional<Body> body, Duration silence,
    boolean isBulk) {
  private static final Duration SILENCE = Duration.ofSeconds(10);

  /** Checks the address. */
  public Call {
    boolean http = "http".equals(uri.getScheme()) || "https".equals(uri.getScheme());
    if (!http || uri.getHost() == null || uri.getRawUserInfo() != null) {
      throw new InvalidValueException("an address to call is not http or https, names no host or holds user info");
    }
  }

  /** The bytes of a request, of known length, which may be opened again when the request is repeated. */
  public interface Body {
    /** In bytes. */
    long length();

    /** Opens the bytes from the first on. */
    InputStream open() throws IOException;
  }

  /** A request without headers and body, given up after ten seconds of silence. */
  public static Call of(String method, URI uri) {
    return new Call(method, uri, ImmutableListMultimap.of(), Optional.empty(), SILENCE, false);
  }

  /** The same with a further header. */
  public Call withHeader(String name, String value) {
    return new Call(method, uri, ImmutableListMultimap.<String, String>builder().putAll(headers).put(name, value).build(), body, silence,
        isBulk);
  }

  /** The same with a body. */
  public Call withBody(Body newBody) {
    return new Call(method, uri, headers, Optional.of(newBody), silence, isBulk);
  }

  /** The same to another address. */
  public Call withUri(URI newUri) {
    return new Call(method, newUri, headers, body, silence, isBulk);
  }

  /** The same, given up earlier or later. */
  public Call withSilence(Duration newSilence) {
    return new Call(method, uri, headers, body, newSilence, isBulk);
  }

  /** The same, a large answer being expected. */
  public Call inBulk() {
    return new Call(method, uri, headers, body, silence, true);
  }

  /** Method and address without its query: headers and queries may hold what nobody should read. */
  @Override
  public String toString() {
    return method + " " + Addresses.shown(uri);
  }
}
