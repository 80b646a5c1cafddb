package dev.slipway.testkit.registry;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableListMultimap;
import dev.slipway.registry.Call;
import dev.slipway.registry.Reply;
import dev.slipway.registry.Timeline;
import dev.slipway.registry.Transport;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.ConnectException;
import java.net.SocketException;
import java.net.URI;
import java.net.http.HttpTimeoutException;
import java.time.Duration;
import java.util.List;
import java.util.OptionalLong;

/**
 * A transport to registries in the same process. Faults become what an HTTP client makes of them: a connection that ends is
 * an {@link IOException}, in the body if it ends there; one that hangs lets the timeout pass and fails with
 * {@link HttpTimeoutException}; a slow one lets time pass. With {@link VirtualTimeline}, nothing really waits.
 */
public final class MemoryTransport implements Transport {
  /** How long there may be no answer, and no byte of a body. */
  private static final Duration USUAL_TIMEOUT = Duration.ofSeconds(10);

  private final Timeline timeline;
  private final Duration timeout;
  private final ImmutableList<TestRegistry> registries;

  private MemoryTransport(Timeline timeline, Duration timeout, List<TestRegistry> registries) {
    this.timeline = timeline;
    this.timeout = timeout;
    this.registries = ImmutableList.copyOf(registries);
  }

  /** A transport to some registries and their token services, which waits for an answer for ten seconds at most. */
  public static MemoryTransport to(Timeline timeline, TestRegistry... registries) {
    return new MemoryTransport(timeline, USUAL_TIMEOUT, ImmutableList.copyOf(registries));
  }

  /** The same that waits for another time. */
  public MemoryTransport withTimeout(Duration newTimeout) {
    return new MemoryTransport(timeline, newTimeout, registries);
  }

  /** Where a request goes to. */
  private record Target(TestRegistry registry, Service service) {}

  private Target target(URI uri) throws ConnectException {
    for (TestRegistry registry : registries) {
      if (isSameServer(uri, registry.uri())) {
        return new Target(registry, Service.REGISTRY);
      }
      if (registry.tokenUri().filter(tokens -> isSameServer(uri, tokens)).isPresent()) {
        return new Target(registry, Service.TOKENS);
      }
    }
    throw new ConnectException("nothing listens at " + uri.getScheme() + "://" + uri.getRawAuthority());
  }

  private static boolean isSameServer(URI asked, URI server) {
    return server.getScheme().equalsIgnoreCase(asked.getScheme()) && server.getHost().equalsIgnoreCase(asked.getHost())
        && server.getPort() == asked.getPort();
  }

  @Override
  public Reply send(Call call) throws IOException, InterruptedException {
    if (Thread.interrupted()) {
      throw new InterruptedException("interrupted before " + call);
    }
    Target target = target(call.uri());
    Delivery delivery;
    try (InputStream body = call.body().isPresent() ? call.body().get().open() : InputStream.nullInputStream()) {
      OptionalLong length = OptionalLong.of(call.body().map(Call.Body::length).orElse(0L));
      Request request = new Request(call.method(), call.uri(), new Headers(call.headers()), length, body);
      delivery = target.registry().pipeline().deliver(target.service(), request);
    }
    if (delivery.isHanging()) {
      throw timedOut(call);
    }
    Duration before = delivery.pace().before();
    if (before.compareTo(timeout) > 0) {
      throw timedOut(call);
    }
    timeline.sleep(before);
    Answer answer = delivery.answer().orElseThrow(() -> new SocketException("Connection reset"));
    return new MemoryReply(answer, delivery, call.method().equals("HEAD"));
  }

  private HttpTimeoutException timedOut(Call call) throws InterruptedException {
    timeline.sleep(timeout);
    return new HttpTimeoutException("no answer to " + call + " within " + timeout);
  }

  /** Nothing is held open. */
  @Override
  public void close() {}

  /** An answer as a client sees it. */
  private final class MemoryReply implements Reply {
    private final Answer answer;
    private final ImmutableListMultimap<String, String> headers;
    private final InputStream body;

    MemoryReply(Answer answer, Delivery delivery, boolean head) throws IOException {
      this.answer = answer;
      long announced = delivery.announced(answer);
      headers = answer.headers().with("Content-Length", String.valueOf(announced)).all();
      body = head
          ? InputStream.nullInputStream()
          : new PacedInput(answer.body().openStream(), delivery.sent(answer), announced, delivery.pace().bytesPerSecond());
    }

    @Override
    public int status() {
      return answer.status();
    }

    @Override
    public ImmutableList<String> headers(String name) {
      return new Headers(headers).values(name);
    }

    @Override
    public InputStream body() {
      return body;
    }

    @Override
    public void close() {
      try {
        body.close();
      } catch (IOException e) {
        throw new UncheckedIOException("cannot close a temporary file", e);
      }
    }
  }

  /** Some bytes, the end of the connection if more were announced, and the time that they take. */
  private final class PacedInput extends InputStream {
    private final InputStream in;
    private final long bytesPerSecond;
    private long left;
    private long announced;

    PacedInput(InputStream in, long sent, long announced, long bytesPerSecond) {
      this.in = in;
      this.bytesPerSecond = bytesPerSecond;
      this.left = sent;
      this.announced = announced;
    }

    @Override
    public int read() throws IOException {
      byte[] one = new byte[1];
      return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] bytes, int from, int length) throws IOException {
      if (length == 0) {
        return 0;
      }
      if (left == 0) {
        if (announced > 0) {
          throw new IOException("closed with " + announced + " bytes still to come");
        }
        return -1;
      }
      int wanted = (int) Math.min(length, left);
      int n = in.read(bytes, from, bytesPerSecond > 0 ? pace(wanted) : wanted);
      if (n < 0) {
        throw new IOException("the content is shorter than its length");
      }
      left -= n;
      announced -= n;
      return n;
    }

    /** At most what comes in a second, so that whoever reads can see how slow it is. */
    private int pace(int wanted) throws IOException {
      int now = (int) Math.min(wanted, bytesPerSecond);
      try {
        timeline.sleep(Duration.ofMillis(now * 1000L / bytesPerSecond));
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new IOException("interrupted while reading", e);
      }
      return now;
    }

    @Override
    public void close() throws IOException {
      in.close();
    }
  }

  /** Where it leads. */
  @Override
  public String toString() {
    return "memory transport to " + registries.stream().map(TestRegistry::uri).toList();
  }
}
