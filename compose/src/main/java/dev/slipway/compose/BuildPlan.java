package dev.slipway.compose;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import com.google.common.collect.ImmutableSet;
import com.google.common.collect.ImmutableSortedMap;
import com.google.common.collect.ImmutableSortedSet;
import dev.slipway.InvalidValueException;
import dev.slipway.build.Grant;
import dev.slipway.image.Base;
import dev.slipway.image.ImageReference;
import dev.slipway.image.Platform;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * What it takes to build the image of a service: the {@code build} section of a resolved project, for the core's engine.
 *
 * <p>Making this value reads no file; {@link #read} does. Paths are those of the machine that builds.
 */
public final class BuildPlan {
  private static final String SERVICE = "service:";
  private static final String IMAGE = "docker-image://";
  private static final ImmutableList<String> ADDRESSES = ImmutableList.of("git@", "github.com/", "http://", "https://", "git://", "ssh://");
  /** What the engine has no equal for. */
  private static final ImmutableList<Attribute<Build, ?>> LEFT_OUT = ImmutableList.of(Build.CACHE_FROM, Build.CACHE_TO, Build.NO_CACHE,
      Build.NO_CACHE_FILTER, Build.PULL, Build.EXTRA_HOSTS, Build.ISOLATION, Build.SHM_SIZE, Build.ULIMITS, Build.PROVENANCE, Build.SBOM);

  private final Project project;
  private final Service service;
  private final Build build;

  private BuildPlan(Project project, Service service, Build build) {
    this.project = project;
    this.service = service;
    this.build = build;
  }

  /** The plans of all services with a {@code build} section, by key. */
  static ImmutableSortedMap<String, BuildPlan> of(Project project) {
    Map<String, BuildPlan> plans = new TreeMap<>();
    project.services()
        .forEach((key, service) -> service.build().ifPresent(build -> plans.put(key, new BuildPlan(project, service, build))));
    return ImmutableSortedMap.copyOf(plans);
  }

  Project project() {
    return project;
  }

  /** The service whose image it is. */
  public Service service() {
    return service;
  }

  /** The section that is planned. */
  public Build build() {
    return build;
  }

  /** The names of the image: that of the service, or one made of the names of project and service, and the tags. */
  public ImmutableSet<ImageReference> names() {
    String usual = project.name().map(name -> name + "-" + service.key()).orElse(service.key());
    Stream<String> tags = build.value(Build.TAGS).orElse(ImmutableList.of()).stream().map(BuildPlan::literal);
    return Stream.concat(Stream.of(service.image().map(BuildPlan::literal).orElse(usual)), tags).map(ImageReference::parse)
        .collect(ImmutableSet.toImmutableSet());
  }

  /** The directory that files are copied from; empty if it is the address of a repository. */
  public Optional<Path> directory() {
    String context = location();
    return isAddress(context) ? Optional.empty() : Optional.of(Path.of(context));
  }

  /** The address of the repository that files are copied from; empty if it is a directory. */
  public Optional<String> repository() {
    return Optional.of(location()).filter(BuildPlan::isAddress);
  }

  private String location() {
    return build.value(Build.CONTEXT).map(BuildPlan::literal).orElse(".");
  }

  private static boolean isAddress(String text) {
    return text.contains("://") || ADDRESSES.stream().anyMatch(text::startsWith);
  }

  /** What the image is built for; empty for the machine that builds. */
  public ImmutableSet<Platform> platforms() {
    ImmutableList<Text> named = build.value(Build.PLATFORMS).filter(each -> !each.isEmpty())
        .or(() -> service.value(ServiceAttributes.PLATFORM).map(ImmutableList::of)).orElse(ImmutableList.of());
    return named.stream().map(BuildPlan::literal).map(Platform::parse).collect(ImmutableSet.toImmutableSet());
  }

  /** The build arguments. Those without a value have that of the surroundings, or are left out. */
  public ImmutableSortedMap<String, String> arguments(Function<String, Optional<String>> surroundings) {
    return ServiceEnvironment.resolved(build.value(Build.ARGS).orElse(ImmutableMap.of()), surroundings);
  }

  /** The services whose images must be built first, by the names under which this build copies from them. */
  public ImmutableSortedMap<String, String> services() {
    return contexts(location -> location.startsWith(SERVICE) ? Optional.of(location.substring(SERVICE.length())) : Optional.empty());
  }

  /** The further directories that files are copied from, by name. */
  public ImmutableSortedMap<String, Path> directories() {
    return contexts(location -> location.startsWith(SERVICE) || isAddress(location) ? Optional.empty() : Optional.of(Path.of(location)));
  }

  /** The images in registries that files are copied from, by name. */
  ImmutableSortedMap<String, Base> images() {
    return contexts(location -> location.startsWith(IMAGE)
        ? Optional.<Base>of(Base.image(ImageReference.parse(location.substring(IMAGE.length()))))
        : Optional.empty());
  }

  private <T> ImmutableSortedMap<String, T> contexts(Function<String, Optional<T>> reading) {
    Map<String, T> found = new TreeMap<>();
    build.value(Build.ADDITIONAL_CONTEXTS).orElse(ImmutableMap.of())
        .forEach((name, location) -> reading.apply(literal(location)).ifPresent(value -> found.put(name, value)));
    return ImmutableSortedMap.copyOf(found);
  }

  /** What the section asks for that only who starts the build can allow. */
  public ImmutableSet<Grant> grants() {
    ImmutableSet.Builder<Grant> asked = ImmutableSet.builder();
    for (Text entitlement : build.value(Build.ENTITLEMENTS).orElse(ImmutableList.of())) {
      switch (literal(entitlement)) {
        case "network.host" -> asked.add(Grant.HOST_NETWORK);
        case "security.insecure" -> asked.add(Grant.INSECURE);
        case "device" -> asked.add(Grant.DEVICES);
        default -> {
        }
      }
    }
    if (build.value(Build.PRIVILEGED).orElse(false)) {
      asked.add(Grant.INSECURE);
    }
    return asked.build();
  }

  /** The attributes and additional contexts that the engine has no equal for, by key: the build goes on without them. */
  public ImmutableSortedSet<String> leftOut() {
    ImmutableSortedSet.Builder<String> names = ImmutableSortedSet.naturalOrder();
    LEFT_OUT.stream().filter(attribute -> build.setting(attribute).isSet()).forEach(attribute -> names.add(attribute.name()));
    build.value(Build.ADDITIONAL_CONTEXTS).orElse(ImmutableMap.of()).forEach((name, location) -> {
      if (isAddress(literal(location)) && !literal(location).startsWith(IMAGE)) {
        names.add("additional_contexts." + name);
      }
    });
    return names.build();
  }

  /**
   * The build with its Dockerfile.
   *
   * @param images where the images of the {@linkplain #services() services} that it copies from are, by the keys of these
   * @param surroundings variables for arguments without a value, and the socket of the SSH agent
   * @throws dev.slipway.SlipwayException if the Dockerfile cannot be read or is wrong
   */
  public ReadBuild read(Map<String, ? extends Base> images, Function<String, Optional<String>> surroundings) {
    return BuildReader.read(this, images, surroundings);
  }

  static String literal(Text text) {
    return text.literal().orElseThrow(
        () -> new InvalidValueException("'" + text + "' has variables: a project is built when it is resolved, as reading its files does"));
  }

  /** The service. */
  @Override
  public String toString() {
    return "build of " + service.key();
  }
}
