package dev.slipway.compose.format;

import dev.slipway.InvalidValueException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A volume or a directory of the host in a container, as the list of mounts of a service writes it in one string:
 * {@code [source:]target[:options]}. A source that begins with {@code .}, {@code /}, {@code ~}, two backslashes or a Windows
 * drive is a path of the host, another one the name of a volume; without a source the volume has no name.
 *
 * <p>One letter before a colon is a drive if a backslash follows, or if a target follows that no options could be; otherwise
 * it names a volume. It is always a drive at the beginning of a target.
 *
 * @param type whether the source is a path
 * @param source the path or the name; absent for a volume without a name
 * @param target the path in the container, as it is written
 * @param readOnly whether the container cannot write
 * @param bind the options for paths; present for all paths
 * @param volume the options for volumes; absent for volumes with a target of one or two characters, as in the reference
 *          implementation
 */
public record VolumeMount(Type type, Optional<String> source, String target, boolean readOnly, Optional<BindOptions> bind,
    Optional<VolumeOptions> volume) {

  /** What the source is. */
  public enum Type {
    /** A path of the host. */
    BIND,
    /** A volume. */
    VOLUME;

    /** The type as the long form writes it. */
    public String id() {
      return this == BIND ? "bind" : "volume";
    }
  }

  /**
   * Options for paths.
   *
   * @param propagation how mounts below the path are shared, such as {@code rshared}
   * @param selinux {@code z} to share the label, {@code Z} to keep it to the container
   */
  public record BindOptions(Optional<String> propagation, Optional<String> selinux) {
    /** No options. */
    public static final BindOptions NONE = new BindOptions(Optional.empty(), Optional.empty());
  }

  /**
   * Options for volumes.
   *
   * @param noCopy whether what the image has at the target is not copied into a new volume
   */
  public record VolumeOptions(boolean noCopy) {
    /** No options. */
    public static final VolumeOptions NONE = new VolumeOptions(false);
  }

  /** Checks that it has a target, and a source if that is a path. */
  public VolumeMount {
    if (target.isEmpty() || type == Type.BIND && source.isEmpty() || source.isPresent() && source.get().isEmpty()) {
      throw new InvalidValueException("'" + source.orElse("") + ":" + target + "' is no mount: write a source and a target, such as"
          + " data:/var/lib/data");
    }
  }

  /** Reads the short form. */
  public static Parsed<VolumeMount> parse(String text) {
    return new VolumeScan(text).mount();
  }

  /** The same with the target as canonical compose files have it. */
  public VolumeMount withCleanTarget() {
    return new VolumeMount(type, source, ContainerPath.clean(target), readOnly, bind, volume);
  }

  /** The short form if reading it gives the same mount; a target with a colon, for example, needs the long form. */
  public Optional<String> shortForm() {
    String text = toString();
    return parse(text).value().filter(this::equals).map(same -> text);
  }

  /** The short form, such as {@code ./data:/var/lib/data:ro}; what is usual is left out. */
  @Override
  public String toString() {
    List<String> options = new ArrayList<>();
    if (readOnly) {
      options.add("ro");
    }
    bind.flatMap(BindOptions::selinux).ifPresent(options::add);
    bind.flatMap(BindOptions::propagation).ifPresent(options::add);
    if (volume.map(VolumeOptions::noCopy).orElse(false)) {
      options.add("nocopy");
    }
    return source.map(text -> text + ":").orElse("") + target + (options.isEmpty() ? "" : ":" + String.join(",", options));
  }
}
