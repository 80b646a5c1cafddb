package dev.slipway.image;

import com.google.common.base.CharMatcher;
import com.google.common.base.Splitter;
import dev.slipway.InvalidValueException;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * The name of an image in a registry: {@code domain/path[:tag][@digest]}, as the grammar of the distribution project
 * defines it. Short names are completed as Docker does: {@code debian} is {@code docker.io/library/debian}, and so is
 * {@code index.docker.io/debian}.
 *
 * @param domain host name or address with optional port, such as {@code localhost:5000}, at most 259 characters; without
 *     dot, port and capital letter only {@code localhost}, since other such names are read as the start of a path
 * @param path one or more lower-case components with slashes between them, at most 255 characters
 * @param tag at most 128 letters, digits, dots, underscores and hyphens; absent is not the same as {@code latest}
 * @param digest the digest of the manifest or index, when the reference is pinned
 */
public record ImageReference(String domain, String path, Optional<String> tag, Optional<Digest> digest) {
  /** The registry of names without a domain. */
  public static final String DEFAULT_DOMAIN = "docker.io";

  private static final String OFFICIAL = "library/";
  private static final String LEGACY_DOMAIN = "index.docker.io";
  private static final int MAX_PATH_LENGTH = 255;
  /** A host name of 253 characters, as DNS limits them, and a port. */
  private static final int MAX_DOMAIN_LENGTH = 259;
  private static final int MAX_TAG_LENGTH = 128;
  private static final CharMatcher DIGITS = CharMatcher.inRange('0', '9');
  private static final CharMatcher LOWER_DIGITS = CharMatcher.inRange('a', 'z').or(DIGITS);
  private static final CharMatcher LETTERS_DIGITS = LOWER_DIGITS.or(CharMatcher.inRange('A', 'Z'));
  private static final CharMatcher WORD = LETTERS_DIGITS.or(CharMatcher.is('_'));
  private static final CharMatcher HEX = CharMatcher.inRange('0', '9').or(CharMatcher.inRange('a', 'f'));

  /** Completes the name and checks every component against the grammar. */
  public ImageReference {
    domain = domain.equals(LEGACY_DOMAIN) ? DEFAULT_DOMAIN : domain;
    path = domain.equals(DEFAULT_DOMAIN) && path.indexOf('/') < 0 ? OFFICIAL + path : path;
    if (!isDomain(domain)) {
      throw refused(domain, "'" + domain + "' is not a host name or address with optional port, such as 'localhost:5000'");
    }
    if (!namesDomain(domain)) {
      throw refused(domain + "/" + path,
          "'" + domain + "' would be read as part of a path; a domain has a dot or a port, as in '" + domain + ":443', or is 'localhost'");
    }
    for (String component : Splitter.on('/').split(path)) {
      if (!isPathComponent(component)) {
        throw refused(path,
            "component '" + component + "' must be lower-case letters and digits, separated by one '.', one or two '_' or any number of '-'"
                + (component.equals(component.toLowerCase(Locale.ROOT)) ? "" : "; write it in lower case"));
      }
    }
    if (path.length() > MAX_PATH_LENGTH) {
      throw refused(path, "the path is longer than " + MAX_PATH_LENGTH + " characters");
    }
    if (domain.length() > MAX_DOMAIN_LENGTH) {
      throw refused(domain, "the domain is longer than " + MAX_DOMAIN_LENGTH + " characters");
    }
    if (tag.isPresent() && !isTag(tag.get())) {
      throw refused(path, "tag '" + tag.get() + "' must be 1 to 128 letters, digits, '.', '_' or '-', and not begin with '.' or '-'");
    }
  }

  /**
   * Reads a reference, completing a short name.
   *
   * @throws InvalidValueException if the text does not follow the grammar, or is 64 hexadecimal digits (an image id)
   */
  public static ImageReference parse(String text) {
    if (text.length() == 64 && HEX.matchesAllOf(text)) {
      throw refused(text, "64 hexadecimal digits are the id of an image, not a name");
    }
    String rest = text;
    Optional<Digest> digest = Optional.empty();
    int at = rest.indexOf('@');
    if (at >= 0) {
      digest = Optional.of(Digest.parse(rest.substring(at + 1)));
      rest = rest.substring(0, at);
    }
    Optional<String> tag = Optional.empty();
    int colon = rest.lastIndexOf(':');
    if (colon > rest.lastIndexOf('/')) {
      tag = Optional.of(rest.substring(colon + 1));
      rest = rest.substring(0, colon);
    }
    if (rest.isEmpty()) {
      throw refused(text, "it has no name; write for example 'debian:bookworm-slim'");
    }
    int slash = rest.indexOf('/');
    if (slash > 0 && namesDomain(rest.substring(0, slash))) {
      return new ImageReference(rest.substring(0, slash), rest.substring(slash + 1), tag, digest);
    }
    return new ImageReference(DEFAULT_DOMAIN, rest, tag, digest);
  }

  /** The same name with another tag and no digest. */
  public ImageReference withTag(String newTag) {
    return new ImageReference(domain, path, Optional.of(newTag), Optional.empty());
  }

  /** The same name and tag, pinned to a digest. */
  public ImageReference withDigest(Digest newDigest) {
    return new ImageReference(domain, path, tag, Optional.of(newDigest));
  }

  /** The same name without a digest: by tag if it has one. */
  public ImageReference withoutDigest() {
    return new ImageReference(domain, path, tag, Optional.empty());
  }

  /** The domain and path, without tag and digest. */
  public String repository() {
    return domain + "/" + path;
  }

  /** The shortest text that {@link #parse} reads as this reference, as people write it: {@code debian:12}. */
  public String familiar() {
    String name = repository();
    if (domain.equals(DEFAULT_DOMAIN)) {
      String official = path.startsWith(OFFICIAL) ? path.substring(OFFICIAL.length()) : path;
      String shortest = official.indexOf('/') < 0 ? official : path;
      name = isSafeShort(shortest) ? shortest : name;
    }
    return name + suffix();
  }

  /** The complete text, domain included. */
  @Override
  public String toString() {
    return repository() + suffix();
  }

  private String suffix() {
    return tag.map(value -> ":" + value).orElse("") + digest.map(value -> "@" + value).orElse("");
  }

  /** A short name must not be read back with its first component as a domain, or as an image id. */
  private boolean isSafeShort(String name) {
    int slash = name.indexOf('/');
    boolean looksLikeId = name.length() == 64 && HEX.matchesAllOf(name) && tag.isEmpty() && digest.isEmpty();
    return !looksLikeId && (slash < 0 || !namesDomain(name.substring(0, slash)));
  }

  private static boolean namesDomain(String component) {
    return component.indexOf('.') >= 0
        || component.indexOf(':') >= 0
        || component.equals("localhost")
        || !component.equals(component.toLowerCase(Locale.ROOT));
  }

  private static boolean isDomain(String domain) {
    int colon = domain.lastIndexOf(':');
    boolean port = colon >= 0 && !domain.endsWith("]");
    if (port && (colon + 1 == domain.length() || !DIGITS.matchesAllOf(domain.substring(colon + 1)))) {
      return false;
    }
    String host = port ? domain.substring(0, colon) : domain;
    if (host.startsWith("[")) {
      String address = host.substring(1, Math.max(1, host.length() - 1));
      return host.endsWith("]") && !address.isEmpty()
          && HEX.or(CharMatcher.inRange('A', 'F')).or(CharMatcher.is(':')).matchesAllOf(address);
    }
    for (String label : Splitter.on('.').split(host)) {
      if (label.isEmpty() || label.startsWith("-") || label.endsWith("-") || !LETTERS_DIGITS.or(CharMatcher.is('-')).matchesAllOf(label)) {
        return false;
      }
    }
    return true;
  }

  /** {@code [a-z0-9]+((\.|_|__|-+)[a-z0-9]+)*}. */
  private static boolean isPathComponent(String component) {
    int at = 0;
    while (true) {
      int start = at;
      while (at < component.length() && LOWER_DIGITS.matches(component.charAt(at))) {
        at++;
      }
      if (at == start) {
        return false;
      }
      if (at == component.length()) {
        return true;
      }
      int separator = at;
      while (at < component.length() && !LOWER_DIGITS.matches(component.charAt(at))) {
        at++;
      }
      String text = component.substring(separator, at);
      if (!List.of(".", "_", "__").contains(text) && !CharMatcher.is('-').matchesAllOf(text)) {
        return false;
      }
    }
  }

  private static boolean isTag(String tag) {
    return !tag.isEmpty()
        && tag.length() <= MAX_TAG_LENGTH
        && WORD.matches(tag.charAt(0))
        && WORD.or(CharMatcher.anyOf(".-")).matchesAllOf(tag);
  }

  private static InvalidValueException refused(String text, String reason) {
    String shown = text.length() <= 120 ? text : text.substring(0, 120) + "…";
    return new InvalidValueException("image reference '" + shown + "' is not valid: " + reason);
  }
}
