package dev.slipway.dockerfile;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import dev.slipway.image.Add;
import dev.slipway.image.Base;
import dev.slipway.image.BindMount;
import dev.slipway.image.CacheMount;
import dev.slipway.image.Command;
import dev.slipway.image.Copy;
import dev.slipway.image.CopyOptions;
import dev.slipway.image.Digest;
import dev.slipway.image.Healthcheck;
import dev.slipway.image.Heredoc;
import dev.slipway.image.Image;
import dev.slipway.image.ImageReference;
import dev.slipway.image.Instruction;
import dev.slipway.image.Mount.Access;
import dev.slipway.image.Mount.Sharing;
import dev.slipway.image.Port;
import dev.slipway.image.Run;
import dev.slipway.image.SecretMount;
import dev.slipway.image.SshMount;
import dev.slipway.image.Stage;
import dev.slipway.image.TmpfsMount;
import dev.slipway.image.Word;
import java.time.Duration;

/** Images that together use the whole language. */
final class SampleImages {
  private SampleImages() {}

  static Image named(String name) {
    return switch (name) {
      case "application" -> application();
      case "language" -> language();
      case "quoting" -> quoting();
      case "names" -> names();
      default -> throw new IllegalArgumentException(name);
    };
  }

  /** What a user would write. */
  private static Image application() {
    Stage chef = Stage.from("rust:${RUST}-slim").named("chef").run("cargo install cargo-chef --locked").workdir("/src");
    Stage planner = Stage.from(chef).named("planner").copy(".", ".").run("cargo chef prepare --recipe-path recipe.json");
    Stage builder = Stage.from(chef).named("builder")
        .copy(planner.file("/src/recipe.json"), "recipe.json")
        .run("cargo chef cook --release", CacheMount.at("/usr/local/cargo/registry").sharing(Sharing.LOCKED))
        .copy(".", ".")
        .run("cargo build --release \\\n  && strip target/release/server");
    return Stage.from("debian:bookworm-slim")
        .copy(builder.file("/src/target/release/server"), "/usr/local/bin/")
        .user("app").expose(3000)
        .healthcheck(Healthcheck.http("http://localhost:3000/health").every(Duration.ofSeconds(30)))
        .command("server")
        .toImage().argument("RUST", "1.85");
  }

  /** Every instruction, flag and mount. */
  private static Image language() {
    Base tools = Base.image(ImageReference.parse("tools:1"));
    Stage first = Stage.from("debian:12").named("first").onPlatform(Word.of("$BUILDPLATFORM"))
        .with(new Instruction.Maintainer("A. Person <a@example.org>"))
        .arg("VERSION").arg("MODE", "release")
        .env(ImmutableMap.of("MODE", "$MODE", "PATH", "/opt/bin:$PATH"))
        .label("org.example.version", "${VERSION:-none}")
        .workdir("/work")
        .shell("/bin/bash", "-o", "pipefail", "-c")
        .with(Run.shell("make", BindMount.of("src", "/src"), BindMount.of(tools.file("/bin"), "/tools").asWritable())
            .mount(CacheMount.at("/cache").id("c").sharing(Sharing.PRIVATE).startingWith(tools.file("/seed"))
                .access(Access.DEFAULT.withMode(0700).withOwner(1, 2)).asReadOnly())
            .mount(TmpfsMount.at("/tmp/x").limitedTo(1024))
            .mount(SecretMount.of("token").at("/t").as("TOKEN").access(Access.DEFAULT.withMode(0440)))
            .mount(SecretMount.of("other").optional())
            .mount(SshMount.agent()).mount(SshMount.agent("k").at("/agent").optional())
            .network(Run.Network.NONE).security(Run.Security.INSECURE))
        .run(Command.exec("make", "install"))
        .run(Command.script("#!/usr/bin/env python3\nprint('x')\n"))
        .run(new Command.ShellForm("cat <<A > /a", ImmutableList.of(new Heredoc("A", "$VERSION\n", true))));
    return Stage.from(first)
        .copy(Copy.of(ImmutableList.of("a", "b*"), "/c/").with(CopyOptions.NONE.owner("app:app").mode("u=rwX,go=rX").asLink()
            .exclude("*.md").exclude("a b")).keepingParents())
        .copy(Heredoc.file("hello.txt", "Hello\n"), "/etc/")
        .copy(new Heredoc("greet.txt", "Hello $MODE\n", true), "/etc/")
        .add("archive.tar.gz", "/opt/")
        .add(Add.of("https://example.org/x.bin", "/x").checksum(Digest.sha256(new byte[0])).unpacking(false))
        .add(Add.of("https://example.org/x.git", "/g").keepingGitDirectory())
        .user("app")
        .expose(8080, 9090).expose(Port.tcp(1)).expose("7000-7010/udp")
        .volume("/data", "/log")
        .stopSignal("SIGINT")
        .healthcheck(Healthcheck.command(Command.exec("check", "it")).every(Duration.ofMillis(90_500)).within(Duration.ofSeconds(5))
            .startingIn(Duration.ofHours(1)).startingEvery(Duration.ofMillis(1)).retries(3))
        .entrypoint("/app", "--serve").command(Command.shell("exec \"$@\""))
        .onbuild(Copy.of(".", "/src")).onbuild(Run.shell("make", CacheMount.at("/c")))
        .healthcheck(Healthcheck.none())
        .toImage();
  }

  /** Characters that mean something somewhere; builds with every BuildKit, since it copies nothing. */
  private static Image quoting() {
    String odd = "a b\"c'd\\e#f\\$g `h`;|&<>(){}*?[]~!%=, ";
    return Stage.scratch()
        .env("ODD", odd).env("EMPTY", "").env("NONE", "\\\\").env("SPACE", " ").env("TABS", "\t\tx")
        .env("#HASH", "1").env("--dash", "1")
        .with(new Instruction.Env(ImmutableList.of(pair("#A", "x"), pair("B", "${ODD}"), pair("C D", "y"), pair("E\"'\\", "z"))))
        .env("DEFAULT", "<${UNSET:-a \"b\" 'c' \\} {\\$d}}>").env("NESTED", "${UNSET:-${ODD:+it's}}").env("LAST", "\\\\\\\\")
        .label("k e y", odd).label("empty", "")
        .workdir("/w \"x\" 'y' \\$z \\\\").workdir("rel ative")
        .user("1000:1000")
        .volume("/v", "/a b")
        .shell("/bin/sh", "-c", odd)
        .command(odd, "\t", "", "é☺")
        .entrypoint(Command.shell("--x \"a\" $b \\c [ d ]"))
        .with(new Instruction.Maintainer("a \"b\" $c \\d"))
        .onbuild(new Instruction.Env(ImmutableList.of(pair("A", odd))))
        .toImage();
  }

  private static Instruction.Pair pair(String name, String value) {
    return new Instruction.Pair(Word.of(name), Word.of(value));
  }

  /** Labels and references that meet. */
  private static Image names() {
    Stage unnamed = Stage.scratch().env("A", "1");
    Stage twin = Stage.scratch().env("A", "2").named("build");
    Stage other = Stage.scratch().env("A", "3").named("build");
    Stage taken = Stage.scratch().env("A", "4").named("stage-1");
    Stage busybox = Stage.scratch().env("A", "5").named("busybox");
    return Stage.from(unnamed).named("final")
        .copy(twin.file("/"), "/1/").copy(other.file("/"), "/2/").copy(taken.file("/"), "/3/").copy(busybox.file("/"), "/4/")
        .copy(Base.scratch().file("/"), "/5/")
        .toImage();
  }
}
