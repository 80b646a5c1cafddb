package dev.slipway.build;

import dev.slipway.image.CacheMount;
import dev.slipway.image.Image;
import dev.slipway.image.Mount;
import dev.slipway.image.Stage;
import dev.slipway.image.TmpfsMount;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** A program that builds images with commands in a process of its own. */
public final class RunProcess {
  private static final CacheMount COUNT = CacheMount.at("/count").sharing(Mount.Sharing.LOCKED);

  private RunProcess() {}

  /** What to do, the directory of a {@link Workbench}, and a number. */
  public static void main(String[] arguments) {
    Path directory = Path.of(arguments[1]);
    int number = Integer.parseInt(arguments[2]);
    Stage base = Stage.scratch().copy("base", "/").env("PATH", "/bin");
    try (Engine engine = Engine.open(directory.resolve("store"))) {
      System.out.println("ready");
      Context context = Context.of(directory.resolve("context"));
      if (arguments[0].equals("count")) {
        for (int i = 0; i < number; i++) {
          System.out.println("built " + engine.build(counting(base), context, BuildOptions.defaults().argument("ROUND", "" + i)).digest());
        }
      } else {
        System.out.println("built " + engine.build(busy(base), context, BuildOptions.defaults().argument("ROUND", "" + number)).digest());
      }
    }
  }

  /** The command for a fresh JVM. */
  static List<String> command(String what, Path directory, int number) {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("-Xmx96m", "-XX:TieredStopAtLevel=1", "-XX:-UsePerfData", "-XX:+UseSerialGC"));
    if (Runtime.version().feature() >= 22) {
      command.add("--enable-native-access=ALL-UNNAMED");
    }
    command.addAll(List.of("-cp", System.getProperty("java.class.path"), RunProcess.class.getName(), what, directory.toString(),
        Integer.toString(number)));
    return command;
  }

  /** Two stages and a third on them, each command of which leaves a line in a cache when it runs. */
  static Image counting(Stage base) {
    Stage left = base.arg("ROUND").run("echo left $ROUND >> /count/runs; echo $ROUND > /left", COUNT);
    Stage right = base.arg("ROUND").run("echo right $ROUND >> /count/runs; echo $ROUND > /right", COUNT);
    return base.arg("ROUND").copy(left.file("/left"), "/").copy(right.file("/right"), "/")
        .run("echo both $ROUND >> /count/runs; cat /left /right > /both", COUNT).toImage();
  }

  /** Two stages whose commands take a while, with all that could be left behind: children, mounts, files. */
  static Image busy(Stage base) {
    String work = "(setsid sleep 60 &) ; mkdir -p /d && for i in 1 2 3 4 5; do echo $ROUND $i > /d/$i; sleep 0.02; done; ls /mem /cache";
    Stage left = base.arg("ROUND").run(work, TmpfsMount.at("/mem"), CacheMount.at("/cache")).run("mv /d /e");
    Stage right = base.arg("ROUND").run("sleep 0.05; " + work, TmpfsMount.at("/mem"), CacheMount.at("/cache")).run("rm /d/3");
    return base.copy(left.file("/e"), "/left/").copy(right.file("/d"), "/right/").run("cat /left/* /right/* > /all").toImage();
  }
}
