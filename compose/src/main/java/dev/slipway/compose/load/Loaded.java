package dev.slipway.compose.load;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSet;
import dev.slipway.compose.tree.Finding;
import dev.slipway.compose.tree.Finding.Severity;
import dev.slipway.yaml.YamlMap;

/**
 * What was read: the project in three views, and everything that was found on the way.
 *
 * @param name what the project is called; empty only if that is an error
 * @param files the compose files one by one, in the order in which they were first read, included and extended ones too
 * @param merged all files as one, with long forms, variables replaced; before defaults, paths, environment and profiles. With
 *        {@link LoadOption#KEEP_VARIABLES} the variables are still in it
 * @param resolved the project as it would be brought up: complete if there is no error, else as much as could be made out
 * @param disabled the services that are left out for their profiles, or because they were not asked for
 * @param paths every path that was looked at, read or not, in that order
 * @param findings errors and warnings: file by file in the order of the text, those without a place at the end
 */
public record Loaded(String name, ImmutableList<LoadedFile> files, YamlMap merged, YamlMap resolved, YamlMap disabled,
    ImmutableSet<String> paths, ImmutableList<Finding> findings) {

  /** Whether the project cannot be used. */
  public boolean hasErrors() {
    return findings.stream().anyMatch(finding -> finding.severity() == Severity.ERROR);
  }

  /** What makes the project unusable. */
  public ImmutableList<Finding> errors() {
    return of(Severity.ERROR);
  }

  /** What may surprise. */
  public ImmutableList<Finding> warnings() {
    return of(Severity.WARNING);
  }

  private ImmutableList<Finding> of(Severity severity) {
    return findings.stream().filter(finding -> finding.severity() == severity).collect(ImmutableList.toImmutableList());
  }
}
