package dev.slipway.build;

import com.google.common.collect.ImmutableSortedSet;
import java.util.Locale;

/**
 * Which hosts {@code ADD} may fetch from: none unless named. Every redirect is checked again.
 *
 * @param hosts names as they stand in addresses, lower case, with a port where it is not the scheme's
 */
public record UrlPolicy(ImmutableSortedSet<String> hosts) {
  /** Fetches nothing. */
  public static final UrlPolicy NONE = new UrlPolicy(ImmutableSortedSet.of());

  /** Fetches from these hosts only. */
  public static UrlPolicy allowing(String... hosts) {
    ImmutableSortedSet.Builder<String> names = ImmutableSortedSet.naturalOrder();
    for (String host : hosts) {
      names.add(host.toLowerCase(Locale.ROOT));
    }
    return new UrlPolicy(names.build());
  }
}
