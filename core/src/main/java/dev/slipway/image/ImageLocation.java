package dev.slipway.image;

import com.google.common.collect.ImmutableSet;
import java.nio.file.Path;

/**
 * A place on disk where images are, in one of the formats that other tools read and write. Pure data: making one
 * touches no file.
 */
public sealed interface ImageLocation extends Base permits OciLayout, OciArchive, DockerArchive {
  /** The directory or file. */
  Path path();

  /**
   * The names of the image in that place. On reading, at most one name is used to choose; without a name the place must
   * hold only one image. On writing, the image gets all of them.
   */
  ImmutableSet<String> names();
}
