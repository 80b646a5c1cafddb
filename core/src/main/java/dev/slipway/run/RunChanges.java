package dev.slipway.run;

import com.google.common.collect.ImmutableList;
import dev.slipway.image.ImagePath;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.Optional;

/** What becomes of the files that a command changed: the upper directory of its overlay. */
public interface RunChanges {
  /**
   * Reads the changes. Called once, when the command ended by itself; not after a timeout.
   *
   * @param tar the upper directory in path order as GNU tar writes it in PAX format: removed files as character devices 0:0,
   *     replaced directories with overlayfs's extended attribute {@code opaque}, numeric owners as the command sees them
   * @return the paths whose times are after {@link RunRequest#latest()}, if the directory itself is wanted too
   */
  Optional<ImmutableList<ImagePath>> read(int exitCode, InputStream tar) throws IOException;

  /**
   * The directory itself, its newer times clamped to {@link RunRequest#latest()}; called once after {@link #read} wanted it, by
   * another thread and perhaps while the next command of the {@link Session} is being prepared. It must be moved away before
   * this returns, or it is removed.
   *
   * @param directory empty if it cannot be had after all
   */
  void keep(Optional<Path> directory);
}
