package dev.slipway.testkit.registry;

import com.google.common.base.Splitter;
import com.google.common.collect.ImmutableList;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * An HTTP request as a server sees it. Its body can be read once.
 *
 * @param method such as {@code GET}
 * @param uri the absolute address that was asked
 * @param headers what came with it
 * @param length of the body in bytes, if it was announced
 * @param body empty where there is none
 */
public record Request(String method, URI uri, Headers headers, OptionalLong length, InputStream body) {
  /** A request without body. */
  public static Request of(String method, URI uri, Headers headers) {
    return of(method, uri, headers, new byte[0]);
  }

  /** A request whose body is in memory. */
  public static Request of(String method, URI uri, Headers headers, byte[] body) {
    return new Request(method, uri, headers, OptionalLong.of(body.length), new ByteArrayInputStream(body));
  }

  /** The path as it was sent, with its escapes. */
  public String path() {
    return uri.getRawPath();
  }

  /** What follows the question mark, with its escapes; empty if there is nothing. */
  public String query() {
    return Optional.ofNullable(uri.getRawQuery()).orElse("");
  }

  /** The values of a parameter of the query. */
  public ImmutableList<String> parameters(String name) {
    return parameters(query(), name);
  }

  /** The first value of a parameter of the query. */
  public Optional<String> parameter(String name) {
    return parameters(name).stream().findFirst();
  }

  /** The same with another body of the same length. */
  Request withBody(InputStream newBody) {
    return new Request(method, uri, headers, length, newBody);
  }

  /** The values of a parameter in a query or a form. */
  static ImmutableList<String> parameters(String form, String name) {
    ImmutableList.Builder<String> values = ImmutableList.builder();
    for (String pair : Splitter.on('&').omitEmptyStrings().split(form)) {
      List<String> parts = Splitter.on('=').limit(2).splitToList(pair);
      if (decoded(parts.getFirst()).equals(name)) {
        values.add(parts.size() == 1 ? "" : decoded(parts.getLast()));
      }
    }
    return values.build();
  }

  private static String decoded(String text) {
    try {
      return URLDecoder.decode(text, StandardCharsets.UTF_8);
    } catch (IllegalArgumentException notEscaped) {
      return text;
    }
  }

  /** Method and path: headers and queries may hold what nobody should read. */
  @Override
  public String toString() {
    return method + " " + path();
  }
}
