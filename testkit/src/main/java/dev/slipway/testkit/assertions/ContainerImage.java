package dev.slipway.testkit.assertions;

import com.google.common.collect.ImmutableList;
import dev.slipway.image.ImagePath;
import dev.slipway.layer.FileTree;
import dev.slipway.layer.Layer;
import dev.slipway.layer.TreeEntry;
import dev.slipway.layer.UserDatabase;
import dev.slipway.oci.ImageConfig;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A finished image for one platform, wherever it is. What is asked for is read once. */
abstract class ContainerImage implements FileView.Bytes {
  private @Nullable ImmutableList<Layer> layers;
  private @Nullable FileTree tree;

  abstract ImageConfig config();

  abstract ImmutableList<Layer> readLayers();

  abstract FileTree readTree();

  /** The layers, lowest first, expanded in some store. */
  final ImmutableList<Layer> layers() {
    ImmutableList<Layer> known = layers;
    if (known == null) {
      known = readLayers();
      layers = known;
    }
    return known;
  }

  final FileTree tree() {
    FileTree known = tree;
    if (known == null) {
      known = readTree();
      tree = known;
    }
    return known;
  }

  /** Which names of users the image knows. */
  final UserDatabase users() {
    return UserDatabase.parse(text("/etc/passwd"), text("/etc/group"));
  }

  private String text(String path) {
    FileView view = new FileView(tree(), Optional.of(this));
    return tree().resolve(ImagePath.of(path)).filter(TreeEntry::isFile).flatMap(view::read)
        .map(bytes -> new String(bytes, StandardCharsets.UTF_8)).orElse("");
  }
}
