package dev.slipway.image;

import com.google.common.collect.ImmutableList;
import com.google.common.net.InetAddresses;
import dev.slipway.InvalidValueException;
import dev.slipway.image.Port.Protocol;
import java.util.Locale;
import java.util.stream.IntStream;

/**
 * One argument of {@code EXPOSE}: a port or a range of ports with a protocol.
 *
 * @param first the lowest port
 * @param last the highest port
 * @param protocol of all of them
 */
public record PortRange(int first, int last, Protocol protocol) {
  /** Checks the order. */
  public PortRange {
    if (first < 1 || last > 65_535 || first > last) {
      throw new InvalidValueException("ports " + first + "-" + last + " are not a range between 1 and 65535");
    }
  }

  /**
   * Reads {@code 8080}, {@code 53/udp} or {@code 7000-7010/tcp}.
   *
   * @throws InvalidValueException if the text has another form; an address or a port of the host, which Docker reads and
   *     drops, is refused too
   */
  public static PortRange parse(String text) {
    int slash = text.indexOf('/');
    String ports = slash < 0 ? text : text.substring(0, slash);
    Protocol protocol = slash < 0 ? Protocol.TCP : protocol(text, text.substring(slash + 1));
    int hyphen = ports.indexOf('-');
    return hyphen < 0
        ? new PortRange(number(text, ports), number(text, ports), protocol)
        : new PortRange(number(text, ports.substring(0, hyphen)), number(text, ports.substring(hyphen + 1)), protocol);
  }

  /**
   * Reads what {@code EXPOSE} takes: as {@link #parse}, with an address and ports of the host before it, as in
   * {@code 127.0.0.1:8080:80}, which are checked and dropped. A slash with no protocol behind it means TCP.
   *
   * @throws InvalidValueException if the text has another form
   */
  public static PortRange container(String text) {
    int colon = text.lastIndexOf(':');
    String own = text.substring(colon + 1);
    PortRange range = parse(own.endsWith("/") ? own.substring(0, own.length() - 1) : own);
    if (colon >= 0) {
      String rest = text.substring(0, colon);
      int second = rest.lastIndexOf(':');
      String ports = rest.substring(second + 1);
      boolean valid = ports.isEmpty() || hostPorts(ports, range);
      if (!valid || second > 0 && !InetAddresses.isInetAddress(rest.substring(0, second).replaceFirst("^\\[(.*)]$", "$1"))) {
        throw refused(text);
      }
    }
    return range;
  }

  /** A range of the host goes with one port of the container, or with a range of the same length. */
  private static boolean hostPorts(String text, PortRange container) {
    try {
      PortRange host = parse(text);
      return text.indexOf('/') < 0 && (container.first == container.last || host.last - host.first == container.last - container.first);
    } catch (InvalidValueException malformed) {
      return false;
    }
  }

  /** All ports of the range. */
  public ImmutableList<Port> ports() {
    return IntStream.rangeClosed(first, last).mapToObj(number -> new Port(number, protocol)).collect(ImmutableList.toImmutableList());
  }

  /** What {@link #parse} reads: {@code 8080/tcp} or {@code 7000-7010/udp}. */
  @Override
  public String toString() {
    return (first == last ? String.valueOf(first) : first + "-" + last) + "/" + protocol.id();
  }

  private static Protocol protocol(String text, String name) {
    for (Protocol protocol : Protocol.values()) {
      if (protocol.id().equals(name.toLowerCase(Locale.ROOT))) {
        return protocol;
      }
    }
    throw refused(text);
  }

  private static int number(String text, String digits) {
    if (digits.isEmpty() || digits.length() > 5 || !digits.chars().allMatch(c -> c >= '0' && c <= '9')) {
      throw refused(text);
    }
    return Integer.parseInt(digits);
  }

  private static InvalidValueException refused(String text) {
    return new InvalidValueException("'" + text
        + "' is not a port to expose; write '8080', '53/udp' or '7000-7010/tcp' (ports of the host are published when the container starts)");
  }
}
