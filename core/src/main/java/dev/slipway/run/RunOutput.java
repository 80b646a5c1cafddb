package dev.slipway.run;

/**
 * Where a command's standard output and error go, together and as they come. The sandbox keeps draining the command whatever
 * happens here: after an exception it goes on without telling this one any more, and throws it when the command is over.
 */
@FunctionalInterface
public interface RunOutput {
  /** Takes some bytes; the array is reused afterwards. Called by one thread at a time, not always the same. */
  void write(byte[] bytes, int offset, int length);
}
