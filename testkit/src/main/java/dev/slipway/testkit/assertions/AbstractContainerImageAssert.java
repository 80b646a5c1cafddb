package dev.slipway.testkit.assertions;

import com.google.common.collect.ImmutableList;
import com.google.errorprone.annotations.CanIgnoreReturnValue;
import dev.slipway.layer.Layer;
import dev.slipway.layer.UserDatabase;
import dev.slipway.oci.ImageConfig;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Assertions on a finished image: its configuration, its layers and its files. Paths are absolute; symbolic links are
 * followed inside the image, as a process in a container sees them.
 *
 * @param <S> these assertions themselves
 * @param <A> what is looked at
 */
public abstract class AbstractContainerImageAssert<S extends AbstractContainerImageAssert<S, A>, A> extends AbstractConfigAssert<S, A> {
  private @Nullable ContainerImage read;

  AbstractContainerImageAssert(A actual, Class<?> type) {
    super(actual, type);
  }

  /** Finds the image for the platform that was chosen. */
  abstract ContainerImage find();

  private ContainerImage image() {
    ContainerImage known = read;
    if (known == null) {
      known = find();
      read = known;
    }
    return known;
  }

  @Override
  final ImageConfig config() {
    return image().config();
  }

  @Override
  final Optional<UserDatabase> users() {
    return Optional.of(image().users());
  }

  /** The assertions on all files, without the way back. */
  public FileTreeAssert files() {
    return alike(new FileTreeAssert(image().tree(), Optional.of(image()), subject()));
  }

  /** Expects a regular file at a path, links followed, and goes on with that file; {@link FileAssert#and()} comes back. */
  @CanIgnoreReturnValue
  public FileAssert<S> hasFile(String path) {
    return files().file(path, myself);
  }

  /** Expects a directory at a path, links followed, and goes on with it. */
  @CanIgnoreReturnValue
  public FileAssert<S> hasDirectory(String path) {
    return files().directory(path, myself);
  }

  /** Expects that the path itself is a symbolic link, wherever it leads, and goes on with it. */
  @CanIgnoreReturnValue
  public FileAssert<S> hasSymlink(String path) {
    return files().symlink(path, myself);
  }

  /**
   * Expects a regular file that somebody may execute, and goes on with it.
   *
   * @param program a path, or a name that is looked for in the image's {@code PATH}
   */
  @CanIgnoreReturnValue
  public FileAssert<S> hasExecutable(String program) {
    return files().executable(program, config().container().environment("PATH").orElse(FileTreeAssert.DEFAULT_PATH), myself);
  }

  /** Expects that there is nothing at a path, not even a link that leads nowhere. */
  @CanIgnoreReturnValue
  public S hasNoFile(String path) {
    files().hasNoFile(path);
    return myself;
  }

  /** Expects that a path leads to something when all links are followed. */
  @CanIgnoreReturnValue
  public S resolves(String path) {
    files().resolves(path);
    return myself;
  }

  /** Expects that a path leads to another one when all links are followed, and that something is there. */
  @CanIgnoreReturnValue
  public S resolves(String path, String target) {
    files().resolves(path, target);
    return myself;
  }

  /**
   * Expects files, links or devices that fit a pattern.
   *
   * @param pattern as in {@code .dockerignore}: {@code *} and {@code ?} within a name, {@code **} across directories; what a
   *     directory holds fits if the directory does
   */
  @CanIgnoreReturnValue
  public S hasFilesMatching(String pattern) {
    files().hasFilesMatching(pattern);
    return myself;
  }

  /** Expects that no file, link or device fits a pattern, as {@link #hasFilesMatching} takes it. */
  @CanIgnoreReturnValue
  public S hasNoFilesMatching(String pattern) {
    files().hasNoFilesMatching(pattern);
    return myself;
  }

  /** Expects no file that runs as somebody else than who starts it: neither the set-user nor the set-group bit. */
  @CanIgnoreReturnValue
  public S hasNoSetuidFiles() {
    files().hasNoSetuidFiles();
    return myself;
  }

  /** Expects no file, link or device that everybody may write to; directories with the sticky bit are fine. */
  @CanIgnoreReturnValue
  public S hasNoWorldWritableFiles() {
    files().hasNoWorldWritableFiles();
    return myself;
  }

  /** Expects no modification time after an instant, such as that of the commit from which the image was built. */
  @CanIgnoreReturnValue
  public S hasNoFilesNewerThan(Instant latest) {
    files().hasNoFilesNewerThan(latest);
    return myself;
  }

  /** Expects that the layers, uncompressed, have fewer bytes than this. */
  @CanIgnoreReturnValue
  public S isSmallerThan(long bytes) {
    ImmutableList<Layer> layers = image().layers();
    long size = layers.stream().mapToLong(Layer::size).sum();
    if (size >= bytes) {
      throw failureWithActualExpected(size, "less than " + bytes, "%s",
          "Expected the layers of " + subject() + " to have less than " + bytes + " bytes, but they have " + size + "\n"
              + lines("layers, lowest first", sizes(layers)));
    }
    return myself;
  }

  private List<String> sizes(List<Layer> layers) {
    List<String> steps = config().history().stream().filter(step -> !step.emptyLayer())
        .map(step -> step.createdBy().or(step::comment).orElse("")).toList();
    List<String> lines = new ArrayList<>();
    for (int i = 0; i < layers.size(); i++) {
      lines.add(layers.get(i).size() + "  " + (steps.size() == layers.size() ? steps.get(i) : layers.get(i).diffId()));
    }
    return lines;
  }
}
