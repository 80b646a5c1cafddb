package dev.slipway.registry;

import com.google.common.collect.ImmutableListMultimap;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.util.Optional;

/**
 * An HTTP request.
 *
 * @param method {@code GET}, {@code HEAD}, {@code POST}, {@code PUT}, {@code PATCH} or {@code DELETE}
 * @param uri an absolute http or https address without user info
 * @param headers names and values; neither {@code Host} nor {@code Content-Length}
 * @param body what is sent, if anything
 */
public record Call(String method, URI uri, ImmutableListMultimap<String, String> headers, Optional<Body> body) {
  /** The bytes of a request, of known length, which may be opened again when the request is repeated. */
  public interface Body {
    /** In bytes. */
    long length();

    /** Opens the bytes from the first on. */
    InputStream open() throws IOException;
  }

  /** A request without headers and body. */
  public static Call of(String method, URI uri) {
    return new Call(method, uri, ImmutableListMultimap.of(), Optional.empty());
  }

  /** The same with a further header. */
  public Call withHeader(String name, String value) {
    return new Call(method, uri, ImmutableListMultimap.<String, String>builder().putAll(headers).put(name, value).build(), body);
  }

  /** The same with a body. */
  public Call withBody(Body newBody) {
    return new Call(method, uri, headers, Optional.of(newBody));
  }

  /** Method and address without its query: headers and queries may hold what nobody should read. */
  @Override
  public String toString() {
    String plain = uri.getScheme() + "://" + uri.getHost() + (uri.getPort() < 0 ? "" : ":" + uri.getPort()) + uri.getRawPath();
    return method + " " + plain;
  }
}
