package dev.slipway.run;

import com.sun.jna.Native;
import com.sun.jna.Platform;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/** A directory by a path that is short, however deep it lies: by its descriptor in this process. */
final class DirectoryHandle implements AutoCloseable {
  private static final int O_CLOEXEC = 02000000;

  static {
    Native.register(DirectoryHandle.class, Platform.C_LIBRARY_NAME);
  }

  private final int descriptor;

  private DirectoryHandle(int descriptor) {
    this.descriptor = descriptor;
  }

  private static native int open(byte[] path, int flags);

  private static native int close(int descriptor);

  /** Opens a directory. */
  static DirectoryHandle of(Path directory) throws IOException {
    int descriptor = open((directory + "\0").getBytes(StandardCharsets.UTF_8), O_CLOEXEC);
    if (descriptor < 0) {
      throw new IOException("'" + directory + "' cannot be opened (error " + Native.getLastError() + ")");
    }
    return new DirectoryHandle(descriptor);
  }

  /** The short path, for as long as this is open. */
  Path path() {
    return Path.of("/proc/self/fd", Integer.toString(descriptor));
  }

  @Override
  public void close() {
    var unused = close(descriptor);
  }
}
