package dev.slipway.compose;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSet;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** What a service refers to in the project, by key. */
final class ServiceReferences {
  private static final String SERVICE = "service:";
  private static final String CONTAINER = "container:";

  private ServiceReferences() {}

  /** The services that must be there before it starts. */
  static ImmutableSet<String> waitedFor(Service service) {
    Set<String> found = new TreeSet<>(service.dependencies().keySet());
    texts(service, ServiceAttributes.LINKS).forEach(link -> found.add(beforeColon(link)));
    texts(service, ServiceAttributes.VOLUMES_FROM).stream().filter(other -> !other.startsWith(CONTAINER))
        .forEach(other -> found.add(beforeColon(other)));
    for (Attribute<Service, Text> namespace : ImmutableList.of(ServiceAttributes.NETWORK_MODE, ServiceAttributes.IPC, ServiceAttributes.PID,
        ServiceAttributes.UTS)) {
      service.value(namespace).flatMap(Text::literal).filter(mode -> mode.startsWith(SERVICE))
          .ifPresent(mode -> found.add(mode.substring(SERVICE.length())));
    }
    return ImmutableSet.copyOf(found);
  }

  private static ImmutableList<String> texts(Service service, Attribute<Service, ImmutableList<Text>> attribute) {
    return service.value(attribute).orElse(ImmutableList.of()).stream().map(Text::literal).flatMap(Optional::stream)
        .collect(ImmutableList.toImmutableList());
  }

  private static String beforeColon(String text) {
    int colon = text.indexOf(':');
    return colon < 0 ? text : text.substring(0, colon);
  }
}
