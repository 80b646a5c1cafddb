package dev.slipway.testkit.assertions;

import com.google.errorprone.annotations.CanIgnoreReturnValue;
import dev.slipway.Suggestions;
import dev.slipway.image.Digest;
import dev.slipway.image.ImagePath;
import dev.slipway.layer.Entry;
import dev.slipway.layer.EntryType;
import dev.slipway.layer.TreeEntry;
import dev.slipway.layer.XattrValue;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Arrays;
import java.util.Optional;
import java.util.TreeSet;

/**
 * Assertions on one file, directory or link of an image; {@link #and()} goes back to where it was found.
 *
 * @param <P> the assertions that found it
 */
public final class FileAssert<P> extends Checks<FileAssert<P>, TreeEntry> {
  private static final int MAX_SHOWN = 2000;

  private final String path;
  private final FileView view;
  private final P origin;

  FileAssert(TreeEntry actual, String path, FileView view, P origin) {
    super(actual, FileAssert.class);
    this.path = path;
    this.view = view;
    this.origin = origin;
  }

  @Override
  String subject() {
    return "'" + path + "'";
  }

  /** The assertions that found this file, to go on there. */
  public P and() {
    return origin;
  }

  /** Expects exactly these permission bits, set-id and sticky bits included: {@code 0644}, octal in Java too. */
  @CanIgnoreReturnValue
  public FileAssert<P> withMode(int mode) {
    return equal("the mode", FileView.octal(mode), FileView.octal(entry().mode()));
  }

  /** Expects that somebody may execute it. */
  @CanIgnoreReturnValue
  public FileAssert<P> isExecutable() {
    if ((entry().mode() & 0111) == 0) {
      throw failed("Expected " + subject() + " to be executable, but its mode is " + FileView.octal(entry().mode())
          + "; copy it with mode(\"0755\")");
    }
    return this;
  }

  /** Expects this owner and group, by number. */
  @CanIgnoreReturnValue
  public FileAssert<P> ownedBy(long uid, long gid) {
    return equal("the owner", uid + ":" + gid, entry().uid() + ":" + entry().gid());
  }

  /** Expects this modification time. */
  @CanIgnoreReturnValue
  public FileAssert<P> withModificationTime(Instant time) {
    return equal("the modification time", time, Instant.ofEpochSecond(entry().mtimeSeconds(), entry().mtimeNanos()));
  }

  /** Expects this many bytes. */
  @CanIgnoreReturnValue
  public FileAssert<P> withSize(long bytes) {
    return equal("the size", bytes, entry().size());
  }

  /** Expects bytes with this digest. */
  @CanIgnoreReturnValue
  public FileAssert<P> withDigest(Digest digest) {
    return present("the digest", digest, entry().content());
  }

  /** Expects exactly this text, encoded as UTF-8. */
  @CanIgnoreReturnValue
  public FileAssert<P> withContent(String text) {
    return withContent(text.getBytes(StandardCharsets.UTF_8), text);
  }

  /** Expects exactly these bytes. */
  @CanIgnoreReturnValue
  public FileAssert<P> withContent(byte[] bytes) {
    return withContent(bytes, shown(bytes));
  }

  /** Expects the bytes of a file on this machine, which is read. */
  @CanIgnoreReturnValue
  public FileAssert<P> withContentOf(Path file) {
    try {
      return withContent(Files.readAllBytes(file));
    } catch (IOException failure) {
      throw new UncheckedIOException("'" + file + "' cannot be read: " + failure.getMessage(), failure);
    }
  }

  /** Expects a text somewhere in the file, which is read as UTF-8. */
  @CanIgnoreReturnValue
  public FileAssert<P> containing(String text) {
    String content = text();
    if (!content.contains(text)) {
      throw failureWithActualExpected(content, text, "%s",
          "Expected " + subject() + " to contain\n  " + text + "\nbut it is\n" + shortened(content));
    }
    return this;
  }

  /** Expects a text nowhere in the file, which is read as UTF-8. */
  @CanIgnoreReturnValue
  public FileAssert<P> notContaining(String text) {
    String content = text();
    int at = content.indexOf(text);
    if (at >= 0) {
      long line = content.substring(0, at).chars().filter(c -> c == '\n').count() + 1;
      throw failed("Expected " + subject() + " not to contain\n  " + text + "\nbut it does, in line " + line);
    }
    return this;
  }

  /** Expects a symbolic link with exactly this text. */
  @CanIgnoreReturnValue
  public FileAssert<P> pointingTo(String target) {
    if (entry().type() != EntryType.SYMLINK) {
      throw failed("Expected " + subject() + " to be a symbolic link to '" + target + "', but it is " + FileView.kind(entry()));
    }
    return equal("the target", target, entry().linkTarget());
  }

  /** Expects that something is at the end of all links, and that its path is this. */
  @CanIgnoreReturnValue
  public FileAssert<P> leadingTo(String target) {
    if (view.tree().lookup(entry().path()).isEmpty()) {
      throw failed("Where " + subject() + " leads, only the whole tree knows: look for it in the image or its FileTree");
    }
    ImagePath end = view.tree().resolvePath(entry().path());
    equal("the end", ImagePath.of(target), end);
    if (view.tree().lookup(end).isEmpty()) {
      throw failed("Expected that " + subject() + " leads to something, but nothing is at '" + end + "'" + view.nearby(end));
    }
    return this;
  }

  /** Expects an extended attribute with these bytes. */
  @CanIgnoreReturnValue
  public FileAssert<P> withAttribute(String name, byte... value) {
    XattrValue found = entry().xattrs().get(name);
    if (found == null) {
      throw failed("Expected " + subject() + " to have the attribute '" + name + "'" + Suggestions.among(name, entry().xattrs().keySet())
          + "\n" + lines("there is", entry().xattrs().keySet()));
    }
    return equal("attribute '" + name + "'", XattrValue.of(value), found);
  }

  /** Expects no extended attribute at all. */
  @CanIgnoreReturnValue
  public FileAssert<P> withoutAttributes() {
    if (!entry().xattrs().isEmpty()) {
      throw failed("Expected " + subject() + " to have no attributes\n" + lines("but there is", entry().xattrs().keySet()));
    }
    return this;
  }

  /**
   * Expects that the file gives exactly these capabilities to who executes it.
   *
   * @param names as {@code getcap} prints them, such as {@code cap_net_bind_service}; none means that it gives none
   */
  @CanIgnoreReturnValue
  public FileAssert<P> withCapabilities(String... names) {
    TreeSet<String> expected = new TreeSet<>(Arrays.asList(names));
    expected.forEach(Capabilities::check);
    XattrValue attribute = entry().xattrs().get(Capabilities.ATTRIBUTE);
    return equal("the capabilities", expected, attribute == null ? new TreeSet<>() : new TreeSet<>(Capabilities.permitted(attribute)));
  }

  private FileAssert<P> withContent(byte[] expected, String text) {
    Digest digest = Digest.sha256(expected);
    if (entry().content().isEmpty() || !entry().content().get().equals(digest)) {
      Optional<String> content = view.read(actual).map(FileAssert::shown);
      String found = content.map(FileAssert::shortened)
          .orElseGet(() -> "  other bytes: " + entry().size() + " of them, " + entry().content().map(Digest::toString).orElse("no digest"));
      throw failureWithActualExpected(content.orElse(found), text, "%s",
          "Expected " + subject() + " to be\n" + shortened(text) + "\nbut it is\n" + found);
    }
    return this;
  }

  private String text() {
    byte[] bytes = view.read(actual).orElseThrow(() -> failed("The content of " + subject() + " cannot be looked into: "
        + (view.bytes().isEmpty()
            ? "say where it is, as in assertThat(tree).readingFrom(engine.store())"
            : "it has " + entry().size() + " bytes, more than " + FileView.MAX_READ)));
    return new String(bytes, StandardCharsets.UTF_8);
  }

  private Entry entry() {
    return actual.entry();
  }

  private static String shown(byte[] bytes) {
    return new String(bytes, StandardCharsets.UTF_8);
  }

  /** The start of a text, indented, without what a terminal would obey. */
  private static String shortened(String text) {
    String start = text.length() <= MAX_SHOWN ? text : text.substring(0, MAX_SHOWN) + "…";
    return start.lines().limit(FileView.MAX_LINES).map(line -> "  " + Suggestions.printable(line))
        .reduce((first, second) -> first + "\n" + second).orElse("  (empty)")
        + (start.lines().count() > FileView.MAX_LINES ? "\n  …" : "");
  }
}
