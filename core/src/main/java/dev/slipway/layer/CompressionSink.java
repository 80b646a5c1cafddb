package dev.slipway.layer;

import com.google.common.hash.Hasher;
import com.google.common.hash.Hashing;
import dev.slipway.image.Digest;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.WritableByteChannel;

/** A channel whose bytes are hashed and counted on the way. */
final class CompressionSink {
  /** File channels copy heap buffers to native memory of the same size and keep it: small pieces keep it small. */
  private static final int PIECE = 1 << 17;

  private final WritableByteChannel channel;
  private final Hasher hasher = Hashing.sha256().newHasher();
  private long size;

  CompressionSink(WritableByteChannel channel) {
    this.channel = channel;
  }

  /** Writes the first bytes of an array, all of them. */
  void write(byte[] bytes, int length) throws IOException {
    for (int at = 0; at < length; at += PIECE) {
      ByteBuffer piece = ByteBuffer.wrap(bytes, at, Math.min(PIECE, length - at));
      hasher.putBytes(bytes, at, piece.remaining());
      while (piece.hasRemaining()) {
        channel.write(piece);
      }
    }
    size += length;
  }

  Compressed finish() {
    return new Compressed(Digest.sha256(hasher.hash()), size);
  }
}
