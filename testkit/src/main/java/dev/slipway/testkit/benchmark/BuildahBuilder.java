package dev.slipway.testkit.benchmark;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import java.io.IOException;
import java.nio.file.Path;

/** Buildah with storage of its own in the scratch directory, layers on, commands in a chroot: its fastest isolation. */
final class BuildahBuilder implements ImageBuilder {
  private static final String BASE = "localhost/base:1";
  private static final String OUT = "localhost/out:1";

  private final DebianBase base;
  private final ToolRunner buildah;

  private BuildahBuilder(DebianBase base, ToolRunner buildah) {
    this.base = base;
    this.buildah = buildah;
  }

  static boolean isAvailable() {
    return ToolRunner.program("buildah").isPresent();
  }

  static BuildahBuilder in(DebianBase base, Path place) {
    ImmutableList<String> command = ImmutableList.of(ToolRunner.program("buildah").orElseThrow().toString(), "--root",
        place.resolve("root").toString(), "--runroot", place.resolve("run").toString(), "--storage-driver", "overlay");
    return new BuildahBuilder(base, new ToolRunner(command, ImmutableMap.of(), place));
  }

  @Override
  public String name() {
    return "buildah";
  }

  @Override
  public void reset() throws Exception {
    var unusedRemoved = buildah.run("rmi", "--all", "--force");
    String printed = buildah.run("pull", "--quiet", "oci:" + base.layout());
    var unusedTagged = buildah.run("tag", printed.substring(printed.lastIndexOf('\n') + 1), BASE);
    var unusedBuilt = bud(base.warmUp());
  }

  @Override
  public Cost build(BuildWorkload workload, Path context, int variant) throws Exception {
    return bud(context);
  }

  private Cost bud(Path context) throws Exception {
    return buildah.time("bud", "--format", "docker", "--layers", "--isolation", "chroot", "--network", "host", "--pull=never",
        "--build-arg", "BASE=" + BASE, "-t", OUT, context.toString());
  }

  @Override
  public Cost export(Path target) throws Exception {
    return buildah.time("push", OUT, "oci:" + target);
  }

  @Override
  public void close() throws IOException {
    try {
      // also unmounts what it has mounted in its storage
      var unused = buildah.run("rmi", "--all", "--force");
      var unusedMounts = new ToolRunner(ImmutableList.of("/bin/sh", "-c", "umount \"$0/root/overlay\" 2>/dev/null || true"),
          ImmutableMap.of(), buildah.place()).run(buildah.place().toString());
    } catch (InterruptedException stop) {
      Thread.currentThread().interrupt();
    }
  }
}
