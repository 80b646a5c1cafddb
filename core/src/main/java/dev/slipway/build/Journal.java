package dev.slipway.build;

import com.google.common.collect.ImmutableList;
import dev.slipway.image.Stage;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What the steps of one build did so far, and how a listener is told of it. Safe for use by several threads. */
final class Journal {
  private static final Logger LOG = LoggerFactory.getLogger(Journal.class);

  private final ImmutableList<Stage> stages;
  private final BuildListener listener;
  private final AtomicInteger ids = new AtomicInteger();
  private final List<Reported> reports = new ArrayList<>();

  private record Reported(int stage, StepReport report) {}

  /**
   * A journal in which nothing stands yet.
   *
   * @param stages all stages, in the order in which reports name them
   */
  Journal(ImmutableList<Stage> stages, BuildListener listener) {
    this.stages = stages;
    this.listener = listener;
  }

  /** Notes that a step begins; returns the number under which the listener is told of it. */
  int started(String title) {
    int id = ids.incrementAndGet();
    tell(new BuildEvent.StepStarted(id, title));
    return id;
  }

  void finished(int id, Stage stage, StepReport report) {
    synchronized (reports) {
      reports.add(new Reported(stages.indexOf(stage), report));
    }
    LOG.debug("{} ({})", report, report.duration());
    tell(new BuildEvent.StepFinished(id, report));
  }

  void failed(int id, String title, RuntimeException failure) {
    tell(new BuildEvent.StepFailed(id, title, String.valueOf(failure.getMessage())));
  }

  void tell(BuildEvent event) {
    tell(listener, event);
  }

  static void tell(BuildListener listener, BuildEvent event) {
    try {
      listener.on(event);
    } catch (RuntimeException failure) {
      LOG.warn("a listener failed and is told the next event all the same", failure);
    }
  }

  /** What the steps did so far, in the order of stages, platforms and instructions. */
  ImmutableList<StepReport> steps() {
    synchronized (reports) {
      return reports.stream()
          .sorted(Comparator.comparingInt(Reported::stage).thenComparing(each -> each.report().platform())
              .thenComparingInt(each -> each.report().number()))
          .map(Reported::report)
          .collect(ImmutableList.toImmutableList());
    }
  }
}
