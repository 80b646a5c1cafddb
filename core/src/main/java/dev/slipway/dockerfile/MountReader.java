package dev.slipway.dockerfile;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSet;
import dev.slipway.InvalidValueException;
import dev.slipway.Span;
import dev.slipway.Suggestions;
import dev.slipway.dockerfile.CsvFields.Field;
import dev.slipway.image.Base;
import dev.slipway.image.BindMount;
import dev.slipway.image.CacheMount;
import dev.slipway.image.Mount;
import dev.slipway.image.SecretMount;
import dev.slipway.image.SshMount;
import dev.slipway.image.TmpfsMount;
import dev.slipway.image.Word;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Stream;

/**
 * Reads values of {@code RUN --mount}. Paths and ids may hold variables; of other options the value must be known when the
 * file is read. Options that a type does not use and the builder does not refuse are dropped.
 */
final class MountReader {
  private static final ImmutableList<String> TYPES = ImmutableList.of("bind", "cache", "tmpfs", "secret", "ssh");
  private static final ImmutableList<String> KEYS = ImmutableList.of("type", "from", "source", "src", "target", "dst", "destination",
      "readonly", "ro", "readwrite", "rw", "id", "sharing", "required", "size", "mode", "uid", "gid", "env");
  private static final ImmutableSet<String> TRUE = ImmutableSet.of("1", "t", "T", "true", "TRUE", "True");
  private static final ImmutableSet<String> FALSE = ImmutableSet.of("0", "f", "F", "false", "FALSE", "False");

  private final WordTokens words;
  private final SourceNames names;
  private final Supplier<Variables> variables;
  private final Findings findings;

  MountReader(WordTokens words, SourceNames names, Supplier<Variables> variables, Findings findings) {
    this.words = words;
    this.names = names;
    this.variables = variables;
    this.findings = findings;
  }

  /** The truth that a text stands for, if it stands for one. */
  static Optional<Boolean> bool(String text) {
    return TRUE.contains(text) ? Optional.of(true) : FALSE.contains(text) ? Optional.of(false) : Optional.empty();
  }

  /** What the fields of one mount have said so far. */
  private static final class Draft {
    private String type = "bind";
    private Optional<Base> from = Optional.empty();
    private Word source = Word.EMPTY;
    private Word target = Word.EMPTY;
    private Word id = Word.EMPTY;
    private Optional<Boolean> readOnly = Optional.empty();
    private Optional<Mount.Sharing> sharing = Optional.empty();
    private Optional<Long> size = Optional.empty();
    private Optional<String> variable = Optional.empty();
    private boolean required;
    private Mount.Access access = Mount.Access.DEFAULT;

    private boolean takeReadOnly(Optional<Boolean> value) {
      readOnly = value;
      return value.isPresent();
    }

    private boolean takeAccess(Optional<Mount.Access> value) {
      access = value.orElse(access);
      return value.isPresent();
    }

    private boolean takeVariable(String name) {
      variable = Optional.of(name);
      return true;
    }

    /** Where in the working directory unless absolute; the directory itself if nothing is said. */
    private Word place() {
      return target.isEmpty() ? Word.literal(".") : target;
    }

    private Optional<Word> optionalTarget() {
      return target.isEmpty() ? Optional.empty() : Optional.of(target);
    }

    private Word sourceOrRoot() {
      return source.isEmpty() ? Word.literal("/") : source;
    }
  }

  /** The mount; empty if something is wrong with it. */
  Optional<Mount> read(Flag flag) {
    Token value = flag.value().orElse(flag.name());
    int before = findings.count();
    try {
      Draft draft = new Draft();
      for (Field field : CsvFields.of(value.text())) {
        take(field, value.span(field.start(), Math.max(field.start(), field.end())), draft);
      }
      return findings.count() > before ? Optional.empty() : Optional.of(mount(draft, value.span()));
    } catch (WordFault fault) {
      int end = Math.min(value.length(), fault.index() + 1);
      findings.always(value.span(Math.min(fault.index(), end), end), fault.what(), fault.advice());
    } catch (InvalidValueException refused) {
      findings.ifBuilt(value.span(), String.valueOf(refused.getMessage()), "");
    }
    return Optional.empty();
  }

  private void take(Field field, Span place, Draft draft) {
    int equals = field.text().indexOf('=');
    String key = (equals < 0 ? field.text() : field.text().substring(0, equals)).toLowerCase(Locale.ROOT);
    String raw = equals < 0 ? "" : field.text().substring(equals + 1);
    if (!KEYS.contains(key)) {
      findings.ifBuilt(place, "'" + key + "' is no option of --mount",
          "known are " + String.join(", ", KEYS) + Suggestions.among(key, KEYS));
    } else if (equals < 0) {
      bare(key, place, draft);
    } else if (key.equals("from")) {
      from(raw, place, draft);
    } else {
      valued(key, words.word(raw, place), place, draft);
    }
  }

  private void bare(String key, Span place, Draft draft) {
    switch (key) {
      case "readonly", "ro" -> draft.readOnly = Optional.of(true);
      case "readwrite", "rw" -> draft.readOnly = Optional.of(false);
      case "required" -> require(true, place, draft);
      default -> findings.ifBuilt(place, "the option '" + key + "' has no value", "write " + key + "=…");
    }
  }

  private void from(String name, Span place, Draft draft) {
    int dollar = name.indexOf('$');
    if (dollar >= 0 && dollar < name.length() - 1) {
      findings.always(place, "from= takes no variables, and '" + name + "' has one",
          "begin a stage with 'FROM " + name + " AS files' and write from=files");
    } else if (!name.isEmpty()) {
      draft.from = names.find(new FindingPlace(findings, place), name, false);
    }
  }

  private void require(boolean value, Span place, Draft draft) {
    if (!draft.type.equals("secret") && !draft.type.equals("ssh")) {
      refused("required", place, draft);
    }
    draft.required = value;
  }

  private void refused(String key, Span place, Draft draft) {
    findings.ifBuilt(place, "'" + key + "' is no option of a mount of type " + draft.type,
        "leave it out, or write the type before it: type=secret,…");
  }

  private void valued(String key, Word word, Span place, Draft draft) {
    switch (key) {
      case "source", "src" -> draft.source = word;
      case "target", "dst", "destination" -> draft.target = word;
      case "id" -> draft.id = word;
      default -> known(key, word, place).ifPresent(text -> option(key, text, place, draft));
    }
  }

  private Optional<String> known(String key, Word word, Span place) {
    try {
      Optional<String> text = variables.get().known(word);
      if (text.isEmpty()) {
        findings.ifBuilt(place, "'" + key + "=" + word + "' has a variable whose value may come from the base image",
            "declare it by ARG with a default in this stage, or write the value");
      }
      return text;
    } catch (InvalidValueException required) {
      findings.ifBuilt(place, String.valueOf(required.getMessage()), "");
      return Optional.empty();
    }
  }

  private void option(String key, String text, Span place, Draft draft) {
    boolean valid = switch (key) {
      case "type" -> type(text, draft);
      case "readonly", "ro" -> draft.takeReadOnly(bool(text));
      case "readwrite", "rw" -> draft.takeReadOnly(bool(text).map(value -> !value));
      case "required" -> {
        require(bool(text).orElse(false), place, draft);
        yield bool(text).isPresent();
      }
      case "size" -> size(text, place, draft);
      case "sharing" -> sharing(text, draft);
      case "mode" -> draft.takeAccess(number(text, 8).map(mode -> draft.access.withMode(mode)));
      case "uid" ->
        draft.takeAccess(number(text, 10).map(uid -> new Mount.Access(draft.access.mode(), Optional.of(uid), draft.access.gid())));
      case "gid" ->
        draft.takeAccess(number(text, 10).map(gid -> new Mount.Access(draft.access.mode(), draft.access.uid(), Optional.of(gid))));
      default -> draft.takeVariable(text);
    };
    if (!valid) {
      findings.ifBuilt(place, "'" + text + "' is no value of " + key, advice(key, text));
    }
  }

  private static String advice(String key, String text) {
    List<String> sharings = Arrays.stream(Mount.Sharing.values()).map(Mount.Sharing::id).toList();
    return switch (key) {
      case "type" -> "write one of " + String.join(", ", TYPES) + Suggestions.among(text, TYPES);
      case "sharing" -> "write one of " + String.join(", ", sharings) + Suggestions.among(text, sharings);
      case "size" -> "write for example size=64m";
      case "mode" -> "write an octal number such as mode=0400";
      case "uid", "gid" -> "write a number from 0 to 2147483647";
      default -> "write " + key + "=true or " + key + "=false";
    };
  }

  private static boolean type(String text, Draft draft) {
    draft.type = text.toLowerCase(Locale.ROOT);
    return TYPES.contains(draft.type);
  }

  private static boolean sharing(String text, Draft draft) {
    String lower = text.toLowerCase(Locale.ROOT);
    draft.sharing = Stream.of(Mount.Sharing.values()).filter(sharing -> sharing.id().equals(lower)).findFirst();
    return draft.sharing.isPresent();
  }

  private boolean size(String text, Span place, Draft draft) {
    if (!draft.type.equals("tmpfs")) {
      refused("size", place, draft);
    }
    draft.size = ByteSize.parse(text);
    return draft.size.isPresent();
  }

  private static Optional<Integer> number(String text, int radix) {
    boolean digits = !text.isEmpty() && text.length() <= 11 && text.chars().allMatch(c -> c >= '0' && c < '0' + radix);
    long number = digits ? Long.parseLong(text, radix) : -1;
    return number >= 0 && number <= Integer.MAX_VALUE ? Optional.of((int) number) : Optional.empty();
  }

  private Mount mount(Draft draft, Span place) {
    check(draft, place);
    return switch (draft.type) {
      case "cache" -> new CacheMount(draft.place(), draft.id.isEmpty() ? Optional.empty() : Optional.of(draft.id),
          draft.sharing.orElse(Mount.Sharing.SHARED), initial(draft), draft.access, draft.readOnly.orElse(false));
      case "tmpfs" -> new TmpfsMount(draft.place(), draft.size.filter(size -> size > 0));
      case "secret" -> secret(draft, place);
      case "ssh" ->
        new SshMount(draft.id.isEmpty() ? Word.literal("default") : draft.id, draft.optionalTarget(), draft.required, draft.access);
      default -> new BindMount(draft.from, draft.sourceOrRoot(), draft.place(), !draft.readOnly.orElse(true));
    };
  }

  /** What the builder refuses once it has seen all fields, and a read-only tmpfs, which holds nothing. */
  private void check(Draft draft, Span place) {
    boolean owned = !draft.access.equals(Mount.Access.DEFAULT);
    if (owned && (draft.type.equals("bind") || draft.type.equals("tmpfs"))) {
      findings.ifBuilt(place, "a mount of type " + draft.type + " has no mode, uid or gid of its own", "leave them out");
    }
    if (draft.sharing.isPresent() && !draft.type.equals("cache")) {
      findings.ifBuilt(place, "a mount of type " + draft.type + " has no sharing", "leave it out, or write type=cache");
    }
    if (draft.type.equals("secret") && draft.from.isPresent()) {
      findings.ifBuilt(place, "a secret comes from no stage or image", "leave from= out");
    }
    if (draft.type.equals("secret") && !draft.source.isEmpty() && !draft.id.isEmpty()) {
      findings.ifBuilt(place, "a secret has either an id or a source", "leave source= out");
    }
    if (draft.type.equals("ssh") && !draft.source.isEmpty()) {
      findings.ifBuilt(place, "an SSH agent has no source", "leave source= out");
    }
    if (draft.type.equals("tmpfs") && draft.readOnly.orElse(false)) {
      findings.ifBuilt(place, "a tmpfs that can only be read holds nothing", "leave readonly out");
    }
  }

  private static Optional<Base.Files> initial(Draft draft) {
    boolean said = draft.from.isPresent() || !draft.source.isEmpty();
    return said ? Optional.of(new Base.Files(draft.from.orElse(Base.scratch()), ImmutableList.of(draft.sourceOrRoot()))) : Optional.empty();
  }

  private SecretMount secret(Draft draft, Span place) {
    Word id = draft.id.isEmpty() ? draft.source : draft.id;
    if (id.isEmpty() && draft.target.isEmpty()) {
      findings.ifBuilt(place, "a secret has neither an id nor a target", "write for example type=secret,id=npm-token");
      id = Word.literal("secret");
    }
    id = id.isEmpty() ? known("target", draft.target, place).map(MountReader::lastName).map(Word::literal).orElse(draft.target) : id;
    Optional<String> variable = draft.variable;
    if (variable.equals(Optional.of(""))) {
      variable = id.constant();
    }
    return new SecretMount(id, draft.optionalTarget(), variable, draft.required, draft.access);
  }

  private static String lastName(String path) {
    String trimmed = path.endsWith("/") && path.length() > 1 ? path.substring(0, path.length() - 1) : path;
    return trimmed.substring(trimmed.lastIndexOf('/') + 1);
  }
}
