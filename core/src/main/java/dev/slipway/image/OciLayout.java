package dev.slipway.image;

import com.google.common.collect.ImmutableSet;
import java.nio.file.Path;

/**
 * A directory in the OCI image layout (image specification, "OCI Image Layout"): {@code oci-layout}, {@code index.json},
 * {@code blobs/}. It can hold many images; names are the annotation {@code org.opencontainers.image.ref.name}.
 *
 * @param path the directory
 * @param names the reference names, such as {@code 1.0}
 */
public record OciLayout(Path path, ImmutableSet<String> names) implements ImageLocation {
  /**
   * Checks the names.
   *
   * @throws dev.slipway.InvalidValueException if a name does not follow the grammar of that annotation
   */
  public OciLayout {
    names.forEach(ImageNames::reference);
  }

  /** The layout in a directory, its image not named. */
  public static OciLayout at(Path path) {
    return new OciLayout(path, ImmutableSet.of());
  }

  /** The same place with these names instead. */
  public OciLayout named(String name, String... more) {
    return new OciLayout(path, ImmutableSet.<String>builder().add(name).add(more).build());
  }
}
