package dev.slipway.layer;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** Writes one gzip member (RFC 1952) with nothing in its header that could differ: no time, no name, unknown system. */
final class CompressionGzip {
  private static final int BLOCK = 1 << 20;
  private static final byte[] HEADER = {0x1F, (byte) 0x8B, 8, 0, 0, 0, 0, 0, 0, (byte) 0xFF};
  /** A last block without content: the pieces before need not know which of them is the last. */
  private static final byte[] LAST_BLOCK = {3, 0};

  private CompressionGzip() {}

  static void write(InputStream in, CompressionSink sink, int parallelism) throws IOException {
    CompressionPipeline.Cut cut = new CompressionPipeline.Cut(BLOCK, DeflateEncoder.WINDOW, DeflateEncoder.PADDING,
        DeflateBlocks.maxOutput(BLOCK));
    try (CompressionPipeline pipeline = new CompressionPipeline(cut, CompressionGzip::encoder, sink, parallelism)) {
      sink.write(HEADER, HEADER.length);
      pipeline.run(in);
      sink.write(LAST_BLOCK, LAST_BLOCK.length);
      // the size counts modulo 2^32
      byte[] trailer = ByteBuffer.allocate(8).order(ByteOrder.LITTLE_ENDIAN).putInt(pipeline.checksum()).putInt((int) pipeline.inputSize())
          .array();
      sink.write(trailer, trailer.length);
    }
  }

  private static CompressionPipeline.BlockEncoder encoder() {
    DeflateEncoder encoder = new DeflateEncoder();
    return encoder::encode;
  }
}
