package dev.slipway.testkit.differential;

import com.google.common.collect.ImmutableList;
import dev.slipway.image.Copy;
import dev.slipway.image.Stage;
import java.util.List;

/** COPY from the context: which source becomes which path. */
final class CopyCases {
  static final FileSet TREE = FileSet.empty().file("a.txt", "a\n").file("b.txt", "b\n", 0600).file("c.md", "c\n").file(".hidden", "h\n")
      .directory("d").file("d/one", "1\n").file("d/two", "2\n", 0755).directory("d/sub", 0750).file("d/sub/three", "3\n")
      .directory("d/empty")
      .directory("e", 0700).file("e/one", "other\n").file("e/four", "4\n").directory("f[1]").file("f[1]/x", "x\n");

  /** What the image has before: an earlier stage's files make destinations that exist. */
  private static final List<String> BEFORE = List.of("COPY c.md /file", "COPY e /dir/", "COPY d /deep/er/");

  private static final List<String> SOURCES = List.of("a.txt", "d", "d/", "d/.", ".", "/d/sub", "./d/../a.txt", "../a.txt", "a.txt d",
      "d e",
      "a.txt b.txt", "*.txt", "?.txt", "[ab].txt", "[!a].txt", "[^a].txt", "d*", "d/*", "*/one", "*", "none*", "none*/x", "a.txt none*",
      "none",
      "d/none", "f[[]1]", "a.txt/", "d/empty");

  private static final List<String> DESTINATIONS = List.of("/new", "/new/", "/x/y/z", "/x/y/z/", "/dir", "/dir/", "/", "rel", ".", "./",
      "/dir/../up",
      "/dir/.");

  private CopyCases() {}

  static ImmutableList<Case> all() {
    ImmutableList.Builder<Case> cases = ImmutableList.builder();
    for (String source : SOURCES) {
      List<String> sources = List.of(source.split(" ", -1));
      cases.add(onto("copy/source [" + source + "] to /out/", sources, "/out/", List.of()));
    }
    for (String destination : DESTINATIONS) {
      cases.add(onto("copy/file to [" + destination + "]", List.of("a.txt"), destination, BEFORE));
      cases.add(onto("copy/directory to [" + destination + "]", List.of("d"), destination, BEFORE));
    }
    cases.add(Case.named("copy/backslash of the Dockerfile").context(TREE).dockerfile("FROM scratch", "COPY \\a.txt /out/")
        .stage(() -> Stage.scratch().copy("a.txt", "/out/")));
    cases.add(onto("copy/directory without slash", List.of("d"), "/out", List.of()));
    cases.add(onto("copy/one wildcard match without slash", List.of("a*.txt"), "/out", List.of()));
    cases.add(onto("copy/two wildcard matches without slash", List.of("*.txt"), "/out", List.of()));
    cases.add(onto("copy/wildcard directory without slash", List.of("d*"), "/out", List.of()));
    cases.add(onto("copy/wildcard without match, no slash", List.of("none*"), "/out", List.of()));
    cases.add(onto("copy/wildcard in a directory", List.of("d/s*/t*"), "/out/", List.of()));
    cases.add(onto("copy/file over file", List.of("a.txt"), "/file", BEFORE));
    cases.add(onto("copy/file over itself", List.of("c.md"), "/file", BEFORE));
    cases.add(onto("copy/directory over file", List.of("d"), "/file", BEFORE));
    cases.add(onto("copy/directory over file with slash", List.of("d"), "/file/", BEFORE));
    cases.add(onto("copy/file below a file", List.of("a.txt"), "/file/below", BEFORE));
    cases.add(onto("copy/file to a file with slash", List.of("a.txt"), "/file/", BEFORE));
    cases.add(onto("copy/file over directory of same name", List.of("d/one"), "/", List.of("COPY d /one/")));
    cases.add(onto("copy/directory entry over file of same name", List.of("d"), "/out/", List.of("COPY a.txt /out/sub")));
    cases.add(onto("copy/file entry over directory of same name", List.of("d"), "/out/", List.of("COPY e /out/one/")));
    cases.add(onto("copy/directory over directory with another mode", List.of("e"), "/out", List.of("COPY d /out/")));
    cases.add(onto("copy/subdirectory over directory with another mode", List.of("d"), "/out", List.of("COPY e /out/sub/")));
    cases.add(onto("copy/several layers", List.of("e"), "/deep/er/", BEFORE));
    cases.add(Case.named("copy/relative to workdir").context(TREE)
        .dockerfile("FROM scratch", "WORKDIR /w/x", "COPY a.txt .", "COPY d ./", "COPY b.txt ../up", "COPY c.md rel/")
        .stage(() -> Stage.scratch().workdir("/w/x").copy("a.txt", ".").copy("d", "./").copy("b.txt", "../up").copy("c.md", "rel/")));
    cases.add(Case.named("copy/destination above the root").context(TREE).dockerfile("FROM scratch", "COPY a.txt ../../x")
        .stage(() -> Stage.scratch().copy("a.txt", "../../x")));
    cases.add(Case.named("copy/variables in paths").context(TREE).argument("WHICH", "b")
        .dockerfile("FROM scratch", "ARG WHICH=a", "ENV TO=/to/", "COPY ${WHICH}.txt $TO").stage(
            () -> Stage.scratch().arg("WHICH", "a").env("TO", "/to/").copy("${WHICH}.txt", "$TO")));
    cases.add(Case.named("copy/several sources, variable destination without slash").context(TREE)
        .dockerfile("FROM scratch", "ENV TO=/to", "COPY a.txt b.txt $TO")
        .stage(() -> Stage.scratch().env("TO", "/to").copy(Copy.of(List.of("a.txt", "b.txt"), "$TO"))));
    cases.add(Case.named("copy/several sources without slash").context(TREE).dockerfile("FROM scratch", "COPY a.txt b.txt /to")
        .stage(() -> Stage.scratch().copy(Copy.of(List.of("a.txt", "b.txt"), "/to"))));
    cases.add(Case.named("copy/empty context").dockerfile("FROM scratch", "COPY . /out/").stage(() -> Stage.scratch().copy(".", "/out/")));
    cases.add(Case.named("copy/twice the same").context(TREE).dockerfile("FROM scratch", "COPY d /d", "COPY d /d")
        .stage(() -> Stage.scratch().copy("d", "/d").copy("d", "/d")));
    return cases.build();
  }

  /** {@code lines} are COPY instructions with one source each, made before the one that is looked at. */
  private static Case onto(String name, List<String> sources, String destination, List<String> lines) {
    ImmutableList.Builder<String> dockerfile = ImmutableList.<String>builder().add("FROM scratch").addAll(lines)
        .add("COPY " + String.join(" ", sources) + " " + destination);
    return Case.named(name).context(TREE).dockerfile(dockerfile.build().toArray(String[]::new)).stage(() -> {
      Stage stage = Stage.scratch();
      for (String line : lines) {
        List<String> words = List.of(line.split(" ", -1));
        stage = stage.copy(words.get(1), words.get(2));
      }
      return stage.copy(Copy.of(sources, destination));
    });
  }
}
