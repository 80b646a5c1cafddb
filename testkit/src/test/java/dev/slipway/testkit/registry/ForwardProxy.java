package dev.slipway.testkit.registry;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.CopyOnWriteArrayList;

/** A small forward proxy on this machine: tunnels by {@code CONNECT}, plain requests one to a connection. */
final class ForwardProxy implements AutoCloseable {
  private final ServerSocket socket;
  private final Optional<String> login;
  private final List<String> asked = new CopyOnWriteArrayList<>();
  private volatile OptionalInt target = OptionalInt.empty();

  private ForwardProxy(ServerSocket socket, Optional<String> login) {
    this.socket = socket;
    this.login = login;
  }

  /** A proxy that wants user and password, {@code user:password}, if any are given. */
  static ForwardProxy start(Optional<String> login) throws IOException {
    ForwardProxy proxy = new ForwardProxy(new ServerSocket(0, 50, InetAddress.getLoopbackAddress()), login);
    Thread.ofPlatform().daemon().start(proxy::accept);
    return proxy;
  }

  /** The same that leads everybody to a port of this machine, whatever they asked for. */
  ForwardProxy leadingTo(int port) {
    target = OptionalInt.of(port);
    return this;
  }

  int port() {
    return socket.getLocalPort();
  }

  /** The first lines of the requests that were let through. */
  List<String> asked() {
    return asked;
  }

  private void accept() {
    while (!socket.isClosed()) {
      try {
        Socket client = socket.accept();
        Thread.ofPlatform().daemon().start(() -> serve(client));
      } catch (IOException closed) {
        return;
      }
    }
  }

  private void serve(Socket client) {
    try (client) {
      String head = head(client.getInputStream());
      String line = head.lines().findFirst().orElse("");
      if (!isLetIn(head)) {
        say(client, "HTTP/1.1 407 Proxy Authentication Required\r\nProxy-Authenticate: Basic realm=\"proxy\"\r\n"
            + "Content-Length: 0\r\nConnection: close\r\n\r\n");
        return;
      }
      asked.add(line);
      String address = line.split(" ")[1];
      URI uri = URI.create(line.startsWith("CONNECT") ? "https://" + address : address);
      try (Socket server = new Socket(InetAddress.getLoopbackAddress(), target.orElse(uri.getPort()))) {
        if (line.startsWith("CONNECT")) {
          say(client, "HTTP/1.1 200 Connection established\r\n\r\n");
        } else {
          say(server, forwarded(head, uri));
        }
        Thread back = Thread.ofPlatform().daemon().start(() -> copy(server, client));
        copy(client, server);
        back.join();
      }
    } catch (IOException | InterruptedException gone) {
      // one side or the other has ended
    }
  }

  private boolean isLetIn(String head) {
    return login.isEmpty() || head.contains("Basic " + Base64.getEncoder().encodeToString(login.get().getBytes(StandardCharsets.UTF_8)));
  }

  /** For the server: with the path alone, and nothing that is meant for the proxy. */
  private static String forwarded(String head, URI uri) {
    StringBuilder text = new StringBuilder();
    String query = uri.getRawQuery() == null ? "" : "?" + uri.getRawQuery();
    head.lines().filter(line -> !line.isEmpty() && !line.regionMatches(true, 0, "Proxy-", 0, "Proxy-".length()))
        .filter(line -> !line.regionMatches(true, 0, "Connection:", 0, "Connection:".length()))
        .forEach(line -> text.append(text.isEmpty() ? line.split(" ")[0] + " " + uri.getRawPath() + query + " HTTP/1.1" : line)
            .append("\r\n"));
    return text.append("Connection: close\r\n\r\n").toString();
  }

  private static String head(InputStream in) throws IOException {
    StringBuilder head = new StringBuilder();
    while (head.indexOf("\r\n\r\n") < 0) {
      int next = in.read();
      if (next < 0) {
        throw new IOException("there is no request");
      }
      head.append((char) next);
    }
    return head.toString();
  }

  private static void say(Socket to, String text) throws IOException {
    to.getOutputStream().write(text.getBytes(StandardCharsets.ISO_8859_1));
    to.getOutputStream().flush();
  }

  private static void copy(Socket from, Socket to) {
    try {
      OutputStream out = to.getOutputStream();
      from.getInputStream().transferTo(out);
      to.shutdownOutput();
    } catch (IOException gone) {
      // the other direction ends too
    }
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
