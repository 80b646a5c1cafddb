package dev.slipway.registry;

import com.google.common.collect.ImmutableListMultimap;
import com.google.common.net.HttpHeaders;
import dev.slipway.ErrorCode;
import dev.slipway.InvalidValueException;
import dev.slipway.RegistryException;
import dev.slipway.SlipwayException;
import dev.slipway.image.ImageReference;
import dev.slipway.image.SecretValue;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpTimeoutException;
import java.security.cert.CertPathValidatorException;
import java.security.cert.CertificateException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

/**
 * One registry as it is reached: sends calls with credentials where they belong, follows redirects without them, repeats
 * what may come out better.
 */
final class RegistryHost {
  private static final int MAX_REDIRECTS = 10;
  private static final int PROXY_LOGIN = 407;
  private static final Duration PROBE = Duration.ofSeconds(2);

  /** Reads an answer; {@link Again} and every other {@link IOException} have the call repeated. */
  interface Reader<T> {
    T read(Reply reply) throws IOException;
  }

  private final String registry;
  private final RegistrySettings settings;
  private final Transport transport;
  private final Timeline timeline;
  private final Authorizations authorizations;
  private @Nullable URI base;

  RegistryHost(String registry, RegistrySettings settings, Transport transport, Timeline timeline) {
    this.registry = registry;
    this.settings = settings;
    this.transport = transport;
    this.timeline = timeline;
    TokenService tokens = new TokenService(registry, this::base, settings, transport, timeline);
    this.authorizations = new Authorizations(settings, tokens, timeline);
  }

  String registry() {
    return registry;
  }

  Effort effort() {
    return new Effort(settings.patience(), timeline);
  }

  /** Where the interface is, {@code https://registry.example}. */
  synchronized URI base() {
    URI known = base;
    if (known == null) {
      String host = Addresses.served(registry);
      boolean mayBeEither = Addresses.isLoopback(Addresses.hostOf(registry)) && !settings.insecure().contains(registry);
      boolean plain = settings.plainHttp().contains(registry) || mayBeEither && speaksHttp(host);
      known = URI.create((plain ? "http://" : "https://") + host);
      base = known;
    }
    return known;
  }

  /**
   * On this machine most registries speak http. One that speaks TLS answers such a request with 400, or not at all; where
   * neither is spoken, http is what is reported to be refused.
   */
  private boolean speaksHttp(String host) {
    try {
      return answers("http://" + host) || !answers("https://" + host);
    } catch (InterruptedException interrupted) {
      throw Effort.cancelled(interrupted);
    }
  }

  private boolean answers(String address) throws InterruptedException {
    try (Reply reply = transport.send(Call.of("GET", URI.create(address + "/v2/")).withSilence(PROBE))) {
      return reply.status() != 400;
    } catch (SSLException untrusted) {
      return isUntrusted(untrusted);
    } catch (IOException refused) {
      return false;
    }
  }

  /** Sends a call until it has an answer that can be read, or patience ends. */
  <T> T ask(Call call, ImageReference repository, Scope scope, Effort effort, Reader<T> reader) {
    while (true) {
      try (Reply reply = send(call, repository, scope, effort)) {
        T result = reader.read(reply);
        effort.succeeded();
        return result;
      } catch (SlipwayException failure) {
        throw clean(failure);
      } catch (IOException failure) {
        failed(call, failure, effort);
      }
    }
  }

  /** A failure in whose text the registry cannot have put what it was told in confidence. */
  SlipwayException clean(SlipwayException failure) {
    return authorizations.clean(failure);
  }

  /** Sends a call until it has an answer that is neither a redirect nor one of those that may pass; its body is unread. */
  Reply send(Call call, ImageReference repository, Scope scope, Effort effort) {
    while (true) {
      try {
        Optional<Reply> reply = attempt(call.withSilence(effort.silence(call.silence())), repository, scope, effort);
        if (reply.isPresent()) {
          return reply.get();
        }
      } catch (SlipwayException failure) {
        throw clean(failure);
      } catch (IOException failure) {
        failed(call, failure, effort);
      }
    }
  }

  /** Sends a call once; empty if the answer was a refusal that has been dealt with, so that another attempt makes sense. */
  Optional<Reply> attempt(Call call, ImageReference repository, Scope scope, Effort effort) throws IOException {
    boolean ours = Addresses.isSameOrigin(call.uri(), base());
    Optional<SecretValue> authorization = ours ? authorizations.header(repository, scope, effort) : Optional.empty();
    try {
      Reply reply = follow(call, authorization);
      return isSettled(reply, ours, repository, scope, authorization, effort) ? Optional.of(reply) : Optional.empty();
    } catch (InterruptedException interrupted) {
      throw Effort.cancelled(interrupted);
    }
  }

  /** Notes a failure and waits, or throws what it means. */
  void failed(Call call, IOException failure, Effort effort) {
    if (Thread.currentThread().isInterrupted()) {
      throw Effort.cancelled(new InterruptedException());
    }
    try {
      switch (failure) {
        case Again again -> effort.failed(again::meaning, again.retryAfter(), Duration.ZERO);
        case HttpTimeoutException timeout ->
          effort.failed(() -> unavailable(call, timeout), Optional.empty(), effort.silence(call.silence()));
        case SSLException tls when isUntrusted(tls) -> throw new RegistryException(ErrorCode.UNAVAILABLE,
            "registry '" + registry + "' has a certificate that is not trusted (" + tls.getMessage()
                + "): trust its authority by RegistrySettings.withAuthority(…), or, if nobody can listen, name it in withInsecure(\""
                + registry
                + "\")",
            tls);
        default -> effort.failed(() -> unavailable(call, failure));
      }
    } catch (SlipwayException meaning) {
      throw clean(meaning);
    }
  }

  private static boolean isUntrusted(SSLException failure) {
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      if (cause instanceof CertificateException || cause instanceof CertPathValidatorException) {
        return true;
      }
    }
    return false;
  }

  private RegistryException unavailable(Call call, IOException failure) {
    return new RegistryException(ErrorCode.UNAVAILABLE,
        "registry '" + registry + "' does not answer '" + call + "': " + Reasons.of(failure), failure);
  }

  /** Whether the answer goes to the caller; otherwise it was dealt with and the call is to be repeated. */
  private boolean isSettled(Reply reply, boolean ours, ImageReference repository, Scope scope, Optional<SecretValue> used, Effort effort)
      throws Again {
    int status = reply.status();
    Optional<Redirected> elsewhere = reply instanceof Redirected redirected ? Optional.of(redirected) : Optional.empty();
    if (status < 400 || elsewhere.isEmpty() && !Statuses.mayPass(status) && status != 401 && status != 403 && status != PROXY_LOGIN) {
      return true;
    }
    try (reply) {
      if (status == PROXY_LOGIN) {
        throw new RegistryException(ErrorCode.UNAUTHORIZED, "'" + repository + "': the proxy on the way to registry '" + registry
            + "' wants a user name and a password, or other ones: see RegistrySettings.withProxy; for a registry over TLS, the JDK sends"
            + " them only if it is started with -Djdk.http.auth.tunneling.disabledSchemes=");
      }
      if (Statuses.mayPass(status)) {
        throw new Again(new RegistryException(ErrorCode.UNAVAILABLE,
            "'" + repository + "': registry '" + registry + "' answered " + status + problem(reply)), Statuses.retryAfter(reply, timeline));
      }
      if (!ours || elsewhere.isPresent() && (status != 401 || elsewhere.get().foreign())) {
        // the addresses that a registry hands out expire: it hands out another one when it is asked again
        throw new Again(new RegistryException(status == 404 || status == 410 ? ErrorCode.NOT_FOUND : ErrorCode.FORBIDDEN,
            "'" + repository + "': the address that registry '" + registry + "' leads to is answered with " + status));
      }
      if (status == 403) {
        throw new RegistryException(ErrorCode.FORBIDDEN, "'" + repository + "': the registry refuses with status 403" + problem(reply)
            + "; " + authorizations.searched(repository));
      }
      refused(reply, repository, scope, used, effort);
      return false;
    }
  }

  private void refused(Reply reply, ImageReference repository, Scope scope, Optional<SecretValue> used, Effort effort) throws Again {
    try {
      authorizations.refused(repository, scope, Challenge.read(reply.headers(HttpHeaders.WWW_AUTHENTICATE)), used, effort);
    } catch (RegistryException refusal) {
      if (reply instanceof Redirected && refusal.code() == ErrorCode.UNAUTHORIZED) {
        throw new Again(refusal);
      }
      throw refusal;
    }
  }

  /** An answer that came from where a redirect led to: another server, or another address of the registry. */
  private record Redirected(Reply reply, boolean foreign) implements Reply {
    @Override
    public int status() {
      return reply.status();
    }

    @Override
    public List<String> headers(String name) {
      return reply.headers(name);
    }

    @Override
    public InputStream body() {
      return reply.body();
    }

    @Override
    public void close() {
      reply.close();
    }
  }

  private Reply follow(Call call, Optional<SecretValue> authorization) throws IOException, InterruptedException {
    Call next = call;
    for (int redirects = 0; redirects <= MAX_REDIRECTS; redirects++) {
      boolean foreign = !Addresses.isSameOrigin(next.uri(), call.uri());
      Reply reply = transport.send(foreign ? next : Authorizations.with(next, authorization));
      if (!Statuses.isRedirect(reply.status())) {
        return redirects > 0 ? new Redirected(reply, foreign) : reply;
      }
      try (reply) {
        next = redirected(next, reply);
      }
    }
    throw new Again(violation("redirects more than " + MAX_REDIRECTS + " times"));
  }

  private Call redirected(Call call, Reply reply) throws Again {
    boolean reads = call.method().equals("GET") || call.method().equals("HEAD");
    if (!reads && reply.status() != 307 && reply.status() != 308) {
      throw new Again(violation("redirects a " + call.method() + " with status " + reply.status() + ", which would lose it"));
    }
    String location = reply.header(HttpHeaders.LOCATION)
        .orElseThrow(() -> new Again(violation("redirects with status " + reply.status() + " and says not where to")));
    return call.withUri(target(call.uri(), location));
  }

  /** An address that the registry names: for blobs, upload sessions, further pages. */
  URI target(URI from, String location) throws Again {
    try {
      URI to = from.resolve(location);
      var unused = new Call("GET", to, ImmutableListMultimap.of(), Optional.empty(), Duration.ZERO, false);
      if (Addresses.isEncrypted(from) && !Addresses.isEncrypted(to)) {
        throw new RegistryException(ErrorCode.NOT_ALLOWED, "registry '" + registry + "' leads from '" + Addresses.shown(from) + "' to '"
            + Addresses.shown(to) + "', which is not encrypted");
      }
      if (Addresses.isInternal(Addresses.host(to)) && !Addresses.isInternal(Addresses.host(base()))) {
        throw new RegistryException(ErrorCode.NOT_ALLOWED, "registry '" + registry + "' leads to '" + Addresses.shown(to)
            + "' on this machine, which is none of its business");
      }
      return to;
    } catch (IllegalArgumentException | InvalidValueException malformed) {
      throw new Again(violation("names an address that is not one, or that holds user info"));
    }
  }

  /** What an error's body says, without any credential that the registry might repeat in it. */
  String problem(Reply reply) {
    return authorizations.without(Answers.problem(reply));
  }

  RegistryException violation(String what) {
    return new RegistryException(ErrorCode.PROTOCOL_VIOLATION, "registry '" + registry + "' " + what);
  }
}
