package dev.slipway.build;

import com.google.common.base.Splitter;
import com.google.common.primitives.Bytes;
import dev.slipway.BuildException;
import dev.slipway.ErrorCode;
import dev.slipway.image.Digest;
import dev.slipway.image.ImagePath;
import dev.slipway.layer.Entry;
import dev.slipway.layer.EntryType;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The text of what a copy reads: three fields for each file, each ended by a NUL, with everything that decides what the
 * layer will be. Its digest is what enters a key; the text itself is kept to explain later which file changed.
 */
final class Listings {
  private static final char END = '\0';
  private static final int FIELDS = 3;
  // the name of a file begins with the slash of its path, so none of these can be mistaken for one
  private static final char TOP = 't';
  private static final char BYTES = 'b';

  /** So much text is encoded at once: a listing may have a hundred megabytes, and growing one text copies it again and again. */
  private static final int PIECE = 1 << 16;

  private final StringBuilder text = new StringBuilder(PIECE + 1024);
  private final List<byte[]> pieces = new ArrayList<>();
  private final Map<Object, Integer> groups = new HashMap<>();

  /** Adds all that was selected. Every file's digest must be known. */
  void add(Selection selection) {
    for (Selection.Top top : selection.tops()) {
      if (!selection.isExcluded(top)) {
        String what = (top.node().isDirectory() ? "contents" : "file") + " below " + top.prefix().size();
        fields(TOP, top.name(), what, top.path().toString());
        top.prefix().forEach(this::file);
        if (top.node().isDirectory()) {
          selection.below(top, (relative, node) -> file(node));
        } else {
          file(selection.node(top));
        }
      }
    }
  }

  /** Adds a text that stands in the instruction, or bytes from elsewhere that are known by their digest. */
  void add(String name, Digest content, String attributes) {
    fields(BYTES, name, content + " " + attributes, "");
  }

  private void fields(char kind, String name, String attributes, String link) {
    text.append(kind).append(name).append(END).append(attributes).append(END).append(link).append(END);
    encode(PIECE);
  }

  private void file(SourceNode node) {
    Entry entry = node.entry();
    text.append(entry.path()).append(END);
    text.append(entry.type().name()).append(' ').append(Integer.toOctalString(entry.mode())).append(' ').append(entry.uid()).append(':')
        .append(entry.gid());
    text.append(' ').append(entry.mtimeSeconds()).append('.').append(entry.mtimeNanos());
    entry.xattrs().forEach((name, value) -> text.append(' ').append(name.length()).append(':').append(name).append('=').append(value));
    if (entry.type().isDevice()) {
      text.append(' ').append(entry.deviceMajor()).append(':').append(entry.deviceMinor());
    }
    if (entry.type() == EntryType.FILE) {
      if (!node.file().equals(entry.path())) {
        // names of one file are told apart from equal files by a number, given in order of appearance
        text.append(" =").append(groups.computeIfAbsent(node.file(), file -> groups.size()));
      }
      text.append(' ')
          .append(entry.content().orElseThrow(() -> new BuildException(ErrorCode.STEP_FAILED,
              "the digest of '" + entry.path() + "' is not known, which is a defect of this library: please report it")).hex());
    }
    text.append(END).append(entry.linkTarget()).append(END);
    encode(PIECE);
  }

  private void encode(int least) {
    if (text.length() >= least) {
      pieces.add(ImagePath.bytesOfText(text.toString()));
      text.setLength(0);
    }
  }

  byte[] toBytes() {
    encode(1);
    byte[] bytes = Bytes.concat(pieces.toArray(byte[][]::new));
    pieces.clear();
    pieces.add(bytes);
    return bytes;
  }

  /**
   * What differs between two listings, for people: {@code src/main.rs changed (and 2 more)}.
   *
   * @return empty text if only the order or what is matched differs
   */
  static String difference(byte[] before, byte[] after) {
    // most of a large listing is the same at both ends, and only what is between has to be taken apart
    int start = sharedStart(before, after);
    int end = sharedEnd(before, after, start);
    Map<String, String> old = files(Arrays.copyOfRange(before, start, before.length - end));
    Map<String, String> now = files(Arrays.copyOfRange(after, start, after.length - end));
    List<String> changes = new ArrayList<>();
    now.forEach((name, fields) -> {
      String earlier = old.get(name);
      if (earlier == null) {
        changes.add(name.substring(1) + " is new");
      } else if (!earlier.equals(fields)) {
        changes.add(name.substring(1) + (content(earlier).equals(content(fields)) ? " has other attributes" : " changed"));
      }
    });
    old.keySet().stream().filter(name -> !now.containsKey(name)).forEach(name -> changes.add(name.substring(1) + " is gone"));
    return changes.isEmpty() ? "" : changes.get(0) + (changes.size() == 1 ? "" : " (and " + (changes.size() - 1) + " more)");
  }

  /** How many bytes of whole files both listings begin with. */
  private static int sharedStart(byte[] before, byte[] after) {
    int mismatch = Arrays.mismatch(before, after);
    int limit = mismatch < 0 ? before.length : mismatch;
    int start = 0;
    int fields = 0;
    for (int i = 0; i < limit; i++) {
      if (before[i] == END && ++fields % FIELDS == 0) {
        start = i + 1;
      }
    }
    return start;
  }

  /** How many bytes of whole files both listings end with, behind what they begin with. */
  private static int sharedEnd(byte[] before, byte[] after, int start) {
    int limit = Math.min(before.length, after.length) - start;
    int end = 0;
    int fields = 0;
    // a file ends where the one before the next ends, so its first byte is known by the end before it
    for (int i = 1; i <= limit && before[before.length - i] == after[after.length - i]; i++) {
      if (before[before.length - i] == END && fields++ % FIELDS == 0) {
        end = i - 1;
      }
    }
    return end;
  }

  /** Attributes and link by kind and name. What was matched is left out: its files tell the same, and more. */
  private static Map<String, String> files(byte[] listing) {
    Map<String, String> files = new LinkedHashMap<>();
    Iterator<String> fields = Splitter.on(END).split(ImagePath.textOfBytes(listing)).iterator();
    while (fields.hasNext()) {
      String name = fields.next();
      if (!name.isEmpty() && fields.hasNext()) {
        String attributes = fields.next();
        String link = fields.next();
        if (name.charAt(0) != TOP) {
          files.put(name, attributes + END + link);
        }
      }
    }
    return files;
  }

  /** What a file holds or a link points to: the last attribute and the link. */
  private static String content(String fields) {
    int end = fields.indexOf(END);
    String attributes = fields.substring(0, end);
    String last = attributes.startsWith(EntryType.FILE.name())
        ? attributes.substring(attributes.lastIndexOf(' '))
        : attributes.substring(0, Math.max(0, attributes.indexOf(' ')));
    return last + fields.substring(end);
  }
}
