package dev.slipway.compose.format;

import com.google.common.base.Splitter;
import com.google.common.collect.ImmutableSet;
import dev.slipway.Suggestions;
import dev.slipway.compose.format.VolumeMount.BindOptions;
import dev.slipway.compose.format.VolumeMount.Type;
import dev.slipway.compose.format.VolumeMount.VolumeOptions;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Reads the short form of mounts. For one thread. */
final class VolumeScan {
  private static final String FORM = "write a target such as /data, or a source and a target such as data:/data or ./data:/data:ro";
  private static final ImmutableSet<String> PROPAGATIONS = ImmutableSet.of("rprivate", "private", "rshared", "shared", "rslave", "slave");
  private static final ImmutableSet<String> LABELS = ImmutableSet.of("z", "Z");
  /** Options that change nothing: cached and so on only meant something to Docker Desktop. */
  private static final ImmutableSet<String> IDLE = ImmutableSet.of("rw", "cached", "delegated", "consistent");
  private static final ImmutableSet<String> OPTIONS = ImmutableSet.<String>builder().add("ro", "nocopy").addAll(PROPAGATIONS)
      .addAll(LABELS).addAll(IDLE).build();

  /** Characters between colons. */
  private record Section(int start, int end) {}

  private final String text;
  private final TextProblems problems = new TextProblems();
  private final boolean namedByLetter;
  private boolean readOnly;
  private boolean noCopy;
  private Optional<String> propagation = Optional.empty();
  private Optional<String> selinux = Optional.empty();

  VolumeScan(String text) {
    this.text = text;
    this.namedByLetter = namesVolumeByLetter(text);
  }

  Parsed<VolumeMount> mount() {
    if (text.isEmpty() || text.indexOf('\0') >= 0) {
      return failed(0, text.length(), text.isEmpty() ? "a mount is empty" : Quoted.of(text) + " has a null character in it");
    }
    if (isShort()) {
      return Parsed.of(new VolumeMount(Type.VOLUME, Optional.empty(), text, false, Optional.empty(), Optional.empty()));
    }
    List<Section> sections = sections();
    for (Section section : sections) {
      if (section.start == section.end) {
        return failed(section.start, section.end, "a part between the colons of " + Quoted.of(text) + " is empty");
      }
    }
    if (sections.size() > 3) {
      return failed(sections.get(3).start - 1, text.length(), Quoted.of(text) + " has too many colons");
    }
    return mount(sections);
  }

  /** Texts of one or two bytes are targets whatever they are. */
  private boolean isShort() {
    return text.length() == 1 && text.charAt(0) < 0x800 || text.length() == 2 && text.charAt(0) < 0x80 && text.charAt(1) < 0x80;
  }

  private Parsed<VolumeMount> mount(List<Section> sections) {
    if (sections.size() == 3) {
      options(sections.get(2));
    }
    Optional<String> source = sections.size() == 1 ? Optional.empty() : Optional.of(text(sections.get(0)));
    String target = text(sections.get(Math.min(1, sections.size() - 1)));
    if (namedByLetter) {
      problems.warning(0, 1, "'" + text.charAt(0) + "' is taken for a volume, where other readers of compose files take it for a Windows"
          + " drive", "give the volume a name of two letters or more");
    }
    boolean path = source.filter(VolumeScan::isPath).isPresent();
    boolean bindOptions = propagation.isPresent() || selinux.isPresent();
    return problems.with(new VolumeMount(path ? Type.BIND : Type.VOLUME, source, target, readOnly,
        path || bindOptions ? Optional.of(new BindOptions(propagation, selinux)) : Optional.empty(),
        !path || noCopy ? Optional.of(new VolumeOptions(noCopy)) : Optional.empty()));
  }

  private String text(Section section) {
    return text.substring(section.start, section.end);
  }

  /** Splits at colons; not behind a letter that is a drive, and not in a variable. */
  private List<Section> sections() {
    List<Section> sections = new ArrayList<>();
    int start = 0;
    int variables = 0;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == '$' && text.startsWith("{", i + 1)) {
        variables++;
      } else if (c == '}' && variables > 0) {
        variables--;
      } else if (c == ':' && variables == 0 && !isDrive(start, i)) {
        sections.add(new Section(start, i));
        start = i + 1;
      }
    }
    sections.add(new Section(start, text.length()));
    return sections;
  }

  private boolean isDrive(int start, int colon) {
    return !(start == 0 && namedByLetter) && isLetter(text, start, colon);
  }

  private static boolean isLetter(String text, int start, int end) {
    return end > start && text.codePointCount(start, end) == 1 && Character.isLetter(text.codePointAt(start));
  }

  /**
   * Whether the text begins with a volume of one letter: no backslash follows it, and what would be the target behind a path
   * with a drive is missing or is a list of options.
   */
  private static boolean namesVolumeByLetter(String text) {
    int colon = text.indexOf(':');
    if (text.length() < 3 || !isLetter(text, 0, colon) || colon + 1 == text.length() || text.charAt(colon + 1) == '\\') {
      return false;
    }
    int second = text.indexOf(':', colon + 1);
    if (second < 0) {
      return true;
    }
    int third = text.indexOf(':', second + 1);
    String options = text.substring(second + 1, third < 0 ? text.length() : third);
    return Splitter.on(',').splitToStream(options).allMatch(OPTIONS::contains);
  }

  private static boolean isPath(String source) {
    char first = source.charAt(0);
    int letter = Character.charCount(source.codePointAt(0));
    return first == '.' || first == '/' || first == '~' || source.startsWith("\\\\")
        || source.startsWith(":", letter) && isLetter(source, 0, letter);
  }

  private void options(Section section) {
    int start = section.start;
    for (String option : Splitter.on(',').split(text(section))) {
      option(option, start);
      start += option.length() + 1;
    }
  }

  private void option(String option, int start) {
    if (option.equals("ro") || option.equals("rw")) {
      readOnly = option.equals("ro");
    } else if (option.equals("nocopy")) {
      noCopy = true;
    } else if (PROPAGATIONS.contains(option)) {
      propagation = Optional.of(option);
    } else if (LABELS.contains(option)) {
      selinux = Optional.of(option);
    } else if (!IDLE.contains(option)) {
      String meant = Suggestions.closest(option, OPTIONS).orElse("ro");
      problems.warning(start, start + option.length(), Quoted.of(option) + " is no option of a mount and is dropped",
          "write options such as " + meant);
    }
  }

  private Parsed<VolumeMount> failed(int start, int end, String message) {
    return Parsed.failed(TextProblem.error(start, end, message, FORM));
  }
}
