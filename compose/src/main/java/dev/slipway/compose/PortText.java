package dev.slipway.compose;

import com.google.common.base.CharMatcher;
import com.google.common.collect.ImmutableSet;
import com.google.common.net.InetAddresses;
import dev.slipway.yaml.YamlMap;
import dev.slipway.yaml.YamlScalar;
import dev.slipway.yaml.YamlValue;
import java.util.Optional;

/** Writes published ports as {@code address:published:target/protocol}. */
final class PortText {
  private static final ImmutableSet<String> TOLD = ImmutableSet.of("host_ip", "target", "published", "protocol");
  private static final CharMatcher RANGE = CharMatcher.inRange('0', '9').or(CharMatcher.is('-'));
  private static final ImmutableSet<String> PROTOCOLS = ImmutableSet.of("tcp", "udp", "sctp");

  private PortText() {}

  /** The short form, if it says everything. */
  static Optional<YamlValue> brief(PublishedPort port, Encoding to) {
    YamlMap all = PublishedPort.ELEMENT.encode(port, to);
    Optional<Text> published = port.value(PublishedPort.PUBLISHED);
    Optional<Text> address = port.value(PublishedPort.HOST_IP);
    boolean told = port.value(PublishedPort.TARGET).isPresent() && all.entries().stream().allMatch(entry -> TOLD.contains(entry.name()))
        && !all.entries().stream().anyMatch(entry -> entry.value().isNull());
    if (!told || !published.map(PortText::isPort).orElse(true) || !address.map(PortText::isAddress).orElse(true)) {
      return Optional.empty();
    }
    Optional<String> protocol = port.value(PublishedPort.PROTOCOL).flatMap(Text::literal);
    if (protocol.filter(PROTOCOLS::contains).isEmpty() && all.get("protocol").isPresent()) {
      return Optional.empty();
    }
    String text = address.map(host -> host.literal().orElse("")).map(host -> (host.indexOf(':') >= 0 ? "[" + host + "]" : host) + ":")
        .orElse("")
        + published.map(host -> to.characters(host) + ":").orElse(address.isPresent() ? ":" : "")
        + port.value(PublishedPort.TARGET).orElse(0L)
        + (all.get("protocol").isPresent() ? "/" + protocol.orElse("tcp") : "");
    return Optional.of(YamlScalar.of(text));
  }

  /** A number, a range, or a variable alone: more cannot be told from what stands around it. */
  private static boolean isPort(Text text) {
    return text.literal().map(literal -> !literal.isEmpty() && RANGE.matchesAllOf(literal)).orElseGet(() -> text.isSingleVariable());
  }

  private static boolean isAddress(Text text) {
    return text.literal().filter(InetAddresses::isInetAddress).isPresent();
  }
}
