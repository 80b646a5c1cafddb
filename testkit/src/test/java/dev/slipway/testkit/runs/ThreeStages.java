package dev.slipway.testkit.runs;

import com.google.common.collect.ImmutableMap;
import dev.slipway.image.Base;
import dev.slipway.image.CacheMount;
import dev.slipway.image.Command;
import dev.slipway.image.Healthcheck;
import dev.slipway.image.Image;
import dev.slipway.image.Mount;
import dev.slipway.image.Stage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/** Images of three stages as real projects have them, with their sources. */
enum ThreeStages {
  /** A Rust program with a library of its own: dependencies are compiled with a dummy source before the real one is copied. */
  RUST("ready: 42 is the answer") {
    @Override
    Image image(Base base, Base compiler) {
      Stage dependencies = Stage.from(compiler).named("dependencies")
          .workdir("/src")
          .copy("Cargo.toml", "./").copy("Cargo.lock", "./").copy("answer", "answer/")
          .run("mkdir src && echo 'fn main() {}' > src/main.rs && cargo build --release --offline && rm -r src");
      Stage program = Stage.from(dependencies).named("program")
          .copy("src", "src/")
          .run("touch src/main.rs && cargo build --release --offline && strip target/release/oracle");
      return Stage.from(base).named("runtime")
          .run("useradd --uid 1000 --no-log-init --no-create-home app")
          .copy(program.file("/src/target/release/oracle"), "/usr/local/bin/")
          .user("app")
          .command("oracle")
          .toImage();
    }

    @Override
    ImmutableMap<String, String> files() {
      return ImmutableMap.of(
          "Cargo.toml", """
              [package]
              name = "oracle"
              version = "0.1.0"
              edition = "2021"

              [dependencies]
              answer = { path = "answer" }
              """,
          "Cargo.lock", """
              version = 3

              [[package]]
              name = "answer"
              version = "0.1.0"

              [[package]]
              name = "oracle"
              version = "0.1.0"
              dependencies = [
               "answer",
              ]
              """,
          "answer/Cargo.toml", """
              [package]
              name = "answer"
              version = "0.1.0"
              edition = "2021"
              """,
          "answer/src/lib.rs", "pub fn answer() -> u32 {\n    42\n}\n",
          "src/main.rs", "fn main() {\n    println!(\"ready: {} is the answer\", answer::answer());\n}\n");
    }
  },

  /** A Python web service with packages from Debian, its pages generated in a stage of their own. */
  PYTHON("ready: <h1>42 pages</h1>") {
    @Override
    Image image(Base base, Base compiler) {
      Mount lists = CacheMount.at("/var/lib/apt/lists").sharing(Mount.Sharing.LOCKED);
      Mount packages = CacheMount.at("/var/cache/apt").sharing(Mount.Sharing.LOCKED);
      Stage python = Stage.from(base).named("python")
          .env("DEBIAN_FRONTEND", "noninteractive")
          .run("apt-get update -qq && apt-get install -y -qq --no-install-recommends python3-minimal python3-bottle", lists, packages);
      Stage pages = Stage.from(python).named("pages").workdir("/pages").copy("generate.py", "./")
          .run("python3 generate.py > index.html");
      return Stage.from(python).named("service")
          .run("useradd --uid 1000 --no-log-init --no-create-home app")
          .workdir("/srv")
          .copy(pages.file("/pages/index.html"), "./").copy("service.py", "./").copy("probe.py", "./")
          .user("app").expose(8080)
          .healthcheck(Healthcheck.command(Command.exec("python3", "probe.py")))
          .command("sh", "-c", "python3 service.py & for i in $(seq 100); do python3 probe.py && exit 0; sleep 0.1; done; exit 1")
          .toImage();
    }

    @Override
    ImmutableMap<String, String> files() {
      return ImmutableMap.of(
          "generate.py", "print('<h1>%d pages</h1>' % (6 * 7))\n",
          "service.py", """
              import bottle

              @bottle.route('/')
              def index():
                  return open('index.html').read()

              bottle.run(host='127.0.0.1', port=18080, quiet=True)
              """,
          "probe.py", """
              import socket

              connection = socket.create_connection(('127.0.0.1', 18080))
              connection.sendall(b'GET / HTTP/1.0\\r\\n\\r\\n')
              answer = b''
              while True:
                  part = connection.recv(4096)
                  if not part:
                      break
                  answer += part
              assert answer.startswith(b'HTTP/1.0 200')
              print('ready: ' + answer.split(b'\\r\\n\\r\\n', 1)[1].decode().strip())
              """);
    }
  },

  /** Two stages that wait for each other, so that one after the other they would never end. */
  PARALLEL("ready: left right") {
    @Override
    Image image(Base base, Base compiler) {
      CacheMount meeting = CacheMount.at("/meeting");
      return Stage.from(base).named("both")
          .copy(meeting(base, "left", "right", meeting).file("/left"), "/")
          .copy(meeting(base, "right", "left", meeting).file("/right"), "/")
          .command("sh", "-c", "echo ready: $(cat /left /right)")
          .toImage();
    }

    private Stage meeting(Base base, String self, String other, CacheMount meeting) {
      return Stage.from(base).named(self).run("touch /meeting/" + self + "; for i in $(seq 600); do [ -e /meeting/" + other
          + " ] && echo " + self + " > /" + self + " && exit 0; sleep 0.1; done; exit 1", meeting);
    }

    @Override
    ImmutableMap<String, String> files() {
      return ImmutableMap.of();
    }
  };

  private final String greeting;

  ThreeStages(String greeting) {
    this.greeting = greeting;
  }

  /**
   * The image.
   *
   * @param base Debian
   * @param compiler Debian with cargo and rustc
   */
  abstract Image image(Base base, Base compiler);

  /** The project's files by path. */
  abstract ImmutableMap<String, String> files();

  /** What the image prints when it runs. */
  String greeting() {
    return greeting;
  }

  /** Writes the project into a directory. */
  Path project(Path directory) throws IOException {
    for (Map.Entry<String, String> file : files().entrySet()) {
      Path path = directory.resolve(file.getKey());
      Files.createDirectories(path.getParent());
      Files.writeString(path, file.getValue());
    }
    return directory;
  }
}
