package dev.slipway.layer;

import static dev.slipway.layer.TarBytes.header;

import com.google.common.collect.ImmutableMap;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** Layers that want out of wherever they are unpacked, for tests of other packages. */
public final class HostileLayers {
  private static final int LARGEST = 1 << 20;

  private static final Map<String, ImmutableMap<String, byte[]>> KNOWN = new ConcurrentHashMap<>();

  private HostileLayers() {}

  /** Tars by name: all of {@link HostileTarTest}, and some that aim at a directory of the machine. */
  public static ImmutableMap<String, byte[]> aimedAt(String canary) {
    return KNOWN.computeIfAbsent(canary, HostileLayers::make);
  }

  private static ImmutableMap<String, byte[]> make(String canary) {
    Map<String, byte[]> all = new LinkedHashMap<>();
    HostileTarTest.cases().forEach(hostile -> {
      try {
        if (hostile.tar().sizeIfKnown().or(Long.MAX_VALUE) <= LARGEST) {
          all.put(hostile.name(), hostile.tar().read());
        }
      } catch (IOException failure) {
        throw new UncheckedIOException(failure);
      }
    });
    links(all, canary);
    replacements(all, canary);
    return ImmutableMap.copyOf(all);
  }

  private static TarBytes tar() {
    return new TarBytes();
  }

  private static void links(Map<String, byte[]> all, String canary) {
    for (String target : List.of(canary, "../../../../../../../.." + canary, "/proc/self/root" + canary, "/proc/1/root", "/proc/self/fd/3",
        "/")) {
      all.put("/work -> " + target, tar().pax("linkpath", target).symlink("work", "x").end());
      all.put("/etc -> " + target, tar().pax("linkpath", target).symlink("etc", "x").end());
      all.put("/proc -> " + target, tar().pax("linkpath", target).symlink("proc", "x").end());
      all.put("/sys -> " + target, tar().pax("linkpath", target).symlink("sys", "x").end());
      all.put("/dev -> " + target, tar().pax("linkpath", target).symlink("dev", "x").end());
      all.put("/dev/console -> " + target, tar().pax("linkpath", target).symlink("dev/console", "x").end());
      all.put("/dev/null -> " + target, tar().pax("linkpath", target).symlink("dev/null", "x").end());
      all.put("/dev/pts -> " + target, tar().pax("linkpath", target).symlink("dev/pts", "x").end());
      all.put("/etc/hosts -> " + target, tar().pax("linkpath", target + "/data/open").symlink("etc/hosts", "x").end());
      all.put("/etc/resolv.conf -> " + target, tar().pax("linkpath", target + "/secret").symlink("etc/resolv.conf", "x").end());
      all.put("/etc/passwd -> " + target, tar().pax("linkpath", target + "/secret").symlink("etc/passwd", "x").end());
      all.put("a file below a link to " + target, tar().pax("linkpath", target).symlink("d", "x").file("d/f", "x").end());
      all.put("a hard link to " + target, tar().pax("linkpath", target + "/secret").hardLink("h", "x").end());
    }
    for (String file : List.of("proc", "sys", "dev")) {
      all.put("/" + file + " is a file", tar().file(file, "x").end());
      all.put("/" + file + " is a fifo", tar().add(header(file, '6')).end());
      all.put("/" + file + " is gone", tar().file(".wh." + file).end());
    }
  }

  private static void replacements(Map<String, byte[]> all, String canary) {
    all.put("device nodes",
        tar().add(header("work/m", '3').device(1, 1).mode(0666)).add(header("work/b", '4').device(7, 0).mode(0666)).end());
    all.put("a whiteout as the kernel has them", tar().add(header("work", '3').device(0, 0)).end());
    all.put("everything is gone", tar().file(".wh..wh..opq").end());
    all.put("the shell is gone", tar().file("bin/.wh.busybox").end());
    all.put("names like options",
        tar().file("--checkpoint-action=exec=sh x").file("--checkpoint=1").file("-rf").file("--use-compress-program=x").end());
    all.put("names with newlines", tar().file("a\nb").dir("c\n/\nd").symlink("e\n", canary).end());
    for (String name : List.of("trusted.overlay.opaque", "trusted.overlay.redirect", "trusted.overlay.metacopy", "user.overlay.opaque",
        "user.overlay.redirect", "user.overlay.whiteout", "user.overlay.metacopy", "user.overlay.overlay.opaque")) {
      all.put("attribute " + name, tar().pax("SCHILY.xattr." + name, "y").dir("etc").pax("SCHILY.xattr." + name, canary + "/secret")
          .file("etc/f", "x").pax("SCHILY.xattr." + name, "/../.." + canary).dir("work").end());
    }
    all.put("a capability of a file", tar().pax("SCHILY.xattr.security.capability",
        new String(new byte[]{1, 0, 0, 2, -1, -1, -1, -1, 0, 0, 0, 0, -1, 0, 0, 0, 0, 0, 0, 0}, StandardCharsets.ISO_8859_1))
        .add(header("work/c", '0').mode(0755)).end());
    all.put("setuid and setgid", tar().add(header("work/s", '0').mode(06777)).add(header("t", '5').mode(07777)).end());
    for (String program : List.of("tar", "sh", "crun", "runc", "mount", "unshare", "newuidmap", "newgidmap", "find", "xargs", "touch", "rm",
        "chown",
        "head", "gzip", "xz", "zstd", "env", "busybox")) {
      all.put("the image's own " + program, program(program, canary));
    }
    all.put("libraries of the image", library(canary));
  }

  /** Leaves markers when it is started outside. */
  private static byte[] program(String name, String canary) {
    String script = "#!/bin/busybox sh\necho x > " + canary + "/data/slipway-escape-marker\necho x > /tmp/slipway-escape-marker\n";
    TarBytes tar = tar();
    for (String directory : List.of("usr/bin/", "usr/sbin/", "sbin/", "usr/local/bin/", "bin/")) {
      // busybox itself stays where the commands of the tests need it
      if (!directory.equals("bin/") || !List.of("busybox", "sh").contains(name)) {
        byte[] bytes = script.getBytes(StandardCharsets.UTF_8);
        tar = tar.add(header(directory + name, '0').mode(0755).size(bytes.length), bytes);
      }
    }
    return tar.end();
  }

  private static byte[] library(String canary) {
    TarBytes tar = tar();
    for (String name : List.of("lib/libnss_files.so.2", "lib/x86_64-linux-gnu/libnss_files.so.2", "usr/lib/libseccomp.so.2",
        "lib64/ld-linux-x86-64.so.2",
        "etc/ld.so.preload", "etc/nsswitch.conf", "etc/subuid", "etc/fstab", "etc/mtab", "run/crun/slipway", "etc/crun.conf")) {
      tar = tar.file(name, canary + "/data/open");
    }
    return tar.end();
  }
}
