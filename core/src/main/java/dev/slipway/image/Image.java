package dev.slipway.image;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import com.google.common.collect.ImmutableSet;
import dev.slipway.InvalidValueException;
import dev.slipway.image.Instruction.Arg;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

/**
 * What is built: the last stage, the arguments of the whole build, and the platforms it is built for.
 *
 * @param target the stage whose files and configuration the image has
 * @param arguments what may be used in names and platforms of bases ({@code ARG} before the first {@code FROM}), in order;
 *     of several with one name, the last default counts
 * @param platforms what it is built for; empty means the platform of the machine that builds it
 */
public record Image(Stage target, ImmutableList<Arg> arguments, ImmutableSet<Platform> platforms) {
  /** An image of a stage, without arguments, for the platform of the machine that builds it. */
  public static Image of(Stage target) {
    return new Image(target, ImmutableList.of(), ImmutableSet.of());
  }

  /** The same image with an argument that names and platforms of bases may use. */
  public Image argument(String name, String defaultValue) {
    return argument(Arg.of(name, defaultValue));
  }

  /** The same image with an argument that names and platforms of bases may use. */
  public Image argument(Arg argument) {
    if (arguments.stream().anyMatch(known -> known.name().equals(argument.name()))) {
      throw new InvalidValueException("argument '" + argument.name() + "' is declared twice; remove one or rename it");
    }
    return new Image(target, ImmutableList.<Arg>builder().addAll(arguments).add(argument).build(), platforms);
  }

  /** The same image, built for these platforms; several give an index. */
  public Image forPlatforms(Platform... newPlatforms) {
    return new Image(target, arguments, ImmutableSet.copyOf(newPlatforms));
  }

  /** The image with another last stage. */
  public Image withTarget(Stage newTarget) {
    return new Image(newTarget, arguments, platforms);
  }

  /**
   * All stages that the image needs, each after those it needs itself; the target is last. Equal stages appear once, under
   * the first name that one of them has.
   */
  public ImmutableList<Stage> stages() {
    Map<Stage, Stage> done = new LinkedHashMap<>();
    Deque<Stage> open = new ArrayDeque<>();
    open.push(target);
    while (!open.isEmpty()) {
      Stage stage = open.peek();
      ImmutableList<Stage> needed = done.containsKey(stage) ? ImmutableList.of() : neededStages(stage);
      ImmutableList<Stage> missing = needed.stream().filter(other -> !done.containsKey(other)).collect(ImmutableList.toImmutableList());
      if (missing.isEmpty()) {
        Stage.add(stage, done);
        needed.forEach(other -> Stage.add(other, done));
        open.pop();
      } else {
        missing.reverse().forEach(open::push);
      }
    }
    return ImmutableList.copyOf(done.values());
  }

  /**
   * The same image with every image in a registry that it names replaced: those that stages stand on, and those that files
   * are copied or mounted from. Triggers of {@code ONBUILD} that a stage of this image carries out are changed too; others
   * stay as they are, as names in them belong to images that are built elsewhere.
   *
   * @param change called once for each name
   */
  public Image withReferences(UnaryOperator<Base.Reference> change) {
    return withTarget(new References(change).changed(this));
  }

  /** Every image in a registry that is needed, in the order of {@link #stages()}. */
  public ImmutableSet<Base.Reference> references() {
    return stages().stream()
        .flatMap(
            stage -> Stream.concat(stage.sources().stream(), stage.inheritedTriggers().stream().flatMap(each -> each.bases().stream())))
        .filter(Base.Reference.class::isInstance).map(Base.Reference.class::cast).collect(ImmutableSet.toImmutableSet());
  }

  /**
   * The same image with images in registries pinned to digests. A name in which arguments stand is the one that it is with
   * their default values. Names that have a digest, and those that are not among the given ones, stay as they are; pinning
   * again therefore changes nothing.
   *
   * @param digests what references stand for, such as {@code debian:12}
   */
  public Image pinned(Map<ImageReference, Digest> digests) {
    Map<String, String> values = new LinkedHashMap<>();
    for (Arg argument : arguments) {
      try {
        argument.defaultValue().ifPresent(word -> values.put(argument.name(), word.expand(name -> Optional.ofNullable(values.get(name)))));
      } catch (InvalidValueException needsArguments) {
        // a name in which it stands cannot be known without the build's arguments either, and stays as it is
      }
    }
    return withReferences(reference -> pinned(reference, reference.name().expand(name -> Optional.ofNullable(values.get(name))), digests));
  }

  private static Base.Reference pinned(Base.Reference reference, String name, Map<ImageReference, Digest> digests) {
    try {
      ImageReference plain = ImageReference.parse(name);
      Digest digest = plain.digest().isPresent() ? null : digests.get(plain);
      return digest == null ? reference : Base.image(plain.withDigest(digest));
    } catch (InvalidValueException needsArguments) {
      return reference;
    }
  }

  private static ImmutableList<Stage> neededStages(Stage stage) {
    return stage.sources().stream().filter(Stage.class::isInstance).map(Stage.class::cast).collect(ImmutableList.toImmutableList());
  }

  /**
   * The values of the arguments: what the build was given, or else the default, in which earlier arguments may stand.
   *
   * @param given values that the build was given; they go before automatic ones of the same name, too
   * @param automatic values that every build has, such as {@code TARGETPLATFORM}
   */
  public ImmutableMap<String, String> argumentValues(Map<String, String> given, Map<String, String> automatic) {
    Map<String, String> values = new LinkedHashMap<>(automatic);
    values.replaceAll((name, value) -> given.getOrDefault(name, value));
    for (Arg argument : arguments) {
      if (given.containsKey(argument.name())) {
        values.put(argument.name(), given.get(argument.name()));
      } else {
        argument.defaultValue().ifPresent(word -> values.put(argument.name(), word.expand(name -> Optional.ofNullable(values.get(name)))));
      }
    }
    return ImmutableMap.copyOf(values);
  }
}
