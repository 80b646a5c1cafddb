package dev.slipway.image;

import com.google.common.collect.ImmutableSet;
import java.nio.file.Path;

/**
 * An OCI image layout in one tar file. Names are the annotation {@code org.opencontainers.image.ref.name}.
 *
 * @param path the tar file; compressed ones are read too
 * @param names the reference names, such as {@code 1.0}
 */
public record OciArchive(Path path, ImmutableSet<String> names) implements ImageLocation {
  /**
   * Checks the names.
   *
   * @throws dev.slipway.InvalidValueException if a name does not follow the grammar of that annotation
   */
  public OciArchive {
    names.forEach(ImageNames::reference);
  }

  /** The archive in a file, its image not named. */
  public static OciArchive at(Path path) {
    return new OciArchive(path, ImmutableSet.of());
  }

  /** The same place with these names instead. */
  public OciArchive named(String name, String... more) {
    return new OciArchive(path, ImmutableSet.<String>builder().add(name).add(more).build());
  }
}
