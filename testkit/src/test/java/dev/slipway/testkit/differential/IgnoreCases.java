package dev.slipway.testkit.differential;

import com.google.common.collect.ImmutableList;
import dev.slipway.image.Stage;

/** What .dockerignore keeps out of the context. */
final class IgnoreCases {
  private static final FileSet FILES = FileSet.empty().file("a.txt", "a\n").file("b.log", "b\n").directory("d").file("d/a.txt", "da\n")
      .file("d/b.log", "db\n").directory("d/node_modules").file("d/node_modules/m", "m\n").directory("d/node_modules/k")
      .file("d/node_modules/k/n", "n\n")
      .directory("empty").directory("logs").file("logs/only.log", "l\n").symlink("link", "a.txt").symlink("tolog", "b.log")
      .file("Dockerfile", "x\n");

  private IgnoreCases() {}

  static ImmutableList<Case> all() {
    return ImmutableList.of(
        whole("star", "*"),
        whole("extension at the top", "*.log"),
        whole("extension everywhere", "**/*.log"),
        whole("directory", "d"),
        whole("directory with slash", "d/"),
        whole("contents of a directory", "d/*"),
        whole("directory anywhere", "**/node_modules"),
        whole("exception", "*.txt\n!a.txt"),
        whole("all but some", "*\n!d/a.txt"),
        whole("exception below an excluded directory", "d/node_modules\n!d/node_modules/k/n"),
        whole("order matters", "!a.txt\n*.txt"),
        whole("comments, blanks and blank lines", "# a.txt\n\n  b.log  \n"),
        whole("leading slash", "/a.txt\n/d/b.log"),
        whole("dots", "./a.txt\nd/../b.log"),
        whole("the file itself and the Dockerfile", ".dockerignore\nDockerfile"),
        whole("question mark and class", "?.txt\n[b-c].log"),
        whole("names of links", "link\nlogs"),
        whole("double star in the middle", "d/**/n"),
        whole("everything but a directory", "*\n!d\nd/node_modules"),
        whole("byte order mark and CRLF", "\uFEFFa.txt\r\nb.log\r\n"),
        whole("only an exclamation mark", "!"),
        whole("broken pattern", "[a-"),
        Case.named("ignore/named source is ignored").context(FILES.file(".dockerignore", "*.log\n"))
            .dockerfile("FROM scratch", "COPY b.log /out/")
            .stage(() -> Stage.scratch().copy("b.log", "/out/")),
        Case.named("ignore/target of a link is ignored").context(FILES.file(".dockerignore", "*.log\n"))
            .dockerfile("FROM scratch", "COPY tolog /out/")
            .stage(() -> Stage.scratch().copy("tolog", "/out/")),
        Case.named("ignore/wildcard source").context(FILES.file(".dockerignore", "b.*\n")).dockerfile("FROM scratch", "COPY *.* /out/")
            .stage(() -> Stage.scratch().copy("*.*", "/out/")),
        Case.named("ignore/directory left without files").context(FILES.file(".dockerignore", "logs/*\n"))
            .dockerfile("FROM scratch", "COPY logs /out/")
            .stage(() -> Stage.scratch().copy("logs", "/out/")));
  }

  private static Case whole(String name, String patterns) {
    return Case.named("ignore/" + name).context(FILES.file(".dockerignore", patterns)).dockerfile("FROM scratch", "COPY . /out/")
        .stage(() -> Stage.scratch().copy(".", "/out/"));
  }
}
