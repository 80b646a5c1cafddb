package dev.slipway.compose;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSortedSet;
import com.google.common.collect.Multiset;
import com.google.common.collect.TreeMultiset;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** Finds what several containers of a project would have at the same time, each thing once. */
final class Clashes {
  private final List<Clash> found = new ArrayList<>();

  private Clashes() {}

  static ImmutableList<Clash> of(Project project) {
    Clashes clashes = new Clashes();
    clashes.ports(project);
    clashes.names(project);
    clashes.addresses(project);
    project.services().values().forEach(clashes::targets);
    return ImmutableList.copyOf(clashes.found);
  }

  private record Socket(int port, String protocol) {
    @Override
    public String toString() {
      return port + "/" + protocol;
    }
  }

  private void ports(Project project) {
    ImmutableList<PortUse> uses = project.portsInUse();
    Map<Socket, List<PortUse>> fixed = new TreeMap<>(Comparator.comparingInt(Socket::port).thenComparing(Socket::protocol));
    uses.stream().filter(PortUse::isFixed)
        .forEach(use -> fixed.computeIfAbsent(new Socket(use.first(), use.protocol()), socket -> new ArrayList<>()).add(use));
    fixed.forEach(this::ports);
    fixed.forEach((socket, takers) -> takers.forEach(use -> scaled(project, socket, use)));
    uses.stream().filter(use -> !use.isFixed()).forEach(use -> range(fixed, use));
  }

  /** Those without an address take all of them; those with the unspecified address of a kind take all of that kind. */
  private void ports(Socket socket, List<PortUse> uses) {
    if (uses.stream().anyMatch(use -> use.address().isEmpty())) {
      port(socket, "", uses);
      return;
    }
    for (boolean six : new boolean[]{false, true}) {
      List<PortUse> kind = uses.stream().filter(use -> (address(use).indexOf(':') >= 0) == six).toList();
      if (kind.stream().anyMatch(use -> address(use).equals(six ? "::" : "0.0.0.0"))) {
        port(socket, "", kind);
      } else {
        kind.stream().collect(Collectors.groupingBy(Clashes::address, TreeMap::new, Collectors.toList()))
            .forEach((address, same) -> port(socket, " on " + address, same));
      }
    }
  }

  private static String address(PortUse use) {
    return use.address().orElse("");
  }

  private void port(Socket socket, String where, List<PortUse> uses) {
    if (uses.size() > 1) {
      ImmutableSortedSet<String> services = services(uses.stream().map(PortUse::service).toList());
      String takers = services.size() == 1
          ? "service " + quoted(services) + " publishes port " + socket + " of the host" + where + " twice"
          : "services " + quoted(services) + " publish the same port " + socket + " of the host" + where;
      found.add(new Clash(Clash.Kind.PORT, socket.toString(), services, takers + ": change one of them, or publish it on another address"));
    }
  }

  private void scaled(Project project, Socket socket, PortUse use) {
    long containers = project.service(use.service()).map(Clashes::containers).orElse(1L);
    if (containers > 1) {
      found.add(new Clash(Clash.Kind.PORT, socket.toString(), ImmutableSortedSet.of(use.service()), containers + " containers of '"
          + use.service() + "' cannot all have port " + socket + " of the host: publish a range of ports, or none"));
    }
  }

  private static long containers(Service service) {
    return service.value(ServiceAttributes.SCALE)
        .or(() -> service.value(ServiceAttributes.DEPLOY).flatMap(deploy -> deploy.value(Deploy.REPLICAS))).orElse(1L);
  }

  /** From a range, any port will do: it clashes only if all of them are taken. */
  private void range(Map<Socket, List<PortUse>> fixed, PortUse use) {
    List<String> takers = new ArrayList<>();
    for (int port = use.first(); port <= use.last(); port++) {
      Optional<PortUse> taker = fixed.getOrDefault(new Socket(port, use.protocol()), List.of()).stream()
          .filter(other -> other.address().isEmpty() || use.address().isEmpty() || other.address().equals(use.address())).findFirst();
      if (taker.isEmpty()) {
        return;
      }
      takers.add(taker.get().service());
    }
    takers.add(use.service());
    String what = use.first() + "-" + use.last() + "/" + use.protocol();
    if (takers.size() > 1) {
      found.add(new Clash(Clash.Kind.PORT, what, services(takers),
          "all ports of " + what + ", of which service '" + use.service() + "' takes one, are published already: choose another range"));
    }
  }

  private void names(Project project) {
    Map<String, List<Service>> byName = new TreeMap<>();
    project.services().values().forEach(service -> service.value(ServiceAttributes.CONTAINER_NAME).flatMap(Text::literal)
        .ifPresent(name -> byName.computeIfAbsent(name, unused -> new ArrayList<>()).add(service)));
    byName.forEach((name, services) -> {
      ImmutableSortedSet<String> keys = services(services.stream().map(Service::key).toList());
      if (services.size() > 1) {
        found.add(new Clash(Clash.Kind.CONTAINER_NAME, name, keys,
            "the containers of " + quoted(keys) + " are all named '" + name + "': give each its own container_name, or none"));
      } else if (containers(services.get(0)) > 1) {
        found.add(new Clash(Clash.Kind.CONTAINER_NAME, name, keys, containers(services.get(0)) + " containers of " + quoted(keys)
            + " cannot all be named '" + name + "': leave container_name out, or run one container"));
      }
    });
  }

  private void addresses(Project project) {
    Map<String, List<String>> users = new TreeMap<>();
    project.services().values().forEach(service -> service.value(ServiceAttributes.NETWORKS).ifPresent(networks -> networks
        .forEach((key, attachment) -> attachment.value().ifPresent(how -> ImmutableList.of(NetworkAttachment.IPV4_ADDRESS,
            NetworkAttachment.IPV6_ADDRESS).forEach(
                kind -> how.value(kind).flatMap(Text::literal)
                    .ifPresent(address -> users.computeIfAbsent(address + " in network '" + key + "'", unused -> new ArrayList<>())
                        .add(service.key())))))));
    users.forEach((what, services) -> {
      if (services.size() > 1) {
        found.add(new Clash(Clash.Kind.ADDRESS, what, services(services),
            "services " + quoted(services(services)) + " have the same address " + what + ": give each its own"));
      }
    });
  }

  private void targets(Service service) {
    Multiset<String> targets = TreeMultiset.create();
    service.mounts().forEach(mount -> mount.value(Mount.TARGET).flatMap(Text::literal).ifPresent(targets::add));
    targets.entrySet().stream().filter(target -> target.getCount() > 1)
        .forEach(target -> found.add(new Clash(Clash.Kind.TARGET, target.getElement(), ImmutableSortedSet.of(service.key()), "service '"
            + service.key() + "' has " + target.getCount() + " mounts at '" + target.getElement()
            + "': only the last is seen; take the others out")));
  }

  private static ImmutableSortedSet<String> services(Collection<String> keys) {
    return ImmutableSortedSet.copyOf(keys);
  }

  private static String quoted(ImmutableSortedSet<String> keys) {
    return keys.stream().map(key -> "'" + key + "'").collect(Collectors.joining(keys.size() == 2 ? " and " : ", "));
  }
}
