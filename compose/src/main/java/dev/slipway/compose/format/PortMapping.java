package dev.slipway.compose.format;

import com.google.common.collect.ImmutableList;
import dev.slipway.InvalidValueException;
import dev.slipway.image.Port.Protocol;
import java.util.Optional;

/**
 * Ports of a container and of the host that leads to them, as {@code ports} of a service writes them in one string:
 * {@code [address:][host:]container[/protocol]}, where host and container may be ranges. A range of the host for a range of
 * the container pairs them; a range of the host for one port of the container leaves the choice to the engine.
 *
 * @param hostIp the address on the host, without brackets; all of them if empty
 * @param published the ports on the host; chosen by the engine if empty
 * @param target the ports in the container
 * @param protocol the transport
 */
public record PortMapping(Optional<String> hostIp, Optional<PortRange> published, PortRange target, Protocol protocol) {
  /** Checks that the ranges fit and the address is one. */
  public PortMapping {
    published.ifPresent(range -> {
      if (target.size() > 1 && range.size() != target.size()) {
        throw new InvalidValueException("'" + range + ":" + target + "' pairs ranges of different length: write as many ports of the host"
            + " as of the container, or one port of the container");
      }
    });
    hostIp.ifPresent(address -> {
      if (!IpText.isAddress(address)) {
        throw new InvalidValueException(Quoted.of(address) + " is no address: write one such as 127.0.0.1 or ::1");
      }
    });
  }

  /** Reads the short form. */
  public static Parsed<PortMapping> parse(String text) {
    return new PortScan(text).mapping();
  }

  /** A TCP port of the host that leads to one of the container. */
  public static PortMapping of(int published, int target) {
    return new PortMapping(Optional.empty(), Optional.of(PortRange.of(published)), PortRange.of(target), Protocol.TCP);
  }

  /** The same for each port of the container, ascending, as canonical compose files list them. */
  public ImmutableList<PortMapping> expanded() {
    if (target.isSingle()) {
      return ImmutableList.of(this);
    }
    return target.ports()
        .mapToObj(port -> new PortMapping(hostIp, published.map(range -> PortRange.of(range.first() + port - target.first())),
            PortRange.of(port), protocol))
        .collect(ImmutableList.toImmutableList());
  }

  /** The short form, such as {@code 127.0.0.1:8080:80/udp}; TCP is left out. */
  @Override
  public String toString() {
    StringBuilder out = new StringBuilder();
    hostIp.ifPresent(address -> out.append(address.indexOf(':') < 0 ? address : "[" + address + "]").append(':'));
    published.ifPresent(out::append);
    if (hostIp.isPresent() || published.isPresent()) {
      out.append(':');
    }
    return out.append(target).append(protocol == Protocol.TCP ? "" : "/" + protocol.id()).toString();
  }
}
