package dev.slipway.testkit.registry;

import dev.slipway.InvalidValueException;
import java.time.Duration;
import java.util.Optional;

/**
 * What goes wrong with one request. A fault that does not fit its request (wrong bytes of an answer that has no body, a lost
 * session where there is none) does nothing, and counts as played.
 *
 * <p>Connections are ended by closing them: a client sees the end of the stream, or a reset if it was still sending. The
 * JDK's server does not let more of TCP through.
 */
public sealed interface Fault {
  /** All goes well. */
  enum None implements Fault {
    /** The only value. */
    INSTANCE;

    @Override
    public String toString() {
      return "none";
    }
  }

  /**
   * The request is not handled but answered with a status.
   *
   * @param status the status code
   * @param retryAfter what {@code Retry-After} says, in whole seconds
   * @param body the text of the body; without it, the usual one
   */
  record Status(int status, Optional<Duration> retryAfter, Optional<String> body) implements Fault {
    /** Checks the status. */
    public Status {
      if (status < 300 || status > 599) {
        throw new InvalidValueException("status '" + status + "' is no failure; write for example 503");
      }
    }

    /** The same that asks to wait. */
    public Status withRetryAfter(Duration wait) {
      return new Status(status, Optional.of(wait), body);
    }

    /** The same with another body. */
    public Status withBody(String text) {
      return new Status(status, retryAfter, Optional.of(text));
    }

    @Override
    public String toString() {
      return "status " + status + retryAfter.map(wait -> " retry after " + wait.toSeconds() + " s").orElse("");
    }
  }

  /**
   * The connection ends while the body of the request is read, unless the body is no longer than that. An upload keeps the
   * bytes that came.
   *
   * @param after how many bytes of the body are read
   */
  record CutRequest(long after) implements Fault {
    @Override
    public String toString() {
      return "cut request at " + after;
    }
  }

  /**
   * The connection ends while the body of the answer is sent, unless the body is no longer than that.
   *
   * @param after how many bytes of the body are sent
   */
  record CutResponse(long after) implements Fault {
    @Override
    public String toString() {
      return "cut response at " + after;
    }
  }

  /**
   * The connection ends without an answer.
   *
   * @param handled whether the request was carried out before that
   */
  record Reset(boolean handled) implements Fault {
    @Override
    public String toString() {
      return handled ? "lost answer" : "reset";
    }
  }

  /**
   * One byte of the body of the answer is another one.
   *
   * @param offset of that byte; beyond the end nothing happens
   */
  record WrongBytes(long offset) implements Fault {
    @Override
    public String toString() {
      return "wrong byte at " + offset;
    }
  }

  /**
   * The answer takes its time.
   *
   * @param before how long its head takes
   * @param bytesPerSecond how fast its body comes; 0 for no limit
   */
  record Slow(Duration before, long bytesPerSecond) implements Fault {
    @Override
    public String toString() {
      return "slow by " + before.toMillis() + " ms" + (bytesPerSecond > 0 ? " with " + bytesPerSecond + " bytes/s" : "");
    }
  }

  /** The request is not handled and never answered; its connection stays open. */
  enum Hang implements Fault {
    /** The only value. */
    INSTANCE;

    @Override
    public String toString() {
      return "hang";
    }
  }

  /**
   * The request is not handled but sent elsewhere.
   *
   * @param to an address; one without a path, such as {@code http://127.0.0.1:5001}, gets that of the request
   * @param status the status code
   */
  record Redirect(String to, int status) implements Fault {
    @Override
    public String toString() {
      return "redirect " + status;
    }
  }

  /** The token that came with the request has just expired, so that it is answered with 401 and a challenge. */
  enum TokenExpired implements Fault {
    /** The only value. */
    INSTANCE;

    @Override
    public String toString() {
      return "token expired";
    }
  }

  /** The registry has just forgotten the upload session that the request is about. */
  enum LostUploadSession implements Fault {
    /** The only value. */
    INSTANCE;

    @Override
    public String toString() {
      return "lost upload session";
    }
  }

  /** {@code Docker-Content-Digest} names other content. */
  enum WrongDigestHeader implements Fault {
    /** The only value. */
    INSTANCE;

    @Override
    public String toString() {
      return "wrong digest header";
    }
  }

  /**
   * {@code Content-Length} is another one than that of the body: one that is too long is followed by the end of the
   * connection, one that is too short hides the rest of the body.
   *
   * @param difference what is added to the true length
   */
  record WrongContentLength(long difference) implements Fault {
    @Override
    public String toString() {
      return "wrong content length by " + difference;
    }
  }

  /**
   * The request is not handled but answered with this.
   *
   * @param answer anything
   */
  record Answering(Answer answer) implements Fault {
    @Override
    public String toString() {
      return "answer " + answer;
    }
  }

  /** All goes well. */
  static Fault none() {
    return None.INSTANCE;
  }

  /** A status of 300 to 599 in place of an answer. */
  static Status status(int status) {
    return new Status(status, Optional.empty(), Optional.empty());
  }

  /** The end of the connection after so many bytes of the request's body. */
  static Fault cutRequest(long after) {
    return new CutRequest(after);
  }

  /** The end of the connection after so many bytes of the answer's body. */
  static Fault cut(long after) {
    return new CutResponse(after);
  }

  /** The end of the connection before anything was done. */
  static Fault reset() {
    return new Reset(false);
  }

  /** The end of the connection after the request was carried out. */
  static Fault lostAnswer() {
    return new Reset(true);
  }

  /** Another byte than the right one. */
  static Fault wrongBytes(long offset) {
    return new WrongBytes(offset);
  }

  /** A wait before the answer. */
  static Fault slow(Duration before) {
    return new Slow(before, 0);
  }

  /** A body that comes with so many bytes in a second. */
  static Fault slow(long bytesPerSecond) {
    return new Slow(Duration.ZERO, bytesPerSecond);
  }

  /** No answer, ever. */
  static Fault hang() {
    return Hang.INSTANCE;
  }

  /** A redirect with status 307. */
  static Fault redirect(String to) {
    return new Redirect(to, 307);
  }

  /** A redirect with another status. */
  static Fault redirect(String to, int status) {
    return new Redirect(to, status);
  }

  /** A token that expires in the very moment. */
  static Fault tokenExpired() {
    return TokenExpired.INSTANCE;
  }

  /** An upload session that is forgotten. */
  static Fault lostUploadSession() {
    return LostUploadSession.INSTANCE;
  }

  /** A wrong {@code Docker-Content-Digest}. */
  static Fault wrongDigestHeader() {
    return WrongDigestHeader.INSTANCE;
  }

  /** A wrong {@code Content-Length}. */
  static Fault wrongContentLength(long difference) {
    return new WrongContentLength(difference);
  }

  /** Any answer. */
  static Fault answer(Answer answer) {
    return new Answering(answer);
  }
}
