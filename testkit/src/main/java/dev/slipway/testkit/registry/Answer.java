package dev.slipway.testkit.registry;

import com.google.common.io.ByteSource;
import dev.slipway.InvalidValueException;
import java.nio.charset.StandardCharsets;

/**
 * The answer to a {@link Request}. The length of the body is told by whoever sends it; to a {@code HEAD} request only its
 * length is told.
 *
 * @param status the status code, 200 to 599
 * @param headers without {@code Content-Length}
 * @param body whose size is known; it may be opened several times
 */
public record Answer(int status, Headers headers, ByteSource body) {
  /** Checks the status. */
  public Answer {
    if (status < 200 || status > 599) {
      throw new InvalidValueException("status '" + status + "' is not between 200 and 599");
    }
  }

  /** An answer without headers and body. */
  public static Answer of(int status) {
    return new Answer(status, Headers.none(), ByteSource.empty());
  }

  /** An answer with a text. */
  public static Answer of(int status, String mediaType, String text) {
    return of(status).withBody(mediaType, ByteSource.wrap(text.getBytes(StandardCharsets.UTF_8)));
  }

  /** The same with exactly this value of a header. */
  public Answer withHeader(String name, String value) {
    return new Answer(status, headers.with(name, value), body);
  }

  /** The same with a body of a media type. */
  public Answer withBody(String mediaType, ByteSource newBody) {
    return new Answer(status, headers.with("Content-Type", mediaType), newBody);
  }

  /** The length of the body in bytes. */
  public long length() {
    return body.sizeIfKnown().toJavaUtil().orElseThrow(() -> new IllegalStateException("the size of " + body + " is not known"));
  }

  /** The status and the length. */
  @Override
  public String toString() {
    return status + " with " + length() + " bytes";
  }
}
