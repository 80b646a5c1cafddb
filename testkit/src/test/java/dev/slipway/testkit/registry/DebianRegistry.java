package dev.slipway.testkit.registry;

import dev.slipway.image.ImageReference;
import dev.slipway.image.SecretValue;
import dev.slipway.registry.Credential;
import dev.slipway.registry.Credentials;
import dev.slipway.registry.RegistrySettings;
import dev.slipway.testkit.differential.Shell;
import dev.slipway.testkit.differential.Tools;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * Debian's {@code docker-registry} on a free port of this machine, its files in a directory of its own. It ends when it is
 * closed, and when this process does, also by being killed: its parent waits for the end of a pipe.
 */
public final class DebianRegistry implements AutoCloseable {
  /** Who may do everything where users are asked for. */
  public static final String USER = "tester";
  /** The user's password. */
  public static final String PASSWORD = "open-sesame";

  private static final String PASSWORD_BCRYPT = "$2b$04$6XjVv6E7BWh2rWcTvWf0oOMu8CJgIJYIN/JvSv8jNbyqsYJUdcVY6";
  private static final long READY_SECONDS = 60;

  private final int port;
  private final Path directory;
  private final boolean basic;
  private final boolean tls;
  private final Process keeper;

  private DebianRegistry(int port, Path directory, boolean basic, boolean tls, Process keeper) {
    this.port = port;
    this.directory = directory;
    this.basic = basic;
    this.tls = tls;
    this.keeper = keeper;
  }

  /** Open to everybody, over http. */
  public static DebianRegistry plain(Path directory) throws IOException, InterruptedException {
    return start(directory, false, false);
  }

  /** With a user and a password, over http. */
  public static DebianRegistry withBasicAuth(Path directory) throws IOException, InterruptedException {
    return start(directory, true, false);
  }

  /** With a user and a password, over https. */
  public static DebianRegistry withTls(Path directory) throws IOException, InterruptedException {
    return start(directory, true, true);
  }

  private static DebianRegistry start(Path directory, boolean basic, boolean tls) throws IOException, InterruptedException {
    Tools.require("docker-registry");
    Files.createDirectories(directory);
    if (tls) {
      certificate(directory);
    }
    int port = freePort();
    Files.writeString(directory.resolve("config.yml"), configuration(directory, port, basic, tls));
    Files.writeString(directory.resolve("users"), USER + ":" + PASSWORD_BCRYPT + "\n");
    String script = """
        docker-registry serve config.yml </dev/null >log 2>&1 &
        registry=$!
        cat >/dev/null
        kill -TERM $registry
        wait $registry
        """;
    Process keeper = new ProcessBuilder("sh", "-c", script).directory(directory.toFile()).redirectErrorStream(true)
        .redirectOutput(ProcessBuilder.Redirect.DISCARD).start();
    DebianRegistry registry = new DebianRegistry(port, directory, basic, tls, keeper);
    registry.awaitReady();
    return registry;
  }

  private static String configuration(Path directory, int port, boolean basic, boolean tls) {
    List<String> lines = new ArrayList<>(List.of("version: 0.1", "log:", "  level: warn", "storage:", "  delete:", "    enabled: true",
        "  filesystem:", "    rootdirectory: " + directory.resolve("data"), "http:", "  addr: 127.0.0.1:" + port));
    if (tls) {
      lines.addAll(List.of("  tls:", "    certificate: " + directory.resolve("ca/ca.crt"), "    key: " + directory.resolve("key.pem")));
    }
    if (basic) {
      lines.addAll(List.of("auth:", "  htpasswd:", "    realm: test", "    path: " + directory.resolve("users")));
    }
    return String.join("\n", lines) + "\n";
  }

  private static void certificate(Path directory) throws IOException, InterruptedException {
    Tools.require("openssl");
    Files.createDirectories(directory.resolve("ca"));
    var unused = Shell.run(directory, "openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes",
        "-days", "2", "-subj", "/CN=localhost", "-addext", "subjectAltName=DNS:localhost,IP:127.0.0.1", "-keyout", "key.pem", "-out",
        "ca/ca.crt").orThrow();
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }

  private void awaitReady() throws IOException, InterruptedException {
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(READY_SECONDS);
    while (true) {
      try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
        if (socket.isConnected()) {
          return;
        }
      } catch (IOException notYet) {
        if (System.nanoTime() > deadline || !keeper.isAlive()) {
          close();
          throw new IOException("docker-registry did not get ready:\n"
              + Files.readString(directory.resolve("log"), StandardCharsets.UTF_8), notYet);
        }
        Thread.sleep(20);
      }
    }
  }

  /** Host and port, as image references name a registry. */
  public String address() {
    return "localhost:" + port;
  }

  /** The reference of an image here, by what follows the registry, such as {@code team/app:1.0}. */
  public ImageReference reference(String rest) {
    return ImageReference.parse(address() + "/" + rest);
  }

  /** What reaches this registry. */
  public RegistrySettings settings() {
    RegistrySettings settings = RegistrySettings.defaults();
    settings = basic
        ? settings.withCredentials(Credentials.of(address(), Credential.of(USER, SecretValue.of(PASSWORD))))
        : settings;
    return tls ? settings.withAuthority(directory.resolve("ca/ca.crt")) : settings;
  }

  /** What reaches this registry, as options of skopeo's for one side: {@code src-} or {@code dest-}, or nothing for inspect. */
  public List<String> skopeo(String side) {
    List<String> options = new ArrayList<>();
    if (basic) {
      options.addAll(List.of("--" + side + "creds", USER + ":" + PASSWORD));
    }
    options.addAll(tls ? List.of("--" + side + "cert-dir", directory.resolve("ca").toString()) : List.of("--" + side + "tls-verify=false"));
    return options;
  }

  /** Ends the registry; its files stay. */
  @Override
  public void close() throws IOException {
    keeper.getOutputStream().close();
    try {
      if (!keeper.waitFor(READY_SECONDS, TimeUnit.SECONDS)) {
        keeper.destroyForcibly();
      }
    } catch (InterruptedException e) {
      keeper.destroyForcibly();
      Thread.currentThread().interrupt();
    }
  }
}
