package dev.slipway.run;

import com.google.common.collect.ImmutableList;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;

/** The namespaces in which a container will run, and the script in them that waits to be told which. */
final class Vessel implements AutoCloseable {
  private final Supervised process;
  private final CompletableFuture<Supervised.Reader> reader;

  private Vessel(Supervised process, CompletableFuture<Supervised.Reader> reader) {
    this.process = process;
    this.reader = reader;
  }

  /**
   * Makes the namespaces.
   *
   * @param command that of {@link Script}
   * @param directory in which the workspace will be
   */
  static Vessel start(Host host, ImmutableList<String> command, Path directory) throws InterruptedException {
    CompletableFuture<Supervised.Reader> reader = new CompletableFuture<>();
    Vessel vessel = new Vessel(
        Supervised.start(command, Script.environment(host.tools()), directory, errors -> read(reader, errors)), reader);
    boolean ready = false;
    try {
      IdMapping.apply(host, vessel.process);
      ready = true;
      return vessel;
    } finally {
      if (!ready) {
        vessel.close();
      }
    }
  }

  private static void read(CompletableFuture<Supervised.Reader> reader, InputStream errors) throws IOException {
    reader.join().read(errors);
  }

  /** The process, once it is known who reads its standard error. */
  Supervised process(Supervised.Reader errors) {
    reader.complete(errors);
    return process;
  }

  /** Ends it, whether it was used or not. */
  @Override
  public void close() {
    reader.complete(new Complaints());
    process.close();
  }
}
