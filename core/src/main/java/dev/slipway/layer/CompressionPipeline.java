package dev.slipway.layer;

import com.google.common.base.Throwables;
import com.google.common.base.Verify;
import com.google.common.io.ByteStreams;
import com.google.common.util.concurrent.Uninterruptibles;
import dev.slipway.BuildException;
import dev.slipway.ErrorCode;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Supplier;
import java.util.zip.CRC32;
import org.jspecify.annotations.Nullable;

/**
 * Compresses a stream block by block: the calling thread reads and writes in order, others encode. Blocks are cut by
 * input length alone, so that the number of threads cannot show in the output.
 *
 * <p>A fixed ring of slots bounds the memory: a slot is filled again only after its block has been written.
 */
final class CompressionPipeline implements AutoCloseable {
  /** Beyond this many threads, one thread's hashing and writing is what limits. */
  private static final int MAX_PARALLELISM = 16;

  /** Encodes blocks, one at a time. */
  interface BlockEncoder extends AutoCloseable {
    /**
     * Encodes {@code data[start, end)} into {@code output} and gives the number of bytes written; what stands before, from
     * {@code windowStart} on, is what preceded it.
     */
    int encode(byte[] data, int windowStart, int start, int end, byte[] output);

    @Override
    default void close() {}
  }

  /**
   * How the input is cut.
   *
   * @param blockSize the length of all blocks but the last
   * @param window how many bytes before a block its encoder gets to see
   * @param padding how many bytes behind a block must be readable
   * @param maxOutput the most bytes that a block becomes
   */
  record Cut(int blockSize, int window, int padding, int maxOutput) {}

  private static final class Slot {
    final byte[] data;
    final byte[] output;
    final BlockEncoder encoder;
    int windowStart;
    int end;
    @Nullable
    Future<Integer> result;

    Slot(Cut cut, BlockEncoder encoder) {
      data = new byte[cut.window() + cut.blockSize() + cut.padding()];
      output = new byte[cut.maxOutput()];
      this.encoder = encoder;
    }
  }

  private final Cut cut;
  private final Supplier<BlockEncoder> encoders;
  private final CompressionSink sink;
  private final int parallelism;
  private final @Nullable Slot[] ring;
  private final CRC32 checksum = new CRC32();
  /** Added to by the thread that submits, as the pool starts its threads there; joined by the same. */
  private final List<Thread> workers = new ArrayList<>();
  private long inputSize;
  @Nullable
  private ExecutorService threads;

  CompressionPipeline(Cut cut, Supplier<BlockEncoder> encoders, CompressionSink sink, int parallelism) {
    this.cut = cut;
    this.encoders = encoders;
    this.sink = sink;
    this.parallelism = Math.min(parallelism, MAX_PARALLELISM);
    ring = new Slot[this.parallelism == 1 ? 2 : this.parallelism + 2];
  }

  /** Reads all of the input and writes all blocks; at least one, even if it is empty. */
  void run(InputStream in) throws IOException {
    Slot last = slot(0);
    boolean more = read(in, last);
    if (!more || parallelism == 1) {
      writeHere(last);
    } else {
      submit(last);
    }
    for (int number = 1; more; number++) {
      checkInterrupt();
      Slot slot = slot(number);
      writeFinished(slot);
      keepWindow(last, slot);
      more = read(in, slot);
      if (slot.end > cut.window()) {
        if (parallelism == 1) {
          writeHere(slot);
        } else {
          submit(slot);
        }
      }
      last = slot;
    }
    writeRest(last);
  }

  /** CRC-32 of the input, after {@link #run}. */
  int checksum() {
    return (int) checksum.getValue();
  }

  /** How many bytes the input had, after {@link #run}. */
  long inputSize() {
    return inputSize;
  }

  /** Ends the threads, waits for them (a block takes milliseconds), and frees what encoders hold. */
  @Override
  public void close() {
    if (threads != null) {
      threads.shutdownNow();
      workers.forEach(Uninterruptibles::joinUninterruptibly);
    }
    for (Slot slot : ring) {
      if (slot != null) {
        slot.encoder.close();
      }
    }
  }

  static void checkInterrupt() {
    if (Thread.currentThread().isInterrupted()) {
      throw cancelled(null);
    }
  }

  private Slot slot(int number) {
    int index = number % ring.length;
    Slot slot = ring[index];
    if (slot == null) {
      slot = new Slot(cut, encoders.get());
      ring[index] = slot;
    }
    return slot;
  }

  /** Fills the slot behind its window; whether there may be more. */
  private boolean read(InputStream in, Slot slot) throws IOException {
    int size = ByteStreams.read(in, slot.data, cut.window(), cut.blockSize());
    if (inputSize == 0) {
      slot.windowStart = cut.window();
    }
    slot.end = cut.window() + size;
    checksum.update(slot.data, cut.window(), size);
    inputSize += size;
    return size == cut.blockSize();
  }

  private void keepWindow(Slot from, Slot to) {
    System.arraycopy(from.data, from.end - cut.window(), to.data, 0, cut.window());
    to.windowStart = 0;
  }

  private void submit(Slot slot) {
    if (threads == null) {
      threads = Executors.newFixedThreadPool(parallelism, this::worker);
    }
    slot.result = threads.submit(() -> encode(slot));
  }

  private Thread worker(Runnable work) {
    Thread worker = Thread.ofPlatform().daemon().name("slipway-compress-" + workers.size()).unstarted(work);
    workers.add(worker);
    return worker;
  }

  private int encode(Slot slot) {
    return slot.encoder.encode(slot.data, slot.windowStart, cut.window(), slot.end, slot.output);
  }

  private void writeHere(Slot slot) throws IOException {
    sink.write(slot.output, encode(slot));
  }

  private void writeFinished(Slot slot) throws IOException {
    Future<Integer> result = slot.result;
    if (result == null) {
      return;
    }
    slot.result = null;
    try {
      sink.write(slot.output, result.get());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw cancelled(e);
    } catch (ExecutionException e) {
      Throwable cause = Verify.verifyNotNull(e.getCause());
      Throwables.throwIfUnchecked(cause);
      throw new IllegalStateException("encoding a block failed", cause);
    }
  }

  /** Writes the blocks that are under way, the oldest first. */
  private void writeRest(Slot last) throws IOException {
    int start = 0;
    while (ring[start] != last) {
      start++;
    }
    for (int i = 1; i <= ring.length; i++) {
      Slot slot = ring[(start + i) % ring.length];
      if (slot != null) {
        writeFinished(slot);
      }
    }
  }

  private static BuildException cancelled(@Nullable InterruptedException cause) {
    String message = "compressing a layer was interrupted";
    return cause == null ? new BuildException(ErrorCode.CANCELLED, message) : new BuildException(ErrorCode.CANCELLED, message, cause);
  }
}
