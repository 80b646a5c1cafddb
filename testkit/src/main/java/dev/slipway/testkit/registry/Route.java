package dev.slipway.testkit.registry;

import com.google.common.base.Joiner;
import com.google.common.base.Splitter;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;

/** What a path of the distribution specification ("Endpoints") leads to. */
sealed interface Route {
  /** {@code /v2/}. */
  record Version() implements Route {}

  /** {@code /v2/_catalog}. */
  record Catalog() implements Route {}

  /** {@code /v2/name/tags/list}. */
  record Tags(String repository) implements Route {}

  /** {@code /v2/name/manifests/reference}. */
  record Manifests(String repository, String reference) implements Route {}

  /** {@code /v2/name/blobs/digest}. */
  record Blobs(String repository, String digest) implements Route {}

  /** {@code /v2/name/blobs/uploads/}. */
  record Uploads(String repository) implements Route {}

  /** {@code /v2/name/blobs/uploads/session}. */
  record Upload(String repository, String session) implements Route {}

  /** {@code /v2/name/referrers/digest}. */
  record Referrers(String repository, String digest) implements Route {}

  /** Anything else. */
  record Nowhere() implements Route {}

  /** The repository, unchecked. */
  default Optional<String> name() {
    return switch (this) {
      case Tags tags -> Optional.of(tags.repository());
      case Manifests manifests -> Optional.of(manifests.repository());
      case Blobs blobs -> Optional.of(blobs.repository());
      case Uploads uploads -> Optional.of(uploads.repository());
      case Upload upload -> Optional.of(upload.repository());
      case Referrers referrers -> Optional.of(referrers.repository());
      case Version version -> Optional.empty();
      case Catalog catalog -> Optional.empty();
      case Nowhere nowhere -> Optional.empty();
    };
  }

  /** Reads a path. Names may hold components such as {@code blobs}, so what matters stands at the end. */
  static Route of(String path) {
    if (path.equals("/v2/") || path.equals("/v2")) {
      return new Version();
    }
    if (path.equals("/v2/_catalog")) {
      return new Catalog();
    }
    if (!path.startsWith("/v2/")) {
      return new Nowhere();
    }
    List<String> parts = Splitter.on('/').splitToStream(path.substring("/v2/".length())).map(Route::decoded).toList();
    int size = parts.size();
    if (size >= 4 && parts.get(size - 3).equals("blobs") && parts.get(size - 2).equals("uploads")) {
      String name = name(parts, 3);
      return parts.getLast().isEmpty() ? new Uploads(name) : new Upload(name, parts.getLast());
    }
    return size < 3 ? new Nowhere() : pair(parts.get(size - 2), parts.getLast(), name(parts, 2));
  }

  private static Route pair(String kind, String last, String name) {
    return switch (kind) {
      case "blobs" -> last.equals("uploads") ? new Uploads(name) : new Blobs(name, last);
      case "manifests" -> new Manifests(name, last);
      case "referrers" -> new Referrers(name, last);
      case "tags" -> last.equals("list") ? new Tags(name) : new Nowhere();
      default -> new Nowhere();
    };
  }

  private static String name(List<String> parts, int without) {
    return Joiner.on('/').join(parts.subList(0, parts.size() - without));
  }

  private static String decoded(String part) {
    try {
      return part.indexOf('%') < 0 ? part : URLDecoder.decode(part.replace("+", "%2B"), StandardCharsets.UTF_8);
    } catch (IllegalArgumentException notEscaped) {
      return part;
    }
  }
}
