package dev.slipway.testkit.differential;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.google.common.io.MoreFiles;
import com.google.common.io.RecursiveDeleteOption;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicInteger;

/** An image of a layout, unpacked by umoci and run by crun. Needs root. */
public final class Crun {
  private static final JsonMapper JSON = new JsonMapper();
  private static final AtomicInteger NUMBERS = new AtomicInteger();
  /** In a mount namespace in which no hybrid cgroups can stop it. */
  private static final String SCRIPT = "umount /sys/fs/cgroup/unified 2>/dev/null; exec crun --cgroup-manager=disabled run -b \"$1\" \"$2\"";

  private Crun() {}

  /**
   * Runs the image called {@code out}, and returns what it printed.
   *
   * @param work where the bundle lies meanwhile
   */
  public static String run(Path work, Path layout) throws Exception {
    Path place = Files.createTempDirectory(work, "bundle");
    Path bundle = place.resolve("bundle");
    var unused = Shell.run(work, "umoci", "unpack", "--image", layout + ":out", bundle.toString()).orThrow();
    Path file = bundle.resolve("config.json");
    ObjectNode config = (ObjectNode) JSON.readTree(Files.readString(file));
    ((ObjectNode) config.get("process")).put("terminal", false);
    Files.writeString(file, config.toString());
    String name = "slipway-" + ProcessHandle.current().pid() + "-" + NUMBERS.incrementAndGet();
    String output = Shell.run(work, "unshare", "-m", "sh", "-c", SCRIPT, "sh", bundle.toString(), name).orThrow().output();
    MoreFiles.deleteRecursively(place, RecursiveDeleteOption.ALLOW_INSECURE);
    return output;
  }
}
