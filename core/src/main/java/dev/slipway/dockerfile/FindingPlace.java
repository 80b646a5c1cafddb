package dev.slipway.dockerfile;

import dev.slipway.Span;

/** A place that a name stands at, and where what is wrong with it is told. */
record FindingPlace(Findings findings, Span span) implements SourceNames.Place {
  @Override
  public void always(String message, String advice) {
    findings.always(span, message, advice);
  }

  @Override
  public void ifBuilt(String message, String advice) {
    findings.ifBuilt(span, message, advice);
  }
}
