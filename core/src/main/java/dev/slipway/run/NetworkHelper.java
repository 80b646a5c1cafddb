package dev.slipway.run;

import com.google.common.collect.ImmutableList;
import dev.slipway.BuildException;
import dev.slipway.ErrorCode;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * A program that passes packets between a network namespace and sockets of its own, without privileges on the machine.
 *
 * @param path where it is
 * @param kind which one it is
 */
record NetworkHelper(Path path, Kind kind) {
  private static final long PATIENCE = TimeUnit.SECONDS.toNanos(10);

  /** The programs whose options are known. */
  enum Kind {
    SLIRP("slirp4netns", "10.0.2.3"), PASTA("pasta", "169.254.1.1");

    private final String program;
    private final String nameserver;

    Kind(String program, String nameserver) {
      this.program = program;
      this.nameserver = nameserver;
    }
  }

  /** The one at a path, or the first in the system's directories. */
  static Optional<NetworkHelper> find(Optional<Path> chosen) {
    if (chosen.isPresent()) {
      String name = chosen.get().getFileName().toString();
      Kind kind = name.startsWith("pasta") ? Kind.PASTA : Kind.SLIRP;
      return Optional.of(new NetworkHelper(chosen.get(), kind)).filter(helper -> Programs.isProgram(helper.path()));
    }
    for (Kind kind : Kind.values()) {
      Optional<Path> path = Programs.find(kind.program);
      if (path.isPresent()) {
        return Optional.of(new NetworkHelper(path.get(), kind));
      }
    }
    return Optional.empty();
  }

  /** The {@code /etc/resolv.conf} of such a network. */
  String resolver() {
    return "nameserver " + kind.nameserver + "\n";
  }

  private ImmutableList<String> command(String pid) {
    return switch (kind) {
      case SLIRP -> ImmutableList.of(
          path.toString(), "--configure", "--mtu=65520", "--disable-host-loopback", "--ready-fd=1", pid, "tap0");
      case PASTA -> ImmutableList.of(
          path.toString(), "--foreground", "--config-net", "--no-map-gw", "--dns-forward", kind.nameserver, "-t", "none", "-u", "none",
          "-T",
          "none", "-U", "none", pid);
    };
  }

  /**
   * Connects the network of a process, until closed.
   *
   * @throws BuildException if the program fails
   */
  Supervised connect(Host host, String pid) throws InterruptedException, IOException {
    Complaints complaints = new Complaints();
    Supervised helper = Supervised.start(
        Script.helper(host, command(pid)), Script.environment(host.tools()), Path.of("/"), complaints);
    boolean ready = false;
    try {
      ready = kind == Kind.SLIRP ? helper.feed().read() >= 0 : Interfaces.appeared(pid, PATIENCE);
    } finally {
      if (!ready) {
        helper.close();
      }
    }
    if (!ready) {
      throw new BuildException(
          ErrorCode.UNSUPPORTED,
          "'" + path + "' could not connect a network of its own: " + complaints.text()
              + "; use another helper (SandboxSettings), or the host's network");
    }
    return helper;
  }

  static BuildException missing() {
    return new BuildException(
        ErrorCode.UNSUPPORTED,
        "a RUN with a network of its own needs slirp4netns or pasta, and neither is installed (packages slirp4netns, passt);"
            + " install one, or use the host's network or none");
  }
}
