package dev.slipway.store;

import com.google.common.collect.ImmutableList;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.AccessDeniedException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;

/**
 * The system's files with one kind of fault. Counts the operations that the fault may hit. Does not really sync: nobody
 * cuts the power in these tests, and syncing would be most of their time.
 */
public final class FaultyDisk implements Disk {
  /** What goes wrong. */
  public enum Fault {
    /** The chosen operation and all later ones fail, as if the process had been killed before it. */
    KILL,
    /** As {@link #KILL}, but of a chosen write half of the bytes arrive. */
    KILL_TEARING,
    /** The chosen write, creation or rename finds the disk full, and only that one. */
    DISK_FULL,
    /** The chosen sync or close fails, and only that one. */
    INPUT_OUTPUT_ERROR,
    /** Every change is refused. */
    READ_ONLY,
    /** Nothing goes wrong. */
    NONE
  }

  private final Disk disk = Disk.system();
  private final Fault fault;
  private final long chosen;
  private final AtomicLong count = new AtomicLong();

  private FaultyDisk(Fault fault, long chosen) {
    this.fault = fault;
    this.chosen = chosen;
  }

  /** A disk whose n-th operation of the fault's kind fails, counted from 1. */
  public static FaultyDisk failing(Fault fault, long chosen) {
    return new FaultyDisk(fault, chosen);
  }

  /** A disk without faults. */
  public static FaultyDisk sound() {
    return new FaultyDisk(Fault.NONE, Long.MAX_VALUE);
  }

  /** How many operations of the fault's kind there were. */
  public long operations() {
    return count.get();
  }

  /** Whether the fault has happened. */
  public boolean hasFailed() {
    return operations() >= chosen;
  }

  private enum Kind {
    READ, CHANGE, WRITE, SYNC
  }

  private boolean isHit(Kind kind) throws IOException {
    boolean counted = switch (fault) {
      case KILL, KILL_TEARING -> true;
      case DISK_FULL -> kind == Kind.WRITE;
      case INPUT_OUTPUT_ERROR -> kind == Kind.SYNC;
      case READ_ONLY, NONE -> false;
    };
    if (fault == Fault.READ_ONLY && kind != Kind.READ) {
      throw new AccessDeniedException("read-only");
    }
    if (!counted) {
      return false;
    }
    long number = count.incrementAndGet();
    return number == chosen || number > chosen && (fault == Fault.KILL || fault == Fault.KILL_TEARING);
  }

  private void before(Kind kind) throws IOException {
    if (isHit(kind)) {
      throw failure();
    }
  }

  private IOException failure() {
    return new IOException(switch (fault) {
      case DISK_FULL -> "No space left on device";
      case INPUT_OUTPUT_ERROR -> "Input/output error";
      default -> "killed";
    });
  }

  @Override
  public Output create(Path file) throws IOException {
    before(Kind.WRITE);
    return new FaultyOutput(disk.create(file));
  }

  @Override
  public Output createPrivate(Path file) throws IOException {
    before(Kind.WRITE);
    return new FaultyOutput(disk.createPrivate(file));
  }

  @Override
  public FileChannel open(Path file) throws IOException {
    before(Kind.READ);
    return disk.open(file);
  }

  @Override
  public FileChannel openForLocks(Path file) throws IOException {
    before(Kind.CHANGE);
    return disk.openForLocks(file);
  }

  @Override
  public Optional<Stat> stat(Path file) throws IOException {
    before(Kind.READ);
    return disk.stat(file);
  }

  @Override
  public ImmutableList<Path> list(Path directory) throws IOException {
    before(Kind.READ);
    return disk.list(directory);
  }

  @Override
  public void createDirectories(Path directory) throws IOException {
    before(Kind.WRITE);
    disk.createDirectories(directory);
  }

  @Override
  public void createPrivateDirectory(Path directory) throws IOException {
    before(Kind.WRITE);
    disk.createPrivateDirectory(directory);
  }

  @Override
  public void move(Path from, Path to) throws IOException {
    before(Kind.WRITE);
    disk.move(from, to);
  }

  @Override
  public boolean delete(Path file) throws IOException {
    before(Kind.CHANGE);
    return disk.delete(file);
  }

  @Override
  public void syncDirectory(Path directory) throws IOException {
    before(Kind.SYNC);
  }

  @Override
  public void touch(Path file) throws IOException {
    before(Kind.CHANGE);
    disk.touch(file);
  }

  private final class FaultyOutput implements Output {
    private final Output output;
    private boolean open = true;

    FaultyOutput(Output output) {
      this.output = output;
    }

    @Override
    public void write(ByteBuffer bytes) throws IOException {
      byte[] copy = new byte[bytes.remaining()];
      bytes.get(copy);
      write(copy);
    }

    @Override
    public void write(byte[] bytes) throws IOException {
      if (isHit(Kind.WRITE)) {
        if (fault != Fault.KILL && operations() == chosen) {
          output.write(Arrays.copyOf(bytes, bytes.length / 2));
        }
        throw failure();
      }
      output.write(bytes);
    }

    @Override
    public void force() throws IOException {
      before(Kind.SYNC);
    }

    /** The file is closed in any case, as the operating system does it; a second close is no operation. */
    @Override
    public void close() throws IOException {
      output.close();
      if (open) {
        open = false;
        before(Kind.SYNC);
      }
    }
  }
}
