package dev.slipway.testkit.registry;

import static dev.slipway.testkit.registry.Wire.location;
import static dev.slipway.testkit.registry.Wire.withDigest;

import dev.slipway.image.Digest;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.util.Arrays;

/** The ways in which the distribution specification lets blobs be pushed. Each returns the last answer. */
enum BlobPush {
  /** The blob comes with the request that opens the upload. */
  SINGLE_POST {
    @Override
    HttpResponse<byte[]> push(Wire wire, String uploads, Digest digest, byte[] bytes) throws IOException, InterruptedException {
      return wire.post(withDigest(uploads, digest), bytes, "Content-Type", "application/octet-stream");
    }
  },
  /** The blob comes with the request that closes it. */
  POST_THEN_PUT {
    @Override
    HttpResponse<byte[]> push(Wire wire, String uploads, Digest digest, byte[] bytes) throws IOException, InterruptedException {
      String location = location(wire.post(uploads, new byte[0]));
      return wire.put(withDigest(location, digest), bytes, "Content-Type", "application/octet-stream");
    }
  },
  /** The blob is one chunk. */
  ONE_CHUNK {
    @Override
    HttpResponse<byte[]> push(Wire wire, String uploads, Digest digest, byte[] bytes) throws IOException, InterruptedException {
      return chunks(wire, uploads, digest, bytes, Math.max(1, bytes.length), false);
    }
  },
  /** The blob is three chunks. */
  CHUNKS {
    @Override
    HttpResponse<byte[]> push(Wire wire, String uploads, Digest digest, byte[] bytes) throws IOException, InterruptedException {
      return chunks(wire, uploads, digest, bytes, bytes.length / 3 + 1, false);
    }
  },
  /** The last of three chunks closes the upload. */
  LAST_CHUNK_BY_PUT {
    @Override
    HttpResponse<byte[]> push(Wire wire, String uploads, Digest digest, byte[] bytes) throws IOException, InterruptedException {
      return chunks(wire, uploads, digest, bytes, bytes.length / 3 + 1, true);
    }
  },
  /** The blob comes in one request of unknown length. */
  STREAM {
    @Override
    HttpResponse<byte[]> push(Wire wire, String uploads, Digest digest, byte[] bytes) throws IOException, InterruptedException {
      String location = location(wire.stream(location(wire.post(uploads, new byte[0])), bytes));
      return wire.put(withDigest(location, digest), new byte[0]);
    }
  };

  abstract HttpResponse<byte[]> push(Wire wire, String uploads, Digest digest, byte[] bytes) throws IOException, InterruptedException;

  static HttpResponse<byte[]> chunks(Wire wire, String uploads, Digest digest, byte[] bytes, int size, boolean lastByPut)
      throws IOException, InterruptedException {
    String location = location(wire.post(uploads, new byte[0]));
    int last = lastByPut ? (bytes.length - 1) / size * size : bytes.length;
    for (int start = 0; start < last; start += size) {
      location = location(chunk(wire, location, bytes, start, Math.min(bytes.length, start + size)));
    }
    return lastByPut
        ? wire.put(withDigest(location, digest), Arrays.copyOfRange(bytes, last, bytes.length), "Content-Range",
            last + "-" + (bytes.length - 1))
        : wire.put(withDigest(location, digest), new byte[0]);
  }

  static HttpResponse<byte[]> chunk(Wire wire, String location, byte[] bytes, int start, int end) throws IOException, InterruptedException {
    return wire.patch(location, Arrays.copyOfRange(bytes, start, end), "Content-Type", "application/octet-stream", "Content-Range",
        start + "-" + (end - 1));
  }
}
