package dev.slipway.testkit.registry;

import com.google.common.base.Ascii;
import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableListMultimap;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * The headers of an HTTP message, in their order. Names are kept as they were written and compared without regard to case.
 *
 * @param all names and values
 */
public record Headers(ImmutableListMultimap<String, String> all) {
  private static final Headers NONE = new Headers(ImmutableListMultimap.of());

  /** No headers. */
  public static Headers none() {
    return NONE;
  }

  /** One header. */
  public static Headers of(String name, String value) {
    return new Headers(ImmutableListMultimap.of(name, value));
  }

  /** The values of a header; none if it is not there. */
  public ImmutableList<String> values(String name) {
    return all.entries().stream().filter(entry -> Ascii.equalsIgnoreCase(entry.getKey(), name)).map(Map.Entry::getValue)
        .collect(ImmutableList.toImmutableList());
  }

  /** The first value of a header. */
  public Optional<String> first(String name) {
    return values(name).stream().findFirst();
  }

  /** Whether a header is there. */
  public boolean has(String name) {
    return first(name).isPresent();
  }

  /** The same with one more header, beside any of that name. */
  public Headers and(String name, String value) {
    return new Headers(ImmutableListMultimap.<String, String>builder().putAll(all).put(name, value).build());
  }

  /** The same with exactly this value of a header. */
  public Headers with(String name, String value) {
    return without(name).and(name, value);
  }

  /** The same without a header. */
  public Headers without(String name) {
    return new Headers(all.entries().stream().filter(entry -> !Ascii.equalsIgnoreCase(entry.getKey(), name))
        .collect(ImmutableListMultimap.toImmutableListMultimap(Map.Entry::getKey, Map.Entry::getValue)));
  }

  /** {@code name: value} pairs, separated by commas. */
  @Override
  public String toString() {
    return all.entries().stream().map(entry -> entry.getKey() + ": " + entry.getValue()).collect(Collectors.joining(", "));
  }
}
