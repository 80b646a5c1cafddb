package dev.slipway.image;

import com.google.common.collect.ArrayListMultimap;
import com.google.common.collect.ListMultimap;
import com.google.common.primitives.Bytes;
import com.google.common.primitives.Ints;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Secrets that must not be seen in what is printed: wherever one stands in a text, three asterisks take its place.
 *
 * <p>Bytes are compared, so that secrets need not be text. What is looked for is each secret without the blank space around it,
 * and, as programs print line by line, each of its lines, also without the blank space around it. Nothing of fewer than
 * {@value #SHORTEST} bytes is looked for: it stands in too many texts that have nothing to do with the secret, and asterisks there
 * would tell it. Secrets that overlap or touch in a text, one in another too, are hidden together, by one group of asterisks, and
 * nothing of either is left. A secret in another form, such as Base64, is not recognised.
 */
public final class Redaction {
  /** Hides nothing. */
  public static final Redaction NONE = of(List.of());

  private static final int SHORTEST = 4;
  private static final byte[] HIDDEN = {'*', '*', '*'};

  private final Hidden hidden;

  private Redaction(Hidden hidden) {
    this.hidden = hidden;
  }

  /** What hides some secrets. */
  public static Redaction of(Collection<SecretValue> secrets) {
    Map<List<Byte>, byte[]> found = new LinkedHashMap<>();
    for (SecretValue secret : secrets) {
      byte[] whole = secret.bytes();
      add(whole, 0, whole.length, found);
      int start = 0;
      for (int i = 0; i <= whole.length; i++) {
        if (i == whole.length || whole[i] == '\n') {
          add(whole, start, i, found);
          start = i + 1;
        }
      }
    }
    return new Redaction(new Hidden(found.values()));
  }

  private static void add(byte[] bytes, int from, int to, Map<List<Byte>, byte[]> found) {
    int start = from;
    int end = to;
    while (start < end && isBlank(bytes[start])) {
      start++;
    }
    while (end > start && isBlank(bytes[end - 1])) {
      end--;
    }
    if (end - start >= SHORTEST) {
      byte[] part = Arrays.copyOfRange(bytes, start, end);
      found.putIfAbsent(Bytes.asList(part), part);
    }
  }

  private static boolean isBlank(byte b) {
    return b == ' ' || b >= '\t' && b <= '\r';
  }

  /** A text without the secrets. */
  public String in(String text) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    List<byte[]> kept = new ArrayList<>();
    Stream stream = stream((part, offset, length) -> kept.add(Arrays.copyOfRange(part, offset, offset + length)));
    stream.write(bytes, 0, bytes.length);
    stream.finish();
    return new String(Bytes.concat(kept.toArray(byte[][]::new)), StandardCharsets.UTF_8);
  }

  /** What is looked for, by how it begins. */
  private static final class Hidden {
    private final BitSet firstBytes = new BitSet(1 << Byte.SIZE);
    private final ListMultimap<Integer, byte[]> byStart = ArrayListMultimap.create();

    Hidden(Collection<byte[]> all) {
      for (byte[] one : all) {
        firstBytes.set(one[0] & 0xFF);
        byStart.put(start(one, 0), one);
      }
    }

    private static int start(byte[] bytes, int at) {
      return Ints.fromBytes(bytes[at], bytes[at + 1], bytes[at + 2], bytes[at + 3]);
    }

    boolean isEmpty() {
      return firstBytes.isEmpty();
    }

    /** What may stand at a place, as far as its first bytes show. */
    Collection<byte[]> candidates(byte[] bytes, int at, int to) {
      return !firstBytes.get(bytes[at] & 0xFF) ? List.of() : to - at < SHORTEST ? byStart.values() : byStart.get(start(bytes, at));
    }
  }

  /** Takes bytes without secrets. */
  @FunctionalInterface
  public interface Sink {
    /** Takes some of the next bytes; the array is the caller's. */
    void write(byte[] bytes, int offset, int length);
  }

  /** What hides the secrets in bytes that arrive piece by piece, wherever they are cut. */
  public Stream stream(Sink sink) {
    return new Stream(hidden, sink);
  }

  /**
   * Bytes on their way. Those that may be the beginning of a secret are held back until it is known whether they are: at most
   * the length of the longest one. Not for several threads at once.
   */
  public static final class Stream {
    private static final int UNDECIDED = -1;

    private final Hidden hidden;
    private final Sink sink;
    private byte[] held = new byte[0];
    /** Up to where in the bytes that come next they are known to be secret. */
    private int secretUntil;
    private boolean hiding;

    private Stream(Hidden hidden, Sink sink) {
      this.hidden = hidden;
      this.sink = sink;
    }

    /** Takes the next bytes, and passes on what may be. */
    public void write(byte[] bytes, int offset, int length) {
      if (hidden.isEmpty()) {
        flush(bytes, offset, offset + length);
      } else if (held.length == 0) {
        pass(bytes, offset, offset + length, false);
      } else {
        byte[] all = Bytes.concat(held, Arrays.copyOfRange(bytes, offset, offset + length));
        pass(all, 0, all.length, false);
      }
    }

    /** Passes on what was held back: nothing comes after it. */
    public void finish() {
      pass(held, 0, held.length, true);
    }

    private void pass(byte[] bytes, int from, int to, boolean last) {
      secretUntil += from;
      int plain = from;
      int at = from;
      while (at < to) {
        int length = secretAt(bytes, at, to, last);
        if (length == UNDECIDED) {
          break;
        }
        secretUntil = Math.max(secretUntil, at + length);
        boolean secret = at < secretUntil;
        if (secret && !hiding) {
          flush(bytes, plain, at);
          sink.write(HIDDEN, 0, HIDDEN.length);
        } else if (!secret && hiding) {
          plain = at;
        }
        hiding = secret;
        at++;
      }
      if (!hiding) {
        flush(bytes, plain, at);
      }
      secretUntil = Math.max(0, secretUntil - at);
      held = Arrays.copyOfRange(bytes, at, to);
    }

    private void flush(byte[] bytes, int from, int to) {
      if (to > from) {
        sink.write(bytes, from, to - from);
      }
    }

    /** How long the longest secret is that begins here; undecided if one may only have begun. */
    private int secretAt(byte[] bytes, int at, int to, boolean last) {
      int longest = 0;
      for (byte[] candidate : hidden.candidates(bytes, at, to)) {
        int common = Math.min(candidate.length, to - at);
        if (Arrays.equals(candidate, 0, common, bytes, at, at + common)) {
          if (common == candidate.length) {
            longest = Math.max(longest, common);
          } else if (!last) {
            return UNDECIDED;
          }
        }
      }
      return longest;
    }
  }
}
