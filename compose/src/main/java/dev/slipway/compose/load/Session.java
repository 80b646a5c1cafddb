package dev.slipway.compose.load;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSet;
import dev.slipway.DocumentException;
import dev.slipway.Problem;
import dev.slipway.compose.format.DotEnv;
import dev.slipway.compose.format.Parsed;
import dev.slipway.compose.format.PathSystem;
import dev.slipway.compose.tree.Finding;
import dev.slipway.compose.tree.Finding.Severity;
import dev.slipway.compose.tree.Findings;
import dev.slipway.compose.tree.TreePath;
import dev.slipway.yaml.Place;
import dev.slipway.yaml.YamlDialect;
import dev.slipway.yaml.YamlFile;
import dev.slipway.yaml.YamlMap;
import dev.slipway.yaml.YamlReading;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** What all parts of one reading share: the request, the files with their bounds, and what was found. For one thread. */
final class Session {
  /** How often as many values as are allowed may be looked at again for further documents. */
  private static final long COVERINGS = 2;

  private final LoadRequest request;
  private final FileSource source;
  private final FoundInStages found = new FoundInStages();
  private final Map<String, Optional<LoadedFile>> files = new LinkedHashMap<>();
  private final Map<String, FileSource.Reading> readings = new LinkedHashMap<>();
  private final Map<String, Parsed<DotEnv>> environmentFiles = new HashMap<>();
  private final Set<String> exceeded = new LinkedHashSet<>();
  private int uses;
  private long bytes;
  private long values;
  private long covered;
  private long written;
  private boolean incomplete;

  Session(LoadRequest request, FileSource source) {
    this.request = request;
    this.source = source;
  }

  /**
   * Who wants a file.
   *
   * @param path the value that names it; the root for the request
   * @param place where that stands
   */
  record Wanted(TreePath path, Optional<Place> place) {
    /** The one who made the request. */
    static final Wanted BY_REQUEST = new Wanted(TreePath.ROOT, Optional.empty());

    Finding error(String message, Optional<String> advice) {
      return new Finding(Severity.ERROR, path, place, message, advice);
    }
  }

  LoadRequest request() {
    return request;
  }

  boolean has(LoadOption option) {
    return request.has(option);
  }

  /** The project's directory. */
  String directory() {
    return request.projectDirectory().toString();
  }

  /** What a step finds goes here. */
  Findings in(Stage stage) {
    return found.in(stage);
  }

  /** Whether there is an error so far. */
  boolean hasErrors() {
    return found.hasErrors();
  }

  /** Remembers that something could not be read: what is missing may stand there. */
  void incomplete() {
    incomplete = true;
  }

  boolean isIncomplete() {
    return incomplete;
  }

  /** The path of the copy of what is no path, or the path below a directory. */
  String locate(String directory, String reference) {
    return source.copyOf(reference).orElseGet(() -> HostPaths.resolve(directory, reference));
  }

  /** Whether a text means something that is no path, of which there is a copy. */
  boolean isReference(String text) {
    return source.copyOf(text).isPresent();
  }

  /** A path in which a tilde at the beginning is replaced by the home directory. */
  String expanded(String path) {
    Optional<String> home = request.home().or(() -> Optional.ofNullable(request.environment().get("HOME")));
    return PathSystem.UNIX.expandHome(path, home);
  }

  /** A compose file, with what is wrong with its text found once. */
  Optional<LoadedFile> file(String path, Wanted by) {
    if (!use(by)) {
      return Optional.empty();
    }
    Optional<LoadedFile> known = files.get(path);
    if (known == null || known.isEmpty()) {
      known = text(path, by).flatMap(text -> parsed(path, text, by));
      files.put(path, known);
    }
    if (known.isEmpty()) {
      incomplete();
    }
    return known;
  }

  /** A text, or nothing with the reason found. */
  Optional<String> text(String path, Wanted by) {
    FileSource.Reading reading = look(path);
    if (reading instanceof FileSource.Text text) {
      bytes += text.size();
      boolean fits = within(bytes <= request.limits().totalSize(), by,
          "all files together have more than '" + request.limits().totalSize() + "' bytes, each counted as often as it is used");
      return fits ? Optional.of(text.content()) : Optional.empty();
    }
    tell(path, reading, by);
    return Optional.empty();
  }

  /** What lies at a path; each is looked at once. */
  FileSource.Reading look(String path) {
    return readings.computeIfAbsent(path, missing -> source.read(path, request.limits().fileSize()));
  }

  /** A file with variables, taken apart once. */
  Parsed<DotEnv> environmentFile(String path, String text, DotEnv.Format format) {
    return environmentFiles.computeIfAbsent(format + " " + path, missing -> DotEnv.parse(text, format));
  }

  private void tell(String path, FileSource.Reading reading, Wanted by) {
    Findings findings = in(Stage.READING);
    if (reading instanceof FileSource.Missing) {
      findings.add(by.error("the file '" + path + "' does not exist", Optional.of("make it, or name another one")));
    } else if (reading instanceof FileSource.Directory) {
      findings.add(by.error("'" + path + "' is a directory", Optional.of("name a file")));
    } else if (reading instanceof FileSource.Refused refused) {
      findings.add(by.error("the file '" + path + "' " + refused.reason(), refused.advice()));
    }
  }

  private Optional<LoadedFile> parsed(String path, String text, Wanted by) {
    try {
      YamlFile syntax = YamlFile.parse(path, text);
      YamlReading reading = syntax.values(YamlDialect.COMPOSE);
      syntax.problems().forEach(problem -> add(problem, syntax));
      reading.problems().forEach(problem -> add(problem, syntax));
      if (!syntax.problems().isEmpty()) {
        incomplete();
      }
      return Optional.of(new LoadedFile(path, syntax, reading.documents()));
    } catch (DocumentException refused) {
      in(Stage.READING).add(by.error("the file '" + path + "' is refused: " + refused.getMessage(), Optional.empty()));
      return Optional.empty();
    }
  }

  private void add(Problem problem, YamlFile syntax) {
    Optional<Place> place = problem.span().map(span -> Place.of(syntax.source(), span));
    in(Stage.READING).add(new Finding(Severity.ERROR, TreePath.ROOT, place, problem.message(), problem.advice()));
  }

  /** Counts the use of a file; tells once if there are too many. */
  private boolean use(Wanted by) {
    uses++;
    return within(uses <= request.limits().files(), by, "more than '" + request.limits().files() + "' files are included and extended");
  }

  /** Counts values that are brought in; tells once if there are too many. */
  boolean bring(long more, Wanted by) {
    values += more;
    return within(values <= request.limits().values(), by,
        "what is included and extended has more than '" + request.limits().values() + "' values");
  }

  /** Counts values that a document is put over, as all of them are looked at each time; tells once if there are too many. */
  boolean cover(YamlMap model, Wanted by) {
    long most = COVERINGS * request.limits().values();
    covered += covered > most ? 0 : Trees.size(model);
    return within(covered <= most, by, "documents are put over more than '" + most + "' values, each counted as often as that happens");
  }

  /** Tells once that includes or extended services go too deep. */
  boolean deep(int depth, Wanted by) {
    return within(depth <= request.limits().depth(), by,
        "files and services include and extend each other more than '" + request.limits().depth() + "' deep");
  }

  /** Counts characters that variables bring; tells once if there are too many. */
  boolean write(long characters, Wanted by) {
    written += characters;
    return within(written <= request.limits().fileSize(), by,
        "variables bring more than '" + request.limits().fileSize() + "' characters to the project");
  }

  /** Whether a limit is reached: nothing more is brought in then. */
  boolean isExhausted() {
    return !exceeded.isEmpty();
  }

  private boolean within(boolean inside, Wanted by, String message) {
    if (!inside) {
      incomplete();
      if (exceeded.add(message)) {
        in(Stage.READING).add(by.error(message, Optional.of("take something out, or raise the limit in the request")));
      }
    }
    return inside;
  }

  ImmutableList<LoadedFile> files() {
    return files.values().stream().flatMap(Optional::stream).collect(ImmutableList.toImmutableList());
  }

  ImmutableSet<String> paths() {
    return ImmutableSet.copyOf(readings.keySet());
  }

  /** Everything that was found, in the order of the files. */
  ImmutableList<Finding> findings() {
    ImmutableList<String> order = ImmutableList.copyOf(files.keySet());
    Map<String, Integer> numbers = new LinkedHashMap<>();
    order.forEach(path -> numbers.put(path, numbers.size()));
    return found.ordered(name -> numbers.getOrDefault(name, numbers.size()));
  }
}
