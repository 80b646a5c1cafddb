package dev.slipway.layout;

import com.google.common.collect.ImmutableList;
import dev.slipway.ArchiveException;
import dev.slipway.DocumentException;
import dev.slipway.ErrorCode;
import dev.slipway.image.Digest;
import dev.slipway.image.Platform;
import dev.slipway.oci.Annotations;
import dev.slipway.oci.Descriptor;
import dev.slipway.oci.ImageConfig;
import dev.slipway.oci.Index;
import dev.slipway.oci.Manifest;
import dev.slipway.oci.ManifestDocument;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** Chooses the one image of a layout that a name and a platform mean, or says what there is to choose from. */
final class ImageChoice {
  private static final int MAX_DEPTH = 8;
  private static final int MAX_DOCUMENTS = 4096;
  private static final String NO_NAME = "(no name)";

  /** An image that could be meant. */
  private record Candidate(Descriptor descriptor, Platform platform, int preference) {}

  private final BlobSource source;
  private final Platform wanted;
  private final Set<String> platforms = new TreeSet<>();
  private int documents;

  ImageChoice(BlobSource source, Platform wanted) {
    this.source = source;
    this.wanted = wanted;
  }

  /** What was chosen, and the platform by which it was. */
  record Chosen(Manifest manifest, Platform platform) {}

  /** The image that a manifest is, or that an index leads to. */
  Chosen choose(Descriptor top) {
    return chosen(best(top, 0).orElseThrow(this::nothing));
  }

  /** The image of a layout that is meant. */
  Chosen choose(Index index, Set<String> names) {
    ImmutableList<Descriptor> entries = named(index, names);
    List<Candidate> candidates = new ArrayList<>();
    for (Descriptor entry : entries) {
      best(entry, 0).ifPresent(candidates::add);
    }
    if (candidates.isEmpty()) {
      throw nothing();
    }
    int best = candidates.stream().mapToInt(Candidate::preference).min().getAsInt();
    List<Candidate> chosen = candidates.stream().filter(candidate -> candidate.preference == best).toList();
    if (chosen.stream().map(candidate -> candidate.descriptor.digest()).distinct().count() > 1) {
      throw ambiguous(entries);
    }
    return chosen(chosen.get(0));
  }

  private ArchiveException nothing() {
    return new ArchiveException(
        ErrorCode.NOT_FOUND,
        source.name() + " has no image for '" + wanted + "'; there is "
            + (platforms.isEmpty() ? "none at all" : String.join(", ", platforms) + ": to use that all the same, say so by onPlatform(…)"));
  }

  private Chosen chosen(Candidate candidate) {
    return new Chosen(manifest(candidate.descriptor), candidate.platform);
  }

  private ImmutableList<Descriptor> named(Index index, Set<String> names) {
    ImmutableList<Descriptor> images = index.manifests().stream()
        .filter(entry -> entry.mediaType().isManifest() || entry.mediaType().isIndex() || entry.mediaType().isSchema1())
        .collect(ImmutableList.toImmutableList());
    ImmutableList<Descriptor> chosen = images.stream()
        .filter(entry -> names.isEmpty() || names.stream().anyMatch(name -> isNamed(entry, name)))
        .collect(ImmutableList.toImmutableList());
    if (chosen.isEmpty()) {
      throw new ArchiveException(
          ErrorCode.NOT_FOUND,
          source.name() + (names.isEmpty()
              ? " holds no image"
              : " has no image named '" + String.join("', '", names) + "'; there is " + names(images)));
    }
    boolean oneImage = chosen.stream().map(Descriptor::digest).distinct().count() == 1;
    boolean oneName = chosen.stream().map(entry -> entry.referenceName().orElse(NO_NAME)).distinct().count() == 1;
    if (!oneImage && !oneName) {
      throw ambiguous(chosen);
    }
    return chosen;
  }

  private static boolean isNamed(Descriptor entry, String name) {
    return name.equals(entry.annotations().get(Annotations.REF_NAME)) || name.equals(entry.annotations().get(Annotations.CONTAINERD_NAME));
  }

  private static String names(List<Descriptor> entries) {
    return entries.isEmpty()
        ? "none"
        : entries.stream().limit(50).map(entry -> "'" + entry.referenceName().orElse(NO_NAME) + "'").distinct()
            .collect(Collectors.joining(", "));
  }

  private DocumentException ambiguous(List<Descriptor> entries) {
    String choices = entries.stream().limit(50)
        .map(entry -> "'" + entry.referenceName().orElse(NO_NAME) + "' (" + entry.digest() + ")")
        .collect(Collectors.joining(", "));
    return new DocumentException(
        ErrorCode.NOT_FOUND, source.name() + " holds several images: " + choices + "; choose one by name, as in named(\"1.0\")");
  }

  /** The best image that an entry leads to, if any runs here; among equals the first. */
  private Optional<Candidate> best(Descriptor entry, int depth) {
    if (++documents > MAX_DOCUMENTS || depth > MAX_DEPTH) {
      throw new DocumentException(
          ErrorCode.LIMIT_EXCEEDED,
          source.name() + ": its indexes nest more than " + MAX_DEPTH + " deep or name more than " + MAX_DOCUMENTS + " images");
    }
    if (entry.mediaType().isIndex()) {
      return document(entry) instanceof Index index
          ? index.manifests().stream().flatMap(child -> best(child, depth + 1).stream()).min(Comparator.comparingInt(Candidate::preference))
          : Optional.empty();
    }
    Optional<Platform> platform = entry.platform().or(() -> platform(entry));
    platform.ifPresent(found -> platforms.add(found.toString()));
    return platform.filter(wanted::runs).map(found -> new Candidate(entry, found, wanted.preferenceFor(found)));
  }

  /** The platform of an entry that does not state it, from its configuration; none if it is no image. */
  private Optional<Platform> platform(Descriptor entry) {
    if (!entry.mediaType().isManifest() && !entry.mediaType().isSchema1()) {
      return Optional.empty();
    }
    Manifest manifest = manifest(entry);
    return manifest.isImage() ? Optional.of(ImageConfig.read(Sources.document(source, manifest.config())).platform()) : Optional.empty();
  }

  private Manifest manifest(Descriptor entry) {
    if (document(entry) instanceof Manifest manifest) {
      return manifest;
    }
    Digest digest = entry.digest();
    throw new DocumentException(ErrorCode.MALFORMED_DOCUMENT,
        source.name() + ": '" + digest + "' is an index, but was announced as a manifest");
  }

  private ManifestDocument document(Descriptor entry) {
    return ManifestDocument.read(Sources.document(source, entry), entry.mediaType());
  }
}
