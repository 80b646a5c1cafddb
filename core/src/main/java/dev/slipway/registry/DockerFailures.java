package dev.slipway.registry;

import com.google.common.base.Ascii;
import dev.slipway.ErrorCode;
import dev.slipway.RegistryException;
import java.util.regex.Pattern;

/** What went wrong with a command of Docker's, and what to do about it. */
final class DockerFailures {
  private static final int MAX_SHOWN = 400;
  private static final Pattern USER_INFO = Pattern.compile("(//)[^/@\\s\"']{1,1000}@");
  private static final Pattern CONTROLS = Pattern.compile("[\\p{Cntrl}\\s]+");

  private DockerFailures() {}

  static RegistryException noCommand(String searched) {
    return new RegistryException(ErrorCode.NOT_FOUND,
        "there is no program 'docker' on the PATH '" + searched
            + "': install Docker's command line, name another one by withExecutable(…), or write an archive or push to a registry instead");
  }

  /** A failure that the command reported. */
  static RegistryException of(DockerDaemon daemon, String action, ChildProcess.Ended ended) {
    String errors = Ascii.toLowerCase(ended.errors());
    String shown = shown(ended.errors());
    if (errors.contains("permission denied") && (errors.contains("connect") || errors.contains("socket"))) {
      return new RegistryException(ErrorCode.FORBIDDEN,
          "this user may not talk to " + daemon + " (" + shown
              + "): add the user to the group that owns the socket, usually 'docker', and log"
              + " in again, or use a daemon of the user's own by DockerDaemon.at(\"unix:///run/user/…/docker.sock\")");
    }
    if (errors.contains("cannot connect to the docker daemon") || errors.contains("error during connect")
        || errors.contains("is the docker daemon running") || errors.contains("failed to connect to the docker api")) {
      return new RegistryException(ErrorCode.UNAVAILABLE,
          daemon + " does not answer (" + shown + "): start it (on Linux 'systemctl start docker', elsewhere Docker Desktop), or name"
              + " another one by DOCKER_HOST or DockerDaemon.at(…)");
    }
    if (errors.contains("no such image") || errors.contains("reference does not exist") || errors.contains("image not known")) {
      return new RegistryException(ErrorCode.NOT_FOUND, daemon + " could not " + action + ": it has no such image (" + shown
          + "); pull or build it there first");
    }
    return new RegistryException(ErrorCode.UNAVAILABLE,
        daemon + " could not " + action + ": exit code " + ended.code() + (shown.isEmpty() ? ", and no word why" : ", " + shown));
  }

  /** What may be repeated of a program's complaint: its beginning, in one line, without anybody's password. */
  private static String shown(String errors) {
    String line = CONTROLS.matcher(withoutUserInfo(errors)).replaceAll(" ").strip();
    return line.isEmpty() ? "" : "'" + (line.length() > MAX_SHOWN ? line.substring(0, MAX_SHOWN) + "…" : line) + "'";
  }

  static String withoutUserInfo(String text) {
    return USER_INFO.matcher(text).replaceAll("$1");
  }
}
