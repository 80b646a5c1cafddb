package dev.slipway.testkit.registry;

import com.google.common.io.ByteStreams;
import com.google.common.io.CountingInputStream;
import dev.slipway.registry.Timeline;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Optional;
import java.util.OptionalInt;

/** The way of a request through fault, gate and registry (or token service), and into the record. */
final class Pipeline {
  private static final String DIGEST_HEADER = "Docker-Content-Digest";
  private static final String WRONG_DIGEST = "sha256:" + "0123456789abcdef".repeat(4);
  private static final int MAX_FORM = 1 << 16;

  private final RegistryBackend backend;
  private final Gate gate;
  private final Optional<TokenService> tokenService;
  private final TokenIssuer issuer;
  private final Recorder recorder;
  private final FaultQueue faults;
  private final Timeline timeline;

  Pipeline(RegistryBackend backend, Gate gate, Optional<TokenService> tokenService, TokenIssuer issuer, Recorder recorder,
      FaultQueue faults, Timeline timeline) {
    this.backend = backend;
    this.gate = gate;
    this.tokenService = tokenService;
    this.issuer = issuer;
    this.recorder = recorder;
    this.faults = faults;
    this.timeline = timeline;
  }

  /**
   * Carries a request out and records it. The body is read to its end before there is an answer, as a client that is still
   * sending when the connection ends may lose the answer.
   *
   * @throws IOException if the body breaks off, or temporary files cannot be used
   */
  Delivery deliver(Service service, Request arrived) throws IOException {
    long number = recorder.nextNumber();
    Instant at = timeline.now();
    Fault fault = faults.next(arrived);
    CountingInputStream counted = new CountingInputStream(arrived.body());
    Request request = arrived.withBody(fault instanceof Fault.CutRequest cut ? new CutInput(counted, cut.after()) : counted);
    Optional<String> form = Optional.empty();
    if (service == Service.TOKENS && recorder.keepsSecrets()) {
      byte[] bytes = ByteStreams.toByteArray(ByteStreams.limit(request.body(), MAX_FORM));
      form = Optional.of(new String(bytes, StandardCharsets.UTF_8)).filter(text -> !text.isEmpty());
      request = request.withBody(new ByteArrayInputStream(bytes));
    }
    OptionalInt status = OptionalInt.empty();
    try {
      Optional<Answer> answer = answer(service, request, fault);
      status = answer.isPresent() ? OptionalInt.of(answer.get().status()) : status;
      return new Delivery(answer, fault);
    } catch (CutInput.Cut onPurpose) {
      return new Delivery(Optional.empty(), fault);
    } finally {
      recorder.add(new RecordedRequest(number, service, request.method(), request.path(), request.query(),
          recorder.recordable(request.headers()), counted.getCount(), form, status, fault, at));
    }
  }

  private Optional<Answer> answer(Service service, Request request, Fault fault) throws IOException {
    return switch (fault) {
      case Fault.Status status -> drained(request, failure(status));
      case Fault.Redirect redirect -> drained(request, redirect(redirect, request));
      case Fault.Answering answering -> drained(request, answering.answer());
      case Fault.Hang hang -> Optional.empty();
      case Fault.Reset reset -> {
        if (reset.handled()) {
          var unused = drained(request, handle(service, request));
        }
        yield Optional.empty();
      }
      case Fault.TokenExpired expired -> {
        Gate.credentials(request, "Bearer").ifPresent(issuer::revoke);
        yield drained(request, handle(service, request));
      }
      case Fault.LostUploadSession lost -> {
        if (Route.of(request.path()) instanceof Route.Upload upload) {
          backend.uploads().lose(upload.session());
        }
        yield drained(request, handle(service, request));
      }
      case Fault.WrongBytes wrong -> drained(request, handle(service, request)).map(answer -> damaged(answer, wrong.offset()));
      case Fault.WrongDigestHeader wrong -> drained(request, handle(service, request))
          .map(answer -> answer.headers().has(DIGEST_HEADER) ? answer.withHeader(DIGEST_HEADER, WRONG_DIGEST) : answer);
      case Fault.None none -> drained(request, handle(service, request));
      case Fault.CutRequest cut -> drained(request, handle(service, request));
      case Fault.CutResponse cut -> drained(request, handle(service, request));
      case Fault.Slow slow -> drained(request, handle(service, request));
      case Fault.WrongContentLength wrong -> drained(request, handle(service, request));
    };
  }

  private static Optional<Answer> drained(Request request, Answer answer) throws IOException {
    var unused = ByteStreams.exhaust(request.body());
    return Optional.of(answer);
  }

  private Answer handle(Service service, Request request) throws IOException {
    if (service == Service.TOKENS) {
      return tokenService.isPresent() ? tokenService.get().handle(request) : Answer.of(404);
    }
    try {
      Optional<Answer> refusal = gate.refusal(request);
      return refusal.isPresent() ? refusal.get() : backend.handle(request);
    } catch (RuntimeException ofOurs) {
      // the JDK's server would end the connection without a word
      return Answer.of(500, "text/plain", "the test registry failed: " + ofOurs);
    }
  }

  private static Answer damaged(Answer answer, long offset) {
    return new Answer(answer.status(), answer.headers(), new FlippedByte(answer.body(), offset));
  }

  private static Answer redirect(Fault.Redirect redirect, Request request) {
    int host = redirect.to().indexOf("://") + "://".length();
    boolean hasPath = redirect.to().indexOf('/', host) >= 0 || redirect.to().startsWith("/");
    String asked = request.path() + (request.query().isEmpty() ? "" : "?" + request.query());
    return Answer.of(redirect.status()).withHeader("Location", redirect.to() + (hasPath ? "" : asked));
  }

  private static Answer failure(Fault.Status fault) {
    String message = "failed on purpose";
    Answer usual = switch (fault.status()) {
      case 401 -> ProtocolError.UNAUTHORIZED.answer(message);
      case 403 -> ProtocolError.DENIED.answer(message);
      case 429 -> ProtocolError.TOOMANYREQUESTS.answer(message);
      default -> Answer.of(fault.status(), "text/plain", message);
    };
    Answer answer = fault.body().isPresent() ? Answer.of(fault.status(), "text/plain", fault.body().get()) : usual;
    return fault.retryAfter().isPresent() ? answer.withHeader("Retry-After", String.valueOf(fault.retryAfter().get().toSeconds())) : answer;
  }
}
