package dev.slipway.run;

import dev.slipway.BuildException;
import dev.slipway.ErrorCode;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.Semaphore;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A Unix socket in a workspace, each of whose connections is passed on to an agent's socket. What the command gets to see is
 * the file of this one, so the agent's own needs no other owner or mode, and goes away with the run.
 */
final class AgentProxy implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(AgentProxy.class);
  private static final int BUFFER = 1 << 15;
  private static final int MOST_CONNECTIONS = 64;
  /** The kernel's structure has 108 bytes, one of which ends the path. */
  private static final int LONGEST_PATH = 107;
  private static final int MOST_BYTES_PER_CHARACTER = 3;

  private final Path agent;
  private final Executor threads;
  private final ServerSocketChannel server;
  private final Set<SocketChannel> open = ConcurrentHashMap.newKeySet();
  private final Semaphore connections = new Semaphore(MOST_CONNECTIONS);
  private volatile boolean closed;

  private AgentProxy(Path agent, Executor threads, ServerSocketChannel server) {
    this.agent = agent;
    this.threads = threads;
    this.server = server;
  }

  /**
   * Serves a socket until closed.
   *
   * @throws BuildException if the agent does not answer now, or the socket cannot be made
   */
  static AgentProxy serve(Path agent, Path directory, String name, Executor threads) {
    try (SocketChannel trial = SocketChannel.open(UnixDomainSocketAddress.of(agent))) {
      LOG.debug("an agent answers at {}", trial.getRemoteAddress());
    } catch (IOException | IllegalArgumentException e) {
      throw new BuildException(
          ErrorCode.NOT_FOUND, "no agent answers at '" + agent + "': " + e.getMessage() + "; start it, or name its socket (SSH_AUTH_SOCK)",
          e);
    }
    try {
      AgentProxy proxy = new AgentProxy(agent, threads, listening(directory, name));
      threads.execute(proxy::accept);
      return proxy;
    } catch (IOException | IllegalArgumentException e) {
      throw new BuildException(ErrorCode.IO, "could not serve an agent at '" + directory.resolve(name) + "': " + e.getMessage(), e);
    }
  }

  private static ServerSocketChannel listening(Path directory, String name) throws IOException {
    ServerSocketChannel server = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
    try {
      Path socket = directory.resolve(name);
      if (socket.toString().length() * MOST_BYTES_PER_CHARACTER <= LONGEST_PATH) {
        return server.bind(UnixDomainSocketAddress.of(socket));
      }
      try (DirectoryHandle handle = DirectoryHandle.of(directory)) {
        return server.bind(UnixDomainSocketAddress.of(handle.path().resolve(name)));
      }
    } catch (IOException | RuntimeException e) {
      server.close();
      throw e;
    }
  }

  private void accept() {
    while (!closed) {
      try {
        connections.acquire();
        SocketChannel client = server.accept();
        open.add(client);
        threads.execute(() -> serve(client));
      } catch (IOException | InterruptedException over) {
        return;
      }
    }
  }

  private void serve(SocketChannel client) {
    try (client; SocketChannel upstream = SocketChannel.open(UnixDomainSocketAddress.of(agent))) {
      open.add(upstream);
      threads.execute(() -> copy(upstream, client));
      copy(client, upstream);
      awaitEnd(upstream);
    } catch (IOException e) {
      LOG.debug("a connection to the agent ended: {}", e.getMessage());
    } finally {
      open.remove(client);
      connections.release();
    }
  }

  /** The other direction ends by closing what it writes to for good. */
  private void awaitEnd(SocketChannel upstream) {
    synchronized (upstream) {
      while (!closed && open.contains(upstream)) {
        try {
          upstream.wait(1000);
        } catch (InterruptedException e) {
          return;
        }
      }
    }
  }

  private void copy(SocketChannel from, SocketChannel to) {
    ByteBuffer buffer = ByteBuffer.allocate(BUFFER);
    try {
      while (from.read(buffer) >= 0) {
        buffer.flip();
        while (buffer.hasRemaining()) {
          to.write(buffer);
        }
        buffer.clear();
      }
      to.shutdownOutput();
    } catch (IOException e) {
      LOG.debug("a connection to the agent broke: {}", e.getMessage());
    } finally {
      synchronized (from) {
        open.remove(from);
        from.notifyAll();
      }
    }
  }

  @Override
  public void close() {
    closed = true;
    closeQuietly(server);
    open.forEach(AgentProxy::closeQuietly);
  }

  private static void closeQuietly(AutoCloseable channel) {
    try {
      channel.close();
    } catch (Exception e) {
      LOG.debug("a socket could not be closed: {}", e.getMessage());
    }
  }
}
