package dev.slipway.testkit.differential;

import com.google.common.collect.ImmutableList;
import dev.slipway.image.Copy;
import dev.slipway.image.Stage;
import java.util.List;

/** Symbolic and hard links in the context, in the image and on the way to a destination. */
final class LinkCases {
  private static final FileSet LINKS = FileSet.empty().file("target.txt", "t\n").directory("dir").file("dir/one", "1\n")
      .symlink("to-file", "target.txt").symlink("to-dir", "dir").symlink("dangling", "missing").symlink("absolute", "/target.txt")
      .symlink("absolute-dir", "/dir").symlink("chain", "chain2").symlink("chain2", "to-file")
      .symlink("outside", "../../../../etc/hostname")
      .symlink("outside-absolute", "/etc/hostname").symlink("loop", "loop2").symlink("loop2", "loop").directory("holder")
      .symlink("holder/up", "../target.txt").symlink("holder/dir", "../dir").symlink("holder/dangling", "nowhere")
      .symlink("holder/abs", "/etc/passwd").file("holder/plain", "p\n");

  private static final List<String> SOURCES = List.of("to-file", "to-dir", "to-dir/", "to-dir/one", "dangling", "absolute", "absolute-dir",
      "absolute-dir/one", "chain", "outside", "outside-absolute", "loop", "holder", "holder/up", "holder/dir", "holder/dir/one", "to-*",
      "*",
      "to-dir/*", "to-dir/..", "dir/../to-file");

  /** Made first in the image: links that later destinations go through. */
  private static final FileSet WAYS = FileSet.empty().directory("base").directory("base/real", 0700).file("base/real/old", "old\n")
      .file("base/file", "f\n").symlink("base/rel", "real").symlink("base/abs", "/real").symlink("base/chain", "rel")
      .symlink("base/dangling", "made/later").symlink("base/out", "../../../outside").symlink("base/tofile", "file")
      .symlink("base/loop", "loop")
      .file("new", "new\n").directory("tree").file("tree/leaf", "leaf\n").directory("tree/rel").file("tree/rel/in", "in\n")
      .directory("flat")
      .file("flat/tofile", "replaced\n").file("flat/rel", "a file now\n").directory("turn").symlink("turn/real", "file").directory("turn2")
      .symlink("turn2/file", "real").symlink("turn2/rel", "file").directory("turn3").symlink("turn3/dangling", "file");

  private static final List<String> DESTINATIONS = List.of("/rel", "/rel/", "/rel/x", "/abs/x", "/abs/", "/chain/x", "/dangling",
      "/dangling/",
      "/dangling/x", "/out/x", "/tofile", "/tofile/", "/tofile/x", "/rel/../y", "/loop/x");

  private LinkCases() {}

  static ImmutableList<Case> all() {
    ImmutableList.Builder<Case> cases = ImmutableList.builder();
    for (String source : SOURCES) {
      cases.add(Case.named("link/source [" + source + "]").context(LINKS).dockerfile("FROM scratch", "COPY " + source + " /out/")
          .stage(() -> Stage.scratch().copy(source, "/out/")));
    }
    FileSet linkedDirectories = FileSet.empty().directory("dir").file("dir/one", "1\n").directory("dir/sub").file("dir/sub/one", "2\n")
        .symlink("to-dir",
            "dir")
        .symlink("dir/to-sub", "sub");
    for (String source : List.of("to*/one", "*/one", "to-dir/*/one", "to-dir/t*/one", "d*/to-sub/one", "*/*/one")) {
      cases.add(
          Case.named("link/pattern [" + source + "]").context(linkedDirectories).dockerfile("FROM scratch", "COPY " + source + " /out/")
              .stage(() -> Stage.scratch().copy(source, "/out/")));
      cases.add(Case.named("link/pattern [" + source + "] in a stage").context(linkedDirectories)
          .dockerfile("FROM scratch AS s", "COPY . /", "FROM scratch", "COPY --from=s /" + source + " /out/").stage(
              () -> Stage.scratch().copy(Stage.scratch().copy(".", "/").file("/" + source), "/out/")));
    }
    cases.add(Case.named("link/file link without slash").context(LINKS).dockerfile("FROM scratch", "COPY to-file /out")
        .stage(() -> Stage.scratch().copy("to-file", "/out")));
    cases.add(Case.named("link/directory link without slash").context(LINKS).dockerfile("FROM scratch", "COPY to-dir /out")
        .stage(() -> Stage.scratch().copy("to-dir", "/out")));
    cases.add(Case.named("link/whole context").context(LINKS).dockerfile("FROM scratch", "COPY . /")
        .stage(() -> Stage.scratch().copy(".", "/")));
    for (String destination : DESTINATIONS) {
      cases.add(through("link/file to [" + destination + "]", "new", destination));
      cases.add(through("link/directory to [" + destination + "]", "tree", destination));
    }
    cases.add(through("link/directory over link to directory inside", "tree", "/"));
    cases.add(through("link/file over link to file inside", "flat", "/"));
    cases.add(through("link/link over directory", "turn", "/"));
    cases.add(through("link/link over file and over link", "turn2", "/"));
    cases.add(through("link/link over dangling link", "turn3", "/"));
    cases.add(Case.named("link/hard links in a directory").context(hardLinks()).dockerfile("FROM scratch", "COPY d /d")
        .stage(() -> Stage.scratch().copy("d", "/d")));
    cases.add(Case.named("link/hard links of the whole context").context(hardLinks()).dockerfile("FROM scratch", "COPY . /")
        .stage(() -> Stage.scratch().copy(".", "/")));
    cases.add(Case.named("link/hard links by several sources").context(hardLinks()).dockerfile("FROM scratch", "COPY d/a d/b top /")
        .stage(() -> Stage.scratch().copy(Copy.of(List.of("d/a", "d/b", "top"), "/"))));
    cases.add(Case.named("link/hard links from a stage").context(hardLinks())
        .dockerfile("FROM scratch AS s", "COPY d /d", "FROM scratch", "COPY --from=s /d /d")
        .stage(() -> Stage.scratch().copy(Stage.scratch().copy("d", "/d").file("/d"), "/d")));
    cases.add(
        Case.named("link/copy over one of two hard links").context(hardLinks()).dockerfile("FROM scratch", "COPY d /d", "COPY other /d/a")
            .stage(() -> Stage.scratch().copy("d", "/d").copy("other", "/d/a")));
    return cases.build();
  }

  private static FileSet hardLinks() {
    return FileSet.empty().directory("d").file("d/a", "linked\n", 0640).hardLink("d/b", "d/a").directory("d/sub").hardLink("d/sub/c", "d/a")
        .hardLink("top", "d/a").file("other", "other\n");
  }

  private static Case through(String name, String source, String destination) {
    return Case.named(name).context(WAYS).dockerfile("FROM scratch", "COPY base /", "COPY " + source + " " + destination)
        .stage(() -> Stage.scratch().copy("base", "/").copy(source, destination));
  }
}
