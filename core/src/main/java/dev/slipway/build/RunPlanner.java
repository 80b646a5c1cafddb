package dev.slipway.build;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import com.google.common.collect.ImmutableSet;
import com.google.common.collect.ImmutableSortedMap;
import dev.slipway.BuildException;
import dev.slipway.ErrorCode;
import dev.slipway.build.RunPlan.GivenSecret;
import dev.slipway.dockerfile.ShellLine;
import dev.slipway.image.Command;
import dev.slipway.image.Heredoc;
import dev.slipway.image.ImagePath;
import dev.slipway.image.Mount;
import dev.slipway.image.Run;
import dev.slipway.image.SecretMount;
import dev.slipway.image.SshMount;
import dev.slipway.image.UserSpec;
import dev.slipway.run.Confinement;
import dev.slipway.run.RunNetwork;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** Makes a RUN ready to be looked up: variables replaced, what it mounts found, nothing started. */
final class RunPlanner {
  /** Known to every builder without being declared; their values get into neither history nor keys. */
  private static final ImmutableSet<String> PROXIES = ImmutableSet.of("HTTP_PROXY", "http_proxy", "HTTPS_PROXY", "https_proxy", "FTP_PROXY",
      "ftp_proxy", "NO_PROXY", "no_proxy", "ALL_PROXY", "all_proxy");
  /** Where BuildKit puts scripts that have an interpreter of their own. */
  private static final ImagePath SCRIPTS = ImagePath.of("/dev/pipes");

  private final BuildRun build;
  private final StageRun stage;
  private final StageState state;
  private final MountPlanner mounts;

  RunPlanner(BuildRun build, StageRun stage, StageState state) {
    this.build = build;
    this.stage = stage;
    this.state = state;
    this.mounts = new MountPlanner(build, stage, state);
  }

  RunStep step(Run run) {
    check(run);
    List<PlannedMount> planned = new ArrayList<>();
    run.mounts().forEach(mount -> mounts.plan(mount, planned.size()).ifPresent(planned::add));
    ImmutableList<String> arguments = arguments(run.command(), planned);
    planned.sort(Comparator.comparing(PlannedMount::target));
    ImmutableMap<String, GivenSecret> secretVariables = secretVariables(run);
    Map<String, String> environment = environment();
    if (run.mounts().stream().anyMatch(SshMount.class::isInstance)) {
      environment.putIfAbsent("SSH_AUTH_SOCK", mounts.firstAgent());
    }
    secretVariables.keySet().forEach(environment::remove);
    RunPlan plan = new RunPlan(arguments, ImmutableMap.copyOf(environment), proxies(), secretVariables,
        state.config().container().user().map(UserSpec::parse), Settings.workingDirectory(state), ImmutableList.copyOf(planned),
        network(run), confinement(run), run.reuse(), versions(run));
    return new RunStep(build, stage, state, plan);
  }

  private void check(Run run) {
    ImmutableSet<Grant> grants = build.options().runs().grants();
    if (run.network().equals(Optional.of(Run.Network.HOST)) && !grants.contains(Grant.HOST_NETWORK)) {
      throw refused(run, "asks for --network=host", Grant.HOST_NETWORK);
    }
    if (run.security().equals(Optional.of(Run.Security.INSECURE)) && !grants.contains(Grant.INSECURE)) {
      throw refused(run, "asks for --security=insecure", Grant.INSECURE);
    }
    if (!run.devices().isEmpty()) {
      throw new BuildException(ErrorCode.UNSUPPORTED, "'" + stage.title(run) + "' asks for the device '" + run.devices().get(0).name()
          + "': devices of the Container Device Interface are not supported; leave --device out");
    }
  }

  private BuildException refused(Run run, String what, Grant grant) {
    return new BuildException(ErrorCode.NOT_ALLOWED,
        "'" + stage.title(run) + "' " + what + ", which the build was not allowed: RunOptions.allow(Grant." + grant + ") does");
  }

  private ImmutableList<String> arguments(Command command, List<PlannedMount> planned) {
    return switch (command) {
      case Command.Script script when script.text().content().startsWith("#!") -> {
        ImagePath place = SCRIPTS.child(script.text().name());
        planned.add(new PlannedMount.Script(script.text().content(), place));
        yield ImmutableList.of(place.toString());
      }
      case Command.ShellForm shell when !shell.heredocs().isEmpty() -> {
        StringBuilder lines = new StringBuilder(ShellLine.joined(shell.line())).append('\n');
        for (Heredoc text : shell.heredocs()) {
          lines.append(text.content()).append(text.name()).append('\n');
        }
        yield Settings.shellArguments(lines.toString(), state);
      }
      default -> Settings.arguments(command, state);
    };
  }

  /** Variables of the image, and the arguments that were declared and not replaced by one. */
  private Map<String, String> environment() {
    Map<String, String> environment = new LinkedHashMap<>();
    for (String variable : state.config().container().environment()) {
      int equals = variable.indexOf('=');
      if (equals > 0) {
        environment.put(variable.substring(0, equals), variable.substring(equals + 1));
      }
    }
    environment.putAll(state.arguments());
    return environment;
  }

  /** In capital and in small letters, since programs look for either, and before what the image says. */
  private ImmutableMap<String, String> proxies() {
    Map<String, String> proxies = new LinkedHashMap<>();
    build.options().arguments().forEach((name, value) -> {
      if (PROXIES.contains(name)) {
        proxies.putIfAbsent(name.toLowerCase(Locale.ROOT), value);
        proxies.putIfAbsent(name.toUpperCase(Locale.ROOT), value);
      }
    });
    // what was given in just these letters
    build.options().arguments().forEach((name, value) -> proxies.computeIfPresent(name, (same, twin) -> value));
    return ImmutableMap.copyOf(proxies);
  }

  private ImmutableMap<String, GivenSecret> secretVariables(Run run) {
    Map<String, GivenSecret> variables = new LinkedHashMap<>();
    for (Mount mount : run.mounts()) {
      if (mount instanceof SecretMount secret) {
        secret.variable().ifPresent(variable -> mounts.given(secret).ifPresent(value -> variables.put(variable, value)));
      }
    }
    return ImmutableMap.copyOf(variables);
  }

  private ImmutableMap<String, String> versions(Run run) {
    ImmutableSortedMap.Builder<String, String> versions = ImmutableSortedMap.naturalOrder();
    for (String id : run.reuse().secrets()) {
      Secret secret = build.options().runs().secrets().get(id);
      versions.put(id, secret == null ? "not given" : secret.versionText(build.store().salt()));
    }
    return versions.buildOrThrow();
  }

  private RunNetwork network(Run run) {
    return switch (run.network().orElse(Run.Network.DEFAULT)) {
      case DEFAULT -> build.options().runs().network();
      case HOST -> RunNetwork.HOST;
      case NONE -> RunNetwork.NONE;
    };
  }

  private static Confinement confinement(Run run) {
    return run.security().equals(Optional.of(Run.Security.INSECURE)) ? Confinement.INSECURE : Confinement.SANDBOX;
  }
}
