package dev.slipway.run;

import com.google.common.base.CharMatcher;
import com.google.common.base.Splitter;
import com.google.common.collect.ImmutableList;
import dev.slipway.BuildException;
import dev.slipway.ErrorCode;
import dev.slipway.InvalidValueException;
import dev.slipway.image.ImagePath;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeoutException;

/** One command run once. */
final class SandboxRun {
  private static final int KILLED = 137;
  private static final CharMatcher PLAIN = CharMatcher.inRange('a', 'z').or(CharMatcher.inRange('A', 'Z')).or(CharMatcher.inRange('0', '9'))
      .or(CharMatcher.anyOf("._-"));
  private static final Duration FOREVER = Duration.ofDays(365);

  private final Host host;
  private final NamespaceSession session;
  private final RunRequest request;
  private final Draining output;
  private final RunChanges changes;
  private final String mark = UUID.randomUUID().toString();
  /** Whether the session sees to the end of the process. */
  private boolean ended;

  SandboxRun(Host host, NamespaceSession session, RunRequest request, RunOutput output, RunChanges changes) {
    this.host = host;
    this.session = session;
    this.request = request;
    this.output = new Draining(output, request.redaction(), mark);
    this.changes = changes;
  }

  RunResult run() {
    checkUser();
    MountPlan.Planned plan = MountPlan.of(host, request, resolver());
    ImmutableList<String> limits = limits();
    byte[] config = RuntimeSpec.of(host, request, plan.mounts());
    boolean secretConfig = !request.secretEnvironment().isEmpty();
    if (secretConfig) {
      plan.files().secretNamed(Layout.CONFIG, config);
    }
    plan.files().variable("mark", mark);
    ImmutableList<WorkspaceFiles.InMemory> inMemory = plan.files().secrets();
    byte[] secrets = inMemory.isEmpty() ? new byte[0] : Workspace.tarOf(inMemory);
    try {
      RunResult result = run(plan.files(), limits, secretConfig ? Optional.empty() : Optional.of(config), secrets);
      output.rethrow();
      return result;
    } catch (InterruptedException | InterruptedIOException e) {
      Thread.currentThread().interrupt();
      throw Faults.cancelled();
    } catch (IOException e) {
      throw NamespaceSandbox.interruptedOr("could not read what a RUN changed", e);
    }
  }

  private RunResult run(WorkspaceFiles files, ImmutableList<String> limits, Optional<byte[]> config, byte[] secrets)
      throws IOException, InterruptedException {
    Supervised process = vessel(limits).process(output);
    try {
      return prepare(process, files, config, secrets);
    } finally {
      if (!ended) {
        process.close();
      }
    }
  }

  private Vessel vessel(ImmutableList<String> limits) throws InterruptedException {
    if (limits.isEmpty() && !isIsolated()) {
      return session.vessel(parent());
    }
    return Vessel.start(host, limits.isEmpty() ? Script.run(host, true) : Script.limited(host, isIsolated(), name(), limits), parent());
  }

  private boolean isIsolated() {
    return request.network() == RunNetwork.ISOLATED;
  }

  /** The workspace's, which the script reads as one word. */
  private String name() {
    String name = String.valueOf(request.workspace().getFileName());
    if (!PLAIN.matchesAllOf(name)) {
      throw new InvalidValueException(
          "the workspace '" + request.workspace() + "' of a RUN needs a plain name: letters, digits, '.', '_' and '-'");
    }
    return name;
  }

  private Path parent() {
    Path parent = request.workspace().getParent();
    if (parent == null) {
      throw new InvalidValueException("the workspace '" + request.workspace() + "' of a RUN needs a directory that it is made in");
    }
    return parent;
  }

  private String resolver() {
    return isIsolated() ? host.networkHelper().orElseThrow(NetworkHelper::missing).resolver() : Resolver.text();
  }

  private ImmutableList<String> limits() {
    if (request.limits().isNone()) {
      return ImmutableList.of();
    }
    try {
      return ControlGroups.ofThisProcess().commands(request.limits(), "slipway-" + mark, host.runtime().kind());
    } catch (IOException e) {
      throw ControlGroups.refused("memory, cpu, pids", String.valueOf(e.getMessage()));
    }
  }

  private void checkUser() {
    RunUser user = request.user();
    if (host.hasOneId() && (user.uid() != 0 || user.gid() != 0 || !user.groups().isEmpty())) {
      throw new BuildException(
          ErrorCode.UNSUPPORTED,
          "a RUN as user " + user.uid() + ":" + user.gid()
              + " needs more than one user id, and this user has no others; ask for lines in /etc/subuid and /etc/subgid (such as '"
              + System.getProperty("user.name", "builder") + ":100000:65536') and for the package uidmap, or run the build as root");
    }
  }

  /** Makes the workspace next to the script that waits for it, and that removes it whatever happens to us. */
  private RunResult prepare(Supervised process, WorkspaceFiles files, Optional<byte[]> config, byte[] secrets)
      throws IOException, InterruptedException {
    Duration most = request.timeout().filter(timeout -> timeout.compareTo(FOREVER) < 0).orElse(FOREVER);
    long deadline = System.nanoTime() + most.toNanos();
    try {
      if (isIsolated()) {
        Supervised helper = connect(process, deadline);
        try (helper) {
          return start(process, files, config, secrets, deadline);
        }
      }
      return start(process, files, config, secrets, deadline);
    } catch (TimeoutException e) {
      return new RunResult(KILLED, true);
    }
  }

  private RunResult start(Supervised process, WorkspaceFiles files, Optional<byte[]> config, byte[] secrets, long deadline)
      throws IOException, InterruptedException, TimeoutException {
    say(process, secrets.length + " " + (config.isPresent() ? "." : Layout.SECRETS) + " " + name() + " .\n");
    Workspace workspace = workspace(process);
    workspace.fill(request, files, config);
    Agents agents = Agents.serve(workspace, files);
    try (agents) {
      say(process, "go\n");
      session.started(parent());
      return supervise(process, workspace, secrets, deadline);
    }
  }

  private Workspace workspace(Supervised process) throws InterruptedException {
    try {
      return Workspace.make(request.workspace());
    } catch (BuildException e) {
      // what is there is not ours to remove
      say(process, "never\n");
      throw e;
    }
  }

  private void say(Supervised process, String words) throws InterruptedException {
    try {
      process.input().write(words.getBytes(StandardCharsets.US_ASCII));
      process.input().flush();
    } catch (IOException ended) {
      process.awaitErrors();
      throw notStarted("the namespaces ended early: " + output.tail());
    }
  }

  private Supervised connect(Supervised process, long deadline) throws IOException, InterruptedException, TimeoutException {
    List<String> words = Splitter.on(' ').splitToList(process.feed().line(deadline - System.nanoTime()));
    if (!words.get(0).equals("network") || words.size() != 2) {
      throw notStarted("the namespaces could not be made: " + output.tail());
    }
    Supervised helper = host.networkHelper().orElseThrow(NetworkHelper::missing).connect(host, words.get(1));
    say(process, "connected\n");
    return helper;
  }

  private RunResult supervise(Supervised process, Workspace workspace, byte[] secrets, long deadline)
      throws IOException, InterruptedException, TimeoutException {
    if (secrets.length > 0) {
      CompletableFuture<Void> sent = Supervised.inBackground(() -> {
        process.input().write(secrets);
        process.input().flush();
      });
      Supervised.await(sent, deadline - System.nanoTime());
    }
    String line = process.feed().line(deadline - System.nanoTime());
    return ended(process, workspace, line);
  }

  private RunResult ended(Supervised process, Workspace workspace, String line) throws IOException, InterruptedException {
    List<String> words = Splitter.on(' ').limit(3).splitToList(line);
    if (words.get(0).equals("fail")) {
      throw preparation(words.get(1), request.redaction().in(words.size() > 2 ? words.get(2) : workspace.text(Layout.COMPLAINTS)));
    }
    if (!words.get(0).equals("exit") || words.size() != 3) {
      throw notStarted("the namespaces could not be made: " + output.tail());
    }
    int code = Integer.parseInt(words.get(1));
    Optional<String> complaint = RuntimeLog.error(workspace.text(Layout.LOG));
    if (!words.get(2).equals("yes") || (code != 0 && complaint.isPresent())) {
      return failedStart(code, words.get(2), complaint);
    }
    changes(process, workspace, code);
    return new RunResult(code, false);
  }

  private static BuildException preparation(String what, String complaints) {
    return switch (what) {
      case "mount" -> Faults.mounting(complaints);
      case "link" -> new BuildException(
          ErrorCode.NOT_ALLOWED,
          "'" + complaints.lines().findFirst().orElse("").replaceFirst("^" + Layout.MEMORY + "/[a-z0-9]+", "")
              + "' is a symbolic link, which a RUN must not be led through; /proc, /dev and /sys of an image must be directories, and"
              + " nothing is mounted at or below a link in another mount");
      case "directory" -> Faults.failed("could not make the working directory of a RUN", complaints.replace(Layout.ROOT + "/", "/"));
      case "limits" -> ControlGroups.refused("memory, cpu, pids", complaints);
      case "secrets" -> Faults.failed("could not hand a RUN its secrets", complaints);
      default -> Faults.failed("could not hand a RUN the agent's socket", complaints);
    };
  }

  private RunResult failedStart(int code, String state, Optional<String> complaint) {
    if (state.equals("lost") && code == KILLED && request.limits().memoryBytes().isPresent()) {
      // the kernel may choose the runtime, which counts as part of what is limited
      return new RunResult(KILLED, false);
    }
    if (state.equals("lost")) {
      throw notStarted("it died (exit code " + code + ") while the command was running" + because(complaint));
    }
    Optional<RuntimeLog.CommandFault> fault = complaint.flatMap(RuntimeLog::commandFault);
    if (fault.isPresent()) {
      // as a shell would answer: it is the command that cannot be started, not the container
      output.say(request.arguments().get(0) + ": " + fault.get().text() + "\n");
      return new RunResult(fault.get().exitCode(), false);
    }
    throw notStarted(
        (state.equals("no") ? "it ended (exit code " + code + ") without starting the command" : "exit code " + code) + because(complaint));
  }

  private String because(Optional<String> complaint) {
    return ": " + complaint.map(request.redaction()::in).orElseGet(output::tail);
  }

  private BuildException notStarted(String why) {
    return new BuildException(
        ErrorCode.STEP_FAILED,
        String.format(Locale.ROOT, "'%s' (%s) failed to run a command: %s", host.runtime().path(), host.runtime().version(), why));
  }

  private void changes(Supervised process, Workspace workspace, int code) throws IOException, InterruptedException {
    MarkedInput tar = new MarkedInput(process.feed(), mark);
    Optional<ImmutableList<ImagePath>> late = changes.read(code, tar);
    try {
      if (tar.status() != 0) {
        throw Faults.failed("could not read what a RUN changed", workspace.text(Layout.COMPLAINTS));
      }
      output.awaitAll();
      ended = true;
    } finally {
      if (late.isPresent() && !ended) {
        changes.keep(Optional.empty());
      }
    }
    session.end(process, () -> late.ifPresent(paths -> {
      Upper upper = new Upper(process, workspace);
      changes.keep(upper.kept(paths, request.latest(), host.ownership().kind() != Ownership.Kind.SUBORDINATE));
    }));
  }
}
