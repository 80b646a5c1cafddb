package dev.slipway.testkit.differential;

import com.google.common.collect.ImmutableList;
import dev.slipway.image.Stage;
import java.util.List;

/** COPY --from another stage, and stages that stand on stages. */
final class StageCases {
  private static final FileSet FILES = FileSet.empty().directory("s", 0700).file("s/a.txt", "a\n").file("s/b.txt", "b\n", 0600)
      .directory("s/dir", 0750).file("s/dir/one", "1\n").directory("s/dir/sub").symlink("s/dir/sub/up", "../one")
      .symlink("s/abs", "/s/a.txt")
      .symlink("s/absdir", "/s/dir").symlink("s/rel", "dir").symlink("s/out", "../../../etc/passwd").symlink("s/dangling", "no")
      .file("x", "x\n");

  private static final List<String> SOURCES = List.of("/s/a.txt", "s/a.txt", "/s", "/s/", "/s/*.txt", "/s/dir", "/s/d*", "/s/abs",
      "/s/absdir", "/s/rel",
      "/s/rel/one", "/s/absdir/sub", "/s/out", "/s/dangling", "/", ".", "/s/none", "/s/none*", "/../s/a.txt", "/*/a.txt", "/s/a.txt /s/dir",
      "/s/abs/x");

  private StageCases() {}

  static ImmutableList<Case> all() {
    ImmutableList.Builder<Case> cases = ImmutableList.builder();
    for (String source : SOURCES) {
      List<String> sources = List.of(source.split(" ", -1));
      cases.add(Case.named("from/source [" + source + "]").context(FILES)
          .dockerfile("FROM scratch AS data", "COPY s /s", "FROM scratch", "COPY --from=data " + source + " /out/").stage(
              () -> Stage.scratch().copy(Stage.scratch().copy("s", "/s").files(sources.toArray(String[]::new)), "/out/")));
    }
    cases.add(
        Case.named("from/stage by number").context(FILES).dockerfile("FROM scratch", "COPY x /x", "FROM scratch", "COPY --from=0 /x /y")
            .stage(() -> Stage.scratch().copy(Stage.scratch().copy("x", "/x").file("/x"), "/y")));
    cases.add(Case.named("from/workdir of the stage does not matter").context(FILES)
        .dockerfile("FROM scratch AS a", "WORKDIR /w", "COPY x .", "FROM scratch", "WORKDIR /v", "COPY --from=a w/x .").stage(
            () -> Stage.scratch().workdir("/v").copy(Stage.scratch().workdir("/w").copy("x", ".").file("w/x"), ".")));
    cases.add(Case.named("from/stage on stage keeps files and configuration").context(FILES)
        .dockerfile("FROM scratch AS a", "COPY x /x", "ENV A=1", "WORKDIR /w", "CMD [\"c\"]", "FROM a", "COPY x y", "ENV B=$A").stage(
            () -> Stage.from(Stage.scratch().copy("x", "/x").env("A", "1").workdir("/w").command("c")).copy("x", "y").env("B", "$A")));
    cases.add(Case.named("from/diamond").context(FILES)
        .dockerfile("FROM scratch AS base", "COPY x /x", "FROM base AS l", "COPY x /l", "FROM base AS r", "COPY s /r", "FROM scratch",
            "COPY --from=l / /", "COPY --from=r / /", "COPY --from=base /x /z")
        .stage(() -> {
          Stage base = Stage.scratch().copy("x", "/x");
          Stage left = Stage.from(base).copy("x", "/l");
          Stage right = Stage.from(base).copy("s", "/r");
          return Stage.scratch().copy(left.file("/"), "/").copy(right.file("/"), "/").copy(base.file("/x"), "/z");
        }));
    cases.add(Case.named("from/empty stage").context(FILES).dockerfile("FROM scratch AS e", "FROM scratch", "COPY --from=e / /out/")
        .stage(() -> Stage.scratch().copy(Stage.scratch().file("/"), "/out/")));
    cases.add(Case.named("from/overwritten file").context(FILES)
        .dockerfile("FROM scratch AS e", "COPY x /f", "COPY s/a.txt /f", "FROM scratch", "COPY --from=e /f /f").stage(
            () -> Stage.scratch().copy(Stage.scratch().copy("x", "/f").copy("s/a.txt", "/f").file("/f"), "/f")));
    cases.add(Case.named("from/no instruction at all").dockerfile("FROM scratch").stage(Stage::scratch));
    cases.add(Case.named("from/only configuration").dockerfile("FROM scratch", "ENV A=b").stage(() -> Stage.scratch().env("A", "b")));
    return cases.build();
  }
}
