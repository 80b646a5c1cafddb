package dev.slipway.compose;

import com.google.common.collect.ImmutableList;
import java.util.Optional;

/**
 * A volume of the project, or a path of the host, in the tree of a service.
 *
 * @param service the key of the service
 * @param source the key of the volume, or the path of the host
 * @param isVolume whether it is a volume of the project
 * @param target the path in the containers
 * @param isReadOnly whether nothing can be written to it
 */
public record VolumeUse(String service, String source, boolean isVolume, String target, boolean isReadOnly) {

  /** What is known of the services' mounts: those that have no source outside the container are left out. */
  static ImmutableList<VolumeUse> of(Project project) {
    return project.services().values().stream()
        .flatMap(service -> service.mounts().stream().flatMap(mount -> of(service.key(), mount).stream()))
        .collect(ImmutableList.toImmutableList());
  }

  private static Optional<VolumeUse> of(String service, Mount mount) {
    Mount.Type type = mount.value(Mount.TYPE).orElse(Mount.Type.TMPFS);
    Optional<String> source = mount.value(Mount.SOURCE).flatMap(Text::literal).filter(text -> !text.isEmpty());
    Optional<String> target = mount.value(Mount.TARGET).flatMap(Text::literal);
    boolean known = (type == Mount.Type.VOLUME || type == Mount.Type.BIND) && source.isPresent() && target.isPresent();
    return known
        ? Optional
            .of(new VolumeUse(service, source.get(), type == Mount.Type.VOLUME, target.get(), mount.value(Mount.READ_ONLY).orElse(false)))
        : Optional.empty();
  }

  /** The use as files write it, with the service before it. */
  @Override
  public String toString() {
    return service + " " + source + ":" + target + (isReadOnly ? ":ro" : "");
  }
}
