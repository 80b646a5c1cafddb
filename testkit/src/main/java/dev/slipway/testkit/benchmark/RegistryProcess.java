package dev.slipway.testkit.benchmark;

import com.google.common.io.MoreFiles;
import com.google.common.io.RecursiveDeleteOption;
import dev.slipway.testkit.registry.EmbeddedRegistry;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;

/**
 * An empty registry on loopback in a process of its own: {@code docker-registry} where it is installed, else the testkit's,
 * so that its work is nobody else's processor time.
 */
final class RegistryProcess implements AutoCloseable {
  private static final int PATIENCE_MILLIS = 20_000;
  private static final String REGISTRY = "docker-registry";

  private final Process process;
  private final Path place;
  private final String address;

  private RegistryProcess(Process process, Path place, String address) {
    this.process = process;
    this.place = place;
    this.address = address;
  }

  /** Whether there is another registry than the testkit's. */
  static boolean isDockerInstalled() {
    return ToolPipe.isInstalled(REGISTRY);
  }

  static RegistryProcess start(Path scratch, boolean docker) throws IOException, InterruptedException {
    Path place = Files.createTempDirectory(scratch, "registry");
    return docker ? docker(place) : embedded(place);
  }

  private static RegistryProcess docker(Path place) throws IOException, InterruptedException {
    int port;
    try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      port = free.getLocalPort();
    }
    Path config = Files.writeString(place.resolve("config.yml"), """
        version: 0.1
        log: {level: error, accesslog: {disabled: true}}
        storage: {filesystem: {rootdirectory: %s}}
        http: {addr: "127.0.0.1:%d"}
        """.formatted(place.resolve("data"), port));
    Process process = new ProcessBuilder(REGISTRY, "serve", config.toString()).redirectErrorStream(true)
        .redirectOutput(place.resolve("log").toFile()).start();
    RegistryProcess registry = new RegistryProcess(process, place, "127.0.0.1:" + port);
    try {
      for (int waited = 0; waited < PATIENCE_MILLIS; waited += 50) {
        try {
          new Socket(InetAddress.getLoopbackAddress(), port).close();
          return registry;
        } catch (IOException notYet) {
          Thread.sleep(50);
        }
      }
    } catch (InterruptedException stop) {
      process.destroyForcibly();
      throw stop;
    }
    process.destroyForcibly();
    throw new IOException(REGISTRY + " does not listen: " + Files.readString(place.resolve("log")));
  }

  private static RegistryProcess embedded(Path place) throws IOException {
    Process process = new ProcessBuilder(Path.of(System.getProperty("java.home", ""), "bin", "java").toString(),
        "-Djava.io.tmpdir=" + place,
        "-cp", System.getProperty("java.class.path", ""), RegistryProcess.class.getName()).redirectError(ProcessBuilder.Redirect.INHERIT)
        .start();
    String address = process.inputReader(StandardCharsets.UTF_8).readLine();
    if (address == null) {
      process.destroyForcibly();
      throw new IOException("the testkit's registry does not start");
    }
    return new RegistryProcess(process, place, address);
  }

  /** What the process of the testkit's registry runs: until its input ends. */
  public static void main(String[] arguments) throws IOException {
    try (EmbeddedRegistry registry = EmbeddedRegistry.start()) {
      System.out.println(registry.address());
      long unused = System.in.transferTo(OutputStream.nullOutputStream());
    }
  }

  /** Host and port. */
  String address() {
    return address;
  }

  @Override
  public void close() throws IOException {
    process.destroy();
    try {
      boolean unused = process.waitFor(10, TimeUnit.SECONDS);
    } catch (InterruptedException stop) {
      Thread.currentThread().interrupt();
    }
    process.destroyForcibly();
    MoreFiles.deleteRecursively(place, RecursiveDeleteOption.ALLOW_INSECURE);
  }
}
