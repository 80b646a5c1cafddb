package dev.slipway.dockerfile;

import com.google.re2j.Matcher;
import com.google.re2j.Pattern;
import dev.slipway.InvalidValueException;
import java.util.Optional;

/**
 * A state of the Dockerfile language, by the release of {@code docker/dockerfile} that reads it: {@code 1.4} and such.
 *
 * @param minor the number behind the point, from 0 on
 */
public record FrontendLevel(int minor) implements Comparable<FrontendLevel> {
  /** What is read here, whatever a file asks for. */
  public static final FrontendLevel SUPPORTED = new FrontendLevel(26);

  private static final Pattern VERSION = Pattern.compile("1\\.(\\d{1,4})(?:\\.\\d+)?");
  private static final Pattern SYNTAX = Pattern.compile("(?:docker\\.io/)?docker/dockerfile:(1\\.\\d{1,4}(?:\\.\\d+)?)(?:-labs)?(?:@.*)?");

  /** Checks the number. */
  public FrontendLevel {
    if (minor < 0) {
      throw new InvalidValueException("'1." + minor + "' is no release of the Dockerfile language; write for example '1.4'");
    }
  }

  /**
   * Reads {@code 1.4} or {@code 1.4.1}.
   *
   * @throws InvalidValueException if the text has another form
   */
  public static FrontendLevel parse(String text) {
    Matcher version = VERSION.matcher(text);
    if (!version.matches()) {
      throw new InvalidValueException("'" + text + "' is no release of the Dockerfile language; write for example '1.4'");
    }
    return new FrontendLevel(Integer.parseInt(version.group(1)));
  }

  /** What a file asks for by {@code # syntax=docker/dockerfile:1.4}; nothing if it names no exact release. */
  static Optional<FrontendLevel> asked(Dockerfile file) {
    return file.directive(Directive.Kind.SYNTAX).map(directive -> SYNTAX.matcher(directive.value().text())).filter(Matcher::matches)
        .map(release -> parse(release.group(1)));
  }

  /** Whether what came with a feature can be read. */
  boolean has(DockerfileFeature feature) {
    return minor >= Integer.parseInt(feature.since().substring(2));
  }

  @Override
  public int compareTo(FrontendLevel other) {
    return Integer.compare(minor, other.minor);
  }

  /** The release, such as {@code 1.4}. */
  @Override
  public String toString() {
    return "1." + minor;
  }
}
