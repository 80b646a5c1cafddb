package dev.slipway.oci;

import com.google.common.base.CharMatcher;
import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSortedMap;
import com.google.common.collect.ImmutableSortedSet;
import dev.slipway.InvalidValueException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * How a container of an image is started: the object {@code config} of the configuration, with Docker's extensions
 * (Healthcheck, OnBuild, Shell, StopTimeout). Fields that are not known here are kept and written again.
 *
 * <p>Entrypoint and Cmd keep apart what is absent and what is empty: an absent one is inherited by tools that merge
 * configurations, an empty one is not.
 */
public final class ContainerConfig {
  /** A configuration that says nothing. */
  public static final ContainerConfig EMPTY = new ContainerConfig(Fields.empty(Shapes.CONTAINER));

  private final Fields fields;
  private final ImmutableList<String> environment;
  private final Optional<ImmutableList<String>> entrypoint;
  private final Optional<ImmutableList<String>> command;
  private final Optional<HealthcheckConfig> healthcheck;

  private ContainerConfig(Fields fields) {
    this.fields = fields;
    environment = fields.texts("Env").orElse(ImmutableList.of());
    entrypoint = fields.texts("Entrypoint");
    command = fields.texts("Cmd");
    healthcheck = fields.object("Healthcheck").map(HealthcheckConfig::of);
    for (String text : List.of("User", "WorkingDir", "StopSignal")) {
      fields.text(text);
    }
    for (String list : List.of("OnBuild", "Shell")) {
      fields.texts(list);
    }
    fields.keys("ExposedPorts");
    fields.keys("Volumes");
    fields.textMap("Labels");
    fields.flag("ArgsEscaped");
    fields.number("StopTimeout");
  }

  static ContainerConfig of(Fields fields) {
    return new ContainerConfig(fields);
  }

  /** The user, as {@code name|uid[:group|gid]}; empty for root. */
  public Optional<String> user() {
    return fields.nonEmptyText("User");
  }

  /** The ports that the image listens on, as {@code 80/tcp}. */
  public ImmutableSortedSet<String> exposedPorts() {
    return fields.keys("ExposedPorts");
  }

  /** The environment in its order, each {@code NAME=value}; entries without {@code =} are kept as they are. */
  public ImmutableList<String> environment() {
    return environment;
  }

  /** The value of an environment variable: the last entry of that name counts. */
  public Optional<String> environment(String name) {
    return environment.reverse().stream()
        .filter(entry -> entry.startsWith(name + "="))
        .findFirst()
        .map(entry -> entry.substring(name.length() + 1));
  }

  /** The program and its first arguments; absent and empty differ. */
  public Optional<ImmutableList<String>> entrypoint() {
    return entrypoint;
  }

  /** The default arguments, or the program where there is no entrypoint; absent and empty differ. */
  public Optional<ImmutableList<String>> command() {
    return command;
  }

  /** The paths at which a container gets a volume. */
  public ImmutableSortedSet<String> volumes() {
    return fields.keys("Volumes");
  }

  /** The directory in which the program starts. */
  public Optional<String> workingDirectory() {
    return fields.nonEmptyText("WorkingDir");
  }

  /** Free key-value pairs, sorted by key. */
  public ImmutableSortedMap<String, String> labels() {
    return fields.textMap("Labels");
  }

  /** The signal that stops a container, by name or number. */
  public Optional<String> stopSignal() {
    return fields.nonEmptyText("StopSignal");
  }

  /** Windows only: whether the command is one line already escaped. */
  public boolean argsEscaped() {
    return fields.flag("ArgsEscaped");
  }

  /** How health is probed. */
  public Optional<HealthcheckConfig> healthcheck() {
    return healthcheck;
  }

  /** The instructions that a build on this image runs first. */
  public ImmutableList<String> onBuild() {
    return fields.texts("OnBuild").orElse(ImmutableList.of());
  }

  /** The shell of the shell form, program and arguments; empty for the default. */
  public ImmutableList<String> shell() {
    return fields.texts("Shell").orElse(ImmutableList.of());
  }

  /** How many seconds a container gets to stop before it is killed. */
  public OptionalLong stopTimeout() {
    return fields.number("StopTimeout");
  }

  /** With that user; empty text for none. */
  public ContainerConfig withUser(String user) {
    return new ContainerConfig(fields.withNonEmpty("User", user));
  }

  /** With exactly these ports, each {@code number/protocol}. */
  public ContainerConfig withExposedPorts(Collection<String> ports) {
    return new ContainerConfig(fields.withKeys("ExposedPorts", ports));
  }

  /** With exactly this environment, in this order. */
  public ContainerConfig withEnvironment(List<String> entries) {
    return new ContainerConfig(fields.withNonEmptyTexts("Env", entries));
  }

  /** With that variable: its entries keep their place and get the value; a new one comes last. */
  public ContainerConfig withEnvironment(String name, String value) {
    if (name.isEmpty() || CharMatcher.anyOf("=\0").matchesAnyOf(name) || value.indexOf('\0') >= 0) {
      throw new InvalidValueException(
          "environment variable " + Texts.quoted(name)
              + " has an empty name, a '=' in its name or a NUL character; no process could see it");
    }
    String entry = name + "=" + value;
    List<String> changed = new ArrayList<>(environment);
    changed.replaceAll(old -> old.equals(name) || old.startsWith(name + "=") ? entry : old);
    if (!changed.contains(entry)) {
      changed.add(entry);
    }
    return withEnvironment(changed);
  }

  /** With that entrypoint, which may be empty. */
  public ContainerConfig withEntrypoint(List<String> newEntrypoint) {
    return new ContainerConfig(fields.withTexts("Entrypoint", newEntrypoint));
  }

  /** Without an entrypoint. */
  public ContainerConfig withoutEntrypoint() {
    return new ContainerConfig(fields.without("Entrypoint"));
  }

  /** With that command, which may be empty. */
  public ContainerConfig withCommand(List<String> newCommand) {
    return new ContainerConfig(fields.withTexts("Cmd", newCommand));
  }

  /** Without a command. */
  public ContainerConfig withoutCommand() {
    return new ContainerConfig(fields.without("Cmd"));
  }

  /** With exactly these volumes. */
  public ContainerConfig withVolumes(Collection<String> paths) {
    return new ContainerConfig(fields.withKeys("Volumes", paths));
  }

  /** With that working directory; empty text for none. */
  public ContainerConfig withWorkingDirectory(String path) {
    return new ContainerConfig(fields.withNonEmpty("WorkingDir", path));
  }

  /** With exactly these labels. */
  public ContainerConfig withLabels(Map<String, String> labels) {
    return new ContainerConfig(fields.withMap("Labels", labels));
  }

  /** With that stop signal; empty text for none. */
  public ContainerConfig withStopSignal(String signal) {
    return new ContainerConfig(fields.withNonEmpty("StopSignal", signal));
  }

  /** With or without the mark that arguments are escaped. */
  public ContainerConfig withArgsEscaped(boolean escaped) {
    return new ContainerConfig(fields.withFlag("ArgsEscaped", escaped));
  }

  /** With that health check. */
  public ContainerConfig withHealthcheck(HealthcheckConfig check) {
    return new ContainerConfig(fields.withObject("Healthcheck", check.fields()));
  }

  /** Without a health check. */
  public ContainerConfig withoutHealthcheck() {
    return new ContainerConfig(fields.without("Healthcheck"));
  }

  /** With exactly these instructions for builds on this image. */
  public ContainerConfig withOnBuild(List<String> instructions) {
    return new ContainerConfig(fields.withNonEmptyTexts("OnBuild", instructions));
  }

  /** With that shell; empty for the default. */
  public ContainerConfig withShell(List<String> shell) {
    return new ContainerConfig(fields.withNonEmptyTexts("Shell", shell));
  }

  /** With that time to stop, in seconds. */
  public ContainerConfig withStopTimeout(long seconds) {
    return new ContainerConfig(fields.with("StopTimeout", seconds));
  }

  Fields fields() {
    return fields;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof ContainerConfig that && that.fields.equals(fields);
  }

  @Override
  public int hashCode() {
    return fields.hashCode();
  }

  /** The configuration as canonical JSON. */
  @Override
  public String toString() {
    return fields.json();
  }
}
