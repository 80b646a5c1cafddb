package dev.slipway.image;

import com.google.common.base.Splitter;
import com.google.common.collect.ImmutableList;
import dev.slipway.InvalidValueException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.Locale;
import java.util.Optional;

/**
 * An absolute, cleaned path inside an image or a build context: never a path on the host.
 *
 * <p>File names on Linux are bytes, not text. Bytes that are not UTF-8 are kept as the lone surrogates
 * {@code U+DC80…U+DCFF}, so that every name survives {@link #ofBytes} and {@link #toBytes} exactly. The order is the
 * byte order of names, component by component: a directory comes directly before what it holds.
 */
public final class ImagePath implements Comparable<ImagePath> {
  /** The root directory. */
  public static final ImagePath ROOT = new ImagePath("/");

  private final String text;

  private ImagePath(String text) {
    this.text = text;
  }

  /**
   * Cleans a path lexically: relative paths start at the root, {@code .} and empty parts vanish, {@code ..} goes up and
   * stops at the root.
   *
   * @throws InvalidValueException if the path contains a NUL character, or a lone surrogate that stands for no byte
   */
  public static ImagePath of(String path) {
    if (path.equals("/") || path.isEmpty()) {
      return ROOT;
    }
    String checked = checked(path);
    return isClean(checked) ? new ImagePath(checked) : ROOT.resolve(checked);
  }

  /** As {@link #of(String)} for the raw bytes of a name. */
  public static ImagePath ofBytes(byte[] path) {
    return of(textOfBytes(path));
  }

  /** Cleans a path that may be relative to this one; an absolute path replaces this one. */
  public ImagePath resolve(String path) {
    String checked = checked(path);
    Deque<String> parts = new ArrayDeque<>();
    if (!checked.startsWith("/")) {
      parts.addAll(parts());
    }
    for (String part : Splitter.on('/').split(checked)) {
      if (part.equals("..")) {
        parts.pollLast();
      } else if (!part.isEmpty() && !part.equals(".")) {
        parts.addLast(part);
      }
    }
    return parts.isEmpty() ? ROOT : new ImagePath("/" + String.join("/", parts));
  }

  /** The path of a direct child; the name is taken as it is and must be one component. */
  public ImagePath child(String name) {
    if (name.isEmpty() || name.equals(".") || name.equals("..") || name.indexOf('/') >= 0) {
      throw new InvalidValueException("'" + name + "' is not the name of one file");
    }
    String checked = checked(name);
    return new ImagePath(isRoot() ? "/" + checked : text + "/" + checked);
  }

  /** The directory that holds this path; empty for the root. */
  public Optional<ImagePath> parent() {
    if (isRoot()) {
      return Optional.empty();
    }
    int slash = text.lastIndexOf('/');
    return Optional.of(slash == 0 ? ROOT : new ImagePath(text.substring(0, slash)));
  }

  /** The last component; empty text for the root. */
  public String name() {
    return text.substring(text.lastIndexOf('/') + 1);
  }

  /** The components from the root down. */
  public ImmutableList<String> parts() {
    return isRoot() ? ImmutableList.of() : ImmutableList.copyOf(Splitter.on('/').split(text.substring(1)));
  }

  /** Whether this is the root directory. */
  public boolean isRoot() {
    return text.length() == 1;
  }

  /** Whether this path is the given one or lies below it. */
  public boolean startsWith(ImagePath ancestor) {
    return ancestor.isRoot()
        || (text.startsWith(ancestor.text) && (text.length() == ancestor.text.length() || text.charAt(ancestor.text.length()) == '/'));
  }

  /** The same place seen from another root: this path with {@code ancestor} replaced by {@code replacement}. */
  public ImagePath rebase(ImagePath ancestor, ImagePath replacement) {
    if (!startsWith(ancestor)) {
      throw new InvalidValueException("'" + this + "' does not lie below '" + ancestor + "'");
    }
    String rest = ancestor.isRoot() ? (isRoot() ? "" : text) : text.substring(ancestor.text.length());
    return rest.isEmpty() ? replacement : new ImagePath(replacement.isRoot() ? rest : replacement.text + rest);
  }

  /** The path without its leading slash, as tar entries name it; empty text for the root. */
  public String relative() {
    return text.substring(1);
  }

  /** The raw bytes of the path. */
  public byte[] toBytes() {
    return bytesOfText(text);
  }

  /** The text that stands for some raw bytes: UTF-8 where they are, lone surrogates where they are not. */
  public static String textOfBytes(byte[] bytes) {
    try {
      return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
    } catch (CharacterCodingException notUtf8) {
      return escapedText(bytes);
    }
  }

  /**
   * The raw bytes that a text made by {@link #textOfBytes} stands for.
   *
   * @throws InvalidValueException if the text has a lone surrogate other than {@code U+DC80…U+DCFF}
   */
  public static byte[] bytesOfText(String text) {
    if (isPlain(text)) {
      return text.getBytes(StandardCharsets.UTF_8);
    }
    ByteBuffer out = ByteBuffer.allocate(text.length() * 4);
    text.codePoints().forEach(point -> {
      if (point >= 0xDC80 && point <= 0xDCFF) {
        out.put((byte) (point - 0xDC00));
      } else if (point >= Character.MIN_SURROGATE && point <= Character.MAX_SURROGATE) {
        throw new InvalidValueException(
            String.format(Locale.ROOT, "'%s' contains the lone surrogate U+%04X, which stands for no byte of a name", text, point));
      } else {
        out.put(Character.toString(point).getBytes(StandardCharsets.UTF_8));
      }
    });
    return Arrays.copyOf(out.array(), out.position());
  }

  @Override
  public int compareTo(ImagePath other) {
    return compareTexts(text, other.text);
  }

  /** The order of {@link #compareTo} for paths given as text. */
  public static int compareTexts(String a, String b) {
    int length = Math.min(a.length(), b.length());
    for (int i = 0; i < length; i++) {
      char x = a.charAt(i);
      char y = b.charAt(i);
      if (x != y) {
        if (x == '/' || y == '/') {
          return x == '/' ? -1 : 1;
        }
        boolean beyondText = x >= 0xD800 || y >= 0xD800;
        return beyondText ? Arrays.compareUnsigned(bytesOfText(a), bytesOfText(b)) : Character.compare(x, y);
      }
    }
    return Integer.compare(a.length(), b.length());
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof ImagePath path && path.text.equals(text);
  }

  @Override
  public int hashCode() {
    return text.hashCode();
  }

  /** The path as text, starting with a slash. */
  @Override
  public String toString() {
    return text;
  }

  private static boolean isClean(String path) {
    return path.charAt(0) == '/'
        && path.charAt(path.length() - 1) != '/'
        && !path.contains("//")
        && !path.contains("/./")
        && !path.contains("/../")
        && !path.endsWith("/.")
        && !path.endsWith("/..");
  }

  /** One text for each sequence of bytes: escaped bytes that are UTF-8 together become the character they are. */
  private static String checked(String path) {
    if (path.indexOf('\0') >= 0) {
      throw new InvalidValueException("path '" + path.replace("\0", "\\0") + "' contains a NUL character, which no file name can");
    }
    return isPlain(path) ? path : textOfBytes(bytesOfText(path));
  }

  private static boolean isPlain(String text) {
    for (int i = 0; i < text.length(); i++) {
      if (Character.isSurrogate(text.charAt(i))) {
        return false;
      }
    }
    return true;
  }

  /** Decodes the longest valid UTF-8 runs and escapes each other byte. */
  private static String escapedText(byte[] bytes) {
    StringBuilder text = new StringBuilder(bytes.length);
    int i = 0;
    while (i < bytes.length) {
      int length = sequenceLength(bytes, i);
      if (length == 0) {
        text.append((char) (0xDC00 + (bytes[i] & 0xFF)));
        i++;
      } else {
        text.append(new String(bytes, i, length, StandardCharsets.UTF_8));
        i += length;
      }
    }
    return text.toString();
  }

  /** How many bytes the valid UTF-8 sequence at an index has; 0 if there is none. */
  private static int sequenceLength(byte[] bytes, int at) {
    int first = bytes[at] & 0xFF;
    int length = first < 0x80
        ? 1
        : first >= 0xC2 && first < 0xE0 ? 2 : first >= 0xE0 && first < 0xF0 ? 3 : first >= 0xF0 && first < 0xF5 ? 4 : 0;
    if (length == 0 || at + length > bytes.length) {
      return 0;
    }
    try {
      var unused = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes, at, length));
      return length;
    } catch (CharacterCodingException invalid) {
      return 0;
    }
  }
}
