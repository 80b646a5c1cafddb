package dev.slipway.compose;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSet;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

/** What a service refers to in the project, by key. */
final class ServiceReferences {
  private static final String SERVICE = "service:";
  private static final String CONTAINER = "container:";
  private static final String DEFAULT_NETWORK = "default";
  private static final ImmutableList<Attribute<Service, Text>> NAMESPACES = ImmutableList.of(ServiceAttributes.NETWORK_MODE,
      ServiceAttributes.IPC, ServiceAttributes.PID, ServiceAttributes.UTS);

  private ServiceReferences() {}

  /** Tells of the services that must be there before it starts, of some perhaps twice. */
  static void waitedFor(Service service, Consumer<String> found) {
    service.dependencies().keySet().forEach(found);
    literals(service, ServiceAttributes.LINKS, link -> found.accept(beforeColon(link)));
    shared(service, found);
  }

  /** Tells of the services whose containers it must be started with again: it is inside them, or says so. */
  static void boundTo(Service service, Consumer<String> found) {
    shared(service, found);
    service.dependencies().forEach((key, dependency) -> {
      if (dependency.value(Dependency.RESTART).orElse(false)) {
        found.accept(key);
      }
    });
  }

  private static void shared(Service service, Consumer<String> found) {
    literals(service, ServiceAttributes.VOLUMES_FROM, other -> {
      if (!other.startsWith(CONTAINER)) {
        found.accept(beforeColon(other));
      }
    });
    for (Attribute<Service, Text> namespace : NAMESPACES) {
      service.value(namespace).flatMap(Text::literal).filter(mode -> mode.startsWith(SERVICE))
          .ifPresent(mode -> found.accept(mode.substring(SERVICE.length())));
    }
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
    if (resource instanceof Model) {
      return service.value(ServiceAttributes.MODELS).map(models -> models.containsKey(key)).orElse(false);
    }
    Set<String> others = new HashSet<>();
    waitedFor(service, others::add);
    return others.contains(key);
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

  private static void literals(Service service, Attribute<Service, ImmutableList<Text>> attribute, Consumer<String> found) {
    service.value(attribute).ifPresent(texts -> texts.forEach(text -> text.literal().ifPresent(found)));
  }

  private static String beforeColon(String text) {
    int colon = text.indexOf(':');
    return colon < 0 ? text : text.substring(0, colon);
  }
}
