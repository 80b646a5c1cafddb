package dev.slipway.layout;

import com.google.common.base.CharMatcher;
import com.google.common.collect.ImmutableList;
import dev.slipway.ArchiveException;
import dev.slipway.DocumentException;
import dev.slipway.ErrorCode;
import dev.slipway.image.Digest;
import dev.slipway.image.ImageLocation;
import dev.slipway.image.Platform;
import dev.slipway.oci.ImageConfig;
import dev.slipway.oci.SavedImages;
import dev.slipway.oci.SavedImages.SavedImage;
import dev.slipway.store.Store;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Reads docker archives of every age: layers as {@code <id>/layer.tar}, as links to those of another image, and as
 * {@code blobs/sha256/…} beside an OCI index.
 */
final class SavedImageReader {
  private static final String MANIFEST = "manifest.json";
  private static final CharMatcher HEX = CharMatcher.inRange('0', '9').or(CharMatcher.inRange('a', 'f'));

  private final Store store;
  private final ImageArchive archive;

  SavedImageReader(Store store, ImageArchive archive) {
    this.store = store;
    this.archive = archive;
  }

  BaseImage read(ImageLocation location, Platform platform) {
    if (!archive.has(MANIFEST)) {
      throw new ArchiveException(
          ErrorCode.NOT_FOUND,
          archive.name() + " has no file '" + MANIFEST + "', so it is none that 'docker save' wrote; for an OCI archive use OciArchive");
    }
    ImmutableList<SavedImage> images = SavedImages.read(archive.document(MANIFEST)).images();
    List<SavedImage> named = images.stream()
        .filter(image -> location.names().isEmpty() || image.repositoryTags().stream().anyMatch(tag -> isNamed(tag, location.names())))
        .toList();
    if (named.isEmpty()) {
      throw new ArchiveException(
          ErrorCode.NOT_FOUND,
          archive.name() + " has no image named '" + String.join("', '", location.names()) + "'; there is " + names(images));
    }
    return choose(named, platform);
  }

  /** Docker leaves its own registry and library out of tags; other tools write them. */
  private static boolean isNamed(String tag, Set<String> names) {
    return names.stream().anyMatch(name -> DockerNames.full(name).equals(DockerNames.full(tag)));
  }

  private BaseImage choose(List<SavedImage> images, Platform platform) {
    List<BaseImage> choices = new ArrayList<>();
    List<String> platforms = new ArrayList<>();
    for (SavedImage image : images) {
      ImageConfig config = config(image.config());
      platforms.add(config.platform().toString());
      if (platform.runs(config.platform())) {
        choices.add(image(image, config));
      }
    }
    if (choices.isEmpty()) {
      throw new ArchiveException(
          ErrorCode.NOT_FOUND, archive.name() + " has no image for '" + platform + "'; there is " + String.join(", ", platforms));
    }
    if (choices.stream().map(BaseImage::digest).distinct().count() > 1) {
      throw new DocumentException(
          ErrorCode.NOT_FOUND,
          archive.name() + " holds several images: " + names(images) + "; choose one by name, as in named(\"app:1.0\")");
    }
    return choices.get(0);
  }

  private ImageConfig config(String path) {
    ImageConfig config = ImageConfig.read(archive.document(path));
    String name = path.substring(path.lastIndexOf('/') + 1);
    String hex = name.endsWith(".json") ? name.substring(0, name.length() - ".json".length()) : name;
    if (hex.length() == 64 && HEX.matchesAllOf(hex) && !config.digest().hex().equals(hex)) {
      throw new ArchiveException(
          ErrorCode.DIGEST_MISMATCH,
          archive.name() + ": '" + path + "' has the digest '" + config.digest() + "': it was damaged or replaced");
    }
    return config;
  }

  private BaseImage image(SavedImage image, ImageConfig config) {
    if (image.layers().size() != config.diffIds().size()) {
      throw new DocumentException(
          ErrorCode.MALFORMED_DOCUMENT,
          archive.name() + ": '" + MANIFEST + "' names " + image.layers().size() + " layers, but the configuration '"
              + image.config() + "' " + config.diffIds().size());
    }
    ImmutableList.Builder<ImageLayer> layers = ImmutableList.builder();
    for (int i = 0; i < image.layers().size(); i++) {
      String path = image.layers().get(i);
      Digest diffId = config.diffIds().get(i);
      layers.add(new SourceLayer(store, diffId, Optional.empty(), () -> archive.open(path), archive));
    }
    return new BaseImage(config.digest(), Optional.empty(), config, layers.build());
  }

  private static String names(List<SavedImage> images) {
    return images.stream().limit(50)
        .map(image -> image.repositoryTags().isEmpty() ? "(no name)" : "'" + String.join("', '", image.repositoryTags()) + "'")
        .collect(Collectors.joining(", "));
  }
}
