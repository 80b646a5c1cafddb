package dev.slipway.registry;

import com.google.common.net.HttpHeaders;
import com.google.common.net.UrlEscapers;
import dev.slipway.ErrorCode;
import dev.slipway.RegistryException;
import dev.slipway.SlipwayException;
import dev.slipway.image.Digest;
import dev.slipway.image.ImageReference;
import dev.slipway.oci.Descriptor;
import dev.slipway.oci.ManifestDocument;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.time.Duration;
import java.util.Optional;

/** Writing into a repository. */
final class Upload {
  private static final String DOCKER_CONTENT_DIGEST = "Docker-Content-Digest";
  private static final Duration COMMIT = Duration.ofSeconds(10);
  private static final Duration MANIFEST = Duration.ofSeconds(20);
  /** What a slow registry takes for checking and moving a blob before it answers, in bytes for each second. */
  private static final long COMMIT_RATE = 10_000_000;

  private final RegistryHost host;
  private final HttpRepository repository;
  private final Scope scope;

  Upload(RegistryHost host, HttpRepository repository) {
    this.host = host;
    this.repository = repository;
    this.scope = Scope.push(repository.name().path());
  }

  /** An empty body, so that the length is stated. */
  private static Call.Body body(byte[] bytes) {
    return new Call.Body() {
      @Override
      public long length() {
        return bytes.length;
      }

      @Override
      public InputStream open() {
        return new ByteArrayInputStream(bytes);
      }
    };
  }

  boolean mount(Digest blob, ImageReference from) {
    String query = "?mount=" + blob + "&from=" + UrlEscapers.urlFormParameterEscaper().escape(from.path());
    Call call = Call.of("POST", URI.create(repository.uploads() + query)).withBody(body(new byte[0]));
    try {
      return host.ask(call, repository.name(), scope.andPull(from.path()), host.effort(), reply -> {
        if (reply.status() == 202) {
          cancel(call, reply);
        }
        return reply.status() == 201;
      });
    } catch (RegistryException refused) {
      if (refused.code() == ErrorCode.FORBIDDEN || refused.code() == ErrorCode.UNAUTHORIZED) {
        // no right to read there: the blob is sent instead
        return false;
      }
      throw refused;
    }
  }

  /** A registry that does not mount opens an upload instead, which nobody needs. */
  private void cancel(Call call, Reply reply) {
    Optional<String> location = reply.header(HttpHeaders.LOCATION);
    if (location.isEmpty()) {
      return;
    }
    try {
      Call delete = Call.of("DELETE", host.target(call.uri(), location.get()));
      int unused = host.ask(delete, repository.name(), scope, new Effort(new Patience(1, Duration.ZERO, Duration.ZERO, Duration.ZERO),
          Timeline.system()), Reply::status);
    } catch (IOException | RegistryException notCancelled) {
      // it expires by itself
    }
  }

  /**
   * Sends a blob: a session is opened, and all bytes go with the request that closes it. Each restart sends everything
   * again: that sessions can be opened does not make a registry one that keeps them.
   */
  void push(Descriptor blob, Call.Body content) {
    Effort effort = host.effort().ofRestarts();
    while (true) {
      URI session = withDigest(session(effort.part()), blob.digest());
      Call call = Call.of("PUT", session).withBody(content).withHeader(HttpHeaders.CONTENT_TYPE, "application/octet-stream")
          .withSilence(effort.silence(COMMIT));
      // the time that many bytes take is not time lost
      Call patient = call.withSilence(call.silence().plusSeconds(blob.size() / COMMIT_RATE));
      try {
        if (isAccepted(blob, patient, effort)) {
          return;
        }
      } catch (SlipwayException failure) {
        throw host.clean(failure);
      } catch (IOException failure) {
        host.failed(call, failure, effort);
      }
      // the registry may have got everything although its answer was lost
      if (repository.has(blob.digest(), scope, effort.part())) {
        return;
      }
    }
  }

  private boolean isAccepted(Descriptor blob, Call call, Effort effort) throws IOException {
    Optional<Reply> answer = host.attempt(call, repository.name(), scope, effort);
    if (answer.isEmpty()) {
      return false;
    }
    try (Reply reply = answer.get()) {
      check(blob, call, reply);
      effort.succeeded();
      return true;
    }
  }

  private void check(Descriptor blob, Call call, Reply reply) throws IOException {
    switch (reply.status()) {
      case 201, 204 -> {
        // done
      }
      case 400, 404, 409, 410, 416 -> throw new Again(new RegistryException(
          Answers.names(reply, "DIGEST_INVALID") ? ErrorCode.DIGEST_MISMATCH : ErrorCode.UNAVAILABLE,
          "registry '" + host.registry() + "' goes on losing uploads of the blob '" + blob.digest() + "' to '" + repository.name()
              + "', status " + reply.status()));
      case 413 -> throw new RegistryException(ErrorCode.LIMIT_EXCEEDED,
          "registry '" + host.registry() + "', or a proxy before it, refuses the " + blob.size() + " bytes of the blob '" + blob.digest()
              + "'");
      default -> repository.expect(reply, call, 201);
    }
  }

  private URI session(Effort effort) {
    Call call = Call.of("POST", repository.uploads()).withBody(body(new byte[0]));
    return host.ask(call, repository.name(), scope, effort, reply -> {
      if (reply.status() == 404) {
        throw new RegistryException(ErrorCode.NOT_FOUND, "'" + repository.name() + "' cannot be pushed to: registry '" + host.registry()
            + "' has no such repository and does not make one" + host.problem(reply));
      }
      repository.expect(reply, call, 202);
      String location = reply.header(HttpHeaders.LOCATION)
          .orElseThrow(() -> new Again(host.violation("opens an upload and says not where")));
      return host.target(call.uri(), location);
    });
  }

  private static URI withDigest(URI session, Digest digest) {
    String fragmentless = session.toString();
    int fragment = fragmentless.indexOf('#');
    String address = fragment < 0 ? fragmentless : fragmentless.substring(0, fragment);
    String separator = session.getRawQuery() == null ? "?" : "&";
    return URI.create(address + separator + "digest=" + UrlEscapers.urlFormParameterEscaper().escape(digest.toString()));
  }

  /** Sends a manifest under a tag or its digest. */
  void push(ManifestDocument manifest, String reference) {
    Call call = Call.of("PUT", repository.manifests(reference)).withBody(body(manifest.bytes()))
        .withHeader(HttpHeaders.CONTENT_TYPE, manifest.mediaType().text()).withSilence(MANIFEST);
    int unused = host.ask(call, repository.name(), scope, host.effort(), reply -> {
      repository.expect(reply, call, 201);
      Optional<String> stored = reply.header(DOCKER_CONTENT_DIGEST);
      String sent = stored.filter(digest -> digest.startsWith("sha512:")).isPresent()
          ? Digests.of(Digest.Algorithm.SHA512, manifest.bytes()).toString()
          : manifest.digest().toString();
      if (stored.isPresent() && !stored.get().equals(sent)) {
        throw new Again(
            new RegistryException(ErrorCode.DIGEST_MISMATCH, "registry '" + host.registry() + "' stored '" + repository.name() + ":"
                + reference + "' as something else than the '" + sent + "' that was sent"));
      }
      return reply.status();
    });
  }
}
