package dev.slipway.testkit.registry;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableListMultimap;
import dev.slipway.image.SecretValue;
import dev.slipway.registry.Call;
import dev.slipway.registry.Credential;
import dev.slipway.registry.Credentials;
import dev.slipway.registry.Registries;
import dev.slipway.registry.RegistrySettings;
import dev.slipway.registry.Reply;
import dev.slipway.registry.Transport;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;

/**
 * A network in memory that answers as a test says and keeps every call with what came with it: for looking where
 * credentials go.
 */
final class Canary implements Transport {
  static final String REGISTRY = "registry.example";
  static final String USER = "bird";
  static final String PASSWORD = "canary-password-4711";
  static final String TOKEN = "canary-token-0815";
  static final String BASE64 = Base64.getEncoder().encodeToString((USER + ":" + PASSWORD).getBytes(StandardCharsets.UTF_8));
  /** Whatever must not go astray, in any form. */
  static final ImmutableList<String> SECRETS = ImmutableList.of(PASSWORD, BASE64, TOKEN);

  /** An answer of the network. */
  record Answered(int status, ImmutableListMultimap<String, String> headers, byte[] bytes) implements Reply {
    static Answered of(int status) {
      return new Answered(status, ImmutableListMultimap.of(), new byte[0]);
    }

    static Answered of(int status, String body) {
      return new Answered(status, ImmutableListMultimap.of(), body.getBytes(StandardCharsets.UTF_8));
    }

    Answered with(String name, String value) {
      return new Answered(status, ImmutableListMultimap.<String, String>builder().putAll(headers).put(name.toLowerCase(Locale.ROOT), value)
          .build(), bytes);
    }

    @Override
    public ImmutableList<String> headers(String name) {
      return headers.get(name.toLowerCase(Locale.ROOT));
    }

    @Override
    public InputStream body() {
      return new ByteArrayInputStream(bytes);
    }

    @Override
    public void close() {
      // nothing is held
    }
  }

  private final Function<Call, Reply> network;
  private final List<Call> calls = new ArrayList<>();

  Canary(Function<Call, Reply> network) {
    this.network = network;
  }

  /** The registries over this network, with the credential for the one of them. */
  Registries registries(RegistrySettings settings) {
    Credential credential = Credential.of(USER, SecretValue.of(PASSWORD));
    return Registries.open(settings.withCredentials(Credentials.of(REGISTRY, credential)), this, VirtualTimeline.start());
  }

  @Override
  public Reply send(Call call) throws IOException {
    calls.add(call);
    call.body().ifPresent(Canary::drain);
    return network.apply(call);
  }

  /** What the network answers, without anybody having asked. */
  Reply answer(Call call) {
    return network.apply(call);
  }

  /** Bytes to be sent. */
  static Call.Body body(byte[] bytes) {
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

  private static void drain(Call.Body body) {
    try (InputStream in = body.open()) {
      in.readAllBytes();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  List<Call> calls() {
    return calls;
  }

  static boolean isSigned(Call call) {
    return !call.headers().get("Authorization").isEmpty();
  }

  /** Whether a secret came with the call, wherever in it. */
  static boolean isLeaking(Call call) {
    return isSecret(call.uri() + " " + call.headers());
  }

  static boolean isSecret(String text) {
    return SECRETS.stream().anyMatch(text::contains);
  }

  /** Scheme, host and port. */
  static String origin(URI uri) {
    return uri.getScheme() + "://" + uri.getRawAuthority();
  }

  /** All that a failure says, its causes included. */
  static String text(Throwable failure) {
    StringWriter text = new StringWriter();
    failure.printStackTrace(new PrintWriter(text));
    return text.toString();
  }

  @Override
  public void close() {
    // nothing is held
  }
}
