package dev.slipway.testkit.registry;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Base64;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.Stream;

/**
 * A request that was answered, or was not.
 *
 * @param number counted from 1 in the order of arrival
 * @param service who was asked
 * @param method such as {@code GET}
 * @param path as it was sent
 * @param query as it was sent; empty if there was none
 * @param headers as they came, but of credentials only the scheme unless the registry keeps secrets for tests of leaks
 * @param bodySize how many bytes of a body were read
 * @param form the text of a form that was sent to the token service, if the registry keeps secrets
 * @param status of the answer; empty if the connection was ended without one
 * @param fault what was done to it; {@link Fault#none()} in most cases
 * @param at when it arrived
 */
public record RecordedRequest(long number, Service service, String method, String path, String query, Headers headers, long bodySize,
    Optional<String> form, OptionalInt status, Fault fault, Instant at) {

  /** Whether a text, such as a password, came with the request: as it is, escaped, or within basic credentials. */
  public boolean contains(String text) {
    return Stream.of(Stream.of(path, query), form.stream(), headers.all().values().stream()).flatMap(places -> places)
        .flatMap(place -> Stream.of(place, unescaped(place), credentials(place)))
        .anyMatch(place -> place.contains(text));
  }

  private static String unescaped(String place) {
    try {
      return URLDecoder.decode(place, StandardCharsets.UTF_8);
    } catch (IllegalArgumentException notEscaped) {
      return place;
    }
  }

  private static String credentials(String header) {
    try {
      return new String(Base64.getDecoder().decode(header.substring(header.indexOf(' ') + 1)), StandardCharsets.UTF_8);
    } catch (IllegalArgumentException notBasic) {
      return header;
    }
  }

  /** Method, path, status and fault: {@code GET /v2/ 200}. */
  @Override
  public String toString() {
    return method + " " + path + " " + (status.isPresent() ? String.valueOf(status.getAsInt()) : "unanswered")
        + (fault.equals(Fault.none()) ? "" : " (" + fault + ")");
  }
}
