package dev.slipway.testkit.differential;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import dev.slipway.image.Add;
import dev.slipway.image.Copy;
import dev.slipway.image.Heredoc;
import dev.slipway.image.Stage;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * What the daemon in use is too old for. Docker builds the files that the Dockerfile reference promises, written down by
 * hand in an archive; Slipway builds the instruction itself.
 */
final class NewerCases {
  private static final ImmutableMap<String, Integer> FILES = ImmutableMap.of("f644", 0644, "f600", 0600, "f755", 0755, "f000", 0);
  private static final ImmutableMap<String, Integer> SPECIAL = ImmutableMap.of("f4755", 04755, "f1644", 01644);
  private static final ImmutableMap<String, Integer> DIRECTORIES = ImmutableMap.of("d755", 0755, "d700", 0700, "d2775", 02775);

  private static final FileSet TREE = FileSet.empty().directory("x", 0750).directory("x/y", 0711).file("x/y/a.txt", "a\n")
      .file("x/y/b.md", "b\n")
      .file("x/top.txt", "t\n").directory("x/z").file("x/z/c.txt", "c\n", 0600).file("home.txt", "h\n").file("home.md", "m\n")
      .symlink("x/link", "y");

  private final ImmutableList.Builder<Case> cases = ImmutableList.builder();

  private NewerCases() {}

  static ImmutableList<Case> all() {
    NewerCases group = new NewerCases();
    group.modes();
    group.parents();
    group.excludes();
    group.links();
    group.heredocs();
    group.archives();
    return group.cases.build();
  }

  private void modes() {
    for (String octal : List.of("0755", "0", "4755", "1777", "640", "07777")) {
      int mode = Integer.parseInt(octal, 8);
      chmod(octal, names(mode, mode, mode, mode), names(mode, mode), names(mode, mode, mode));
    }
    chmod("u=rwX,go=rX", names(0644, 0644, 0755, 0644), Optional.empty(), names(0755, 0755, 02755));
    chmod("+x", names(0755, 0711, 0755, 0111), names(04755, 01755), names(0755, 0711, 02775));
    chmod("a+X", names(0644, 0600, 0755, 0), names(04755, 01644), names(0755, 0711, 02775));
    chmod("a-w", names(0444, 0400, 0555, 0), names(04555, 01444), names(0555, 0500, 02555));
    chmod("go=u", names(0666, 0666, 0777, 0), Optional.empty(), names(0777, 0777, 02777));
    chmod("u+s", names(04644, 04600, 04755, 04000), names(04755, 05644), Optional.empty());
    for (String wrong : List.of("8", "77777", "u=q", "rw")) {
      cases.add(
          Case.named("newer/chmod [" + wrong + "] is refused").context(TREE).dockerfile("FROM scratch", "COPY --chmod=" + wrong + " x /x")
              .olderDockerfile("FROM scratch", "COPY missing /x").stage(() -> Stage.scratch().copy(Copy.of("x", "/x").mode(wrong))));
    }
    golden("chmod of one file and its parents", FileSet.empty().file("f", "f", 0600),
        FileSet.empty().directory("p").directory("p/q").file("p/q/f",
            "f", 04711),
        "COPY --chmod=4711 f /p/q/f", () -> Stage.scratch().copy(Copy.of("f", "/p/q/f").mode("4711")));
    golden("chmod of a link's target", FileSet.empty().file("f", "f", 0600).symlink("l", "f"), FileSet.empty().file("l", "f", 0640),
        "COPY --chmod=0640 l /", () -> Stage.scratch().copy(Copy.of("l", "/").mode("0640")));
  }

  private void parents() {
    golden("parents of a file", TREE,
        FileSet.empty().directory("out").directory("out/x", 0750).directory("out/x/y", 0711).file("out/x/y/a.txt", "a\n"),
        "COPY --parents x/y/a.txt /out/", () -> Stage.scratch().copy(Copy.of("x/y/a.txt", "/out/").keepingParents()));
    golden("parents of a pattern", TREE, FileSet.empty().directory("out").directory("out/x", 0750).directory("out/x/y", 0711)
        .file("out/x/y/a.txt", "a\n").directory("out/x/z").file("out/x/z/c.txt", "c\n", 0600), "COPY --parents x/*/*.txt /out/",
        () -> Stage.scratch().copy(Copy.of("x/*/*.txt", "/out/").keepingParents()));
    golden("parents with any depth", TREE,
        FileSet.empty().directory("out").file("out/home.txt", "h\n").directory("out/x", 0750).file("out/x/top.txt",
            "t\n").directory("out/x/y", 0711).file("out/x/y/a.txt", "a\n").directory("out/x/z").file("out/x/z/c.txt", "c\n", 0600),
        "COPY --parents **/*.txt /out/", () -> Stage.scratch().copy(Copy.of("**/*.txt", "/out/").keepingParents()));
    golden("parents from a pivot", TREE, FileSet.empty().directory("out").directory("out/y", 0711).file("out/y/a.txt", "a\n"),
        "COPY --parents x/./y/a.txt /out/", () -> Stage.scratch().copy(Copy.of("x/./y/a.txt", "/out/").keepingParents()));
    golden("parents of a directory", TREE, FileSet.empty().directory("out").directory("out/x", 0750).directory("out/x/y", 0711)
        .file("out/x/y/a.txt", "a\n").file("out/x/y/b.md", "b\n"), "COPY --parents x/y /out/",
        () -> Stage.scratch().copy(Copy.of("x/y", "/out/").keepingParents()));
    golden("parents of several", TREE,
        FileSet.empty().directory("out").file("out/home.md", "m\n").directory("out/x", 0750).file("out/x/top.txt", "t\n"),
        "COPY --parents home.md x/top.txt /out/",
        () -> Stage.scratch().copy(Copy.of(List.of("home.md", "x/top.txt"), "/out/").keepingParents()));
    golden("parents of a link", TREE, FileSet.empty().directory("out").directory("out/x", 0750).symlink("out/x/link", "y"),
        "COPY --parents x/l* /out/", () -> Stage.scratch().copy(Copy.of("x/l*", "/out/").keepingParents()));
    golden("parents without a match", TREE, FileSet.empty().file("f", "h\n"), "COPY --parents **/*.none /out/\nCOPY home.txt /f",
        () -> Stage.scratch().copy(Copy.of("**/*.none", "/out/").keepingParents()).copy("home.txt", "/f"));
  }

  private void excludes() {
    golden("exclude in a directory", TREE,
        FileSet.empty().directory("out").directory("out/y", 0711).file("out/y/b.md", "b\n").directory("out/z")
            .symlink("out/link", "y"),
        "COPY --exclude=**/*.txt x /out/",
        () -> Stage.scratch().copy(Copy.of("x", "/out/").with(Copy.of("x", "/").options().exclude("**/*.txt"))));
    golden("exclude at the top only", TREE,
        FileSet.empty().directory("out").directory("out/y", 0711).file("out/y/a.txt", "a\n").file("out/y/b.md",
            "b\n").directory("out/z").file("out/z/c.txt", "c\n", 0600).symlink("out/link", "y"),
        "COPY --exclude=*.txt x /out/",
        () -> Stage.scratch().copy(Copy.of("x", "/out/").with(Copy.of("x", "/").options().exclude("*.txt"))));
    golden("exclude of what a pattern matches", TREE, FileSet.empty().directory("out").file("out/home.md", "m\n"),
        "COPY --exclude=*.txt hom* /out/",
        () -> Stage.scratch().copy(Copy.of("hom*", "/out/").with(Copy.of("x", "/").options().exclude("*.txt"))));
    golden("exclude twice", TREE,
        FileSet.empty().directory("out").directory("out/z").file("out/z/c.txt", "c\n", 0600).file("out/top.txt", "t\n"),
        "COPY --exclude=y --exclude=link x /out/",
        () -> Stage.scratch().copy(Copy.of("x", "/out/").with(Copy.of("x", "/").options().exclude("y").exclude("link"))));
  }

  private void links() {
    golden("link without anything below", TREE, FileSet.empty().directory("p").directory("p/q").file("p/q/f", "h\n"),
        "COPY --link home.txt /p/q/f",
        () -> Stage.scratch().copy(Copy.of("home.txt", "/p/q/f").with(Copy.of("x", "/").options().asLink())));
    golden("link with owner", TREE, FileSet.empty().directory("p").owned(5, 6).file("p/f", "h\n").owned(5, 6),
        "COPY --link --chown=5:6 home.txt /p/f",
        () -> Stage.scratch().copy(Copy.of("home.txt", "/p/f").with(Copy.of("x", "/").options().asLink().owner("5:6"))));
  }

  private void heredocs() {
    golden("heredoc to a file", FileSet.empty(), FileSet.empty().file("f", "one\n two $X\n"), "COPY <<'EOF' /f\none\n two $X\nEOF",
        () -> Stage.scratch().copy(Heredoc.file("EOF", "one\n two $X\n"), "/f"));
    golden("heredoc to a directory", FileSet.empty(), FileSet.empty().directory("d").file("d/name.txt", "t\n"),
        "COPY <<name.txt /d/\nt\nname.txt",
        () -> Stage.scratch().copy(Heredoc.file("name.txt", "t\n"), "/d/"));
    golden("heredoc with variables", FileSet.empty(), FileSet.empty().file("f", "a v $N\n"), "ENV V=v\nCOPY <<EOF /f\na $V \\$N\nEOF",
        Optional.of("ENV V=v"),
        () -> Stage.scratch().env("V", "v").copy(new Heredoc("EOF", "a $V \\$N\n", true), "/f"));
    golden("heredoc with mode and owner", FileSet.empty(),
        FileSet.empty().directory("b").owned(3, 4).file("b/run", "#!/bin/sh\n", 0755).owned(3, 4),
        "COPY --chmod=0755 --chown=3:4 <<run /b/\n#!/bin/sh\nrun",
        () -> Stage.scratch().copy(Copy.of(Heredoc.file("run", "#!/bin/sh\n"), "/b/").mode(
            "0755").owner("3:4")));
    golden("heredoc empty", FileSet.empty(), FileSet.empty().file("f", ""), "COPY <<EOF /f\nEOF",
        () -> Stage.scratch().copy(Heredoc.file("EOF", ""), "/f"));
  }

  private void archives() {
    FileSet inner = FileSet.empty().directory("top", 0750).file("top/f", "f\n", 0600).symlink("top/l", "f");
    FileSet archives = FileSet.empty().archive("a.tar", inner, Codec.NONE).archive("a.tar.zst", inner, Codec.ZSTD);
    FileSet unpacked = FileSet.empty().directory("out").directory("out/top", 0750).file("out/top/f", "f\n", 0600).symlink("out/top/l", "f");
    golden("add zstd", archives, unpacked, "ADD a.tar.zst /out/", () -> Stage.scratch().add("a.tar.zst", "/out/"));
    golden("add told to unpack", archives, unpacked, "ADD --unpack=true a.tar /out/",
        () -> Stage.scratch().add(Add.of("a.tar", "/out/").unpacking(true)));
    golden("add told not to unpack", archives, FileSet.empty().directory("out").archive("out/a.tar", inner, Codec.NONE),
        "ADD --unpack=false a.tar /out/",
        () -> Stage.scratch().add(Add.of("a.tar", "/out/").unpacking(false)));
  }

  /** Modes of {@link #FILES}, {@link #SPECIAL} or {@link #DIRECTORIES}, in their order. */
  private static Optional<List<Integer>> names(Integer... modes) {
    return Optional.of(List.of(modes));
  }

  private void chmod(String change, Optional<List<Integer>> files, Optional<List<Integer>> special, Optional<List<Integer>> directories) {
    FileSet before = FileSet.empty().directory("m").symlink("m/link", "f644");
    FileSet after = FileSet.empty().directory("m").symlink("m/link", "f644");
    for (Map.Entry<ImmutableMap<String, Integer>, Optional<List<Integer>>> group : List.of(Map.entry(FILES, files),
        Map.entry(SPECIAL, special),
        Map.entry(DIRECTORIES, directories))) {
      List<String> names = group.getKey().keySet().asList();
      for (int i = 0; group.getValue().isPresent() && i < names.size(); i++) {
        String path = "m/" + names.get(i);
        int old = group.getKey().getOrDefault(names.get(i), 0);
        int mode = group.getValue().get().get(i);
        boolean directory = names.get(i).startsWith("d");
        before = directory ? before.directory(path, old) : before.file(path, "x", old);
        after = directory ? after.directory(path, mode) : after.file(path, "x", mode);
      }
    }
    golden("chmod [" + change + "]", before, after, "COPY --chmod=" + change + " m /m",
        () -> Stage.scratch().copy(Copy.of("m", "/m").mode(change)));
  }

  private void golden(String name, FileSet files, FileSet result, String line, Supplier<Stage> stage) {
    golden(name, files, result, line, Optional.empty(), stage);
  }

  private void golden(String name, FileSet files, FileSet result, String line, Optional<String> configuration, Supplier<Stage> stage) {
    FileSet context = files.archive("golden.tar", result, Codec.NONE);
    ImmutableList.Builder<String> older = ImmutableList.<String>builder().add("FROM scratch");
    configuration.ifPresent(older::add);
    older.add("ADD golden.tar /");
    cases.add(
        Case.named("newer/" + name).context(context).dockerfile("FROM scratch", line).olderDockerfile(older.build().toArray(String[]::new))
            .stage(stage));
  }
}
