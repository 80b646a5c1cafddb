package dev.slipway.testkit.compose;

import com.google.common.collect.ImmutableMap;
import dev.slipway.build.BuildOptions;
import dev.slipway.build.Context;
import dev.slipway.build.Engine;
import dev.slipway.compose.Dependency.Condition;
import dev.slipway.compose.Healthcheck;
import dev.slipway.compose.Mount;
import dev.slipway.compose.Network;
import dev.slipway.compose.NetworkAttachment;
import dev.slipway.compose.Project;
import dev.slipway.compose.Restart;
import dev.slipway.compose.Secret;
import dev.slipway.compose.Service;
import dev.slipway.compose.Text;
import dev.slipway.compose.Volume;
import dev.slipway.image.Command;
import dev.slipway.image.Copy;
import dev.slipway.image.ImageReference;
import dev.slipway.image.Stage;
import dev.slipway.registry.DockerDaemon;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;

/**
 * A project that code makes, with its images: a job prepares a volume with a secret, a web server offers what is in it once it
 * has been prepared, and workers read that from the web server once it is healthy.
 *
 * <p>It has no {@code configs}: the old tool brings them up in swarms only; a bound file stands for them. Nor has it a name, which the
 * old tool is told otherwise.
 */
final class Storefront {
  /** The port of the host. */
  static final int PORT = 18_080;
  /** What the secret holds. */
  static final String TOKEN = "open $esame, \"${please}\" \\ $$";
  /** What only a text that is escaped rightly is afterwards. */
  static final String MOTD = "5$ and $HOME and ${HOME:-none}\n  two lines: #1 'quoted' \"twice\" \\n\n";
  /** The project's file, as it is called by itself. */
  static final String PAGE = "<p>No tea today</p>";

  private static final String APPLETS = "sh cat echo mkdir nslookup sleep test touch wget";
  private static final String PREPARE = image("prepare");
  private static final String SHOP = image("shop");

  private Storefront() {}

  private static String image(String name) {
    return "slipway-compose/" + name + ":1";
  }

  /** The project. */
  static Project project() {
    Network front = Network.named("front");
    Network back = Network.named("back").internal();
    Volume data = Volume.named("data");
    Secret token = Secret.file("token", "./token.txt");
    Service prepare = Service.named("prepare").image(PREPARE).secret(token).volume(data, "/srv/data").network(back).restart(Restart.NO);
    Service web = Service.named("web").image(SHOP)
        .command("sh", "-c", "sleep 2; exec busybox httpd -f -p 8080 -h /srv")
        .healthcheck(Healthcheck.command("wget", "-q", "-O", "/dev/null", "http://127.0.0.1:8080/index.html")
            .every(Duration.ofSeconds(1)).within(Duration.ofSeconds(5)).retries(60))
        .port(PORT, 8080).mount(data.at("/srv/data").readOnly()).mount(Mount.bind("./index.html", "/srv/index.html").readOnly())
        .secret(token, grant -> grant.target("shop-token")).network(front)
        .network(back, NetworkAttachment.empty().alias("storefront"))
        .env("GREETING", Text.variable("GREETING").orElse("ahoy")).env("MOTD", MOTD).label("com.example.price", "5$")
        .dependsOn(prepare, Condition.COMPLETED);
    Service worker = Service.named("worker").image(SHOP)
        .command("sh", "-c", "wget -q -O /tmp/seen http://storefront:8080/data/prepared && exec sleep 1000")
        .healthcheck(Healthcheck.shell("test -s /tmp/seen").every(Duration.ofSeconds(1)).retries(60))
        .network(back).scale(2).dependsOn(web, Condition.HEALTHY).dependsOn(prepare, Condition.COMPLETED);
    Service inspector = Service.named("inspector").image(SHOP).command("sleep", "1000").profiles("tools").network(front)
        .dependsOn(web, Condition.HEALTHY);
    return Project.unnamed().with(worker, inspector);
  }

  /** Writes the files beside the compose file. */
  static void writeFiles(Path directory) throws IOException {
    Files.writeString(directory.resolve("token.txt"), TOKEN);
    Files.writeString(directory.resolve("index.html"), PAGE);
  }

  /** Builds its images and gives them to a daemon. */
  static void build(Path work, DockerDaemon daemon) throws IOException {
    Path context = Files.createDirectory(work.resolve("context"));
    Files.copy(Path.of("/bin/busybox"), context.resolve("busybox"));
    Files.writeString(context.resolve("prepare.sh"), """
        #!/bin/sh
        set -e
        { echo "prepared with"; cat /run/secrets/token; } >/srv/data/prepared
        """);
    Stage base = Stage.scratch().named("base").copy(Copy.of("busybox", "/bin/").mode("0755"))
        .run(Command.exec("/bin/busybox", "sh", "-c", "cd /bin && for applet in " + APPLETS + "; do ./busybox ln -s busybox $applet; done"))
        .run("mkdir -m 1777 /tmp && mkdir -p /srv/data /etc");
    Map<String, Stage> stages = ImmutableMap.of(PREPARE,
        Stage.from(base).named("prepare").copy(Copy.of("prepare.sh", "/bin/prepare").mode("0755")).command("prepare"),
        SHOP, Stage.from(base).named("shop").workdir("/srv").expose(8080));
    try (Engine engine = Engine.open(work.resolve("store"))) {
      for (Map.Entry<String, Stage> stage : stages.entrySet()) {
        var unused = engine.build(stage.getValue().toImage(), Context.of(context), BuildOptions.defaults().docker(daemon))
            .load(ImageReference.parse(stage.getKey()));
      }
    }
  }
}
