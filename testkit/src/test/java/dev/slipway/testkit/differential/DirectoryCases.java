package dev.slipway.testkit.differential;

import com.google.common.collect.ImmutableList;
import dev.slipway.image.Copy;
import dev.slipway.image.Stage;
import java.util.List;

/** WORKDIR and USER. */
final class DirectoryCases {
  private static final FileSet FILES = FileSet.empty().directory("etc").file("etc/passwd", "root:x:0:0:::\napp:x:1000:1001::/home/app:\n")
      .file("etc/group", "root:x:0:\nstaff:x:50:app\n").directory("e", 0700).file("e/f", "f\n").file("x", "x\n").directory("links")
      .symlink("links/way", "e").symlink("links/abs", "/e").symlink("links/dangling", "made").symlink("links/tofile", "/x");

  private static final List<String> USERS = List.of("app", "1000", "1000:50", "app:staff", "1000:staff", "0", "nobody", "app:50",
      "2147483647",
      "2147483648", "-1", "4294967296", "1:99999999999", "0x0", "ghost:ghost");

  private DirectoryCases() {}

  static ImmutableList<Case> all() {
    ImmutableList.Builder<Case> cases = ImmutableList.builder();
    for (String path : List.of("/w", "/w/x/y", "rel", "rel/sub", "/", ".", "\"with blank\"", "/$NAME/${NAME}2",
        "..")) {
      String value = path.replace("\"", "");
      cases.add(Case.named("workdir/[" + path + "]").context(FILES).dockerfile("FROM scratch", "ENV NAME=n", "WORKDIR " + path)
          .stage(() -> Stage.scratch().env("NAME", "n").workdir(value)));
    }
    for (String path : List.of("/e", "/e/new", "/way", "/way/new", "/abs", "/abs/new", "/dangling", "/dangling/new", "/x", "/x/new",
        "/tofile")) {
      cases.add(Case.named("workdir/onto [" + path + "]").context(FILES)
          .dockerfile("FROM scratch", "COPY e /e", "COPY x /", "COPY links /", "WORKDIR " + path, "COPY x here").stage(
              () -> Stage.scratch().copy("e", "/e").copy("x", "/").copy("links", "/").workdir(path).copy("x", "here")));
    }
    // the daemon in use keeps such paths in the configuration as they are written, newer ones clean them
    for (List<String> path : List.of(List.of("/w/", "/w"), List.of("/w/../v", "/v"), List.of("/w//x/.", "/w/x"))) {
      cases.add(Case.named("workdir/[" + path.get(0) + "]").dockerfile("FROM scratch", "WORKDIR " + path.get(0))
          .olderDockerfile("FROM scratch", "WORKDIR " + path.get(1)).stage(() -> Stage.scratch().workdir(path.get(0))));
    }
    cases.add(Case.named("workdir/one after another").context(FILES)
        .dockerfile("FROM scratch", "WORKDIR /a", "WORKDIR b", "WORKDIR ../c", "COPY x .")
        .stage(() -> Stage.scratch().workdir("/a").workdir("b").workdir("../c").copy("x", ".")));
    for (String user : List.of("app", "1000", "1000:50", "app:staff", "nobody")) {
      cases.add(Case.named("workdir/after user [" + user + "]").context(FILES)
          .dockerfile("FROM scratch", "COPY etc /etc/", "USER " + user, "WORKDIR /home/app", "COPY x .").stage(
              () -> Stage.scratch().copy("etc", "/etc/").user(user).workdir("/home/app").copy("x", ".")));
    }
    cases.add(Case.named("workdir/after user without passwd").context(FILES).dockerfile("FROM scratch", "USER app", "WORKDIR /home/app")
        .stage(() -> Stage.scratch().user("app").workdir("/home/app")));
    cases.add(Case.named("workdir/after user, parent exists").context(FILES)
        .dockerfile("FROM scratch", "COPY --chown=3:3 e /home", "USER 1000:1000", "WORKDIR /home/a/b").stage(
            () -> Stage.scratch().copy(Copy.of("e", "/home").owner("3:3")).user("1000:1000").workdir("/home/a/b")));
    cases.add(Case.named("workdir/existing directory after user keeps its owner").context(FILES)
        .dockerfile("FROM scratch", "COPY e /home", "USER 1000:1000", "WORKDIR /home").stage(
            () -> Stage.scratch().copy("e", "/home").user("1000:1000").workdir("/home")));
    for (String user : USERS) {
      cases.add(Case.named("user/[" + user + "]").context(FILES).dockerfile("FROM scratch", "COPY etc /etc/", "USER " + user)
          .stage(() -> Stage.scratch().copy("etc", "/etc/").user(user)));
    }
    cases.add(Case.named("user/by variable").context(FILES).dockerfile("FROM scratch", "ARG U=app", "USER ${U}:${G:-50}")
        .stage(() -> Stage.scratch().arg("U", "app").user("${U}:${G:-50}")));
    cases.add(Case.named("user/inherited").context(FILES).dockerfile("FROM scratch AS a", "USER 5:6", "FROM a", "WORKDIR /w")
        .stage(() -> Stage.from(Stage.scratch().user("5:6")).workdir("/w")));
    return cases.build();
  }
}
