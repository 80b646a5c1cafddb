package dev.slipway.testkit.differential;

import static dev.slipway.testkit.differential.RunCases.busybox;

import com.google.common.collect.ImmutableList;
import dev.slipway.image.CacheMount;
import dev.slipway.image.Mount.Access;
import dev.slipway.image.Mount.Sharing;
import dev.slipway.image.Stage;
import java.util.Optional;

/**
 * RUN with directories that outlive the build. Docker builds each case several times and keeps its caches meanwhile: no
 * command here does anything else when it finds what it left.
 */
final class RunCacheCases {
  private static final String FROM = "FROM " + RunBases.BUSYBOX;
  private static final String SEE = "stat -c '%a %u:%g' /c > /seen; ls -A /c >> /seen";

  private RunCacheCases() {}

  static ImmutableList<Case> all() {
    return ImmutableList.<Case>builder().addAll(kept()).addAll(made()).build();
  }

  private static ImmutableList<Case> kept() {
    return ImmutableList.of(
        Case.named("run-cache/kept between steps")
            .dockerfile(FROM, "RUN --mount=type=cache,target=/c echo x > /c/x; echo y > /y",
                "RUN --mount=type=cache,target=/c cat /c/x > /seen", "RUN ls -A / /c > /listing")
            .stage(() -> busybox().run("echo x > /c/x; echo y > /y", CacheMount.at("/c")).run("cat /c/x > /seen", CacheMount.at("/c"))
                .run("ls -A / /c > /listing")),
        Case.named("run-cache/kept between stages")
            .dockerfile(FROM + " AS a", "RUN --mount=type=cache,target=/m echo x > /m/x; echo 1 > /1", FROM, "COPY --from=a /1 /1",
                "RUN --mount=type=cache,target=/m cat /m/x > /seen")
            .stage(() -> busybox().copy(busybox().run("echo x > /m/x; echo 1 > /1", CacheMount.at("/m")).file("/1"), "/1").run(
                "cat /m/x > /seen",
                CacheMount.at("/m"))),
        Case.named("run-cache/by its id")
            .dockerfile(FROM, "RUN --mount=type=cache,id=by-id,target=/c echo x > /c/x",
                "RUN --mount=type=cache,id=by-id,target=/m cat /m/x > /seen",
                "RUN --mount=type=cache,id=other-id,target=/c ls -A /c > /seen2")
            .stage(() -> busybox().run("echo x > /c/x", CacheMount.at("/c").id("by-id"))
                .run("cat /m/x > /seen", CacheMount.at("/m").id("by-id"))
                .run("ls -A /c > /seen2", CacheMount.at("/c").id("other-id"))),
        Case.named("run-cache/target is the id")
            .dockerfile(FROM, "WORKDIR /data", "RUN --mount=type=cache,target=empty echo x > empty/x",
                "RUN --mount=type=cache,id=empty,target=/c cat /c/x > /seen")
            .stage(() -> busybox().workdir("/data").run("echo x > empty/x", CacheMount.at("empty")).run("cat /c/x > /seen",
                CacheMount.at("/c").id("empty"))),
        Case.named("run-cache/target is the id, put in order")
            .dockerfile(FROM, "WORKDIR /data", "RUN mkdir -p x/z /up", "RUN --mount=type=cache,target=./x//y/../z/ echo x > x/z/x",
                "RUN --mount=type=cache,id=x/z,target=/c cat /c/x > /seen", "RUN --mount=type=cache,target=../up echo u > /up/u",
                "RUN --mount=type=cache,id=../up,target=/c cat /c/u > /seen2", "RUN --mount=type=cache,target=/data/x/z ls -A x/z > /seen3")
            .stage(() -> busybox().workdir("/data").run("mkdir -p x/z /up").run("echo x > x/z/x", CacheMount.at("./x//y/../z/"))
                .run("cat /c/x > /seen", CacheMount.at("/c").id("x/z")).run("echo u > /up/u", CacheMount.at("../up"))
                .run("cat /c/u > /seen2", CacheMount.at("/c").id("../up")).run("ls -A x/z > /seen3", CacheMount.at("/data/x/z"))),
        Case.named("run-cache/same id in one step")
            .dockerfile(FROM,
                "RUN --mount=type=cache,id=one-step,target=/c --mount=type=cache,id=one-step,target=/m echo x > /c/x; cat /m/x > /seen")
            .stage(() -> busybox().run("echo x > /c/x; cat /m/x > /seen", CacheMount.at("/c").id("one-step"),
                CacheMount.at("/m").id("one-step"))),
        Case.named("run-cache/locked")
            .dockerfile(FROM, "RUN --mount=type=cache,id=locked,target=/c,sharing=locked echo x > /c/x",
                "RUN --mount=type=cache,id=locked,target=/c,sharing=locked cat /c/x > /seen")
            .stage(() -> busybox().run("echo x > /c/x", CacheMount.at("/c").id("locked").sharing(Sharing.LOCKED)).run("cat /c/x > /seen",
                CacheMount.at("/c").id("locked").sharing(Sharing.LOCKED))),
        Case.named("run-cache/private")
            .dockerfile(FROM, "RUN --mount=type=cache,id=private,target=/c,sharing=private echo x > /c/x",
                "RUN --mount=type=cache,id=private,target=/c,sharing=private cat /c/x > /seen")
            .stage(() -> busybox().run("echo x > /c/x", CacheMount.at("/c").id("private").sharing(Sharing.PRIVATE)).run("cat /c/x > /seen",
                CacheMount.at("/c").id("private").sharing(Sharing.PRIVATE))),
        Case.named("run-cache/read only").dockerfile(FROM, "RUN --mount=type=cache,id=ro,target=/c echo x > /c/x",
            "RUN --mount=type=cache,id=ro,target=/c,ro cat /c/x > /seen; touch /c/y 2>/dev/null && echo written >> /seen || echo refused >> /seen")
            .stage(() -> busybox().run("echo x > /c/x", CacheMount.at("/c").id("ro")).run(
                "cat /c/x > /seen; touch /c/y 2>/dev/null && echo written >> /seen || echo refused >> /seen",
                CacheMount.at("/c").id("ro").asReadOnly())));
  }

  private static ImmutableList<Case> made() {
    String data = "RUN mkdir -p /data/c && echo 1 > /data/c/one && ln -s one /data/c/l && chown -R 1000:100 /data/c && chmod 770 /data/c";
    Stage initial = busybox().run(data.substring(4));
    return ImmutableList.of(
        Case.named("run-cache/new").dockerfile(FROM, "RUN --mount=type=cache,id=new,target=/c " + SEE)
            .stage(() -> busybox().run(SEE, CacheMount.at("/c").id("new"))),
        Case.named("run-cache/with owner and mode")
            .dockerfile(FROM, "RUN --mount=type=cache,id=owned,target=/c,mode=0770,uid=1000,gid=100 " + SEE)
            .stage(() -> busybox().run(SEE, CacheMount.at("/c").id("owned").access(Access.DEFAULT.withMode(0770).withOwner(1000, 100)))),
        Case.named("run-cache/with every mode bit").dockerfile(FROM, "RUN --mount=type=cache,id=bits,target=/c,mode=1777 " + SEE)
            .stage(() -> busybox().run(SEE, CacheMount.at("/c").id("bits").access(Access.DEFAULT.withMode(01777)))),
        Case.named("run-cache/used by a user")
            .dockerfile(FROM, "USER app",
                "RUN --mount=type=cache,id=mine,target=/c,uid=1000 echo x > /c/x; stat -c '%a %u:%g' /c /c/x > /tmp/seen")
            .stage(() -> busybox().user("app").run("echo x > /c/x; stat -c '%a %u:%g' /c /c/x > /tmp/seen",
                CacheMount.at("/c").id("mine").access(new Access(Optional.empty(), Optional.of(1000), Optional.empty())))),
        Case.named("run-cache/starts with files of a stage")
            .dockerfile(FROM + " AS i", data, FROM,
                "RUN --mount=type=cache,id=initial,target=/c,from=i,source=/data/c " + SEE + "; stat -c '%F %a %u:%g' /c/one /c/l >> /seen")
            .stage(() -> busybox().run(SEE + "; stat -c '%F %a %u:%g' /c/one /c/l >> /seen",
                CacheMount.at("/c").id("initial").startingWith(initial.file("/data/c")))),
        Case.named("run-cache/starts with files, whatever mode is asked for")
            .dockerfile(FROM + " AS i", data, FROM,
                "RUN --mount=type=cache,id=initial-mode,target=/c,from=i,source=/data/c,mode=0700,uid=5 " + SEE)
            .stage(() -> busybox().run(SEE, CacheMount.at("/c").id("initial-mode").startingWith(initial.file("/data/c"))
                .access(Access.DEFAULT.withMode(0700).withOwner(5, 0)))),
        Case.named("run-cache/starts with files of an image")
            .dockerfile(FROM, "RUN --mount=type=cache,id=initial-image,target=/c,from=" + RunBases.TOOLS + ",source=/data " + SEE)
            .stage(() -> busybox().run(SEE,
                CacheMount.at("/c").id("initial-image").startingWith(RunBases.base(RunBases.TOOLS).file("/data")))),
        Case.named("run-cache/over files of the base")
            .dockerfile(FROM, "RUN --mount=type=cache,id=over,target=/data ls -A /data > /seen; echo x > /data/b")
            .stage(() -> busybox().run("ls -A /data > /seen; echo x > /data/b", CacheMount.at("/data").id("over"))),
        Case.named("run-cache/below directories that are missing")
            .dockerfile(FROM,
                "RUN --mount=type=cache,id=below,target=/root/.cache/tool ls -A /root /root/.cache > /seen; echo x > /root/.cache/tool/x",
                "RUN ls -A /root > /seen2")
            .olderDockerfile(FROM, "RUN printf '/root:\\n.cache\\n\\n/root/.cache:\\ntool\\n' > /seen; : > /seen2")
            .stage(() -> busybox()
                .run("ls -A /root /root/.cache > /seen; echo x > /root/.cache/tool/x", CacheMount.at("/root/.cache/tool").id("below"))
                .run("ls -A /root > /seen2")));
  }
}
