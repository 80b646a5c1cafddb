package dev.slipway.layer;

import com.google.common.util.concurrent.Uninterruptibles;
import dev.slipway.BuildException;
import dev.slipway.ErrorCode;
import dev.slipway.SlipwayException;
import dev.slipway.StoreException;
import dev.slipway.image.Digest;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.WritableByteChannel;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import org.jspecify.annotations.Nullable;

/**
 * A ring of large buffers between the thread that composes a blob and one that hashes and writes it.
 *
 * <p>Each buffer is hashed and written by the same thread from the same array, so the bytes that are hashed are the
 * bytes that are written. Blobs below one buffer never start the second thread. Memory is at most
 * {@value #CHUNKS} times {@value #CHUNK_BYTES} bytes.
 */
final class BlobPipe implements AutoCloseable {
  /** A multiple of tar's block, so that headers never straddle two buffers. */
  static final int CHUNK_BYTES = 1 << 20;
  static final int CHUNKS = 4;

  private static final class Chunk {
    final byte[] bytes;
    final ByteBuffer view;
    int length;

    Chunk(int size) {
      bytes = new byte[size];
      view = ByteBuffer.wrap(bytes);
    }
  }

  private static final Chunk STOP = new Chunk(0);

  private final WritableByteChannel target;
  private final MessageDigest hash = Digests.sha256();
  private final BlockingQueue<Chunk> empty = new ArrayBlockingQueue<>(CHUNKS);
  private final BlockingQueue<Chunk> full = new ArrayBlockingQueue<>(CHUNKS + 1);
  private volatile @Nullable Throwable failure;
  private @Nullable Thread writer;
  private int made;
  private Chunk current;
  private long handed;

  BlobPipe(WritableByteChannel target) {
    this.target = target;
    this.current = new Chunk(CHUNK_BYTES);
    this.made = 1;
  }

  /** How many bytes have been put in. */
  long position() {
    return handed + current.length;
  }

  /** The array to put bytes into, from {@link #offset} on; at least one block of it is free. */
  byte[] array() {
    if (current.length == CHUNK_BYTES) {
      handOver();
    }
    return current.bytes;
  }

  /** Where the next byte goes. */
  int offset() {
    return current.length;
  }

  /** The free part of the current buffer, at most {@code limit} bytes of it. */
  ByteBuffer free(long limit) {
    var unused = array();
    int from = current.length;
    return current.view.clear().limit(from + (int) Math.min(limit, CHUNK_BYTES - from)).position(from);
  }

  /** Takes so many bytes, which were put into the current buffer, as part of the blob. */
  void advance(int count) {
    current.length += count;
  }

  void write(byte[] bytes, int offset, int length) {
    int done = 0;
    while (done < length) {
      byte[] array = array();
      int part = Math.min(length - done, CHUNK_BYTES - current.length);
      System.arraycopy(bytes, offset + done, array, current.length, part);
      current.length += part;
      done += part;
    }
  }

  /** Adds zeros until the position is a multiple of tar's block. */
  void pad() {
    int rest = (int) (-position() & TarHeader.BLOCK - 1);
    if (rest > 0) {
      byte[] array = array();
      Arrays.fill(array, current.length, current.length + rest, (byte) 0);
      current.length += rest;
    }
  }

  /** Writes what is left and waits until all of it is written. */
  Digest finish() {
    Chunk last = current;
    handed += last.length;
    Thread running = writer;
    if (running == null) {
      consume(last);
    } else {
      put(last);
      stop(running);
    }
    rethrow();
    return Digests.finish(hash);
  }

  /** Stops the second thread. What was handed over before may or may not be written. */
  @Override
  public void close() {
    Thread running = writer;
    if (running != null) {
      if (failure == null) {
        failure = new BuildException(ErrorCode.CANCELLED, "the layer was closed before it was finished");
      }
      stop(running);
    }
  }

  private void handOver() {
    rethrow();
    if (writer == null) {
      Thread started = new Thread(this::consumeAll, "slipway-blob-writer");
      started.setDaemon(true);
      started.start();
      writer = started;
    }
    handed += current.length;
    put(current);
    Chunk next = empty.poll();
    if (next == null) {
      next = made < CHUNKS ? new Chunk(CHUNK_BYTES) : take();
      made = Math.min(made + 1, CHUNKS);
    }
    next.length = 0;
    current = next;
    rethrow();
  }

  private void put(Chunk chunk) {
    if (!full.offer(chunk)) {
      throw new IllegalStateException("more buffers than were made");
    }
  }

  private Chunk take() {
    try {
      return empty.take();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new BuildException(ErrorCode.CANCELLED, "interrupted while a layer was written", e);
    }
  }

  private void stop(Thread running) {
    put(STOP);
    Uninterruptibles.joinUninterruptibly(running);
    writer = null;
  }

  private void consumeAll() {
    while (true) {
      Chunk chunk = Uninterruptibles.takeUninterruptibly(full);
      if (chunk == STOP) {
        return;
      }
      consume(chunk);
      Uninterruptibles.putUninterruptibly(empty, chunk);
    }
  }

  /** After a failure the buffers only go round, so that the other thread never waits in vain. */
  private void consume(Chunk chunk) {
    if (failure != null) {
      return;
    }
    try {
      hash.update(chunk.bytes, 0, chunk.length);
      ByteBuffer bytes = chunk.view.clear().limit(chunk.length);
      while (bytes.hasRemaining()) {
        int unused = target.write(bytes);
      }
    } catch (IOException | RuntimeException | Error e) {
      failure = e;
    }
  }

  private void rethrow() {
    Throwable problem = failure;
    if (problem instanceof SlipwayException known) {
      throw known;
    }
    if (problem != null) {
      throw new StoreException(ErrorCode.IO, "cannot write a layer into the store: " + problem.getMessage(), problem);
    }
  }
}
