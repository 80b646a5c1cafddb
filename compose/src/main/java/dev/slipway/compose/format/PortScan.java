package dev.slipway.compose.format;

import com.google.common.base.Ascii;
import dev.slipway.image.Port.Protocol;
import java.util.Arrays;
import java.util.Optional;

/** Reads the short form of ports. For one thread. */
final class PortScan {
  private static final String FORM = "write a port of the container, such as 80, or one of the host and one of the container, such as"
      + " 8080:80, 127.0.0.1:8080:80 or 8080:80/udp";

  private final String text;
  private final TextProblems problems = new TextProblems();
  private final int host;
  private final int container;
  private final int slash;

  PortScan(String text) {
    this.text = text;
    int last = text.lastIndexOf(':');
    this.container = last + 1;
    this.host = last < 0 ? 0 : text.lastIndexOf(':', last - 1) + 1;
    int separator = text.indexOf('/', container);
    this.slash = separator < 0 ? text.length() : separator;
  }

  Parsed<PortMapping> mapping() {
    Optional<String> address = address();
    if (slash == container) {
      problems.error(container, text.length(), Quoted.of(text) + " names no port of the container", FORM);
    }
    PortRange target = problems.failed() ? PortRange.of(0) : range(container, slash, "container");
    Optional<PortRange> published = problems.failed() || container - 1 <= host
        ? Optional.empty()
        : Optional.of(range(host, container - 1, "host"));
    if (!problems.failed() && published.isPresent() && target.size() > 1 && published.get().size() != target.size()) {
      problems.error(host, slash, "the ranges '" + published.get() + "' and '" + target + "' have different lengths",
          "write as many ports of the host as of the container, or one port of the container");
    }
    Protocol protocol = problems.failed() ? Protocol.TCP : protocol();
    if (!problems.failed() && target.first() == 0) {
      problems.warning(container, slash, "port 0 of a container can be reached by nobody", FORM);
    }
    return problems.failed()
        ? problems.with(new PortMapping(Optional.empty(), Optional.empty(), PortRange.of(0), Protocol.TCP))
        : problems.with(new PortMapping(address, published, target, protocol));
  }

  /** The address before the last two colons; brackets may stand around it, and must around one with colons. */
  private Optional<String> address() {
    if (host <= 1) {
      return Optional.empty();
    }
    String raw = text.substring(0, host - 1);
    boolean brackets = raw.startsWith("[") && raw.endsWith("]");
    String address = brackets ? raw.substring(1, raw.length() - 1) : raw;
    if (address.isEmpty() && brackets) {
      return Optional.empty();
    }
    if (address.indexOf(':') >= 0 && !brackets) {
      boolean version6 = IpText.isAddress(address);
      problems.error(0, host - 1, Quoted.of(raw) + (version6 ? " needs brackets" : " is no address"),
          version6 ? "write [" + address + "]" + text.substring(host - 1) : FORM);
    } else if (!IpText.isAddress(address)) {
      problems.error(0, host - 1, Quoted.of(raw) + " is no address of the host",
          "write an address such as 127.0.0.1 or [::1], not a name; quote the whole in YAML");
    }
    return Optional.of(address);
  }

  private PortRange range(int start, int end, String side) {
    int dash = text.indexOf('-', start);
    if (dash < 0 || dash >= end) {
      int port = PortRange.number(text.substring(start, end));
      return port < 0 ? failed(start, end, "is no port of the " + side) : PortRange.of(port);
    }
    int second = text.indexOf('-', dash + 1);
    int lastEnd = second < 0 || second > end ? end : second;
    int first = PortRange.number(text.substring(start, dash));
    int last = PortRange.number(text.substring(dash + 1, lastEnd));
    if (first < 0 || last < 0) {
      return failed(start, end, "is no range of ports of the " + side);
    }
    if (last < first) {
      return failed(start, end, "ends before it begins");
    }
    if (lastEnd < end) {
      problems.warning(lastEnd, end, Quoted.of(text, lastEnd, end) + " is dropped: a range has two ends", "write " + first + "-" + last);
    }
    return new PortRange(first, last);
  }

  private PortRange failed(int start, int end, String fault) {
    problems.error(start, end, Quoted.of(text, start, end) + " " + fault, "write a number up to 65535, or a range such as 8000-8010");
    return PortRange.of(0);
  }

  private Protocol protocol() {
    int start = Math.min(text.length(), slash + 1);
    int more = text.indexOf('/', start);
    int end = more < 0 ? text.length() : more;
    String name = Ascii.toLowerCase(text.substring(start, end));
    if (more >= 0) {
      problems.warning(more, text.length(), Quoted.of(text, more, text.length()) + " is dropped: a port has one protocol",
          "write an entry for each protocol");
    }
    Optional<Protocol> protocol = Arrays.stream(Protocol.values()).filter(one -> one.id().equals(name)).findFirst();
    if (protocol.isEmpty() && !name.isEmpty()) {
      problems.error(start, end, Quoted.of(name) + " is no protocol", "write tcp, udp or sctp");
    }
    return protocol.orElse(Protocol.TCP);
  }
}
