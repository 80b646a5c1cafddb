package dev.slipway.compose.format;

import com.google.common.base.Splitter;
import com.google.common.collect.ImmutableList;
import dev.slipway.InvalidValueException;
import java.util.List;

/**
 * A host name with its addresses, as {@code extra_hosts} writes it in one string: {@code host=address}, or with a colon.
 *
 * @param host the name
 * @param addresses the addresses, without brackets, one at least; words such as {@code host-gateway} too
 */
public record ExtraHost(String host, ImmutableList<String> addresses) {
  private static final String FORM = "write the name and its address, such as db.local=10.0.0.5 or db.local=host-gateway";

  /** Checks that it can be written. */
  public ExtraHost {
    if (!isName(host) || addresses.isEmpty()) {
      throw new InvalidValueException(Quoted.of(host) + " is no name of a host with addresses: " + FORM);
    }
  }

  /** A host with its addresses; brackets around them are taken off. */
  public static ExtraHost of(String host, List<String> addresses) {
    return new ExtraHost(host, addresses.stream().map(ExtraHost::bare).collect(ImmutableList.toImmutableList()));
  }

  /** Reads the short form; several addresses stand with commas between them. */
  public static Parsed<ExtraHost> parse(String text) {
    int sign = text.indexOf('=');
    int separator = sign < 0 ? text.indexOf(':') : sign;
    if (separator < 0) {
      return Parsed.failed(TextProblem.error(0, text.length(), Quoted.of(text) + " has no address", FORM));
    }
    String host = text.substring(0, separator);
    if (!isName(host)) {
      return Parsed.failed(TextProblem.error(0, separator,
          host.isEmpty() ? "no name of a host stands in " + Quoted.of(text) : Quoted.of(host) + " is no name of a host", FORM));
    }
    return Parsed.of(of(host, Splitter.on(',').splitToList(text.substring(separator + 1))));
  }

  /** Whether it can stand before the sign. */
  public static boolean isName(String host) {
    return !host.isEmpty() && host.indexOf(':') < 0 && host.indexOf('=') < 0;
  }

  private static String bare(String address) {
    return address.length() > 2 && address.startsWith("[") && address.endsWith("]") ? address.substring(1, address.length() - 1) : address;
  }

  /** The short form, such as {@code db.local=10.0.0.5,::1}. */
  @Override
  public String toString() {
    return host + "=" + String.join(",", addresses);
  }
}
