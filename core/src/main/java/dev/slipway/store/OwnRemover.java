package dev.slipway.store;

import java.io.IOException;
import java.nio.file.Path;

/** Deletes trees with the rights of this process. */
final class OwnRemover implements TreeRemover {
  static final TreeRemover UNBOUNDED = new OwnRemover();

  @Override
  public void remove(Path directory) throws IOException {
    throw new UnsupportedOperationException();
  }
}
