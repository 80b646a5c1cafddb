package dev.slipway.run;

import java.io.IOException;
import java.io.InputStream;

/** What takes a tar as it is made. */
@FunctionalInterface
public interface TarReader {
  /** Reads the tar; what is left of it when this returns is thrown away. */
  void read(InputStream tar) throws IOException;
}
