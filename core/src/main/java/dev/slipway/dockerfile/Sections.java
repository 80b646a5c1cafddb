package dev.slipway.dockerfile;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import com.google.re2j.Pattern;
import dev.slipway.InvalidValueException;
import dev.slipway.image.Base;
import dev.slipway.image.Image;
import dev.slipway.image.ImageLocation;
import dev.slipway.image.Stage;
import dev.slipway.image.Word;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The parts of a Dockerfile that begin with {@code FROM}, in order, and the names by which they are referred to.
 *
 * <p>Besides the stages there are sections that only name something: {@code --from} takes neither variables nor
 * {@code scratch}.
 */
final class Sections {
  /** The names that every section and context must keep away from. */
  private static final ImmutableList<String> TAKEN = ImmutableList.of("scratch", "context");

  /** Names of sections that only name something; none of a stage. */
  private static final Pattern SOURCE = Pattern.compile("source-\\d+");

  private final Image image;
  private final ImmutableList<Base> order;
  private final Map<Base, String> names = new LinkedHashMap<>();
  private final Map<String, Base> contexts = new LinkedHashMap<>();
  private final Set<Base> referredTo = new HashSet<>();

  Sections(Image image) {
    this.image = image;
    Set<Base> sections = new LinkedHashSet<>();
    for (Stage stage : image.stages()) {
      for (Base source : copySources(stage)) {
        if (needsSection(source)) {
          sections.add(source);
        }
        referredTo.add(source);
      }
      sections.add(stage);
      referredTo.add(stage.base());
    }
    this.order = ImmutableList.copyOf(sections);
    nameContexts();
    nameSections();
  }

  /** Stages, and other bases that only get a name, each after those that it needs. */
  ImmutableList<Base> order() {
    return order;
  }

  /** The name behind {@code AS}: where something refers to the section, or its stage has a label. */
  Optional<String> label(Base section) {
    boolean labelled = section instanceof Stage stage && stage.name().isPresent();
    return labelled || referredTo.contains(section) ? Optional.of(name(section)) : Optional.empty();
  }

  /** The name of a section or context. */
  String name(Base base) {
    String name = names.get(base);
    if (name == null) {
      throw new IllegalStateException("no section for '" + base + "'");
    }
    return name;
  }

  boolean isNamed(Base base) {
    return names.containsKey(base);
  }

  ImmutableMap<String, Base> contexts() {
    return ImmutableMap.copyOf(contexts);
  }

  /**
   * What a section stands for as a source of files: one that only names something, under a name made for that, is that
   * thing.
   */
  static Base withoutName(Base section) {
    boolean madeUp = section instanceof Stage stage && stage.instructions().isEmpty() && stage.platform().isEmpty()
        && stage.name().map(name -> SOURCE.matcher(name).matches()).orElse(false);
    return madeUp && section instanceof Stage stage ? stage.base() : section;
  }

  /** How {@code FROM} and {@code --from} write an image of a registry so that nothing else is meant. */
  static String unmistakable(String reference) {
    boolean number = reference.chars().allMatch(c -> c >= '0' && c <= '9');
    return number || TAKEN.contains(reference) ? "docker.io/library/" + reference : reference;
  }

  private static boolean needsSection(Base base) {
    return switch (base) {
      case Base.Scratch scratch -> true;
      case Base.Reference reference -> reference.name().constant().isEmpty();
      case Base.DockerImage image -> false;
      case Base.NamedContext context -> false;
      case Stage stage -> false;
      case ImageLocation location -> false;
    };
  }

  /** What a stage copies or mounts from, its base not included. */
  private static ImmutableList<Base> copySources(Stage stage) {
    return stage.instructions().stream().flatMap(instruction -> instruction.bases().stream()).collect(ImmutableList.toImmutableList());
  }

  private void nameContexts() {
    for (Base base : order) {
      if (base instanceof Stage stage) {
        stage.sources().forEach(this::addContext);
      }
    }
    int number = 1;
    for (Base base : order) {
      if (base instanceof Stage stage) {
        for (Base source : stage.sources()) {
          if (source instanceof ImageLocation && !names.containsKey(source)) {
            number = nameLocation(source, number);
          }
        }
      }
    }
  }

  private void addContext(Base source) {
    if (source instanceof Base.NamedContext context) {
      contexts.put(context.name(), context);
    }
  }

  private int nameLocation(Base location, int first) {
    int number = first;
    while (contexts.containsKey("image-" + number) || references(-1).contains("image-" + number)) {
      number++;
    }
    contexts.put("image-" + number, location);
    names.put(location, "image-" + number);
    return number + 1;
  }

  private void nameSections() {
    Set<String> used = new HashSet<>(contexts.keySet());
    used.addAll(TAKEN);
    for (int i = 0; i < order.size(); i++) {
      if (order.get(i) instanceof Stage stage && stage.name().isPresent()) {
        String label = unmistakableLabel(stage, stage.name().get());
        names.put(stage, free(label, label + "-", 2, i, used));
      }
    }
    for (int i = 0; i < order.size(); i++) {
      if (!names.containsKey(order.get(i))) {
        String prefix = order.get(i) instanceof Stage ? "stage-" : "source-";
        names.put(order.get(i), free(prefix + i, prefix, i + 1, i, used));
      }
    }
  }

  private static String unmistakableLabel(Stage stage, String label) {
    return withoutName(stage).equals(stage) ? label : label + "-stage";
  }

  /** The wish if it can name a section, else a prefix with the first number behind it that makes it free. */
  private String free(String wish, String prefix, int firstNumber, int section, Set<String> used) {
    Set<String> refused = references(section);
    String name = wish;
    for (int number = firstNumber; used.contains(name) || refused.contains(name); number++) {
      name = prefix + number;
    }
    used.add(name);
    return name;
  }

  /** What images of registries are called in what follows the {@code FROM} of a section: there its name would be taken for them. */
  private Set<String> references(int section) {
    Set<String> references = new HashSet<>();
    for (int i = Math.max(section, 0); i < order.size(); i++) {
      if (order.get(i) instanceof Stage stage) {
        copySources(stage).forEach(source -> addReference(source, references));
      }
      if (i > section) {
        addReference(order.get(i) instanceof Stage stage ? stage.base() : order.get(i), references);
      }
    }
    return references;
  }

  private void addReference(Base base, Set<String> references) {
    if (base instanceof Base.DockerImage docker) {
      references.add(docker.name().familiar().toLowerCase(Locale.ROOT));
    }
    if (base instanceof Base.Reference reference) {
      Word name = reference.name();
      references.add(name.constant().orElse("").toLowerCase(Locale.ROOT));
      try {
        ImmutableMap<String, String> values = image.argumentValues(Map.of(), Map.of());
        references.add(name.expand(variable -> Optional.ofNullable(values.get(variable))).toLowerCase(Locale.ROOT));
      } catch (InvalidValueException required) {
        // a variable without a default: what it will be is not known here
        references.remove("");
      }
    }
  }
}
