package dev.slipway.registry;

import com.fasterxml.jackson.databind.JsonNode;
import com.google.common.base.CharMatcher;
import com.google.common.collect.ImmutableList;
import com.google.common.net.HttpHeaders;
import dev.slipway.ErrorCode;
import dev.slipway.RegistryException;
import java.io.IOException;
import java.net.URI;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * One page of a list.
 *
 * @param items what is on it
 * @param next where the next one is
 */
record Page<T>(ImmutableList<T> items, Optional<URI> next) {
  private static final int MAX_BYTES = 4 << 20;

  /** Reads a page whose items are the elements of an array. */
  static <T> Page<T> of(RegistryHost host, Call call, Reply reply, Function<JsonNode, JsonNode> array, Function<JsonNode, T> item)
      throws IOException {
    return of(host, call, reply, bytes -> {
      JsonNode json = Answers.json(bytes)
          .orElseThrow(() -> host.violation("answered '" + call + "' with something that is no JSON document"));
      ImmutableList.Builder<T> items = ImmutableList.builder();
      array.apply(json).forEach(each -> items.add(item.apply(each)));
      return items.build();
    });
  }

  static <T> Page<T> of(RegistryHost host, Call call, Reply reply, Function<byte[], ImmutableList<T>> content) throws IOException {
    byte[] bytes = Answers.bytes(reply, MAX_BYTES).orElseThrow(() -> new RegistryException(ErrorCode.LIMIT_EXCEEDED,
        "'" + call + "' was answered with more than the " + MAX_BYTES + " bytes that are read of a page"));
    try {
      return new Page<>(content.apply(bytes), next(host, call, reply));
    } catch (RegistryException garbled) {
      throw new Again(garbled);
    }
  }

  /** The {@code Link} header with {@code rel="next"}, RFC 8288. It must stay in the registry. */
  private static Optional<URI> next(RegistryHost host, Call call, Reply reply) throws Again {
    for (String header : reply.headers(HttpHeaders.LINK)) {
      int start = header.indexOf('<');
      int end = header.indexOf('>', start + 1);
      boolean next = end > 0 && List.of("rel=next", "rel=\"next\"").stream()
          .anyMatch(CharMatcher.whitespace().removeFrom(header.substring(end))::contains);
      if (start >= 0 && next) {
        URI uri = host.target(call.uri(), header.substring(start + 1, end));
        if (!Addresses.isSameOrigin(uri, call.uri()) || uri.equals(call.uri())) {
          throw host.violation("continues a list at '" + Addresses.shown(uri) + "', which leads away or in a circle");
        }
        return Optional.of(uri);
      }
    }
    return Optional.empty();
  }
}
