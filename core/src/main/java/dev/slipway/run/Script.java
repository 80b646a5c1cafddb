package dev.slipway.run;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import java.nio.file.Path;

/**
 * The shell scripts that run in the namespaces. They hold no data: programs are named by variables, what differs from run to run
 * lies in files under fixed names or comes as arguments.
 *
 * <p>Each is process 1 of its namespace where there is one, and waits for the end of its standard input: then it ends
 * everything else, deletes the workspace and ends itself, with which the kernel ends the namespaces and their mounts.
 */
final class Script {
  /** The start of all scripts where ids are mapped from outside: nothing can be done until they are. */
  private static final String MAPPED = """
      read -r pid word </proc/self/stat
      echo "unmapped $pid"
      read -r word || exit 1
      exec "$sh" -c "$@"
      """;

  /**
   * Runs a container. Working directory: the parent of the workspace. Arguments: {@code limited} if control groups are to be
   * joined through descriptors 5 to 7; the network; the runtime with its options.
   *
   * <p>It may be started before it is known what to run. Standard input: after an isolated network's {@code network PID} was
   * printed, a line once it is connected; how many bytes of a tar with secrets there are, the bundle, the workspace's name and a
   * full stop in a line, before the workspace is made, so that there is somebody to remove it from the first moment on;
   * {@code go} when it is ready, or {@code never} if it is not ours; the tar.
   *
   * <p>Standard output: {@code fail WHAT} or {@code exit CODE STATE}, where the state says whether the container was started
   * ({@code yes}), never was ({@code no}), or outlived its runtime ({@code lost}); after {@code yes} a tar of the upper
   * directory and the run's mark with how {@code tar} ended: {@code unshare} holds our pipes open, so their ends say nothing.
   * Standard error: what the container prints, and after {@code yes} a NUL character and the mark. Then standard input may say
   * {@code keep TIME} ({@code keep -} for no clamp), which is answered {@code kept} once no time in the upper directory is later and
   * nothing uses it any more, or {@code failed}.
   *
   * <p>The subshell waits for the end of standard input and then kills everything but itself and process 1, which goes on with its
   * next line until it deletes the workspace.
   */
  private static final String RUN = """
      umask 022
      exec 3<&0 0</dev/null
      limited=$1
      if [ "$2" = ISOLATED ]; then
        read -r pid word </proc/self/stat
        echo "network $pid"
        read -r word <&3
      fi
      shift 2
      secrets= bundle= name= word=
      read -r secrets bundle name word <&3
      if [ "$word" != . ]; then exit 0; fi
      home=$PWD/$name
      word=
      read -r word <&3
      if [ "$word" = never ]; then exit 0; fi
      if [ "$word" != go ] || ! cd "./$name"; then exec "$rm" -rf -- "$home"; fi
      bad=
      real() {
        if [ -L "$1" ]; then bad=link; echo "$1" >>e; fi
      }
      own() {
        { "$chown" "$1" "$3" && "$chmod" "$2" "$3"; } >>e 2>&1 || bad=own
      }
      "$mount" -a -T t >e 2>&1 3<&- || bad=mount
      if [ -z "$bad" ] && [ "$secrets" -gt 0 ]; then
        "$head" -c "$secrets" <&3 | "$tar" -x -p --numeric-owner -C /sys/fs >>e 2>&1 3<&- || bad=secrets
      fi
      if [ -z "$bad" ]; then
        real /sys/fs/root/proc
        real /sys/fs/root/dev
        real /sys/fs/root/sys
      fi
      . ./m
      (
        while read -r word time <&3; do
          if [ "$word" = keep ]; then
            # what is kept becomes part of other stacks, which it must not be while it is the upper part of this one
            "$umount" /sys/fs/root 2>>e 3<&-
            if [ "$time" = - ]; then
              echo kept
            elif "$find" u -newermt "$time" -exec "$touch" -h -d "$time" {} + 2>>e 3<&-; then
              echo kept
            else
              echo failed
            fi
          fi
        done
        kill -KILL -1 2>/dev/null
      ) &
      exec 3<&- 4>&2 2>/dev/null
      if [ -n "$bad" ]; then
        echo "fail $bad"
      else
        (
          if [ "$limited" = limited ]; then echo 0 >&5 && echo 0 >&6 && echo 0 >&7 || exit 1; fi
          exec "$@" run --bundle "$bundle" --pid-file /sys/fs/pid slipway >&4 2>&4 4>&- 5>&- 6>&- 7>&-
        )
        code=$?
        state=no
        if [ -s /sys/fs/pid ]; then state=yes; fi
        if [ -e /sys/fs/state/slipway ]; then state=lost; fi
        echo "exit $code $state"
        if [ $state = yes ]; then
          printf '\\000%s\n' "$mark" >&4
          "$tar" -c --format=pax --sort=name --numeric-owner --xattrs '--xattrs-include=*' -C u . 2>>e
          printf '%s %03d\n' "$mark" $?
        fi
      fi
      wait
      cd /
      kill -KILL -1 2>/dev/null
      exec "$rm" -rf -- "$home"
      """;

  /**
   * Makes control groups, runs a command, and removes them when it and all that it started have ended, as they have when its
   * process 1 has. Stays outside of the groups, so that no limit ends it. Working directory: the parent of the workspace. Arguments:
   * the workspace's name; the commands that make the groups; the command.
   */
  private static final String LIMITED = """
      umask 022
      home=$PWD/$1
      commands=$2
      shift 2
      trap : HUP INT TERM
      bad= g5= g6= g7=
      exec 5>/dev/null 6>/dev/null 7>/dev/null
      group() {
        if complaint=$("$mkdir" -- "$2" 2>&1); then
          eval "g$1=\\$2"
          eval "exec $1>\"\\$2/cgroup.procs\""
        else
          bad=$complaint
        fi
      }
      limit() {
        if [ -z "$bad" ]; then
          { echo "$2" >"$1"; } 2>/dev/null || bad="cannot write $2 to $1"
        fi
      }
      limit_if_there() {
        if [ -e "$1" ]; then limit "$1" "$2"; fi
      }
      eval "$commands"
      if [ -z "$bad" ]; then
        "$@"
      else
        echo "fail limits $bad"
        while read -r word; do :; done
        "$rm" -rf -- "$home"
      fi
      exec 5>&- 6>&- 7>&-
      for dir in "$g5" "$g6" "$g7"; do
        tries=0
        while [ -n "$dir" ] && [ $tries -lt 100 ] && ! "$rmdir" -- "$dir" 2>/dev/null; do
          tries=$((tries + 1))
          "$sleep" 0.05
        done
      done
      """;

  /**
   * Keeps a program until the end of standard input. Arguments: the program. What it prints says when it is ready.
   */
  private static final String HELPER = """
      exec 3<&0 0</dev/null
      "$@" 3<&- &
      helper=$!
      exec 1>/dev/null
      while read -r word <&3; do :; done
      kill -KILL $helper
      wait
      """;

  /**
   * Makes a directory from the tar on standard input. Working directory: the parent. Arguments: its name, options for tar.
   */
  private static final String UNPACK = """
      umask 022
      name=$1
      shift
      "$mkdir" -- "$name" || exit 1
      "$tar" -x -p --numeric-owner --xattrs '--xattrs-include=*' "$@" -C "$name" && exit 0
      "$rm" -rf -- "$name"
      exit 1
      """;

  private Script() {}

  /** The programs as the scripts' variables. Nothing else is in their environment, except what keeps programs from being clever. */
  static ImmutableMap<String, String> environment(Tools tools) {
    return ImmutableMap.<String, String>builder()
        .put("LC_ALL", "C")
        // the new interface takes options of up to 255 bytes, too few for many layers
        .put("LIBMOUNT_FORCE_MOUNT2", "always")
        // where runtimes put the copy of themselves that they start from: else in /tmp, to be left there when killed
        .put("_LIBCONTAINER_STATEDIR", Layout.MEMORY)
        .put("sh", tools.shell().toString())
        .put("mount", tools.mount().toString())
        .put("umount", tools.umount().toString())
        .put("tar", tools.tar().toString())
        .put("rm", tools.rm().toString())
        .put("find", tools.find().toString())
        .put("touch", tools.touch().toString())
        .put("head", tools.head().toString())
        .put("chown", tools.chown().toString())
        .put("chmod", tools.chmod().toString())
        .put("mkdir", tools.mkdir().toString())
        .put("rmdir", tools.rmdir().toString())
        .put("sleep", tools.sleep().toString())
        .buildOrThrow();
  }

  /**
   * The command that runs a container, in all namespaces that it needs.
   *
   * @param isolated whether it has a network of its own
   */
  static ImmutableList<String> run(Host host, boolean isolated) {
    return run(host, isolated, "free");
  }

  /**
   * As {@link #run(Host, boolean)}, in control groups.
   *
   * @param limits the commands that make them
   */
  static ImmutableList<String> limited(Host host, boolean isolated, String workspace, ImmutableList<String> limits) {
    String shell = host.tools().shell().toString();
    return ImmutableList.<String>builder().add(shell, "-c", LIMITED, shell, workspace, String.join("\n", limits))
        .addAll(run(host, isolated, "limited"))
        .build();
  }

  private static ImmutableList<String> run(Host host, boolean isolated, String limited) {
    ImmutableList.Builder<String> command = ImmutableList.builder();
    command.add(host.tools().unshare().toString(), "--mount", "--pid", "--fork", "--propagation", "private");
    command.addAll(user(host.ids()));
    if (isolated) {
      command.add("--net");
    }
    if (host.inUserNamespace() && host.runtime().kind() == OciRuntime.Kind.RUNC) {
      // else it could not mount what runc wants to see of control groups
      command.add("--cgroup");
    }
    command.addAll(shell(host, RUN));
    command.add(limited, isolated ? "ISOLATED" : "OTHER");
    return command.addAll(host.runtime().options()).build();
  }

  /** A command that works on files as their owner inside: plainly where that is root, else in a user namespace. */
  private static ImmutableList<String> files(Host host, String script) {
    ImmutableList.Builder<String> command = ImmutableList.builder();
    if (host.inUserNamespace()) {
      command.add(host.tools().unshare().toString()).addAll(user(host.ids()));
    }
    return command.addAll(shell(host, script)).build();
  }

  private static ImmutableList<String> user(IdMap ids) {
    return switch (ids) {
      case IdMap.None none -> ImmutableList.of();
      case IdMap.One one -> ImmutableList.of("--user", "--map-root-user");
      case IdMap.Subordinate some -> ImmutableList.of("--user");
    };
  }

  private static ImmutableList<String> shell(Host host, String script) {
    String shell = host.tools().shell().toString();
    return host.ids() instanceof IdMap.Subordinate
        ? ImmutableList.of(shell, "-c", MAPPED, shell, script, shell)
        : ImmutableList.of(shell, "-c", script, shell);
  }

  static ImmutableList<String> unpack(Host host, Path name) {
    ImmutableList.Builder<String> command = ImmutableList.builder();
    command.addAll(files(host, UNPACK)).add(name.toString());
    return command.add(host.hasOneId() ? "--no-same-owner" : "--same-owner").build();
  }

  /** The command that keeps a program until the end of its standard input. */
  static ImmutableList<String> helper(Host host, ImmutableList<String> program) {
    String shell = host.tools().shell().toString();
    return ImmutableList.<String>builder().add(shell, "-c", HELPER, shell).addAll(program).build();
  }

  static ImmutableList<String> pack(Host host) {
    return ImmutableList.<String>builder()
        .addAll(files(host, "exec \"$tar\" -c --format=pax --sort=name --numeric-owner --xattrs '--xattrs-include=*' ."))
        .build();
  }

  static ImmutableList<String> remove(Host host, Path name) {
    return ImmutableList.<String>builder().addAll(files(host, "exec \"$rm\" -rf -- \"./$1\"")).add(name.toString()).build();
  }
}
