package dev.slipway.context;

import dev.slipway.ContextException;
import dev.slipway.image.ImagePath;
import java.util.ArrayDeque;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** One listing of a context by a few threads that share a stack of directories still to be read. */
final class Scan {
  static final int MAXIMUM_DEPTH = 1_000;
  static final int MAXIMUM_ENTRIES = 5_000_000;
  /** So many files of one directory are looked at by one thread before another may take over the rest. */
  private static final int RANGE = 1_024;

  private final FileAccess access;
  private final ScanOptions options;
  private final int maximumEntries;
  private final Workers workers = new Workers();
  private final AtomicInteger entries = new AtomicInteger();
  private final Map<ImagePath, ContextException> unreadable = new ConcurrentHashMap<>();

  /** Guarded by this; last in, first out, so that few directories are open at a time. */
  private final ArrayDeque<Task> tasks = new ArrayDeque<>();
  private int busy;
  private boolean abandoned;

  Scan(FileAccess access, ScanOptions options, int maximumEntries) {
    this.access = access;
    this.options = options;
    this.maximumEntries = maximumEntries;
  }

  /** A directory that stays open until the last task that needs it has ended. */
  private static final class Held {
    private final FileAccess.Folder folder;
    private final AtomicInteger users = new AtomicInteger(1);

    Held(FileAccess.Folder folder) {
      this.folder = folder;
    }

    Held share() {
      users.incrementAndGet();
      return this;
    }

    void release() {
      if (users.decrementAndGet() == 0) {
        folder.close();
      }
    }
  }

  /**
   * Entries of a block to be looked at.
   *
   * @param whole whether everything below the block is wanted, not only what leads to the roots
   */
  private record Range(Held folder, TreeBlock block, int from, int to, int depth, boolean whole) {}

  /** A range, or the contents of the directory that is its one entry. */
  private record Task(Range range, boolean contents) {}

  ContextTree run() {
    TreeBlock top = new TreeBlock(ImagePath.ROOT, new byte[0], new int[]{0});
    try (FileAccess.Session session = access.session()) {
      Held root = new Held(session.root());
      push(new Task(new Range(root, top, 0, 1, 0, options.roots().contains(ImagePath.ROOT)), false));
    }
    workers.run(options.threads(), this::work);
    return ContextTree.of(top, entries.get(), unreadable);
  }

  private void work() {
    try (FileAccess.Session session = access.session()) {
      Worker worker = new Worker(session);
      Task task;
      while ((task = next()) != null) {
        try {
          worker.perform(task);
        } finally {
          task.range().folder().release();
          done();
        }
      }
    } catch (RuntimeException | Error thrown) {
      abandon();
      throw thrown;
    }
  }

  private synchronized void push(Task task) {
    if (abandoned) {
      task.range().folder().release();
    } else {
      tasks.push(task);
      notifyAll();
    }
  }

  /** The next task; null when all is done. */
  private synchronized @Nullable Task next() {
    while (tasks.isEmpty() && busy > 0) {
      try {
        wait();
      } catch (InterruptedException stop) {
        Thread.currentThread().interrupt();
        throw ContextFailures.interrupted();
      }
    }
    if (!tasks.isEmpty()) {
      if (Thread.currentThread().isInterrupted()) {
        throw ContextFailures.interrupted();
      }
      busy++;
      return tasks.pop();
    }
    return null;
  }

  private synchronized void done() {
    busy--;
    if (busy == 0 && tasks.isEmpty()) {
      notifyAll();
    }
  }

  /** After a failure nobody starts another task, and what is open is closed. */
  private synchronized void abandon() {
    abandoned = true;
    tasks.forEach(task -> task.range().folder().release());
    tasks.clear();
    notifyAll();
  }

  /** What one thread needs. */
  private final class Worker {
    private final FileAccess.Session session;
    private final FileStat stat = new FileStat();
    private final NameList names = new NameList();

    Worker(FileAccess.Session session) {
      this.session = session;
    }

    void perform(Task task) {
      if (task.contents()) {
        contents(task.range());
      } else {
        attributes(task.range());
      }
    }

    private void attributes(Range range) {
      for (int i = range.from(); i < range.to(); i++) {
        try {
          attributes(range, i);
        } catch (FileFailure failure) {
          // gone since its name was listed: as if it had gone before
          if (failure.reason() != FileFailure.Reason.GONE || range.block().path(i).isRoot()) {
            note(range.block().path(i), failure);
          }
          range.block().remove(i);
        }
      }
    }

    private void attributes(Range range, int index) throws FileFailure {
      TreeBlock block = range.block();
      FileAccess.Folder folder = range.folder().folder;
      session.stat(folder, block.names(), block.start(index), block.end(index), stat);
      if (stat.kind == ContextEntry.Kind.SYMLINK) {
        byte[] target = session.readLink(folder, block.name(index));
        block.putTarget(index, FileAccess.text(target, 0, target.length));
      }
      block.put(index, stat);
      if (stat.kind == ContextEntry.Kind.DIRECTORY) {
        push(new Task(new Range(range.folder().share(), block, index, index + 1, range.depth(), range.whole()), true));
      }
    }

    private void contents(Range parent) {
      ImagePath path = parent.block().path(parent.from());
      boolean whole = parent.whole() || options.roots().contains(path);
      if (parent.depth() > MAXIMUM_DEPTH) {
        throw ContextFailures.tooDeep(path, MAXIMUM_DEPTH);
      }
      FileAccess.Folder folder;
      try {
        folder = path.isRoot() ? session.root() : session.open(parent.folder().folder, parent.block().name(parent.from()));
      } catch (FileFailure failure) {
        note(path, failure);
        return;
      }
      Held held = new Held(folder);
      try {
        TreeBlock block = listed(folder, path, whole);
        parent.block().putFolder(parent.from(), block);
        split(held, block, parent.depth() + 1, whole);
      } catch (FileFailure failure) {
        note(path, failure);
      } finally {
        held.release();
      }
    }

    /** Offers all but the first range to the other threads. */
    private void split(Held folder, TreeBlock block, int depth, boolean whole) {
      for (int from = RANGE; from < block.size(); from += RANGE) {
        push(new Task(new Range(folder.share(), block, from, Math.min(from + RANGE, block.size()), depth, whole), false));
      }
      attributes(new Range(folder, block, 0, Math.min(RANGE, block.size()), depth, whole));
    }

    private TreeBlock listed(FileAccess.Folder folder, ImagePath path, boolean whole) throws FileFailure {
      names.clear();
      if (whole) {
        session.list(folder, names);
      } else {
        leadingToRoots(path);
      }
      if (entries.addAndGet(names.size()) > maximumEntries) {
        throw ContextFailures.tooMany(maximumEntries);
      }
      return packed(folder, path);
    }

    private void leadingToRoots(ImagePath path) {
      options.roots().stream()
          .filter(root -> root.startsWith(path) && !root.equals(path))
          .map(root -> root.parts().get(path.parts().size()))
          .distinct()
          .forEach(name -> names.add(ImagePath.bytesOfText(name), NameList.UNKNOWN));
    }

    /** Sorts the names and leaves out what is ignored. */
    private TreeBlock packed(FileAccess.Folder folder, ImagePath path) {
      Integer[] order = names.sorted();
      byte[] fates = new byte[order.length];
      int kept = 0;
      int bytes = 0;
      for (int i = 0; i < order.length; i++) {
        fates[i] = fate(folder, path, order[i]);
        if (fates[i] != DROPPED) {
          kept++;
          bytes += names.end(order[i]) - names.start(order[i]);
        }
      }
      byte[] packed = new byte[bytes];
      int[] ends = new int[kept];
      TreeBlock block = new TreeBlock(path, packed, ends);
      int next = 0;
      int end = 0;
      for (int i = 0; i < order.length; i++) {
        if (fates[i] != DROPPED) {
          int length = names.end(order[i]) - names.start(order[i]);
          System.arraycopy(names.bytes(), names.start(order[i]), packed, end, length);
          end += length;
          ends[next] = end;
          if (fates[i] == IGNORED) {
            block.markIgnored(next);
          }
          next++;
        }
      }
      return block;
    }

    private static final byte LISTED = 0;
    private static final byte IGNORED = 1;
    private static final byte DROPPED = 2;

    private byte fate(FileAccess.Folder folder, ImagePath directory, int index) {
      Ignore ignore = options.ignore();
      if (ignore.equals(Ignore.NOTHING)) {
        return LISTED;
      }
      ImagePath path = directory.child(FileAccess.text(names.bytes(), names.start(index), names.end(index)));
      boolean isDirectory = isDirectory(folder, index);
      if (!ignore.ignores(path, isDirectory)) {
        return LISTED;
      }
      return isDirectory && ignore.descends(path) ? IGNORED : DROPPED;
    }

    private boolean isDirectory(FileAccess.Folder folder, int index) {
      if (names.hint(index) != NameList.UNKNOWN) {
        return names.hint(index) == NameList.DIRECTORY;
      }
      try {
        session.stat(folder, names.bytes(), names.start(index), names.end(index), stat);
        return stat.kind == ContextEntry.Kind.DIRECTORY;
      } catch (FileFailure later) {
        // it is looked at once more, and that is where a failure is noted
        return false;
      }
    }

    private void note(ImagePath path, FileFailure failure) {
      unreadable.put(path, ContextFailures.of(path, failure));
    }
  }
}
