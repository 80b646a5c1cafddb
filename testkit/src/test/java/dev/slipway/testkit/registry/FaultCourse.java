package dev.slipway.testkit.registry;

import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * What became of a fault script, read from what a registry recorded. A fault counts where it did something: a token that
 * expired only if it was refused, a lost session only if it was one. Faults follow each other in two ways, and in neither
 * may there be more than four for a success to be owed: one after the other whatever was asked, and for one and the same
 * request, however many other ones its repetition takes (an upload that starts anew is looked for and opened first).
 */
final class FaultCourse {
  private static final int OWED = 4;
  /** What registries may ask to wait for, together with hanging requests, so that five attempts fit into the time. */
  private static final long AFFORDED_SECONDS = 40;

  private final List<RecordedRequest> requests;
  private int longestRun;
  private int longestOfOneRequest;
  private long costliestRun;
  private Instant lastAnswer = VirtualTimeline.START;

  FaultCourse(List<RecordedRequest> requests) {
    this.requests = requests.stream().sorted(Comparator.comparingLong(RecordedRequest::number)).toList();
    count();
  }

  private void count() {
    Map<String, Integer> runs = new HashMap<>();
    Map<String, Long> costs = new HashMap<>();
    for (RecordedRequest request : requests) {
      for (String key : List.of("", key(request))) {
        boolean harmful = isHarmful(request);
        int run = harmful ? runs.merge(key, 1, Integer::sum) : 0;
        long cost = harmful ? costs.merge(key, cost(request.fault()), Long::sum) : 0;
        runs.put(key, run);
        costs.put(key, cost);
        longestRun = key.isEmpty() ? Math.max(longestRun, run) : longestRun;
        longestOfOneRequest = Math.max(longestOfOneRequest, run);
        costliestRun = Math.max(costliestRun, cost);
      }
      if (!isHarmful(request)) {
        Duration slow = request.fault() instanceof Fault.Slow fault ? fault.before().plusSeconds(5) : Duration.ZERO;
        lastAnswer = request.at().plus(slow);
      }
    }
  }

  /** An upload is the same one whatever its session. */
  private static String key(RecordedRequest request) {
    int session = request.path().indexOf("/blobs/uploads/");
    return session < 0
        ? request.service() + request.method() + request.path()
        : request.method() + request.path().substring(0, session) + Request.parameters(request.query(), "digest");
  }

  private static boolean isHarmful(RecordedRequest request) {
    return switch (request.fault()) {
      case Fault.None none -> false;
      case Fault.Slow slow -> slow.before().compareTo(FaultScripts.BEARABLE) > 0;
      case Fault.TokenExpired expired -> request.status().orElse(0) == 401;
      case Fault.LostUploadSession lost -> request.status().orElse(0) >= 400;
      default -> true;
    };
  }

  private static long cost(Fault fault) {
    return switch (fault) {
      case Fault.Status status -> status.retryAfter().map(Duration::toSeconds).orElse(0L);
      // only with waits that were asked for: without those, five attempts always fit
      case Fault.Hang hang -> 1;
      case Fault.Slow slow -> slow.before().compareTo(FaultScripts.BEARABLE) > 0 ? 1 : 0;
      default -> 0;
    };
  }

  /** Whether the operation had to succeed. */
  boolean owesSuccess() {
    boolean hangs = requests.stream().anyMatch(request -> isHarmful(request) && (request.fault().equals(Fault.hang())
        || request.fault() instanceof Fault.Slow));
    boolean waits = requests.stream()
        .anyMatch(request -> request.fault() instanceof Fault.Status status && status.retryAfter().isPresent());
    return longestRun <= OWED && longestOfOneRequest <= OWED && (costliestRun <= AFFORDED_SECONDS && !(hangs && waits));
  }

  /** How long nothing was answered properly at a time. */
  Duration withoutAnswer(Instant now) {
    return Duration.between(lastAnswer, now);
  }

  int harmful() {
    return (int) requests.stream().filter(FaultCourse::isHarmful).count();
  }

  @Override
  public String toString() {
    return requests.toString();
  }
}
