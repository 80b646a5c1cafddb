package dev.slipway.testkit.registry;

import dev.slipway.image.Digest;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Locale;
import java.util.Random;

/** Plain HTTP to a registry, with nothing of ours in between. Headers are given as names and values in turn. */
record Wire(HttpClient client, URI base) {
  private static final HttpClient PLAIN = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
  private static final Duration LIMIT = Duration.ofSeconds(30);

  /** Stands for a connection that is not made yet. */
  static Wire nowhere() {
    return new Wire(PLAIN, URI.create("http://registry.invalid"));
  }

  static Wire to(TestRegistry registry) {
    return new Wire(PLAIN, registry.uri());
  }

  /** Some bytes, the same for the same seed. */
  static byte[] bytes(int size, long seed) {
    byte[] bytes = new byte[size];
    new Random(seed).nextBytes(bytes);
    return bytes;
  }

  HttpResponse<byte[]> get(String path, String... headers) throws IOException, InterruptedException {
    return send("GET", path, HttpRequest.BodyPublishers.noBody(), headers);
  }

  HttpResponse<byte[]> head(String path, String... headers) throws IOException, InterruptedException {
    return send("HEAD", path, HttpRequest.BodyPublishers.noBody(), headers);
  }

  HttpResponse<byte[]> delete(String path, String... headers) throws IOException, InterruptedException {
    return send("DELETE", path, HttpRequest.BodyPublishers.noBody(), headers);
  }

  HttpResponse<byte[]> post(String path, byte[] body, String... headers) throws IOException, InterruptedException {
    return send("POST", path, HttpRequest.BodyPublishers.ofByteArray(body), headers);
  }

  HttpResponse<byte[]> put(String path, byte[] body, String... headers) throws IOException, InterruptedException {
    return send("PUT", path, HttpRequest.BodyPublishers.ofByteArray(body), headers);
  }

  HttpResponse<byte[]> patch(String path, byte[] body, String... headers) throws IOException, InterruptedException {
    return send("PATCH", path, HttpRequest.BodyPublishers.ofByteArray(body), headers);
  }

  /** Without a length: in the chunks of HTTP, which are not those of the distribution specification. */
  HttpResponse<byte[]> stream(String path, byte[] body, String... headers) throws IOException, InterruptedException {
    return send("PATCH", path, HttpRequest.BodyPublishers.ofInputStream(() -> new ByteArrayInputStream(body)), headers);
  }

  HttpResponse<byte[]> send(String method, String path, HttpRequest.BodyPublisher body, String... headers)
      throws IOException, InterruptedException {
    HttpRequest.Builder request = HttpRequest.newBuilder(base.resolve(path)).timeout(LIMIT).method(method, body);
    if (headers.length > 0) {
      request.headers(headers);
    }
    return client.send(request.build(), HttpResponse.BodyHandlers.ofByteArray());
  }

  /** Pushes a blob in the usual way. */
  void pushBlob(String repository, Digest digest, byte[] bytes) throws IOException, InterruptedException {
    String location = location(post("/v2/" + repository + "/blobs/uploads/", new byte[0]));
    HttpResponse<byte[]> closed = put(withDigest(location, digest), bytes);
    if (closed.statusCode() != 201) {
      throw new IOException(
          String.format(Locale.ROOT, "status %d: %s", closed.statusCode(), new String(closed.body(), StandardCharsets.UTF_8)));
    }
  }

  static String location(HttpResponse<?> response) {
    return header(response, "Location");
  }

  static String header(HttpResponse<?> response, String name) {
    return response.headers().firstValue(name).orElse("");
  }

  static String withDigest(String location, Digest digest) {
    return location + (location.contains("?") ? "&" : "?") + "digest=" + digest;
  }
}
