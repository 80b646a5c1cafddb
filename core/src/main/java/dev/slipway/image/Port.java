package dev.slipway.image;

import dev.slipway.InvalidValueException;
import java.util.Locale;

/**
 * A port on which a container listens.
 *
 * @param number 1 to 65535
 * @param protocol TCP unless said otherwise
 */
public record Port(int number, Protocol protocol) {
  /** A transport protocol. */
  public enum Protocol {
    /** Transmission Control Protocol. */
    TCP,
    /** User Datagram Protocol. */
    UDP,
    /** Stream Control Transmission Protocol. */
    SCTP;

    /** The protocol as images write it, such as {@code tcp}. */
    public String id() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /** Checks the range. */
  public Port {
    if (number < 1 || number > 65_535) {
      throw new InvalidValueException("port " + number + " is not between 1 and 65535");
    }
  }

  /** A TCP port. */
  public static Port tcp(int number) {
    return new Port(number, Protocol.TCP);
  }

  /** A UDP port. */
  public static Port udp(int number) {
    return new Port(number, Protocol.UDP);
  }

  /** The port as image configurations write it: {@code 8080/tcp}. */
  @Override
  public String toString() {
    return number + "/" + protocol.id();
  }
}
