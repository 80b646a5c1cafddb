package dev.slipway.run;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import dev.slipway.BuildException;
import dev.slipway.ErrorCode;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Gives a user namespace the ids that {@code /etc/subuid} and {@code /etc/subgid} grant. */
final class IdMapping {
  private static final long PATIENCE = TimeUnit.SECONDS.toNanos(30);

  private static final String UNMAPPED = "unmapped ";

  private IdMapping() {}

  /** Waits for a process to say that it has a namespace, maps its ids, and tells it to go on. */
  static void apply(Host host, Supervised process) throws InterruptedException {
    if (!(host.ids() instanceof IdMap.Subordinate map)) {
      return;
    }
    try {
      String word = process.feed().line(PATIENCE);
      if (!word.startsWith(UNMAPPED)) {
        throw Faults.failed("could not make a user namespace", word);
      }
      String pid = word.substring(UNMAPPED.length());
      write(map.newuidmap(), pid, map.users());
      write(map.newgidmap(), pid, map.groups());
      process.input().write("mapped\n".getBytes(StandardCharsets.US_ASCII));
      process.input().flush();
    } catch (InterruptedIOException e) {
      throw new InterruptedException();
    } catch (TimeoutException e) {
      throw new BuildException(ErrorCode.IO, "could not make a user namespace: unshare does not answer", e);
    } catch (IOException e) {
      throw new BuildException(ErrorCode.IO, "could not make a user namespace: it ended early", e);
    }
  }

  private static void write(Path program, String pid, ImmutableList<String> map) throws InterruptedException, IOException {
    ImmutableList<String> command = ImmutableList.<String>builder().add(program.toString(), pid).addAll(map).build();
    Complaints said = new Complaints();
    try (Supervised process = Supervised.start(
        command, ImmutableMap.of("LC_ALL", "C"), Path.of("/"), said)) {
      if (process.awaitEnd() != 0) {
        process.awaitErrors();
        throw new BuildException(
            ErrorCode.UNSUPPORTED,
            "'" + program + "' may not map the ids of a user namespace: " + said.text()
                + "; check the user's lines in /etc/subuid and /etc/subgid, and that the program has its setuid bit or file capability");
      }
    }
  }
}
