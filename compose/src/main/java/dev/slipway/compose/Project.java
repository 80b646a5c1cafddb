package dev.slipway.compose;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import com.google.common.collect.ImmutableSet;
import com.google.common.collect.ImmutableSortedMap;
import com.google.common.collect.Maps;
import dev.slipway.compose.format.ProjectName;
import dev.slipway.compose.format.Variable;
import dev.slipway.compose.tree.Findings;
import dev.slipway.yaml.YamlMap;
import dev.slipway.yaml.YamlValue;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * A project of the Compose Specification: services, and the networks, volumes, secrets, configs and models that they use.
 *
 * <p>Made in code, it takes what its services refer to along: {@code Project.named("shop").with(web)}. Read from files, it is
 * resolved: variables are replaced, short forms expanded, and what is left out has its usual value.
 */
public final class Project extends Element<Project> {
  private static final ElementType.Declaring<Project> DECLARING = ElementType.declare("project", Project::new);

  /** The name, from which those of containers, networks and volumes are made. */
  public static final Attribute<Project, Text> NAME = DECLARING.attribute("name", Forms.TEXT);
  /** Other projects whose parts belong to this one; gone in resolved projects. */
  public static final Attribute<Project, ImmutableList<Include>> INCLUDE = DECLARING.attribute("include", Include.LIST);
  /** The services. */
  public static final Attribute<Project, ImmutableMap<String, Service>> SERVICES = DECLARING.attribute("services",
      ResourceForm.section(ServiceAttributes.ELEMENT));
  /** The networks. */
  public static final Attribute<Project, ImmutableMap<String, Network>> NETWORKS = DECLARING.attribute("networks",
      ResourceForm.section(Network.ELEMENT));
  /** The volumes. */
  public static final Attribute<Project, ImmutableMap<String, Volume>> VOLUMES = DECLARING.attribute("volumes",
      ResourceForm.section(Volume.ELEMENT));
  /** The secrets. */
  public static final Attribute<Project, ImmutableMap<String, Secret>> SECRETS = DECLARING.attribute("secrets",
      ResourceForm.section(Secret.ELEMENT));
  /** The configs. */
  public static final Attribute<Project, ImmutableMap<String, Config>> CONFIGS = DECLARING.attribute("configs",
      ResourceForm.section(Config.ELEMENT));
  /** The language models. */
  public static final Attribute<Project, ImmutableMap<String, Model>> MODELS = DECLARING.attribute("models",
      ResourceForm.section(Model.ELEMENT));

  static final ElementType<Project> ELEMENT = DECLARING.close();

  private Project(Content<Project> content) {
    super(content);
  }

  /** A project without services. */
  public static Project named(String name) {
    return ELEMENT.empty().with(NAME, Text.of(ProjectName.parse(name).orElseThrow().name()));
  }

  /** A project whose name is that of its directory. */
  public static Project unnamed() {
    return ELEMENT.empty();
  }

  /**
   * The project that a canonical tree holds, with literal strings; what is wrong is told, and left out.
   *
   * @param tree short forms expanded, variables replaced
   */
  static Optional<Project> decode(YamlValue tree, Findings findings) {
    return ELEMENT.decode("", tree, Decoding.of(findings, false));
  }

  /** The project that a canonical tree holds in which variables and doubled dollar signs are still as files have them. */
  static Optional<Project> decodeTemplates(YamlValue tree, Findings findings) {
    return ELEMENT.decode("", tree, Decoding.of(findings, true));
  }

  /** The project as a canonical tree: long forms, literal strings. */
  public YamlMap canonical() {
    return ELEMENT.encode(this, new Encoding(false, false));
  }

  YamlMap encode(Encoding to) {
    return ELEMENT.encode(this, to);
  }

  /**
   * The project with services or other parts, and all that they refer to.
   *
   * @throws dev.slipway.InvalidValueException if two different things of a kind have the same key
   */
  public Project with(Resource<?>... parts) {
    return with(Arrays.asList(parts));
  }

  /** The project with more parts and all that they refer to. */
  public Project with(List<? extends Resource<?>> parts) {
    return Gathering.add(this, parts);
  }

  /** The project with another service in the place of the one with the same key. */
  public Project replace(Service service) {
    Project without = with(SERVICES,
        ImmutableMap.copyOf(Maps.filterKeys(services(), key -> !key.equals(service.key()))));
    return without.with(service);
  }

  /** Its name, if it has one that is known. */
  public Optional<String> name() {
    return value(NAME).flatMap(Text::literal);
  }

  /** The services by key. */
  public ImmutableSortedMap<String, Service> services() {
    return sorted(SERVICES);
  }

  /** A service. */
  public Optional<Service> service(String key) {
    return Optional.ofNullable(value(SERVICES).orElse(ImmutableMap.of()).get(key));
  }

  /** The networks by key. */
  public ImmutableSortedMap<String, Network> networks() {
    return sorted(NETWORKS);
  }

  /** The volumes by key. */
  public ImmutableSortedMap<String, Volume> volumes() {
    return sorted(VOLUMES);
  }

  /** The secrets by key. */
  public ImmutableSortedMap<String, Secret> secrets() {
    return sorted(SECRETS);
  }

  /** The configs by key. */
  public ImmutableSortedMap<String, Config> configs() {
    return sorted(CONFIGS);
  }

  /** The language models by key. */
  public ImmutableSortedMap<String, Model> models() {
    return sorted(MODELS);
  }

  private <T> ImmutableSortedMap<String, T> sorted(Attribute<Project, ImmutableMap<String, T>> section) {
    return ImmutableSortedMap.copyOf(value(section).orElse(ImmutableMap.of()));
  }

  /** The variables of the surroundings that stand in it, in the order of the canonical form. */
  public ImmutableSet<Variable> variables() {
    return DeclaredVariables.of(encode(new Encoding(false, true)));
  }

  /** Its networks, volumes, secrets, configs and models. */
  public ImmutableList<Resource<?>> resources() {
    return ImmutableList.<Resource<?>>builder().addAll(networks().values()).addAll(volumes().values()).addAll(secrets().values())
        .addAll(configs().values()).addAll(models().values()).build();
  }

  /** The services that use a network, volume, secret, config or model, or wait for a service, by key. */
  public ImmutableSortedMap<String, Service> usersOf(Resource<?> resource) {
    return ImmutableSortedMap.copyOf(Maps.filterValues(services(), service -> ServiceReferences.uses(service, resource)));
  }

  /** Networks, volumes, secrets, configs and models that no service uses. */
  public ImmutableList<Resource<?>> unused() {
    return resources().stream().filter(resource -> usersOf(resource).isEmpty()).collect(ImmutableList.toImmutableList());
  }

  /** What a newer state of the project changes. */
  public ProjectDifference difference(Project newer) {
    return ProjectDifference.between(this, newer);
  }

  /** The ports of the host that are taken, in the order of services. */
  public ImmutableList<PortUse> portsInUse() {
    return PortUse.of(this);
  }

  /** The volumes and paths of the host that services have in their trees, in the order of services. */
  public ImmutableList<VolumeUse> volumesInUse() {
    return VolumeUse.of(this);
  }

  /** What two services, or two containers of one, cannot have at the same time. */
  public ImmutableList<Clash> clashes() {
    return Clashes.of(this);
  }

  /** How the images of services are built, by the keys of those that have a {@code build} section. */
  public ImmutableSortedMap<String, BuildPlan> builds() {
    return BuildPlan.of(this);
  }

  /** The images that are taken from registries, by the keys of the services that have one and are not built. */
  public ImmutableSortedMap<String, Text> pulledImages() {
    Map<String, Text> images = new TreeMap<>();
    services().values().stream().filter(service -> service.build().isEmpty())
        .forEach(service -> service.image().ifPresent(image -> images.put(service.key(), image)));
    return ImmutableSortedMap.copyOf(images);
  }

  /** Who waits for whom. */
  public StartOrder startOrder() {
    return StartOrder.of(this);
  }

  /** The project as a compose file. */
  public String toYaml(Writing writing) {
    return ProjectWriter.write(this, writing);
  }

  /** A {@code .env} file with all variables that the project wants: required ones to fill in, others with their defaults. */
  public String environmentTemplate() {
    return EnvironmentTemplate.of(this);
  }

  /** Writes the project as a compose file: whole or not at all. A link at the path is replaced, not followed. */
  public void writeTo(Path file, Writing writing) {
    WholeFile.write(file, toYaml(writing));
  }

  /** The kind and the name. */
  @Override
  public String toString() {
    return "project " + name().orElse("without a name");
  }
}
