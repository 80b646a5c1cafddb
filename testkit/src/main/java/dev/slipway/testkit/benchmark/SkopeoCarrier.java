package dev.slipway.testkit.benchmark;

import com.google.common.base.Splitter;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** {@code skopeo copy} between an OCI layout and the registry. Its processor time is that of its process. */
final class SkopeoCarrier implements Carrier {
  private static final String TAG = ":1";

  private final Path layout;
  private final Path errors;

  SkopeoCarrier(Path layout, Path place) throws IOException {
    this.layout = layout;
    this.errors = Files.createFile(place.resolve("errors"));
  }

  static boolean isAvailable() {
    return ToolPipe.isInstalled("skopeo") && ToolPipe.isInstalled("bash");
  }

  @Override
  public String name() {
    return "skopeo";
  }

  @Override
  public Cost push(String repository) throws Exception {
    return copy("oci:" + layout + TAG, "docker://" + repository + TAG);
  }

  @Override
  public Cost pull(String repository, Path target) throws Exception {
    return copy("docker://" + repository + TAG, "oci:" + target + TAG);
  }

  private Cost copy(String from, String to) throws Exception {
    String script = "TIMEFORMAT='%R %U %S'; time skopeo --insecure-policy copy --quiet --src-tls-verify=false --dest-tls-verify=false \"$0\" \"$1\" 2>\"$2\"";
    Process process = new ProcessBuilder("bash", "-c", script, from, to, errors.toString()).redirectErrorStream(true).start();
    String times = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
    if (process.waitFor() != 0) {
      throw new IOException("skopeo cannot copy from '" + from + "' to '" + to + "': " + Files.readString(errors));
    }
    List<String> figures = Splitter.on(' ').splitToList(times.substring(times.lastIndexOf('\n') + 1));
    return new Cost(Double.parseDouble(figures.get(0)), Double.parseDouble(figures.get(1)) + Double.parseDouble(figures.get(2)));
  }

  @Override
  public void close() {}
}
