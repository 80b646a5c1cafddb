package dev.slipway.testkit.differential;

import com.google.common.io.ByteStreams;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** The socket of a daemon, asked directly: starting a client takes longer than most of its answers. */
final class DockerSocket {
  private static final String PREFIX = "unix://";
  private static final int LONGEST_HEADER = 1 << 16;

  private final Path socket;

  private DockerSocket(Path socket) {
    this.socket = socket;
  }

  /** The socket of a host; empty if the daemon is reached in another way. */
  static Optional<DockerSocket> of(String host) {
    return host.startsWith(PREFIX) ? Optional.of(new DockerSocket(Path.of(host.substring(PREFIX.length())))) : Optional.empty();
  }

  /** Writes an image as an archive into a file, and returns what the daemon says if it cannot. */
  Optional<String> save(String id, Path archive) throws IOException {
    try (SocketChannel channel = SocketChannel.open(UnixDomainSocketAddress.of(socket))) {
      // of HTTP 1.0, so that the answer is neither in chunks nor kept open
      ByteBuffer request = ByteBuffer
          .wrap(("GET /images/" + id + "/get HTTP/1.0\r\nHost: docker\r\n\r\n").getBytes(StandardCharsets.US_ASCII));
      while (request.hasRemaining()) {
        var unused = channel.write(request);
      }
      InputStream answer = new BufferedInputStream(Channels.newInputStream(channel));
      String header = header(answer);
      if (!header.startsWith("HTTP/1.0 200 ")) {
        return Optional.of(header + new String(ByteStreams.toByteArray(answer), StandardCharsets.UTF_8));
      }
      var unused = Files.copy(answer, archive);
      return Optional.empty();
    }
  }

  private static String header(InputStream answer) throws IOException {
    StringBuilder header = new StringBuilder();
    while (header.length() < LONGEST_HEADER && !header.toString().endsWith("\r\n\r\n")) {
      int next = answer.read();
      if (next < 0) {
        throw new IOException("the daemon ends its answer after '" + header + "'");
      }
      header.append((char) next);
    }
    return header.toString();
  }
}
