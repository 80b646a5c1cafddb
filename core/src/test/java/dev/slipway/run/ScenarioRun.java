package dev.slipway.run;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Runs the promises of {@link SandboxScenarios}, {@link MountScenarios} and {@link SessionScenarios}, in this Java or, as a main class, in one of another user. */
final class ScenarioRun {
  private ScenarioRun() {}

  static List<Method> all() {
    return Stream.of(SandboxScenarios.class, MountScenarios.class, SessionScenarios.class)
        .flatMap(scenarios -> Arrays.stream(scenarios.getDeclaredMethods()))
        .filter(method -> !Modifier.isStatic(method.getModifiers()) && !Modifier.isPrivate(method.getModifiers()) && !method.isSynthetic())
        .sorted(Comparator.comparing(Method::getName))
        .toList();
  }

  /** Runs one of them on a new bench in a directory; what it failed with, if it did. */
  static Optional<Throwable> run(Method scenario, Sandbox sandbox, Path parent) throws IOException, ReflectiveOperationException {
    Path directory = Files.createTempDirectory(parent, "s");
    Bench bench = Bench.open(sandbox, directory);
    try {
      scenario.invoke(scenario.getDeclaringClass().getDeclaredConstructor().newInstance(), bench);
      return Optional.empty();
    } catch (InvocationTargetException e) {
      return Optional.of(e.getCause());
    } finally {
      sandbox.remove(directory);
    }
  }

  /** Arguments: privileges, a directory, a runtime if it is a certain one. Prints a line for each scenario: its name and ok, or its name and what went wrong. */
  public static void main(String[] arguments) throws Exception {
    SandboxSettings settings = SandboxSettings.DEFAULT.withPrivileges(Privileges.valueOf(arguments[0]));
    Sandbox sandbox = Sandboxes.find(arguments.length > 2 ? settings.withRuntime(Path.of(arguments[2])) : settings);
    for (Method scenario : all()) {
      StringWriter text = new StringWriter();
      run(scenario, sandbox, Path.of(arguments[1])).ifPresent(failure -> failure.printStackTrace(new PrintWriter(text, true)));
      System.out.println(scenario.getName() + " " + (text.toString().isEmpty() ? "ok" : text.toString().replace('\n', '\t')));
    }
    System.exit(0);
  }
}
