package dev.slipway.testkit.registry;

import java.util.ArrayList;
import java.util.List;

/** The scripts that are being played. A request plays the first script that means it and has something left. */
final class FaultQueue {
  private final List<Playing> scripts = new ArrayList<>();

  /** A script and how far it has come. */
  private static final class Playing {
    final FaultScript script;
    int next;

    Playing(FaultScript script) {
      this.script = script;
    }

    boolean isOver() {
      return next == script.faults().size();
    }

    Fault play() {
      Fault fault = script.faults().get(next);
      next++;
      if (isOver() && script.repeated()) {
        next = 0;
      }
      return fault;
    }
  }

  synchronized void add(FaultScript script) {
    scripts.add(new Playing(script));
  }

  synchronized Fault next(Request request) {
    for (Playing playing : scripts) {
      if (!playing.isOver() && playing.script.matches(request)) {
        return playing.play();
      }
    }
    return Fault.none();
  }

  /** How many faults of scripts that are not repeated were not played yet. */
  synchronized int left() {
    return scripts.stream().filter(playing -> !playing.script.repeated()).mapToInt(playing -> playing.script.faults().size() - playing.next)
        .sum();
  }

  synchronized void clear() {
    scripts.clear();
  }
}
