package dev.slipway.compose.load;

import com.google.common.collect.ImmutableList;
import dev.slipway.Suggestions;
import dev.slipway.compose.load.Session.Wanted;
import dev.slipway.compose.tree.TreePath;
import dev.slipway.yaml.Place;
import dev.slipway.yaml.YamlMap;
import dev.slipway.yaml.YamlScalar;
import dev.slipway.yaml.YamlValue;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** Puts services under the ones that extend them, in the same file or another, as far as that goes. */
final class Extends {
  private final Level level;
  private final Session session;
  private final IdentityHashMap<ExtendedFile, Services> opened = new IdentityHashMap<>();

  Extends(Level level) {
    this.level = level;
    this.session = level.session();
  }

  /** The services of one document, each with what it extends once that is known. */
  private static final class Services {
    final String file;
    final Resets resets;
    final YamlMap values;
    final Map<String, YamlValue> done = new HashMap<>();

    Services(String file, YamlMap values, Resets resets) {
      this.file = file;
      this.values = values;
      this.resets = resets;
    }
  }

  /** A service on the way from one to what it extends. */
  private record Link(Services services, String name) {
    @Override
    public boolean equals(Object other) {
      return other instanceof Link link && link.services.file.equals(services.file) && link.name.equals(name);
    }

    @Override
    public int hashCode() {
      return name.hashCode();
    }

    @Override
    public String toString() {
      return "'" + name + "' in '" + services.file + "'";
    }
  }

  /** What a service extends: another one, perhaps of another file. */
  private record Reference(String service, Optional<YamlScalar> file, YamlValue value, TreePath path) {
    Wanted wants() {
      return new Wanted(path, file.flatMap(YamlScalar::place).or(value::place));
    }
  }

  /** A document whose services have what they extend. */
  YamlMap in(YamlMap document, String file, Resets resets) {
    Optional<YamlMap> services = Trees.map(document, "services");
    boolean any = services.isPresent()
        && services.get().entries().stream().anyMatch(entry -> entry.value() instanceof YamlMap map && map.get("extends").isPresent());
    if (!any) {
      return document;
    }
    Services all = new Services(file, services.get(), resets);
    Map<String, YamlMap.Entry> done = new LinkedHashMap<>();
    for (YamlMap.Entry entry : services.get().entries()) {
      done.put(entry.name(), entry.withValue(complete(all, entry.name(), ImmutableList.of())));
    }
    return document.with("services", services.get().withEntries(done.values()));
  }

  /** A service with everything that it extends; the service as it is where that cannot be told. */
  private YamlValue complete(Services services, String name, ImmutableList<Link> chain) {
    YamlValue known = services.done.get(name);
    if (known == null) {
      YamlValue own = services.values.get(name).orElseThrow();
      known = own instanceof YamlMap service && service.get("extends").isPresent() ? extended(services, name, service, chain) : own;
      services.done.put(name, known);
    }
    return known;
  }

  private YamlValue extended(Services services, String name, YamlMap service, ImmutableList<Link> chain) {
    Optional<Reference> reference = session.isExhausted() ? Optional.empty() : reference(name, service);
    ImmutableList<Link> longer = ImmutableList.<Link>builder().addAll(chain).add(new Link(services, name)).build();
    Optional<Services> from = reference.flatMap(to -> services(services, name, to));
    boolean goesOn = from.isPresent() && !isCycle(longer, from.get(), reference.get())
        && session.deep(longer.size(), reference.get().wants());
    if (!goesOn) {
      session.incomplete();
      return service.without("extends");
    }
    YamlValue base = complete(from.get(), reference.get().service(), longer);
    if (!(base instanceof YamlMap map)) {
      return notExtendable(base, service, reference.get());
    }
    return over(name, service, services, map, reference.get());
  }

  private YamlValue notExtendable(YamlValue base, YamlMap service, Reference reference) {
    if (!base.isNull()) {
      session.in(Stage.COMPOSITION).error(reference.path(), reference.value(), "the service '" + reference.service() + "' is no mapping and cannot be extended",
          "extend a service with attributes");
    }
    return service;
  }

  private YamlValue over(String name, YamlMap service, Services services, YamlMap base, Reference reference) {
    if (!session.bring(Trees.size(base), reference.wants())) {
      return service.without("extends");
    }
    Optional<Place> place = reference.value().place();
    YamlValue used = place.map(where -> Trees.used(base, new Place.Use("extended", where.source(), where.span()))).orElse(base);
    YamlMap below = services.resets.of("services").of(name).appliedTo((YamlMap) used);
    YamlMap merged = level.merge(Trees.entry("services", Trees.entry(name, below)), Trees.entry("services", Trees.entry(name, service.without("extends"))));
    return Trees.mapOrEmpty(merged, "services").get(name).orElse(service).at(service.place());
  }

  private Optional<Reference> reference(String name, YamlMap service) {
    YamlValue value = service.get("extends").orElseThrow();
    TreePath path = TreePath.of("services", name, "extends");
    if (value instanceof YamlScalar scalar && scalar.isString()) {
      return Optional.of(new Reference(scalar.text(), Optional.empty(), value, path));
    }
    Optional<String> wanted = Trees.map(value).flatMap(map -> Trees.string(map, "service"));
    if (wanted.isEmpty()) {
      String message = value instanceof YamlMap ? "'service' is missing: extends." + name + ".service is required" : "'extends' must be a string or a mapping";
      session.in(Stage.COMPOSITION).error(path, value, message, "name the service that is extended: 'service: base'");
      return Optional.empty();
    }
    Optional<YamlScalar> file = Trees.map(value).flatMap(map -> map.get("file")).filter(YamlScalar.class::isInstance).map(YamlScalar.class::cast)
        .filter(scalar -> !scalar.isNull());
    return Optional.of(new Reference(wanted.get(), file, value, path));
  }

  private Optional<Services> services(Services own, String name, Reference reference) {
    Optional<Services> services = reference.file().map(named -> other(named, reference)).orElse(Optional.of(own));
    if (services.isPresent() && services.get().values.get(reference.service()).isEmpty()) {
      session.in(Stage.COMPOSITION).error(reference.path(), reference.value(),
          "cannot extend service '" + name + "': service '" + reference.service() + "' not found in '" + services.get().file + "'"
              + Suggestions.among(reference.service(), names(services.get())),
          "extend one of the services of that file");
      return Optional.empty();
    }
    return services;
  }

  private static ImmutableList<String> names(Services services) {
    return services.values.entries().stream().map(YamlMap.Entry::name).collect(ImmutableList.toImmutableList());
  }

  private Optional<Services> other(YamlScalar named, Reference reference) {
    String path = session.locate(level.directory(), session.expanded(named.text()));
    Optional<ExtendedFile> file = level.extended(path, reference.wants());
    if (file.isPresent() && Trees.map(file.get().model(), "services").isEmpty()) {
      session.in(Stage.COMPOSITION).error(reference.path(), reference.value(), "the file '" + path + "' has no section 'services'",
          "extend a service of another file");
      return Optional.empty();
    }
    return file.map(known -> opened.computeIfAbsent(known, missing -> new Services(path, Trees.mapOrEmpty(known.model(), "services"), known.resets())));
  }

  private boolean isCycle(ImmutableList<Link> way, Services services, Reference reference) {
    Link next = new Link(services, reference.service());
    int start = way.indexOf(next);
    if (start < 0) {
      return false;
    }
    String told = way.subList(start, way.size()).stream().map(Link::toString).collect(Collectors.joining(" extends "));
    session.in(Stage.COMPOSITION).error(reference.path(), reference.value(), "circular reference: " + told + " extends " + next,
        "let one of these services stand alone");
    return true;
  }
}
