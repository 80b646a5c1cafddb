package dev.slipway.build;

import dev.slipway.BuildException;
import dev.slipway.ErrorCode;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;

/** Ends work on a thread that was interrupted. */
final class Cancellation {
  private Cancellation() {}

  /** Throws if the thread was interrupted; it stays interrupted. */
  static void check() {
    if (Thread.currentThread().isInterrupted()) {
      throw new BuildException(ErrorCode.CANCELLED, "the build was interrupted");
    }
  }

  /** A stream whose reads end once the thread is interrupted. */
  static final class Input extends FilterInputStream {
    Input(InputStream in) {
      super(in);
    }

    @Override
    public int read() throws IOException {
      check();
      return super.read();
    }

    @Override
    public int read(byte[] bytes, int offset, int length) throws IOException {
      check();
      return super.read(bytes, offset, length);
    }
  }
}
