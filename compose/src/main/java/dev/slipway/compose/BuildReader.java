package dev.slipway.compose;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import dev.slipway.BuildException;
import dev.slipway.ContextException;
import dev.slipway.ErrorCode;
import dev.slipway.InvalidValueException;
import dev.slipway.build.BuildOptions;
import dev.slipway.build.Context;
import dev.slipway.build.RunOptions;
import dev.slipway.dockerfile.Dockerfile;
import dev.slipway.dockerfile.IgnoreFile;
import dev.slipway.dockerfile.ReadOptions;
import dev.slipway.image.Base;
import dev.slipway.image.Image;
import dev.slipway.image.Instruction;
import dev.slipway.image.Platform;
import dev.slipway.image.Word;
import dev.slipway.run.RunNetwork;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/** Reads the Dockerfile of a plan, and makes of the plan what the engine takes. */
final class BuildReader {
  private static final String AGENT = "SSH_AUTH_SOCK";

  private final BuildPlan plan;
  private final Build build;
  private final Path directory;
  private final Function<String, Optional<String>> surroundings;

  private BuildReader(BuildPlan plan, Path directory, Function<String, Optional<String>> surroundings) {
    this.plan = plan;
    this.build = plan.build();
    this.directory = directory;
    this.surroundings = surroundings;
  }

  static ReadBuild read(BuildPlan plan, Map<String, ? extends Base> images, Function<String, Optional<String>> surroundings) {
    Path directory = plan.directory().orElseThrow(() -> new BuildException(ErrorCode.UNSUPPORTED, "service '" + plan.service().key()
        + "' is built from '" + plan.repository().orElse("")
        + "': repositories are not fetched here; check it out and name the directory"));
    BuildReader reader = new BuildReader(plan, directory, surroundings);
    ImmutableMap<String, String> arguments = ImmutableMap.copyOf(plan.arguments(surroundings));
    ReadOptions options = ReadOptions.DEFAULT.arguments(arguments).contexts(reader.contexts(images))
        .forPlatforms(plan.platforms().toArray(Platform[]::new));
    options = reader.text(Build.TARGET).filter(target -> !target.isEmpty()).map(options::target).orElse(options);
    Image image = reader.labelled(reader.dockerfile().image(options));
    return new ReadBuild(image, reader.context(), BuildOptions.defaults().arguments(arguments).runs(reader.runs()));
  }

  private Optional<String> text(Attribute<Build, Text> attribute) {
    return build.value(attribute).map(BuildPlan::literal);
  }

  private Dockerfile dockerfile() {
    return text(Build.DOCKERFILE_INLINE)
        .map(inline -> Dockerfile.parse("dockerfile_inline of service '" + plan.service().key() + "'", inline))
        .orElseGet(() -> Dockerfile.read(file()));
  }

  private Path file() {
    return directory.resolve(text(Build.DOCKERFILE).orElse("Dockerfile"));
  }

  private ImmutableMap<String, Base> contexts(Map<String, ? extends Base> images) {
    Map<String, Base> contexts = new LinkedHashMap<>(plan.images());
    plan.directories().keySet().forEach(name -> contexts.put(name, Base.context(name)));
    plan.services().forEach((name, service) -> {
      Base image = images.get(service);
      if (image == null) {
        throw new InvalidValueException("service '" + plan.service().key() + "' copies from the image of '" + service
            + "': build that first, and say where its image is");
      }
      contexts.put(name, image);
    });
    return ImmutableMap.copyOf(contexts);
  }

  private Context context() {
    Context context = Context.of(directory);
    for (Map.Entry<String, Path> further : plan.directories().entrySet()) {
      context = context.named(further.getKey(), further.getValue());
    }
    return build.value(Build.DOCKERFILE_INLINE).isPresent() ? context : context.ignoring(ignored());
  }

  /** The rules that lie beside the Dockerfile go before those of the directory. */
  private IgnoreFile ignored() {
    Path file = file();
    String name = String.valueOf(file.getFileName());
    return IgnoreFile.beside(name,
        candidate -> content(candidate.equals(IgnoreFile.NAME) ? directory.resolve(candidate) : file.resolveSibling(candidate)));
  }

  private static Optional<String> content(Path file) {
    if (!Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)) {
      return Optional.empty();
    }
    try {
      if (Files.size(file) > IgnoreFile.MAX_LENGTH) {
        throw new ContextException(ErrorCode.LIMIT_EXCEEDED, "'" + file + "' is longer than " + IgnoreFile.MAX_LENGTH + " bytes");
      }
      return Optional.of(Files.readString(file, StandardCharsets.UTF_8));
    } catch (IOException unreadable) {
      throw new ContextException(ErrorCode.CONTEXT_UNREADABLE, "'" + file + "' cannot be read: " + unreadable.getClass().getSimpleName(),
          unreadable);
    }
  }

  private Image labelled(Image image) {
    ImmutableMap<String, Text> labels = build.value(Build.LABELS).orElse(ImmutableMap.of());
    if (labels.isEmpty()) {
      return image;
    }
    ImmutableList<Instruction.Pair> pairs = labels.entrySet().stream()
        .map(label -> new Instruction.Pair(Word.literal(label.getKey()), Word.literal(BuildPlan.literal(label.getValue()))))
        .collect(ImmutableList.toImmutableList());
    return image.withTarget(image.target().with(new Instruction.Label(pairs)));
  }

  private RunOptions runs() {
    RunOptions runs = RunOptions.defaults();
    for (FileGrant grant : build.value(Build.SECRETS).orElse(ImmutableList.of())) {
      String source = grant.value(FileGrant.SOURCE).map(BuildPlan::literal).orElse("");
      runs = runs.secret(grant.value(FileGrant.TARGET).map(BuildPlan::literal).orElse(source), secret(source));
    }
    for (Map.Entry<String, Setting<Text>> agent : build.value(Build.SSH).orElse(ImmutableMap.of()).entrySet()) {
      Optional<Path> socket = agent.getValue().value().map(BuildPlan::literal).or(() -> surroundings.apply(AGENT)).map(Path::of);
      runs = runs.ssh(agent.getKey(), socket.orElseThrow(() -> new InvalidValueException(
          "service '" + plan.service().key() + "' is built with an SSH agent, but " + AGENT
              + " is not set: start an agent, or name a socket")));
    }
    return text(Build.NETWORK).filter(network -> network.equals("none")).isPresent() ? runs.network(RunNetwork.NONE) : runs;
  }

  private dev.slipway.build.Secret secret(String key) {
    Optional<Secret> declared = Optional.ofNullable(plan.project().secrets().get(key));
    Optional<String> file = declared.flatMap(secret -> secret.value(Secret.FILE)).map(BuildPlan::literal);
    Optional<String> variable = declared.flatMap(secret -> secret.value(Secret.ENVIRONMENT)).map(BuildPlan::literal);
    return file.map(path -> dev.slipway.build.Secret.file(Path.of(path)))
        .or(() -> variable.map(dev.slipway.build.Secret::environment))
        .orElseThrow(() -> new InvalidValueException("secret '" + key + "', which service '" + plan.service().key()
            + "' is built with, has neither a file nor a variable: builds cannot read others"));
  }
}
