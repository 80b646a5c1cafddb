package dev.slipway.compose;

import com.google.common.base.Splitter;
import com.google.common.collect.ImmutableList;
import com.google.common.primitives.Ints;
import java.util.List;
import java.util.Optional;

/**
 * A port of the host that a service takes.
 *
 * @param service the key of the service
 * @param address the address of the host; empty for all
 * @param first the port, or the lowest of a range from which one is taken
 * @param last the same port, or the highest of the range
 * @param protocol such as {@code tcp}
 * @param target the port of the container
 */
public record PortUse(String service, Optional<String> address, int first, int last, String protocol, int target) {

  /** What is known of the services' ports: those that variables tell, and those that are free to choose, are left out. */
  static ImmutableList<PortUse> of(Project project) {
    return project.services().values().stream().flatMap(service -> service.ports().stream().flatMap(port -> of(service, port).stream()))
        .collect(ImmutableList.toImmutableList());
  }

  private static Optional<PortUse> of(Service service, PublishedPort port) {
    Optional<Text> address = port.value(PublishedPort.HOST_IP).filter(text -> !text.isEmpty());
    List<Integer> range = Splitter.on('-').limit(2)
        .splitToStream(port.value(PublishedPort.PUBLISHED).flatMap(Text::literal).orElse("")).map(Ints::tryParse)
        .filter(number -> number != null).toList();
    String protocol = port.value(PublishedPort.PROTOCOL).map(Text::template).orElse("tcp");
    Optional<Long> target = port.value(PublishedPort.TARGET);
    boolean known = !range.isEmpty() && range.get(0) > 0 && range.get(range.size() - 1) <= 65_535 && target.isPresent()
        && address.map(text -> text.literal().isPresent()).orElse(true);
    return known
        ? Optional.of(new PortUse(service.key(), address.map(Text::template), range.get(0), range.get(range.size() - 1), protocol,
            target.get().intValue()))
        : Optional.empty();
  }

  /** Whether it is one port, rather than one of a range. */
  public boolean isFixed() {
    return first == last;
  }

  /** The use as files write it, with the service before it. */
  @Override
  public String toString() {
    String host = address.map(text -> (text.indexOf(':') >= 0 ? "[" + text + "]" : text) + ":").orElse("");
    return service + " " + host + (isFixed() ? "" + first : first + "-" + last) + ":" + target + "/" + protocol;
  }
}
