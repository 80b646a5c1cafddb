package dev.slipway.compose;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import com.google.common.collect.ImmutableSortedMap;
import dev.slipway.compose.Dependency.Condition;
import dev.slipway.compose.format.ByteCount;
import dev.slipway.image.ImageReference;
import dev.slipway.image.Platform;
import dev.slipway.image.UserSpec;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.UnaryOperator;

/**
 * A service: containers of one image, and what they need.
 *
 * <p>Strings are literal: {@code env("PRICE", "5$")} is a dollar sign. Where variables of the surroundings shall stand, there
 * are methods that take a {@link Text}. Everything that has no method of its own here is set by
 * {@link #with(Attribute, Object) with} and one of the {@link ServiceAttributes}.
 *
 * <p>What a service refers to it holds as a value, so that nothing that is missing can be referred to; a project that a
 * service is added to takes all of it. Two services are equal if they are equal in files: what they refer to counts by its key.
 */
public final class Service extends Resource<Service> {
  private final ImmutableList<Resource<?>> brought;

  Service(String key, Content<Service> content) {
    this(key, content, ImmutableList.of());
  }

  private Service(String key, Content<Service> content, ImmutableList<Resource<?>> brought) {
    super(key, content);
    this.brought = brought;
  }

  /** A service with a key, by which others reach it in networks, too. */
  public static Service named(String key) {
    return ServiceAttributes.ELEMENT.keyed(key);
  }

  /** What code made it refer to. */
  ImmutableList<Resource<?>> brought() {
    return brought;
  }

  /** The service as files hold it. */
  Service alone() {
    return brought.isEmpty() ? this : new Service(key(), content());
  }

  @Override
  Service derive(Content<Service> changed) {
    return new Service(key(), changed, brought);
  }

  private Service bringing(Resource<?> resource) {
    return new Service(key(), content(), ImmutableList.<Resource<?>>builder().addAll(brought).add(resource).build());
  }

  /** The service with containers of an image in a registry. */
  public Service image(String reference) {
    return image(ImageReference.parse(reference));
  }

  /** The service with containers of an image in a registry. */
  public Service image(ImageReference reference) {
    return image(Text.of(reference.familiar()));
  }

  /** The service with containers of an image that variables tell. */
  public Service image(Text reference) {
    return with(ServiceAttributes.IMAGE, reference);
  }

  /** The service with containers of an image that is built from a directory. */
  public Service build(String context) {
    return build(Build.of(context));
  }

  /** The service with containers of an image that is built. */
  public Service build(Build build) {
    Service changed = with(ServiceAttributes.BUILD, build.alone());
    return new Service(key(), changed.content(), ImmutableList.<Resource<?>>builder().addAll(brought).addAll(build.brought()).build());
  }

  /** The service whose containers run on this. */
  public Service platform(Platform platform) {
    return with(ServiceAttributes.PLATFORM, Text.of(platform.toString()));
  }

  /** The service that runs this in place of the command of its image. */
  public Service command(String... arguments) {
    return with(ServiceAttributes.COMMAND, Collected.texts(arguments));
  }

  /** The service with something else that runs its command; nothing at all takes away what the image has. */
  public Service entrypoint(String... arguments) {
    return with(ServiceAttributes.ENTRYPOINT, Collected.texts(arguments));
  }

  /** The service run by a user, by name or number, with an optional group behind a colon. */
  public Service user(String user) {
    return with(ServiceAttributes.USER, Text.of(UserSpec.parse(user).toString()));
  }

  /** The service run in a directory. */
  public Service workdir(String path) {
    return with(ServiceAttributes.WORKING_DIR, Text.of(path));
  }

  /** The service with one more variable. */
  public Service env(String name, String value) {
    return env(name, Text.of(value));
  }

  /** The service with one more variable, whose value other variables tell. */
  public Service env(String name, Text value) {
    return with(ServiceAttributes.ENVIRONMENT, Collected.put(value(ServiceAttributes.ENVIRONMENT), name, Setting.of(value)));
  }

  /** The service with one more variable, with the value that it has in the surroundings. */
  public Service env(String name) {
    return with(ServiceAttributes.ENVIRONMENT, Collected.put(value(ServiceAttributes.ENVIRONMENT), name, Setting.ofNull()));
  }

  /** The service with variables from one more file. */
  public Service envFile(String path) {
    return with(ServiceAttributes.ENV_FILE, Collected.add(value(ServiceAttributes.ENV_FILE), EnvFile.of(path)));
  }

  /** The service with a port of the host that leads to one of its own. */
  public Service port(int published, int target) {
    return port(PublishedPort.of(published, target));
  }

  /** The service with one more port that can be reached from outside. */
  public Service port(PublishedPort port) {
    return with(ServiceAttributes.PORTS, Collected.add(value(ServiceAttributes.PORTS), port));
  }

  /** The service with a volume in its tree. */
  public Service volume(Volume volume, String target) {
    return mount(volume.at(target));
  }

  /** The service with a path of the host in its tree. */
  public Service bind(String source, String target) {
    return mount(Mount.bind(source, target));
  }

  /** The service with files from elsewhere in its tree. */
  public Service mount(Mount mount) {
    Service changed = with(ServiceAttributes.VOLUMES, Collected.add(value(ServiceAttributes.VOLUMES), mount.alone()));
    return mount.brought().map(changed::bringing).orElse(changed);
  }

  /** The service in one more network. */
  public Service network(Network network) {
    return network(network, Setting.ofNull());
  }

  /** The service in one more network, attached in its own way. */
  public Service network(Network network, NetworkAttachment attachment) {
    return network(network, Setting.of(attachment));
  }

  private Service network(Network network, Setting<NetworkAttachment> attachment) {
    return with(ServiceAttributes.NETWORKS, Collected.put(value(ServiceAttributes.NETWORKS), network.key(), attachment)).bringing(network);
  }

  /** The service inside the network of another, which it can reach as itself. */
  public Service networkOf(Service other) {
    return with(ServiceAttributes.NETWORK_MODE, Text.of("service:" + other.key())).bringing(other);
  }

  /** The service that waits until another has been started. */
  public Service dependsOn(Service other) {
    return dependsOn(other, Condition.STARTED);
  }

  /** The service that waits until another has come so far. */
  public Service dependsOn(Service other, Condition condition) {
    return dependsOn(other, Dependency.on(condition));
  }

  /** The service that waits for another. */
  public Service dependsOn(Service other, Dependency how) {
    return with(ServiceAttributes.DEPENDS_ON, Collected.put(value(ServiceAttributes.DEPENDS_ON), other.key(), how)).bringing(other);
  }

  /** The service that may read a secret below {@code /run/secrets}. */
  public Service secret(Secret secret) {
    return secret(secret, grant -> grant.target("/run/secrets/" + secret.key()));
  }

  /** The service that may read a secret. */
  public Service secret(Secret secret, UnaryOperator<FileGrant> how) {
    FileGrant grant = how.apply(FileGrant.of(secret.key()));
    return with(ServiceAttributes.SECRETS, Collected.add(value(ServiceAttributes.SECRETS), grant)).bringing(secret);
  }

  /** The service that may read a config at a path. */
  public Service config(Config config, String target) {
    return config(config, grant -> grant.target(target));
  }

  /** The service that may read a config. */
  public Service config(Config config, UnaryOperator<FileGrant> how) {
    FileGrant grant = how.apply(FileGrant.of(config.key()));
    return with(ServiceAttributes.CONFIGS, Collected.add(value(ServiceAttributes.CONFIGS), grant)).bringing(config);
  }

  /** The service that uses a language model. */
  public Service model(Model model) {
    return with(ServiceAttributes.MODELS, Collected.put(value(ServiceAttributes.MODELS), model.key(), Setting.ofNull())).bringing(model);
  }

  /** The service with another health check. */
  public Service healthcheck(Healthcheck check) {
    return with(ServiceAttributes.HEALTHCHECK, check);
  }

  /** The service whose containers are started again. */
  public Service restart(Restart restart) {
    return with(ServiceAttributes.RESTART, restart);
  }

  /** The service in these profiles only. */
  public Service profiles(String... names) {
    return with(ServiceAttributes.PROFILES, Collected.texts(names));
  }

  /** The service with one more label for its containers. */
  public Service label(String name, String value) {
    return with(ServiceAttributes.LABELS, Collected.put(value(ServiceAttributes.LABELS), name, Text.of(value)));
  }

  /** The service with so many containers. */
  public Service scale(long containers) {
    return with(ServiceAttributes.SCALE, containers);
  }

  /** The service with the most memory that it may use. */
  public Service memory(ByteCount most) {
    return with(ServiceAttributes.MEM_LIMIT, most);
  }

  /** The name of its image, if it has one; perhaps with variables. */
  public Optional<Text> image() {
    return value(ServiceAttributes.IMAGE);
  }

  /** Its image in a registry, if the name is known and well formed. */
  public Optional<ImageReference> imageReference() {
    return image().flatMap(Text::literal).flatMap(References::parse);
  }

  /** How its image is built, if it is. */
  public Optional<Build> build() {
    return value(ServiceAttributes.BUILD);
  }

  /** Its variables; null takes the value from the surroundings. */
  public ImmutableMap<String, Setting<Text>> environment() {
    return value(ServiceAttributes.ENVIRONMENT).orElse(ImmutableMap.of());
  }

  /** Its variables with their values; those that have none are left out. */
  public ImmutableSortedMap<String, String> environment(Function<String, Optional<String>> surroundings) {
    return ServiceEnvironment.resolved(environment(), surroundings);
  }

  /** Its ports that can be reached from outside the project. */
  public ImmutableList<PublishedPort> ports() {
    return value(ServiceAttributes.PORTS).orElse(ImmutableList.of());
  }

  /** Files from elsewhere in its tree. */
  public ImmutableList<Mount> mounts() {
    return value(ServiceAttributes.VOLUMES).orElse(ImmutableList.of());
  }

  /** The services that it says that it waits for, by their keys. */
  public ImmutableMap<String, Dependency> dependencies() {
    return value(ServiceAttributes.DEPENDS_ON).orElse(ImmutableMap.of());
  }

  /** The service that a function makes of this one: how reusable parts are applied in a chain. */
  public Service apply(UnaryOperator<Service> function) {
    return function.apply(this);
  }
}
