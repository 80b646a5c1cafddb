package dev.slipway.build;

import com.google.common.collect.ImmutableList;

/**
 * One attempt to get out of a build.
 *
 * @param id the class of attacks that it belongs to, such as {@code D11}
 * @param name what is tried
 * @param attempt tries it, and looks at what the build itself shows; the machine is looked at by {@link EscapeRun}
 */
record EscapeCase(String id, String name, Attempt attempt) {
  /** Something hostile. */
  interface Attempt {
    void on(EscapeBench bench) throws Exception;
  }

  static ImmutableList<EscapeCase> all() {
    return ImmutableList.<EscapeCase>builder()
        .addAll(EscapeActions.all())
        .addAll(EscapeSystemCalls.all())
        .addAll(EscapeMounts.all())
        .addAll(EscapeImages.all())
        .addAll(EscapeUppers.all())
        .addAll(EscapeLayers.all())
        .addAll(EscapeRaces.all())
        .build();
  }

  @Override
  public String toString() {
    return id + " " + name;
  }
}
