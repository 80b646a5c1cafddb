package dev.slipway.compose;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSortedMap;
import dev.slipway.DocumentException;
import dev.slipway.compose.load.Loaded;
import dev.slipway.compose.tree.Finding;
import dev.slipway.compose.tree.Finding.Severity;
import dev.slipway.compose.tree.Findings;
import dev.slipway.yaml.YamlMap;
import java.util.Optional;
import java.util.stream.Stream;

/** What reading compose files gave, in three views: each file as it stands, all of them as one, and the project that they mean. */
public final class ComposeReading {
  private final Loaded loaded;
  private final Optional<Project> project;
  private final ImmutableSortedMap<String, Service> disabled;
  private final ImmutableList<Finding> findings;

  ComposeReading(Loaded loaded) {
    this.loaded = loaded;
    Findings found = new Findings();
    // values that could not be made out would only be told again
    this.project = loaded.hasErrors() ? Optional.empty() : Project.decode(loaded.resolved(), found);
    this.disabled = Project.decode(YamlMap.empty().with("services", loaded.disabled()), new Findings()).map(Project::services)
        .orElse(ImmutableSortedMap.of());
    this.findings = Stream.concat(loaded.findings().stream(), found.all().stream()).distinct().collect(ImmutableList.toImmutableList());
  }

  /**
   * The project: variables replaced, short forms expanded, files and profiles applied.
   *
   * @throws DocumentException with all errors, each with its place
   */
  public Project project() {
    if (hasErrors()) {
      throw FindingsText.failure(errors());
    }
    return project.orElseThrow();
  }

  /** Services that are not part of the project because of their profiles, or because they were not asked for. */
  public ImmutableSortedMap<String, Service> disabled() {
    return disabled;
  }

  /** All files as one: merged, in long forms, variables replaced; before paths, defaults and profiles. Each value knows its place. */
  public YamlMap merged() {
    return loaded.merged();
  }

  /** The files as they stand, in the order in which they were read, included and extended ones too. */
  public ImmutableList<ComposeFile> files() {
    return loaded.files().stream().map(file -> ComposeFile.of(file.path(), file.syntax())).collect(ImmutableList.toImmutableList());
  }

  /** Everything that was found, in the order of the files. */
  public ImmutableList<Finding> findings() {
    return findings;
  }

  /** What keeps the project from being used. */
  public ImmutableList<Finding> errors() {
    return findings.stream().filter(finding -> finding.severity() == Severity.ERROR).collect(ImmutableList.toImmutableList());
  }

  /** What may surprise. */
  public ImmutableList<Finding> warnings() {
    return findings.stream().filter(finding -> finding.severity() == Severity.WARNING).collect(ImmutableList.toImmutableList());
  }

  /** Whether the project cannot be used. */
  public boolean hasErrors() {
    return findings.stream().anyMatch(finding -> finding.severity() == Severity.ERROR);
  }

  /** The name of the project and how much was found. */
  @Override
  public String toString() {
    return "project " + loaded.name() + " with " + errors().size() + " errors and " + warnings().size() + " warnings";
  }
}
