package dev.slipway.context;

import com.google.common.collect.ImmutableSortedMap;
import com.google.common.hash.HashCode;
import dev.slipway.ContextException;
import dev.slipway.image.Digest;
import dev.slipway.image.ImagePath;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.util.AbstractList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.RandomAccess;
import org.jspecify.annotations.Nullable;

/**
 * The files of a build context at one moment, in the order of {@link ImagePath}: a directory directly before what it
 * holds. Entries are numbered from 0; number 0 is the context's directory itself.
 *
 * <p>A tree costs some 90 bytes of heap per file; {@link ContextEntry} values are made when they are asked for.
 */
public final class ContextTree {
  /** A name has at most 255 bytes and a link 4,096, on every platform; the rest is a few numbers. */
  private static final int LONGEST_PRINT = 1 << 14;

  private final TreeBlock[] blocks;
  private final int[] places;
  private final int size;
  private final ImmutableSortedMap<ImagePath, ContextException> unreadable;

  private ContextTree(TreeBlock[] blocks, int[] places, int size, ImmutableSortedMap<ImagePath, ContextException> unreadable) {
    this.blocks = blocks;
    this.places = places;
    this.size = size;
    this.unreadable = unreadable;
  }

  /** Puts listed directories in order; ignored ones that turned out empty are left out. */
  static ContextTree of(TreeBlock top, int entries, Map<ImagePath, ContextException> unreadable) {
    Flattening flattening = new Flattening(entries + 1);
    flattening.add(top);
    return new ContextTree(flattening.blocks, flattening.places, flattening.size, ImmutableSortedMap.copyOf(unreadable));
  }

  private static final class Flattening {
    private final TreeBlock[] blocks;
    private final int[] places;
    private int size;

    Flattening(int capacity) {
      blocks = new TreeBlock[capacity];
      places = new int[capacity];
    }

    void add(TreeBlock block) {
      for (int i = 0; i < block.size(); i++) {
        if (block.isPresent(i)) {
          int at = size++;
          blocks[at] = block;
          places[at] = i;
          @Nullable
          TreeBlock folder = block.folder(i);
          if (folder != null) {
            add(folder);
          }
          if (block.isIgnored(i) && size == at + 1) {
            size = at;
          }
        }
      }
    }
  }

  /** How many files there are, the root included. */
  public int size() {
    return size;
  }

  /** The file of a number. */
  public ContextEntry entry(int index) {
    checkIndex(index);
    return blocks[index].entry(places[index]);
  }

  /** The path of a number, for less than {@link #entry}. */
  public ImagePath path(int index) {
    checkIndex(index);
    return blocks[index].path(places[index]);
  }

  /** The kind of a number, for less than {@link #entry}. */
  public ContextEntry.Kind kind(int index) {
    checkIndex(index);
    return blocks[index].kind(places[index]);
  }

  /** The length in bytes of a number, for less than {@link #entry}. */
  public long length(int index) {
    checkIndex(index);
    return blocks[index].length(places[index]);
  }

  /** What an index knows a file by, for less than {@link #entry}. */
  void describe(int index, long[] into) {
    checkIndex(index);
    blocks[index].describe(places[index], into);
  }

  /** All files in order: a view that makes each entry anew. */
  public List<ContextEntry> entries() {
    return new Entries();
  }

  private final class Entries extends AbstractList<ContextEntry> implements RandomAccess {
    @Override
    public ContextEntry get(int index) {
      return entry(index);
    }

    @Override
    public int size() {
      return size;
    }
  }

  /** The number of a path; empty if it is not listed. */
  public OptionalInt indexOf(ImagePath path) {
    int index = firstNotBefore(path);
    return index < size && path(index).equals(path) ? OptionalInt.of(index) : OptionalInt.empty();
  }

  /** The file of a path; empty if it is not listed. Links are not followed. */
  public Optional<ContextEntry> find(ImagePath path) {
    OptionalInt index = indexOf(path);
    return index.isPresent() ? Optional.of(entry(index.getAsInt())) : Optional.empty();
  }

  /** The number after the last file at or below a number: {@code index + 1} for anything but a directory with contents. */
  public int endOf(int index) {
    ImagePath top = path(index);
    int low = index + 1;
    int high = size;
    while (low < high) {
      int middle = (low + high) >>> 1;
      if (path(middle).startsWith(top)) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    return low;
  }

  /** The sum of all file lengths, in bytes. */
  public long totalLength() {
    long total = 0;
    for (int i = 0; i < size; i++) {
      total += blocks[i].length(places[i]);
    }
    return total;
  }

  /**
   * What could not be listed, such as a directory without permission or one that vanished, and why. Nothing is wrong
   * as long as no such path is used: see {@link #requireReadable}.
   */
  public ImmutableSortedMap<ImagePath, ContextException> unreadable() {
    return unreadable;
  }

  /**
   * Makes sure that everything at or below a path was listed. To be called for each path that is copied.
   *
   * @throws ContextException {@code CONTEXT_UNREADABLE} or {@code CONTEXT_CHANGED} for the first path that was not
   */
  public void requireReadable(ImagePath path) {
    unreadable.forEach((place, failure) -> {
      if (place.startsWith(path) || path.startsWith(place)) {
        throw new ContextException(failure.code(), String.valueOf(failure.getMessage()), failure);
      }
    });
  }

  /**
   * A digest of everything that is known of some neighbouring files: paths, kinds, modes, sizes, modification times, links
   * and content digests. Equal digests mean equal files, whatever else changed in the context.
   *
   * @param from the number of the first file
   * @param to the number after the last
   * @param digests the content digests, of all regular files among them
   */
  public Digest fingerprint(int from, int to, ContentDigests digests) {
    MessageDigest sha256 = ContentHasher.newSha256();
    ByteBuffer buffer = ByteBuffer.allocate(1 << 16);
    for (int i = from; i < to; i++) {
      if (buffer.remaining() < LONGEST_PRINT) {
        sha256.update(buffer.flip());
        buffer.clear();
      }
      if (i == from || blocks[i] != blocks[i - 1]) {
        byte[] directory = blocks[i].directory().toBytes();
        sha256.update(buffer.putInt(directory.length).flip());
        buffer.clear();
        sha256.update(directory);
      }
      blocks[i].print(places[i], buffer);
      if (kind(i) == ContextEntry.Kind.FILE) {
        digests.putTo(i, buffer);
      }
    }
    return Digest.sha256(HashCode.fromBytes(finish(sha256, buffer)));
  }

  private static byte[] finish(MessageDigest sha256, ByteBuffer rest) {
    sha256.update(rest.flip());
    return sha256.digest();
  }

  private int firstNotBefore(ImagePath path) {
    int low = 0;
    int high = size;
    while (low < high) {
      int middle = (low + high) >>> 1;
      if (path(middle).compareTo(path) < 0) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    return low;
  }

  private void checkIndex(int index) {
    if (index >= size) {
      throw new IndexOutOfBoundsException(index);
    }
  }
}
