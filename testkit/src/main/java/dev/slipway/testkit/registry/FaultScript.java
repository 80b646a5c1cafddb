package dev.slipway.testkit.registry;

import com.google.common.base.Joiner;
import com.google.common.collect.ImmutableList;
import dev.slipway.InvalidValueException;
import java.util.List;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/**
 * Faults, one for each matching request in the order of arrival, and none once they are used up.
 *
 * @param faults what happens to the first matching request, the second, and so on
 * @param method of the requests that are meant; {@code *} for all
 * @param path a regular expression for the whole path of the requests that are meant
 * @param repeated whether it starts again from the first fault at the end
 */
public record FaultScript(ImmutableList<Fault> faults, String method, String path, boolean repeated) {
  private static final String ANY_METHOD = "*";
  private static final String ANY_PATH = ".*";

  /** Checks the expression. */
  public FaultScript {
    try {
      var unused = Pattern.compile(path);
    } catch (PatternSyntaxException e) {
      throw new InvalidValueException("'" + path + "' is not a regular expression; write for example '/v2/.*/blobs/.*'", e);
    }
    if (repeated && faults.isEmpty()) {
      throw new InvalidValueException("a script without faults cannot be repeated");
    }
  }

  /** A script for all requests, those to the token service included. */
  public static FaultScript of(Fault... faults) {
    return of(ImmutableList.copyOf(faults));
  }

  /** A script for all requests, those to the token service included. */
  public static FaultScript of(List<Fault> faults) {
    return new FaultScript(ImmutableList.copyOf(faults), ANY_METHOD, ANY_PATH, false);
  }

  /** The same fault for each request. */
  public static FaultScript always(Fault fault) {
    return of(fault).repeating();
  }

  /**
   * The same for some requests only.
   *
   * @param newMethod such as {@code GET}; {@code *} for all
   * @param pathRegex a regular expression for the whole path, such as {@code /v2/.+/blobs/sha256:.+}
   */
  public FaultScript on(String newMethod, String pathRegex) {
    return new FaultScript(faults, newMethod, pathRegex, repeated);
  }

  /** The same, over and over. */
  public FaultScript repeating() {
    return new FaultScript(faults, method, path, true);
  }

  boolean matches(Request request) {
    return (method.equals(ANY_METHOD) || method.equals(request.method()))
        && (path.equals(ANY_PATH) || Pattern.matches(path, request.path()));
  }

  /** As it is read aloud: {@code on GET /v2/.*: status 503, none, cut response at 100}. */
  @Override
  public String toString() {
    return "on " + method + " " + path + ": " + Joiner.on(", ").join(faults) + (repeated ? ", and again" : "");
  }
}
