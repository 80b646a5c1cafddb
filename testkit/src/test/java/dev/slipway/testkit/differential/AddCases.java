package dev.slipway.testkit.differential;

import com.google.common.collect.ImmutableList;
import dev.slipway.image.Add;
import dev.slipway.image.Copy;
import dev.slipway.image.Stage;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;

/** ADD of files and of archives that it unpacks. */
final class AddCases {
  /** CAP_NET_RAW, permitted and effective, as the kernel stores it (version 2). */
  static final String CAPABILITY = "\1\0\0\2\0 \0\0\0\0\0\0\0\0\0\0\0\0\0\0";
  private static final FileSet INNER = FileSet.empty().directory("top", 0750).owned(1, 2).file("top/a", "a\n", 04755).owned(3, 4)
      .symlink("top/l", "a").hardLink("top/h", "top/a").file("implied/parent/f", "f\n", 0600).owned(5, 6).directory("top/s", 01777)
      .symlink("abs", "/etc/x").fifo("top/pipe").file("top/x", "x").xattr("security.capability", CAPABILITY);

  private static final FileSet OVER = FileSet.empty().directory("e", 0700).file("e/one", "1\n").file("e/two", "2\n").directory("real")
      .file("real/r", "r\n").symlink("way", "real").file("plain.txt", "plain\n");

  private AddCases() {}

  static ImmutableList<Case> all() {
    ImmutableList.Builder<Case> cases = ImmutableList.builder();
    FileSet plain = FileSet.empty().archive("plain", INNER, Codec.NONE);
    for (Codec codec : Codec.values()) {
      String name = "a." + codec.suffix();
      cases.add(add("add/" + codec.suffix(), plain.archive(name, INNER, codec), List.of(name), "/out/")
          .olderDockerfile(older(codec, name, "/out/")));
      cases.add(add("add/" + codec.suffix() + " named otherwise", plain.archive("data", INNER, codec), List.of("data"), "/out")
          .olderDockerfile(older(codec, "data", "/out")));
    }
    FileSet archive = FileSet.empty().archive("a.tar", INNER, Codec.NONE);
    cases.add(add("add/archive to the root", archive, List.of("a.tar"), "/"));
    cases.add(add("add/archive by wildcard", archive.and(OVER), List.of("*.tar"), "/out/"));
    cases.add(add("add/archive and file", archive.and(OVER), List.of("a.tar", "plain.txt"), "/out/"));
    cases.add(add("add/two archives", archive.archive("b.tar", FileSet.empty().file("top/a", "b\n").file("b", "b\n"), Codec.GZIP),
        List.of("a.tar", "b.tar"), "/out/"));
    cases.add(add("add/archive in a directory is not unpacked", FileSet.empty().directory("d").archive("d/a.tar", INNER, Codec.NONE),
        List.of("d"), "/out/"));
    cases.add(add("add/file", OVER, List.of("plain.txt"), "/x/y"));
    cases.add(add("add/directory", OVER, List.of("e"), "/x/y"));
    cases.add(add("add/archive owner is kept, chown given", archive, "ADD --chown=10:20 a.tar /out/",
        Add.of("a.tar", "/out/").with(Add.of("a.tar", "/out/").options().owner("10:20"))));
    cases.add(add("add/archive mode is kept, chmod given", archive, "ADD --chmod=0604 a.tar /out/",
        Add.of("a.tar", "/out/").with(Add.of("a.tar", "/out/").options().mode("0604"))));
    cases.add(add("add/chown and chmod of a file", OVER, "ADD --chown=10:20 --chmod=0604 plain.txt /out/",
        Add.of("plain.txt", "/out/").with(Add.of("plain.txt", "/out/").options().owner("10:20").mode("0604"))));
    cases.add(add("add/name ends with .tar but is text", FileSet.empty().file("a.tar", "no archive\n"), List.of("a.tar"), "/out/"));
    cases.add(add("add/gzip of text",
        FileSet.empty().file("a.gz", Codec.GZIP.compress("text\n".repeat(300).getBytes(StandardCharsets.US_ASCII)), 0644),
        List.of("a.gz"), "/out/"));
    cases
        .add(add("add/magic of gzip, then rubbish", FileSet.empty().file("a.gz", FileSet.hex("1f8b0800deadbeef00112233445566778899"), 0644),
            List.of("a.gz"), "/out/"));
    cases.add(add("add/tar cut off in the middle", FileSet.empty().file("a.tar", Arrays.copyOf(INNER.tar(), 700), 0644), List.of("a.tar"),
        "/out/"));
    cases.add(add("add/empty tar", FileSet.empty().archive("a.tar", FileSet.empty(), Codec.NONE), List.of("a.tar"), "/out/"));
    cases.add(add("add/empty file", FileSet.empty().file("a.tar", ""), List.of("a.tar"), "/out/"));
    cases.add(add("add/link to an archive", archive.symlink("l", "a.tar"), List.of("l"), "/out/"));
    cases.add(add("add/dot entries",
        FileSet.empty().archive("a.tar", FileSet.empty().directory(".", 0711).owned(8, 9).file("./f", "f").directory("./d"),
            Codec.NONE),
        List.of("a.tar"), "/out/"));
    cases.add(add("add/same name twice", FileSet.empty().archive("a.tar", FileSet.empty().file("f", "1").file("f", "22", 0600), Codec.NONE),
        List.of("a.tar"), "/out/"));
    cases.add(add("add/entry above the destination",
        FileSet.empty().archive("a.tar", FileSet.empty().file("ok", "1").file("../../up", "2"), Codec.NONE),
        List.of("a.tar"), "/out/in/"));
    cases.add(add("add/entry with absolute name", FileSet.empty().archive("a.tar", FileSet.empty().file("/abs/f", "1"), Codec.NONE),
        List.of("a.tar"),
        "/out/"));
    cases.add(add("add/link and then an entry through it", FileSet.empty().archive("a.tar",
        FileSet.empty().symlink("l", "/other").file("l/f", "1"), Codec.NONE), List.of("a.tar"), "/out/"));
    cases.add(
        add("add/names like whiteouts", FileSet.empty().archive("a.tar", FileSet.empty().file("d/.wh.x", "1").file("d/y", "2"), Codec.NONE),
            List.of("a.tar"), "/out/"));
    onto(cases, "directory over existing", FileSet.empty().directory("e", 0755).owned(7, 7).file("e/one", "new\n"));
    onto(cases, "file over directory", FileSet.empty().file("e", "file\n"));
    onto(cases, "directory over file", FileSet.empty().directory("plain.txt").file("plain.txt/f", "f"));
    onto(cases, "directory over link to directory", FileSet.empty().directory("way").file("way/new", "n"));
    onto(cases, "entry through link to directory", FileSet.empty().file("way/new", "n"));
    onto(cases, "link over file", FileSet.empty().symlink("plain.txt", "real/r"));
    onto(cases, "link over directory", FileSet.empty().symlink("e", "real"));
    onto(cases, "file over link", FileSet.empty().file("way", "w"));
    onto(cases, "hard link to existing file", FileSet.empty().foreignHardLink("again", "plain.txt"));
    cases.add(
        Case.named("add/archive through linked destination").context(OVER.archive("a.tar", FileSet.empty().file("new", "n"), Codec.NONE))
            .dockerfile("FROM scratch", "COPY . /", "ADD a.tar /way/").stage(() -> Stage.scratch().copy(".", "/").add("a.tar", "/way/")));
    cases.add(Case.named("add/capability through a stage").context(archive)
        .dockerfile("FROM scratch AS s", "ADD a.tar /a/", "FROM scratch", "COPY --from=s /a /b", "COPY --from=s --chown=7:7 /a/top /c")
        .stage(() -> {
          Stage source = Stage.scratch().add("a.tar", "/a/");
          return Stage.scratch().copy(source.file("/a"), "/b").copy(Copy.of(source.file("/a/top"), "/c").owner("7:7"));
        }));
    cases.add(Case.named("add/archive onto a file").context(OVER.archive("a.tar", FileSet.empty().file("new", "n"), Codec.NONE))
        .dockerfile("FROM scratch", "COPY plain.txt /p", "ADD a.tar /p")
        .stage(() -> Stage.scratch().copy("plain.txt", "/p").add("a.tar", "/p")));
    return cases.build();
  }

  /** The daemon in use does not know zstd. */
  private static String[] older(Codec codec, String name, String destination) {
    return new String[]{"FROM scratch", "ADD " + (codec == Codec.ZSTD ? "plain" : name) + " " + destination};
  }

  /** An archive unpacked over files that are there. */
  private static void onto(ImmutableList.Builder<Case> cases, String name, FileSet archive) {
    cases.add(Case.named("add/archive: " + name).context(OVER.archive("a.tar", archive, Codec.NONE)).dockerfile("FROM scratch", "COPY e /e",
        "COPY real /real", "COPY plain.txt /", "COPY way2 /", "ADD a.tar /").context(
            OVER.archive("a.tar", archive, Codec.NONE).directory("way2").symlink("way2/way", "real"))
        .stage(() -> Stage.scratch().copy("e", "/e").copy("real", "/real").copy("plain.txt", "/").copy("way2", "/").add("a.tar", "/")));
  }

  private static Case add(String name, FileSet files, List<String> sources, String destination) {
    return Case.named(name).context(files).dockerfile("FROM scratch", "ADD " + String.join(" ", sources) + " " + destination)
        .stage(() -> Stage.scratch().add(Add.of(sources, destination)));
  }

  private static Case add(String name, FileSet files, String line, Add add) {
    return Case.named(name).context(files).dockerfile("FROM scratch", line).stage(() -> Stage.scratch().add(add));
  }
}
