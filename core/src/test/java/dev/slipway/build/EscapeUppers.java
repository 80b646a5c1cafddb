package dev.slipway.build;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.common.collect.ImmutableList;
import dev.slipway.SlipwayException;
import dev.slipway.image.Copy;
import dev.slipway.image.ImagePath;
import dev.slipway.image.Stage;
import java.util.List;

/** What a command leaves behind for those who read its changes, set their times, unpack them and stand on them. */
final class EscapeUppers {
  private static final List<String> LEFT = List.of("rm -rf /etc; ln -s CANARY /etc", "rm -rf /tmp; ln -s CANARY/data /tmp",
      "ln -s CANARY /u; ln -s u /w",
      "rm -rf /work; ln -s /proc/self/root/CANARY /work", "rm -rf /work; ln -s ../../../../../../CANARY /work",
      "mkfifo /f /etc/f; touch -d 2099-01-01 /f",
      "mknod /etc/passwd2 c 0 0; mknod /work/c c 0 0", "rm /etc/passwd; mknod /etc/passwd c 0 0", "touch /.wh.bin", "touch /.wh..wh..opq",
      "touch /etc/.wh.passwd", "mkdir /.wh.x", "touch '/.wh.'", "cp /bin/busybox /s; chmod 6777 /s",
      "chmod 000 /etc /work; chmod 000 /bin/busybox || true; chmod 755 /bin/busybox",
      "cd /; touch -- -rf '--checkpoint=1' '--checkpoint-action=exec=sh x' '-exec' '--use-compress-program=sh'",
      "touch '/new\nline' '/new\n/etc/passwd' \"/$(printf '\\377')\"", "mkdir '/ ' '/\\' '/*' '/$(id)' '/;id;'",
      "ln -s CANARY/secret /l; touch -h -d 2099-01-01 /l; ln /l /hardlink",
      "ln /etc/passwd /h; rm /etc/passwd; ln -s CANARY/secret /etc/passwd",
      "mv /etc /old; ln -s CANARY /etc; mv /old/passwd /p",
      "rmdir /proc/x /sys/x; mkdir -p /proc2; mv /root /proc2/; ln -s /proc2/root/../../.. /root",
      "d=/work; i=0; while [ $i -lt 40 ]; do d=$d/ddddddddddddddddddddddddddddddddddddd; i=$((i+1)); done; mkdir -p $d; ln -s CANARY $d/l; touch -d 2099-01-01 $d",
      "touch -d 1901-01-01 /work/o; touch -d 2400-01-01 /work/n; touch -d 2099-01-01 /etc /work /",
      "dd of=/work/sparse bs=1 count=0 seek=60000000",
      "ln -s / /work/root; ln -s . /work/self; ln -s loop /work/loop",
      "rm -rf /bin2; ln -s /bin /bin2; chown -h 4711:4712 /bin2; chown 4711:4712 /bin2/busybox",
      "for d in u w n f t m e log config.json L0 L1; do rm -rf /$d; ln -s CANARY /$d; done",
      "rm -rf /dev/* /proc/* /sys/*; umask 0; mkdir /open; true");

  private EscapeUppers() {}

  static ImmutableList<EscapeCase> all() {
    ImmutableList.Builder<EscapeCase> cases = ImmutableList.builder();
    for (String left : LEFT) {
      cases.add(new EscapeCase("RUN", "leaves: " + left.replace("\n", "\\n"), bench -> leave(bench, EscapeActions.filled(bench, left))));
    }
    cases.add(new EscapeCase("RUN", "leaves a socket", bench -> leave(bench.perl(), bench,
        "/usr/bin/perl -e 'socket(S,1,1,0); bind(S, pack(qq(Sa*), 1, qq(/work/socket))) or die'; echo x > /work/f")));
    return cases.build();
  }

  private static void leave(EscapeBench bench, String script) {
    leave(bench.base(), bench, script);
  }

  private static void leave(Stage base, EscapeBench bench, String script) {
    Stage left = base.run(script + "\ntrue");
    String use = "for f in /* /etc/* /tmp/* /work/*; do test -p \"$f\" || (echo x > \"$f/MARKER\"; echo x >> \"$f\"; chmod 700 \"$f\"; chown 1:1 \"$f\"); "
        + "done 2> /dev/null; busybox chmod 755 /bin /bin/busybox; mkdir -p /out; cat /etc/passwd /etc/secret /l > /seen 2> /dev/null; true";
    for (Stage stage : List.of(left.run(EscapeActions.filled(bench, use)).run("true"),
        left.copy(Copy.of("base/etc/hosts", "/etc/copied").owner("app")),
        left.workdir("/etc/w/x").run("echo x > here"), left.user("app").run("true"), left.copy("base/etc", "/tmp/"))) {
      try {
        BuiltImage image = bench.build(stage);
        if (image.tree().lookup(ImagePath.of("/seen")).isPresent()) {
          assertThat(bench.read(image, "/seen")).doesNotContain("canary of");
        }
      } catch (SlipwayException refused) {
        assertThat(refused.getMessage()).isNotBlank().doesNotContain("canary of");
      }
    }
  }
}
