package dev.slipway.registry;

import java.io.InputStream;
import java.util.List;
import java.util.Optional;

/** The answer to a {@link Call}, its body still to be read. Closing it early ends the transfer. */
public interface Reply extends AutoCloseable {
  /** The status code. */
  int status();

  /** The values of a header, whose name is compared without regard to case; empty if it is not there. */
  List<String> headers(String name);

  /** The first value of a header. */
  default Optional<String> header(String name) {
    return headers(name).stream().findFirst();
  }

  /**
   * The body. A transfer that ends early fails with an {@link java.io.IOException}, not with the end of the stream,
   * wherever the protocol lets that be known.
   */
  InputStream body();

  /** Drops what was not read. */
  @Override
  void close();
}
