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
  private static final String DEFAULT_NETWORK = "default";
  private static final ImmutableList<Attribute<Service, Text>> NAMESPACES = ImmutableList.of(ServiceAttributes.NETWORK_MODE,
      ServiceAttributes.IPC, ServiceAttributes.PID, ServiceAttributes.UTS);

  private ServiceReferences() {}

  /** The services that must be there before it starts. */
  static ImmutableSet<String> waitedFor(Service service) {
    Set<String> found = new TreeSet<>(service.dependencies().keySet());
    texts(service, ServiceAttributes.LINKS).forEach(link -> found.add(beforeColon(link)));
    found.addAll(shared(service));
    return ImmutableSet.copyOf(found);
  }

  /** The services whose containers it must be started with again: it is inside them, or says so. */
  static ImmutableSet<String> boundTo(Service service) {
    Set<String> found = new TreeSet<>(shared(service));
    service.dependencies().forEach((key, dependency) -> {
      if (dependency.value(Dependency.RESTART).orElse(false)) {
        found.add(key);
      }
    });
    return ImmutableSet.copyOf(found);
  }

  private static Set<String> shared(Service service) {
    Set<String> found = new TreeSet<>();
    texts(service, ServiceAttributes.VOLUMES_FROM).stream().filter(other -> !other.startsWith(CONTAINER))
        .forEach(other -> found.add(beforeColon(other)));
    for (Attribute<Service, Text> namespace : NAMESPACES) {
      service.value(namespace).flatMap(Text::literal).filter(mode -> mode.startsWith(SERVICE))
          .ifPresent(mode -> found.add(mode.substring(SERVICE.length())));
    }
    return found;
  }

  /** Whether a service uses a resource, or refers to another service. */
  static boolean uses(Service service, Resource<?> resource) {
    String key = resource.key();
    if (resource instanceof Network) {
      return networks(service).contains(key);
    }
    if (resource instanceof Volume) {
      return service.mounts().stream().anyMatch(mount -> mount.value(Mount.TYPE).orElse(Mount.Type.BIND) == Mount.Type.VOLUME
          && mount.value(Mount.SOURCE).equals(Optional.of(Text.of(key))));
    }
    if (resource instanceof Secret) {
      return grants(service.value(ServiceAttributes.SECRETS), key)
          || grants(service.build().flatMap(build -> build.value(Build.SECRETS)), key);
    }
    if (resource instanceof Config) {
      return grants(service.value(ServiceAttributes.CONFIGS), key) || service.value(ServiceAttributes.CREDENTIAL_SPEC)
          .flatMap(spec -> spec.value(CredentialSpec.CONFIG)).equals(Optional.of(Text.of(key)));
    }
    return resource instanceof Model
        ? service.value(ServiceAttributes.MODELS).map(models -> models.containsKey(key)).orElse(false)
        : waitedFor(service).contains(key);
  }

  /** The networks that it is in; the usual one if it says nothing and has containers with a network of their own. */
  static ImmutableSet<String> networks(Service service) {
    Set<String> named = service.value(ServiceAttributes.NETWORKS).map(networks -> (Set<String>) networks.keySet()).orElse(Set.of());
    boolean usual = named.isEmpty() && !service.setting(ServiceAttributes.NETWORK_MODE).isSet()
        && !service.setting(ServiceAttributes.PROVIDER).isSet();
    return usual ? ImmutableSet.of(DEFAULT_NETWORK) : ImmutableSet.copyOf(named);
  }

  private static boolean grants(Optional<ImmutableList<FileGrant>> grants, String key) {
    return grants.orElse(ImmutableList.of()).stream().anyMatch(grant -> grant.value(FileGrant.SOURCE).equals(Optional.of(Text.of(key))));
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
