package dev.slipway.context;

import com.sun.jna.Native;
import com.sun.jna.NativeLibrary;
import com.sun.jna.Platform;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The Linux system calls that this package makes, with the numbers and flags of the processor at hand.
 *
 * <p>All go through libc's {@code syscall}: one mapped function that every libc has, whatever its age, and the numbers
 * and structures are the kernel's, which never change.
 */
final class SystemCalls {
  static final int ENOENT = 2;
  static final int EINTR = 4;
  static final int EACCES = 13;
  static final int EPERM = 1;
  static final int ENXIO = 6;
  static final int ENOTDIR = 20;
  /** From readlinkat: no link any more. */
  static final int EINVAL = 22;
  static final int ELOOP = 40;
  static final int EMFILE = 24;
  static final int ENFILE = 23;

  static final int AT_FDCWD = -100;
  static final int AT_EMPTY_PATH = 0x1000;
  static final int AT_SYMLINK_NOFOLLOW = 0x100;
  /** Type, mode, links, inode, size, mtime, ctime. */
  static final int STATX_WANTED = 0x1 | 0x2 | 0x4 | 0x40 | 0x80 | 0x100 | 0x200;

  static final int O_NONBLOCK = 04000;
  static final int O_NOCTTY = 0400;
  static final int O_CLOEXEC = 02000000;
  static final int O_WRONLY = 1;

  private static final Logger LOG = LoggerFactory.getLogger(SystemCalls.class);

  /** The numbers of one processor architecture. */
  record Numbers(int openat, int close, int read, int getdents64, int statx, int readlinkat, int directory, int nofollow) {
    /** An unnamed file: O_TMPFILE is a bit together with O_DIRECTORY. */
    int unnamed() {
      return 020000000 | directory;
    }
  }

  private static final Numbers X86_64 = new Numbers(257, 3, 0, 217, 332, 267, 0200000, 0400000);
  private static final Numbers AARCH64 = new Numbers(56, 57, 63, 61, 291, 78, 040000, 0100000);
  /** The kernel's generic flags, with the generic table of numbers. */
  private static final Numbers RISCV64 = new Numbers(56, 57, 63, 61, 291, 78, 0200000, 0400000);

  private static final Optional<Numbers> AVAILABLE = bind();

  private SystemCalls() {}

  /** Any system call; -1 and {@link Native#getLastError} on failure. */
  static native long syscall(long number, long a, long b, long c, long d, long e);

  /** The numbers to call with; empty if this platform is not supported or native code cannot be loaded. */
  static Optional<Numbers> available() {
    return AVAILABLE;
  }

  private static Optional<Numbers> bind() {
    Optional<Numbers> numbers = numbers();
    if (numbers.isEmpty()) {
      return numbers;
    }
    try {
      Native.register(SystemCalls.class, NativeLibrary.getProcess());
      return numbers;
    } catch (LinkageError | RuntimeException refused) {
      // a temporary directory mounted noexec, a missing libc symbol, a security manager: slower, never fatal
      LOG.info("native file access is not available, reading contexts through the JDK: {}", refused.toString());
      return Optional.empty();
    }
  }

  private static Optional<Numbers> numbers() {
    try {
      if (!Platform.isLinux()) {
        return Optional.empty();
      }
    } catch (LinkageError missing) {
      LOG.info("JNA is not available, reading contexts through the JDK: {}", missing.toString());
      return Optional.empty();
    }
    return switch (System.getProperty("os.arch", "")) {
      case "amd64", "x86_64" -> Optional.of(X86_64);
      case "aarch64" -> Optional.of(AARCH64);
      case "riscv64" -> Optional.of(RISCV64);
      default -> Optional.empty();
    };
  }
}
