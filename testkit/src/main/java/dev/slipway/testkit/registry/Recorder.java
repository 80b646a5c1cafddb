package dev.slipway.testkit.registry;

import com.google.common.base.Splitter;
import com.google.common.collect.ImmutableList;
import java.util.Comparator;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicLong;

/** What was asked. */
final class Recorder {
  private static final ImmutableList<String> SECRET = ImmutableList.of("Authorization", "Proxy-Authorization", "Cookie");

  private final boolean keepsSecrets;
  private final AtomicLong arrived = new AtomicLong();
  private final Queue<RecordedRequest> requests = new ConcurrentLinkedQueue<>();

  Recorder(boolean keepsSecrets) {
    this.keepsSecrets = keepsSecrets;
  }

  boolean keepsSecrets() {
    return keepsSecrets;
  }

  long nextNumber() {
    return arrived.incrementAndGet();
  }

  void add(RecordedRequest request) {
    requests.add(request);
  }

  Headers recordable(Headers headers) {
    Headers kept = headers;
    for (String name : keepsSecrets ? ImmutableList.<String>of() : SECRET) {
      Optional<String> value = headers.first(name);
      kept = value.isPresent() ? kept.with(name, Splitter.on(' ').splitToList(value.get()).getFirst()) : kept;
    }
    return kept;
  }

  ImmutableList<RecordedRequest> all() {
    return ImmutableList.sortedCopyOf(Comparator.comparingLong(RecordedRequest::number), requests);
  }

  void clear() {
    requests.clear();
  }
}
