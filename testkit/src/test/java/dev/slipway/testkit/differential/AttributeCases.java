package dev.slipway.testkit.differential;

import com.google.common.collect.ImmutableList;
import dev.slipway.image.Copy;
import dev.slipway.image.Stage;
import java.util.List;

/** Modes, owners and extended attributes. */
final class AttributeCases {
  private static final FileSet MODES = FileSet.empty().directory("m").file("m/0644", "x").file("m/0600", "x", 0600).file("m/0000", "x", 0)
      .file("m/0777", "x", 0777).file("m/setuid", "x", 04755).file("m/setgid", "x", 02755).file("m/sticky", "x", 01644)
      .file("m/all", "x", 07777).file("m/setuid-plain", "x", 04644).directory("m/d0700", 0700).directory("m/d1777", 01777)
      .directory("m/d2775", 02775).file("m/d2775/in", "x").directory("m/d0555", 0555).file("m/d0555/in", "x", 0444).directory("m/d0000", 0)
      .symlink("m/link", "0600").file("top", "x", 04711);

  private static final FileSet OWNERS = FileSet.empty().directory("etc")
      .file("etc/passwd", "root:x:0:0:root:/root:/bin/sh\napp:x:1000:1001:App:/home/app:/bin/sh\nweb:x:33:34::/:\n1234:x:77:78::/:\n")
      .file("etc/group", "root:x:0:\nstaff:x:50:app\napps:x:1001:\n4321:x:88:\n").directory("src", 0750).file("src/a", "a\n")
      .symlink("src/l", "a")
      .directory("src/sub").file("src/sub/b", "b\n").file("owned", "o\n").owned(12, 34).directory("d").owned(55, 66).file("d/x", "x\n")
      .owned(77, 88);

  private static final List<String> OWNER_WORDS = List.of("1000", "1000:1000", "0:5", "app", "app:staff", "app:50", "1000:staff", "web",
      "root:root",
      "nobody", "app:nogroup", "1234", "1234:4321", "65534:65533", "2147483647:2147483647", "4294967296", ":5", "app:", "");

  private static final FileSet PLAIN_MODES = FileSet.empty().directory("m").file("m/0644", "x").file("m/0600", "x", 0600)
      .file("m/0755", "x", 0755)
      .file("m/0000", "x", 0).directory("m/d0700", 0700).file("m/d0700/in", "x").directory("m/d0755").symlink("m/link", "0600");

  private AttributeCases() {}

  static ImmutableList<Case> all() {
    ImmutableList.Builder<Case> cases = ImmutableList.builder();
    cases.add(Case.named("mode/kept in a directory").context(MODES).dockerfile("FROM scratch", "COPY m /m")
        .stage(() -> Stage.scratch().copy("m", "/m")));
    cases.add(Case.named("mode/kept through a stage").context(MODES)
        .dockerfile("FROM scratch AS s", "COPY m /m", "FROM scratch", "COPY --from=s /m /n/").stage(
            () -> Stage.scratch().copy(Stage.scratch().copy("m", "/m").file("/m"), "/n/")));
    cases.add(Case.named("mode/set-id of one file").context(MODES).dockerfile("FROM scratch", "COPY top m/setgid /bin/")
        .stage(() -> Stage.scratch().copy(Copy.of(List.of("top", "m/setgid"), "/bin/"))));
    cases.add(Case.named("mode/set-id and owner").context(MODES).dockerfile("FROM scratch", "COPY --chown=5:6 m /m")
        .stage(() -> Stage.scratch().copy(Copy.of("m", "/m").owner("5:6"))));
    for (String mode : List.of("0755", "0", "640")) {
      cases.add(Case.named("mode/chmod [" + mode + "] without set-id bits").context(PLAIN_MODES)
          .dockerfile("FROM scratch", "COPY --chmod=" + mode + " m /x/m")
          .stage(() -> Stage.scratch().copy(Copy.of("m", "/x/m").mode(mode))));
    }
    cases.add(Case.named("mode/chmod and chown").context(PLAIN_MODES).dockerfile("FROM scratch", "COPY --chmod=0640 --chown=7:8 m /x/m")
        .stage(() -> Stage.scratch().copy(Copy.of("m", "/x/m").mode("0640").owner("7:8"))));
    cases.add(Case.named("mode/chmod onto an existing directory").context(MODES)
        .dockerfile("FROM scratch", "COPY m/d0700 /x", "COPY --chmod=0640 --chown=1:2 m/0600 /x/").stage(
            () -> Stage.scratch().copy("m/d0700", "/x").copy(Copy.of("m/0600", "/x/").mode("0640").owner("1:2"))));
    cases.add(Case.named("mode/chmod over existing subdirectories").context(PLAIN_MODES)
        .dockerfile("FROM scratch", "COPY m /x", "COPY --chmod=0711 m /x").stage(
            () -> Stage.scratch().copy("m", "/x").copy(Copy.of("m", "/x").mode("0711"))));
    owners(cases);
    cases.add(Case.named("xattr/user and capability").context(FileSet.empty().directory("x").file("x/user", "u").xattr("user.note", "hello")
        .file("x/ping", "p", 0755).xattr("security.capability", AddCases.CAPABILITY).directory("x/d").xattr("user.d", "v"))
        .dockerfile("FROM scratch", "COPY x /x").stage(() -> Stage.scratch().copy("x", "/x")));
    cases.add(Case.named("type/fifo in the context").context(FileSet.empty().directory("x").file("x/a", "a").fifo("x/pipe"))
        .dockerfile("FROM scratch", "COPY x /x").stage(() -> Stage.scratch().copy("x", "/x")));
    cases.add(Case.named("type/fifo as the source").context(FileSet.empty().fifo("pipe")).dockerfile("FROM scratch", "COPY pipe /x")
        .stage(() -> Stage.scratch().copy("pipe", "/x")));
    return cases.build();
  }

  private static void owners(ImmutableList.Builder<Case> cases) {
    for (String owner : OWNER_WORDS) {
      cases.add(Case.named("owner/chown [" + owner + "]").context(OWNERS)
          .dockerfile("FROM scratch", "COPY etc /etc/", "COPY --chown=" + owner + " src /x/src", "COPY --chown=" + owner + " owned /y/")
          .stage(() -> Stage.scratch().copy("etc", "/etc/").copy(Copy.of("src", "/x/src").owner(owner))
              .copy(Copy.of("owned", "/y/").owner(owner))));
    }
    for (String owner : List.of("app", "1000", "1000:staff")) {
      cases.add(Case.named("owner/chown [" + owner + "] without passwd").context(OWNERS)
          .dockerfile("FROM scratch", "COPY --chown=" + owner + " src /src")
          .stage(() -> Stage.scratch().copy(Copy.of("src", "/src").owner(owner))));
    }
    cases.add(Case.named("owner/of the context is dropped").context(OWNERS).dockerfile("FROM scratch", "COPY owned d /x/")
        .stage(() -> Stage.scratch().copy(Copy.of(List.of("owned", "d"), "/x/"))));
    cases.add(Case.named("owner/kept from a stage").context(OWNERS)
        .dockerfile("FROM scratch AS s", "COPY --chown=5:6 src /a/src", "FROM scratch", "COPY --from=s /a /b/",
            "COPY --from=s /a/src/a /c/a")
        .stage(() -> {
          Stage source = Stage.scratch().copy(Copy.of("src", "/a/src").owner("5:6"));
          return Stage.scratch().copy(source.file("/a"), "/b/").copy(source.file("/a/src/a"), "/c/a");
        }));
    cases.add(Case.named("owner/chown from a stage").context(OWNERS)
        .dockerfile("FROM scratch AS s", "COPY --chown=5:6 src /a/src", "FROM scratch", "COPY etc /etc/",
            "COPY --from=s --chown=web /a /b/")
        .stage(() -> Stage.scratch().copy("etc", "/etc/")
            .copy(Copy.of(Stage.scratch().copy(Copy.of("src", "/a/src").owner("5:6")).file("/a"), "/b/").owner("web"))));
    cases.add(Case.named("owner/chown by variable").context(OWNERS).argument("WHO", "app:staff")
        .dockerfile("FROM scratch", "ARG WHO", "COPY etc /etc/", "COPY --chown=$WHO src /x").stage(
            () -> Stage.scratch().arg("WHO").copy("etc", "/etc/").copy(Copy.of("src", "/x").owner("$WHO"))));
    cases.add(Case.named("owner/user does not own what is copied").context(OWNERS)
        .dockerfile("FROM scratch", "COPY etc /etc/", "USER app", "COPY src /x/y").stage(
            () -> Stage.scratch().copy("etc", "/etc/").user("app").copy("src", "/x/y")));
    cases.add(Case.named("owner/parents of a chown").context(OWNERS)
        .dockerfile("FROM scratch", "COPY src /p", "COPY --chown=9:9 owned /p/new/deep/f").stage(
            () -> Stage.scratch().copy("src", "/p").copy(Copy.of("owned", "/p/new/deep/f").owner("9:9"))));
    cases.add(Case.named("owner/existing directory under a chown").context(OWNERS)
        .dockerfile("FROM scratch", "COPY src /p", "COPY --chown=9:9 d /p").stage(
            () -> Stage.scratch().copy("src", "/p").copy(Copy.of("d", "/p").owner("9:9"))));
    cases.add(Case.named("owner/passwd through a link")
        .dockerfile("FROM scratch", "COPY etc/passwd /real/passwd", "COPY linked /etc/", "COPY --chown=app src /x")
        .context(OWNERS.directory("linked").symlink("linked/passwd", "/real/passwd")).stage(
            () -> Stage.scratch().copy("etc/passwd", "/real/passwd").copy("linked", "/etc/").copy(Copy.of("src", "/x").owner("app"))));
  }
}
