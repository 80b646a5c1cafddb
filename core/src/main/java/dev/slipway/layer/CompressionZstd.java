package dev.slipway.layer;

import com.github.luben.zstd.Zstd;
import com.github.luben.zstd.ZstdCompressCtx;
import dev.slipway.ArchiveException;
import dev.slipway.ErrorCode;
import java.io.IOException;
import java.io.InputStream;

/**
 * Writes Zstandard frames (RFC 8878) of a fixed length of input, each by a fresh single-threaded compression in the
 * library that zstd-jni bundles: its version, not the machine, decides the bytes.
 */
final class CompressionZstd {
  static final int BLOCK = 1 << 21;
  private static final int LEVEL = 3;

  private CompressionZstd() {}

  static void write(InputStream in, CompressionSink sink, int parallelism) throws IOException {
    CompressionPipeline.Cut cut = new CompressionPipeline.Cut(BLOCK, 0, 0, (int) Zstd.compressBound(BLOCK));
    try (CompressionPipeline pipeline = new CompressionPipeline(cut, FrameEncoder::new, sink, parallelism)) {
      pipeline.run(in);
    } catch (LinkageError e) {
      throw new ArchiveException(ErrorCode.UNSUPPORTED,
          "the native library of zstd does not load on this platform: " + e.getMessage() + "; compress with gzip instead", e);
    }
  }

  private static final class FrameEncoder implements CompressionPipeline.BlockEncoder {
    private final ZstdCompressCtx context = new ZstdCompressCtx().setLevel(LEVEL).setChecksum(true).setContentSize(true);

    @Override
    public int encode(byte[] data, int windowStart, int start, int end, byte[] output) {
      return context.compressByteArray(output, 0, output.length, data, start, end - start);
    }

    @Override
    public void close() {
      context.close();
    }
  }
}
