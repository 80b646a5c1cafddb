package dev.slipway.context;

import dev.slipway.ContextException;
import dev.slipway.ErrorCode;
import dev.slipway.image.ImagePath;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/**
 * Reads files of a context for one thread: it keeps the directories of the last file open, so that reading in path order
 * costs little more than opening and reading each file.
 *
 * <p>A file is opened relative to its held directory, links refused, and must be the listed file (device, inode, size,
 * mtime, ctime) both before the first and after the last byte. Whoever uses bytes before the end must be ready to throw
 * them away. Kernels before Linux 6.13 stamp writes with a clock that ticks every few milliseconds: a write in the very
 * tick of the listed ctime is invisible there, so whoever hashed a file in an earlier pass should compare the digests.
 *
 * <p>All methods throw {@link ContextException}: {@code CONTEXT_CHANGED} if the file is not the listed one any more (list
 * the context again and retry), {@code CONTEXT_UNREADABLE} if it cannot be read or is not a regular file.
 */
public final class ContextReader implements AutoCloseable {
  private final FileAccess.Session session;
  private final List<String> names = new ArrayList<>();
  private final List<FileAccess.Folder> folders = new ArrayList<>();
  private final FileStat stat = new FileStat();
  private String directory = "/";
  private boolean closed;

  ContextReader(FileAccess.Session session) {
    this.session = session;
    folders.add(session.root());
  }

  /**
   * Opens a file as a channel, for streaming. The channel belongs to this reader's thread and must be closed before the
   * reader is.
   */
  public ContextFile open(ContextEntry entry) {
    if (closed) {
      throw new ContextException(ErrorCode.IO, "context file '" + entry.path() + "' was opened after its reader was closed");
    }
    if (entry.kind() != ContextEntry.Kind.FILE) {
      throw ContextFailures.notAFile(entry);
    }
    ImagePath path = entry.path();
    try {
      FileAccess.OpenFile file = session.openFile(folderOf(path.toString()), ImagePath.bytesOfText(path.name()));
      return ContextFile.checked(entry, file, stat);
    } catch (FileFailure failure) {
      throw ContextFailures.of(path, failure);
    }
  }

  /** Hands all bytes of a file to a sink; returning normally means that they are the listed file's. */
  public void read(ContextEntry entry, ByteSink sink) {
    try (ContextFile file = open(entry)) {
      ByteBuffer piece = session.transfer();
      while (file.remaining() > 0) {
        piece.clear();
        int unused = file.read(piece);
        sink.accept(piece.flip());
      }
      file.verify();
    }
  }

  /**
   * Reads a small file at once.
   *
   * @return how many bytes of the array the file fills: its size
   * @throws ContextException {@code LIMIT_EXCEEDED} if it does not fit
   */
  public int read(ContextEntry entry, byte[] into) {
    if (entry.size() > into.length) {
      throw new ContextException(ErrorCode.LIMIT_EXCEEDED,
          "context file '" + entry.path() + "' has " + entry.size() + " bytes, more than the " + into.length + " that fit; stream it");
    }
    int[] length = {0};
    read(entry, piece -> {
      int count = piece.remaining();
      piece.get(into, length[0], count);
      length[0] += count;
    });
    return length[0];
  }

  /** Closes the directories that are held open. */
  @Override
  public void close() {
    if (!closed) {
      closed = true;
      keep(0);
      session.close();
    }
  }

  private FileAccess.Folder folderOf(String path) throws FileFailure {
    int slash = Math.max(1, path.lastIndexOf('/'));
    if (slash != directory.length() || !path.startsWith(directory)) {
      enter(path.substring(0, slash));
    }
    return folders.get(folders.size() - 1);
  }

  private void enter(String wanted) throws FileFailure {
    List<String> parts = ImagePath.of(wanted).parts();
    int common = 0;
    while (common < names.size() && common < parts.size() && names.get(common).equals(parts.get(common))) {
      common++;
    }
    keep(common);
    // should one of the steps fail, nothing matches this and the next file finds its way anew
    directory = "";
    for (String part : parts.subList(common, parts.size())) {
      folders.add(session.open(folders.get(folders.size() - 1), ImagePath.bytesOfText(part)));
      names.add(part);
    }
    directory = wanted;
  }

  /** Closes all but the first so many directories below the root. */
  private void keep(int count) {
    while (names.size() > count) {
      names.remove(names.size() - 1);
      folders.remove(folders.size() - 1).close();
    }
  }
}
