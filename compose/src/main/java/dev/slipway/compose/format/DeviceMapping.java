package dev.slipway.compose.format;

import com.google.common.base.Splitter;
import dev.slipway.InvalidValueException;
import java.util.List;

/**
 * A device of the host in a container, as {@code devices} of a service writes it in one string:
 * {@code source[:target[:permissions]]}.
 *
 * @param source the path on the host, or the name of a device as {@code vendor.com/class=name}
 * @param target the path in the container
 * @param permissions letters of {@code rwm}: read, write, make nodes
 */
public record DeviceMapping(String source, String target, String permissions) {
  private static final String ALL = "rwm";

  /** Checks that it can be written. */
  public DeviceMapping {
    if (source.indexOf(':') >= 0 || target.indexOf(':') >= 0 || permissions.indexOf(':') >= 0) {
      throw new InvalidValueException(Quoted.of(source + ":" + target + ":" + permissions)
          + " has too many colons: write a source, a target and permissions, such as /dev/ttyUSB0:/dev/ttyUSB0:rw");
    }
  }

  /** Reads the short form. A missing target is the source, missing permissions are all. */
  public static Parsed<DeviceMapping> parse(String text) {
    List<String> parts = Splitter.on(':').limit(4).splitToList(text);
    if (parts.size() > 3) {
      return Parsed.failed(TextProblem.error(0, text.length(), Quoted.of(text) + " has too many colons",
          "write a source, a target and permissions, such as /dev/ttyUSB0:/dev/ttyUSB0:rw, or the long form"));
    }
    String target = parts.size() > 1 && !parts.get(1).isEmpty() ? parts.get(1) : parts.get(0);
    return Parsed.of(new DeviceMapping(parts.get(0), target, parts.size() > 2 ? parts.get(2) : ALL));
  }

  /** The short form; what is usual is left out. */
  @Override
  public String toString() {
    boolean usual = permissions.equals(ALL);
    return source + (usual && target.equals(source) ? "" : ":" + target) + (usual ? "" : ":" + permissions);
  }
}
