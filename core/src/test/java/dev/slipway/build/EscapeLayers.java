package dev.slipway.build;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.common.collect.ImmutableList;
import dev.slipway.ErrorCode;
import dev.slipway.SlipwayException;
import dev.slipway.image.Command;
import dev.slipway.image.ImagePath;
import dev.slipway.image.Stage;
import dev.slipway.layer.HostileLayers;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;
import org.apache.commons.compress.archivers.tar.TarConstants;

/** Hostile layers of a base on which a command runs: they are refused, or unpacked and harmless. */
final class EscapeLayers {
  private static final String PLACEHOLDER = "/slipway-canary-place";
  private static final ErrorCode[] REFUSED = {ErrorCode.MALFORMED_ARCHIVE, ErrorCode.PATH_ESCAPES, ErrorCode.LIMIT_EXCEEDED,
      ErrorCode.ENTRY_REFUSED, ErrorCode.STEP_FAILED, ErrorCode.NOT_ALLOWED, ErrorCode.UNSUPPORTED, ErrorCode.INVALID_VALUE,
      ErrorCode.NOT_FOUND};
  /** Writes to all there is, and touches what lies at the top. */
  private static final String SCRIPT = "for f in /* /*/* /dev/pts/*; do test -p \"$f\" || (echo x > \"$f\"; echo x > \"$f/MARKER\"; chmod 777 \"$f\"; "
      + "chown 12:34 \"$f\") 2> /dev/null; done 2> /dev/null; for f in /work/secret /d/secret /h /etc/resolv.conf /etc/hosts /etc/passwd; do test -f $f && cat $f; done > /seen; true";

  private EscapeLayers() {}

  static ImmutableList<EscapeCase> all() {
    ImmutableList.Builder<EscapeCase> cases = ImmutableList.builder();
    // names only: where the canary is, is known when a case is tried
    for (String name : HostileLayers.aimedAt(PLACEHOLDER).keySet()) {
      cases.add(new EscapeCase("U1-U12", "a layer: " + name.replace(PLACEHOLDER, "CANARY").replace("\n", "\\n").replace("\t", "\\t"),
          bench -> layer(bench, name)));
    }
    return cases.build();
  }

  private static void layer(EscapeBench bench, String name) throws IOException {
    byte[] hostile = HostileLayers.aimedAt(bench.target()).get(name.replace(PLACEHOLDER, bench.target()));
    assertThat(hostile).as(name).isNotNull();
    Path directory = Files.createDirectories(bench.inner().resolve(bench.fresh("layout")));
    try {
      Stage base = EscapeLayout.write(directory, "{\"Env\":[\"PATH=/bin\"]}", List.of(root(), hostile));
      Stage stage = base.run(Command.exec("/bin/busybox", "sh", "-c", EscapeActions.filled(bench, SCRIPT))).run(
          Command.exec("/bin/busybox", "true"));
      BuiltImage image = bench.build(stage);
      if (image.tree().lookup(ImagePath.of("/seen")).isPresent()) {
        assertThat(bench.read(image, "/seen")).doesNotContain("canary of");
      }
    } catch (SlipwayException refused) {
      assertThat(refused.code()).as(refused.toString()).isIn((Object[]) REFUSED);
      assertThat(refused.getMessage()).isNotBlank().doesNotContain("canary of");
    }
  }

  /** A layer with busybox and the directories that each image has. */
  static byte[] root() throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (TarArchiveOutputStream tar = new TarArchiveOutputStream(bytes)) {
      for (String directory : List.of("bin/", "proc/", "sys/", "dev/", "etc/", "tmp/", "work/", "root/")) {
        TarArchiveEntry entry = new TarArchiveEntry(directory);
        entry.setMode(0755);
        entry.setModTime(0);
        tar.putArchiveEntry(entry);
        tar.closeArchiveEntry();
      }
      byte[] busybox = Files.readAllBytes(Path.of("/usr/bin/busybox"));
      TarArchiveEntry file = new TarArchiveEntry("bin/busybox");
      file.setSize(busybox.length);
      file.setMode(0755);
      file.setModTime(0);
      tar.putArchiveEntry(file);
      tar.write(busybox);
      tar.closeArchiveEntry();
      for (String applet : List.of("sh", "cat", "ls", "chmod", "chown", "mkdir", "ln", "rm", "touch")) {
        TarArchiveEntry link = new TarArchiveEntry("bin/" + applet, TarConstants.LF_SYMLINK);
        link.setLinkName("busybox");
        link.setModTime(0);
        tar.putArchiveEntry(link);
        tar.closeArchiveEntry();
      }
    }
    return bytes.toByteArray();
  }
}
