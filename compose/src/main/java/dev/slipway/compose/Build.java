package dev.slipway.compose;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import com.google.common.collect.ImmutableSetMultimap;
import dev.slipway.compose.format.ByteCount;
import dev.slipway.image.Platform;
import java.util.Arrays;

/** How the image of a service is built. */
public final class Build extends Element<Build> {
  private static final ElementType.Declaring<Build> DECLARING = ElementType.declare("build", Build::new);

  /** The directory that is copied from, or the address of a repository. */
  public static final Attribute<Build, Text> CONTEXT = DECLARING.attribute("context", Forms.TEXT);
  /** The Dockerfile, relative to the context. */
  public static final Attribute<Build, Text> DOCKERFILE = DECLARING.attribute("dockerfile", Forms.TEXT, Text.of("Dockerfile"));
  /** The content of a Dockerfile that stands in no file. */
  public static final Attribute<Build, Text> DOCKERFILE_INLINE = DECLARING.attribute("dockerfile_inline", Forms.TEXT);
  /** Build arguments; null takes the value from the surroundings. */
  public static final Attribute<Build, ImmutableMap<String, Setting<Text>>> ARGS = DECLARING.attribute("args", Forms.VARIABLES);
  /** The stage that is built. */
  public static final Attribute<Build, Text> TARGET = DECLARING.attribute("target", Forms.TEXT);
  /** What the image is built for. */
  public static final Attribute<Build, ImmutableList<Text>> PLATFORMS = DECLARING.attribute("platforms", Forms.TEXTS);
  /** Other directories, images and services that the Dockerfile may copy from, by name. */
  public static final Attribute<Build, ImmutableMap<String, Text>> ADDITIONAL_CONTEXTS = DECLARING.attribute("additional_contexts",
      Forms.LABELS);
  /** Secrets that commands of the build may read. */
  public static final Attribute<Build, ImmutableList<FileGrant>> SECRETS = DECLARING.attribute("secrets", FileGrant.PLAIN);
  /** Keys and agents that commands of the build may use, by id; null is the agent of the surroundings. */
  public static final Attribute<Build, ImmutableMap<String, Setting<Text>>> SSH = DECLARING.attribute("ssh", SshForm.KEYS);
  /** Labels of the image. */
  public static final Attribute<Build, ImmutableMap<String, Text>> LABELS = DECLARING.attribute("labels", Forms.LABELS);
  /** More names for the image. */
  public static final Attribute<Build, ImmutableList<Text>> TAGS = DECLARING.attribute("tags", Forms.TEXTS);
  /** Where layers are looked for. */
  public static final Attribute<Build, ImmutableList<Text>> CACHE_FROM = DECLARING.attribute("cache_from", Forms.TEXTS);
  /** Where layers are kept. */
  public static final Attribute<Build, ImmutableList<Text>> CACHE_TO = DECLARING.attribute("cache_to", Forms.TEXTS);
  /** Whether everything is built anew. */
  public static final Attribute<Build, Boolean> NO_CACHE = DECLARING.attribute("no_cache", Forms.TRUTH);
  /** Stages that are built anew. */
  public static final Attribute<Build, ImmutableList<Text>> NO_CACHE_FILTER = DECLARING.attribute("no_cache_filter", Forms.TEXTS_OR_ONE);
  /** Whether bases are looked up anew. */
  public static final Attribute<Build, Boolean> PULL = DECLARING.attribute("pull", Forms.TRUTH);
  /** The network of commands. */
  public static final Attribute<Build, Text> NETWORK = DECLARING.attribute("network", Forms.TEXT);
  /** Addresses of hosts during the build. */
  public static final Attribute<Build, ImmutableSetMultimap<String, Text>> EXTRA_HOSTS = DECLARING.attribute("extra_hosts",
      HostsForm.HOSTS);
  /** Size of the shared memory. */
  public static final Attribute<Build, ByteCount> SHM_SIZE = DECLARING.attribute("shm_size", Forms.BYTES);
  /** Limits of commands. */
  public static final Attribute<Build, ImmutableMap<String, Ulimit>> ULIMITS = DECLARING.attribute("ulimits", Ulimit.FORM);
  /** Whether commands have all privileges. */
  public static final Attribute<Build, Boolean> PRIVILEGED = DECLARING.attribute("privileged", Forms.TRUTH);
  /** Privileges that commands may be given. */
  public static final Attribute<Build, ImmutableList<Text>> ENTITLEMENTS = DECLARING.attribute("entitlements", Forms.TEXTS);
  /** How containers are kept apart (Windows). */
  public static final Attribute<Build, Text> ISOLATION = DECLARING.attribute("isolation", Forms.TEXT);
  /** Whether, and how, is recorded where the image comes from. */
  public static final Attribute<Build, Text> PROVENANCE = DECLARING.attribute("provenance", Forms.TEXT);
  /** Whether, and how, is recorded what is in the image. */
  public static final Attribute<Build, Text> SBOM = DECLARING.attribute("sbom", Forms.TEXT);

  static final ElementType<Build> ELEMENT = DECLARING.close();

  static final Form<Build> FORM = ElementForm.of(ELEMENT, CONTEXT);

  private final ImmutableList<Resource<?>> brought;

  private Build(Content<Build> content) {
    this(content, ImmutableList.of());
  }

  private Build(Content<Build> content, ImmutableList<Resource<?>> brought) {
    super(content);
    this.brought = brought;
  }

  /** What code made it refer to. */
  ImmutableList<Resource<?>> brought() {
    return brought;
  }

  /** The build as files hold it. */
  Build alone() {
    return new Build(content());
  }

  @Override
  Build derive(Content<Build> changed) {
    return new Build(changed, brought);
  }

  private Build bringing(Resource<?> resource) {
    return new Build(content(), ImmutableList.<Resource<?>>builder().addAll(brought).add(resource).build());
  }

  /** A build of a directory, or of the repository at an address, with the Dockerfile in it. */
  public static Build of(String context) {
    return ELEMENT.empty().with(CONTEXT, Text.of(context));
  }

  /** A build of a directory that variables tell. */
  public static Build of(Text context) {
    return ELEMENT.empty().with(CONTEXT, context);
  }

  /** The build with another Dockerfile, relative to the context. */
  public Build dockerfile(String path) {
    return without(DOCKERFILE_INLINE).with(DOCKERFILE, Text.of(path));
  }

  /** The build with a Dockerfile that stands in no file. */
  public Build dockerfileInline(String content) {
    return without(DOCKERFILE).with(DOCKERFILE_INLINE, Text.of(content));
  }

  /** The build of one stage. */
  public Build target(String stage) {
    return with(TARGET, Text.of(stage));
  }

  /** The build with one more argument. */
  public Build arg(String name, String value) {
    return arg(name, Text.of(value));
  }

  /** The build with one more argument. */
  public Build arg(String name, Text value) {
    return with(ARGS, Collected.put(value(ARGS), name, Setting.of(value)));
  }

  /** The build with one more argument, whose value is that of the variable of the same name in the surroundings. */
  public Build arg(String name) {
    return with(ARGS, Collected.put(value(ARGS), name, Setting.ofNull()));
  }

  /** The build for these platforms. */
  public Build platforms(Platform... platforms) {
    return with(PLATFORMS, Arrays.stream(platforms).map(each -> Text.of(each.toString())).collect(ImmutableList.toImmutableList()));
  }

  /** The build with another directory, image or repository to copy from. */
  public Build additionalContext(String name, String location) {
    return with(ADDITIONAL_CONTEXTS, Collected.put(value(ADDITIONAL_CONTEXTS), name, Text.of(location)));
  }

  /** The build that copies from the image of another service. */
  public Build additionalContext(String name, Service service) {
    return additionalContext(name, "service:" + service.key()).bringing(service);
  }

  /** The build whose commands may read a secret. */
  public Build secret(Secret secret) {
    return with(SECRETS, Collected.add(value(SECRETS), FileGrant.of(secret.key()))).bringing(secret);
  }

  /** The build with one more label for the image. */
  public Build label(String name, String value) {
    return with(LABELS, Collected.put(value(LABELS), name, Text.of(value)));
  }

  /** The build with one more name for the image. */
  public Build tag(String reference) {
    return with(TAGS, Collected.add(value(TAGS), Text.of(reference)));
  }
}
