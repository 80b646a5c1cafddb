package dev.slipway.build;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.slipway.SlipwayException;
import dev.slipway.image.Add;
import dev.slipway.image.Copy;
import dev.slipway.image.CopyOptions;
import dev.slipway.image.Heredoc;
import dev.slipway.image.Instruction;
import dev.slipway.image.Stage;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What lands where with COPY and WORKDIR, as measured with dockerd 20.10.24 and BuildKit. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class CopySemanticsTest {
  private static final Stage NEW = Stage.scratch();
  /** An image with files, links and users to copy onto. */
  private static final Stage OLD = Stage.scratch().copy("image", "/").named("old");

  private Workbench bench;

  /** A stage and the files that it adds to or changes in {@link #OLD}, or the start of its error's message. */
  record Case(String name, Stage stage, List<String> expected) {
    @Override
    public String toString() {
      return name;
    }
  }

  @BeforeAll
  void fill(@TempDir Path directory) {
    bench = new Workbench(directory);
    bench.file("a.txt", "a").file("b.txt", "b").file("d/one", "1").file("d/sub/two", "2").directory("d/empty").directory("hollow");
    bench.link("to-file", "a.txt").link("to-dir", "d").link("dangling", "nowhere").link("up", "../../a.txt").link("loop", "loop");
    bench.link("holder/dir", "../d").link("links/abs", "/etc/x").link("links/broken", "none").link("absolute", "/d/one");
    bench.file("q/[x]", "x").file("q/.hidden", "h").file("q/\u00e9", "e").file("q/!y", "y").file("e/.wh.gone", "");
    bench.file("t/real", "dir is a file here").file("u/file/deep", "below a file").file("w/way/inner", "i");
    bench.file("image/dir/kept", "k").file("image/file", "f").directory("image/real").link("image/way", "real")
        .link("image/tofile", "file").link("image/dangling", "made/later").link("image/far", "../../../outside").link("image/loop", "loop")
        .link("image/chain", "/way").file("image/etc/passwd", "root:x:0:0::/:/bin/sh\napp:x:1000:50::/:/bin/sh\n7:x:99:99::/:/bin/sh\n")
        .file("image/etc/group", "root:x:0:\nstaff:x:20:\n");
  }

  @AfterAll
  void close() {
    bench.close();
  }

  private static Case of(String name, Stage stage, String... expected) {
    return new Case(name, stage, List.of(expected));
  }

  private static Case copy(String source, String destination, String... expected) {
    return of("COPY " + source + " " + destination, NEW.copy(source, destination), expected);
  }

  private static Case onto(String source, String destination, String... expected) {
    return of("COPY " + source + " " + destination + " onto an image", OLD.copy(source, destination), expected);
  }

  static Stream<Case> destinations() {
    return Stream.of(
        copy("a.txt", "/x", "/x 644 0:0 = a"),
        copy("a.txt", "/x/", "/x/ 755 0:0", "/x/a.txt 644 0:0 = a"),
        copy("a.txt/", "/x/", "/x/ 755 0:0", "/x/a.txt 644 0:0 = a"),
        copy("a.txt", "/p/q/x", "/p/ 755 0:0", "/p/q/ 755 0:0", "/p/q/x 644 0:0 = a"),
        copy("a.txt", ".", "/a.txt 644 0:0 = a"),
        copy("../../a.txt", "../../y", "/y 644 0:0 = a"),
        copy("d", "/x", "/x/ 755 0:0", "/x/empty/ 755 0:0", "/x/one 644 0:0 = 1", "/x/sub/ 755 0:0", "/x/sub/two 644 0:0 = 2"),
        copy("d/.", "/x", "/x/ 755 0:0", "/x/empty/ 755 0:0", "/x/one 644 0:0 = 1", "/x/sub/ 755 0:0", "/x/sub/two 644 0:0 = 2"),
        copy("d/sub/..", "/x", "/x/ 755 0:0", "/x/empty/ 755 0:0", "/x/one 644 0:0 = 1", "/x/sub/ 755 0:0", "/x/sub/two 644 0:0 = 2"),
        copy("hollow", "/x", "/x/ 755 0:0"),
        of("several sources", NEW.with(Copy.of(List.of("a.txt", "b.txt"), "/x/")), "/x/ 755 0:0", "/x/a.txt 644 0:0 = a",
            "/x/b.txt 644 0:0 = b"),
        of("relative to WORKDIR", NEW.workdir("/w").copy("a.txt", "x/"), "/w/ 755 0:0", "/w/x/ 755 0:0", "/w/x/a.txt 644 0:0 = a"),
        onto("a.txt", "/dir", "/dir/a.txt 644 0:0 = a"),
        onto("a.txt", "/dir/.", "/dir/a.txt 644 0:0 = a"),
        onto("a.txt", "/file", "/file 644 0:0 = a"),
        onto("a.txt", "/file/", "!'/file' cannot be made a directory: a file lies there"),
        onto("a.txt", "/file/below", "!'/file' cannot be made a directory: a file lies there"),
        onto("d", "/file", "!'/file' cannot be made a directory: a file lies there"),
        onto("t", "/", "!'/t/real' cannot be copied to '/real': a directory lies there"),
        onto("u", "/", "!the directory '/u/file' cannot be copied to '/file': a file lies there"),
        onto("w", "/", "!the directory '/w/way' cannot be copied to '/way': a symbolic link lies there"),
        copy("e", "/", "!'/.wh.gone' cannot be in an image"));
  }

  static Stream<Case> patterns() {
    return Stream.of(
        copy("*.txt", "/x/", "/x/ 755 0:0", "/x/a.txt 644 0:0 = a", "/x/b.txt 644 0:0 = b"),
        copy("*.txt", "/x", "/x 644 0:0 = b"),
        copy("a*.txt", "/x", "/x 644 0:0 = a"),
        copy("hol?o*", "/x", "/x/ 755 0:0"),
        copy("none*", "/x/"),
        of("a file and a pattern without match", NEW.with(Copy.of(List.of("a.txt", "none*"), "/x/")), "/x/ 755 0:0",
            "/x/a.txt 644 0:0 = a"),
        copy("none", "/x/", "!'none' is not in the build context"),
        copy("d/*", "/x/", "/x/ 755 0:0", "/x/one 644 0:0 = 1", "/x/two 644 0:0 = 2"),
        copy("*/one", "/x", "/x 644 0:0 = 1"),
        copy("q/[[]x]", "/x", "/x 644 0:0 = x"),
        copy("q/.h*", "/x", "/x 644 0:0 = h"),
        copy("q/?", "/x", "/x 644 0:0 = e"),
        copy("q/[!a]*", "/x", "/x 644 0:0 = y"),
        copy("\\a.txt", "/x", "/x 644 0:0 = a"),
        copy("[^b].txt", "/x", "/x 644 0:0 = a"),
        copy("dang*", "/x/", "!'dang*' matches 'dangling' in the build context"));
  }

  static Stream<Case> links() {
    return Stream.of(
        copy("to-file", "/x/", "/x/ 755 0:0", "/x/to-file 644 0:0 = a"),
        copy("to-dir/one", "/x", "/x 644 0:0 = 1"),
        copy("holder/dir/sub", "/x", "/x/ 755 0:0", "/x/two 644 0:0 = 2"),
        copy("holder/*/one", "/x"),
        copy("to-dir/*/two", "/x", "/x 644 0:0 = 2"),
        copy("absolute", "/x", "/x 644 0:0 = 1"),
        copy("up", "/x", "/x 644 0:0 = a"),
        copy("dangling", "/x", "!'dangling' is not in the build context"),
        copy("loop", "/x", "!'/loop' leads through more than 255 symbolic links"),
        copy("links", "/x", "/x/ 755 0:0", "/x/abs -> /etc/x", "/x/broken -> none"),
        onto("a.txt", "/way", "/real/a.txt 644 0:0 = a"),
        onto("a.txt", "/way/x", "/real/x 644 0:0 = a"),
        onto("a.txt", "/chain/x", "/real/x 644 0:0 = a"),
        onto("a.txt", "/way/../y", "/y 644 0:0 = a"),
        onto("a.txt", "/tofile", "/file 644 0:0 = a"),
        onto("a.txt", "/tofile/", "!'/file' cannot be made a directory"),
        onto("a.txt", "/dangling", "/made/ 755 0:0", "/made/later 644 0:0 = a"),
        onto("a.txt", "/dangling/", "/made/ 755 0:0", "/made/later/ 755 0:0", "/made/later/a.txt 644 0:0 = a"),
        onto("a.txt", "/far/x", "/outside/ 755 0:0", "/outside/x 644 0:0 = a"),
        onto("a.txt", "/loop/x", "!'/loop/x' leads through more than 255 symbolic links"));
  }

  static Stream<Case> owners() {
    return Stream.of(
        owned("1000", "/n/ 755 1000:1000", "/n/a.txt 644 1000:1000 = a"),
        owned("app", "/n/ 755 1000:50", "/n/a.txt 644 1000:50 = a"),
        owned("app:staff", "/n/ 755 1000:20", "/n/a.txt 644 1000:20 = a"),
        owned("app:50", "/n/ 755 1000:50", "/n/a.txt 644 1000:50 = a"),
        owned("7", "/n/ 755 7:7", "/n/a.txt 644 7:7 = a"),
        owned("nobody", "!the user 'nobody' is not in the image's /etc/passwd"),
        owned("app:wheel", "!the group 'wheel' is not in the image's /etc/group"),
        of("chown leaves what is there", OLD.with(Copy.of("d/sub", "/dir").owner("5")), "/dir/two 644 5:5 = 2"),
        of("chown of links", NEW.with(Copy.of("links", "/").owner("5")), "/abs -> /etc/x", "/broken -> none"),
        of("USER is not COPY's owner", NEW.user("5:5").copy("a.txt", "/x"), "/x 644 0:0 = a"),
        of("names need the image", NEW.with(Copy.of("a.txt", "/x").with(CopyOptions.NONE.owner("app").asLink())),
            "!the user 'app' cannot be looked up: with --link"),
        of("chmod", NEW.with(Copy.of("d", "/m/").mode("4710")), "/m/ 755 0:0", "/m/empty/ 4710 0:0", "/m/one 4710 0:0 = 1",
            "/m/sub/ 4710 0:0", "/m/sub/two 4710 0:0 = 2"),
        of("symbolic chmod", NEW.with(Copy.of("d", "/m/").mode("g=u,o=,+X")), "/m/ 755 0:0", "/m/empty/ 771 0:0", "/m/one 660 0:0 = 1",
            "/m/sub/ 771 0:0", "/m/sub/two 660 0:0 = 2"),
        of("from a stage owners are kept", NEW.copy(NEW.with(Copy.of("a.txt", "/s/x").owner("3:4")).file("/s"), "/"), "/x 644 3:4 = a"));
  }

  private static Case owned(String owner, String... expected) {
    return of("--chown=" + owner, OLD.with(Copy.of("a.txt", "/n/").owner(owner)), expected);
  }

  static Stream<Case> stages() {
    Stage maker = NEW.copy("d", "/made").copy("links", "/made/links").named("maker");
    return Stream.of(
        of("a directory of a stage", NEW.copy(maker.file("/made"), "/x"), "/x/ 755 0:0", "/x/empty/ 755 0:0", "/x/links/ 755 0:0",
            "/x/links/abs -> /etc/x", "/x/links/broken -> none", "/x/one 644 0:0 = 1", "/x/sub/ 755 0:0", "/x/sub/two 644 0:0 = 2"),
        of("a pattern in a stage", NEW.copy(maker.file("/made/s*/t?o"), "/x"), "/x 644 0:0 = 2"),
        of("missing in a stage", NEW.copy(maker.file("/nothing"), "/x"), "!'/nothing' is not in stage 'maker'"),
        of("through links of a stage", NEW.copy(OLD.file("/chain"), "/x"), "/x/ 755 0:0"),
        of("the root of a stage", NEW.copy(maker.file("/"), "/x"), "/x/ 755 0:0", "/x/made/ 755 0:0", "/x/made/empty/ 755 0:0",
            "/x/made/links/ 755 0:0", "/x/made/links/abs -> /etc/x", "/x/made/links/broken -> none", "/x/made/one 644 0:0 = 1",
            "/x/made/sub/ 755 0:0", "/x/made/sub/two 644 0:0 = 2"),
        of("texts", NEW.arg("V", "7").copy(new Heredoc("conf", "v=$V\n", true), "/etc/").copy(new Heredoc("raw", "v=$V\n", false), "/raw"),
            "/etc/ 755 0:0", "/etc/conf 644 0:0 = v=7\n", "/raw 644 0:0 = v=$V\n"),
        of("an archive is only copied", NEW.copy("a.txt", "/$NAME${NAME:-x}"), "/x 644 0:0 = a"));
  }

  static Stream<Case> parentsAndExcludes() {
    return Stream.of(
        of("parents of a file", NEW.with(Copy.of("d/sub/two", "/x/").keepingParents()), "/x/ 755 0:0", "/x/d/ 755 0:0", "/x/d/sub/ 755 0:0",
            "/x/d/sub/two 644 0:0 = 2"),
        of("parents of a directory", NEW.with(Copy.of("d/sub", "/x").keepingParents()), "/x/ 755 0:0", "/x/d/ 755 0:0", "/x/d/sub/ 755 0:0",
            "/x/d/sub/two 644 0:0 = 2"),
        of("parents below a pivot", NEW.with(Copy.of("d/./sub/two", "/x/").keepingParents()), "/x/ 755 0:0", "/x/sub/ 755 0:0",
            "/x/sub/two 644 0:0 = 2"),
        of("parents anywhere", NEW.with(Copy.of("d/**/two", "/x/").keepingParents()), "/x/ 755 0:0", "/x/d/ 755 0:0", "/x/d/sub/ 755 0:0",
            "/x/d/sub/two 644 0:0 = 2"),
        of("parents nowhere", NEW.with(Copy.of("d/**/none", "/x/").keepingParents())),
        of("parents of nothing", NEW.with(Copy.of("d/none", "/x/").keepingParents()), "!'d/none' is not in the build context"),
        of("excluded contents", NEW.with(Copy.of("d", "/x/").with(CopyOptions.NONE.exclude("sub").exclude("empty"))), "/x/ 755 0:0",
            "/x/one 644 0:0 = 1"),
        of("excluded by the end", NEW.with(Copy.of("d", "/x/").with(CopyOptions.NONE.exclude("**/t*").exclude("empty"))), "/x/ 755 0:0",
            "/x/one 644 0:0 = 1", "/x/sub/ 755 0:0"),
        of("excluded matches", NEW.with(Copy.of("*.txt", "/x/").with(CopyOptions.NONE.exclude("b*"))), "/x/ 755 0:0",
            "/x/a.txt 644 0:0 = a"),
        of("taken back in", NEW.with(Copy.of("d", "/x/").with(CopyOptions.NONE.exclude("**").exclude("!sub/two"))), "/x/ 755 0:0",
            "/x/sub/ 755 0:0", "/x/sub/two 644 0:0 = 2"),
        of("nothing taken back in", NEW.with(Copy.of("d", "/x/").with(CopyOptions.NONE.exclude("**").exclude("!sub/none"))),
            "/x/ 755 0:0"),
        of("excluded below kept parents",
            NEW.with(Copy.of("d", "/x/").with(CopyOptions.NONE.exclude("d/sub").exclude("d/empty")).keepingParents()), "/x/ 755 0:0",
            "/x/d/ 755 0:0", "/x/d/one 644 0:0 = 1"));
  }

  static Stream<Case> workdirs() {
    return Stream.of(
        of("made with parents", NEW.workdir("/a/b"), "/a/ 755 0:0", "/a/b/ 755 0:0"),
        of("relative to the one before", NEW.workdir("/a").workdir("b/../c//d"), "/a/ 755 0:0", "/a/c/ 755 0:0", "/a/c/d/ 755 0:0"),
        of("of the user by number", NEW.user("9:8").workdir("/a/b"), "/a/ 755 9:8", "/a/b/ 755 9:8"),
        of("of the user by name", OLD.user("app").workdir("/dir/n"), "/dir/n/ 755 1000:50"),
        of("of an unknown user", OLD.user("ghost").workdir("/dir/n"), "!the user 'ghost' is not in the image's /etc/passwd"),
        of("there already", OLD.user("ghost").workdir("/dir")),
        of("the root", NEW.workdir("/").workdir("..")),
        of("through a link", OLD.workdir("/way/new"), "/real/new/ 755 0:0"),
        of("a dangling link", OLD.workdir("/dangling"), "/made/ 755 0:0", "/made/later/ 755 0:0"),
        of("onto a file", OLD.workdir("/file"), "!'/file' cannot be made a directory: a file lies there"));
  }

  @ParameterizedTest
  @MethodSource({"destinations", "patterns", "links", "owners", "stages", "parentsAndExcludes", "workdirs"})
  void filesLandAsInDocker(Case one) {
    if (!one.expected().isEmpty() && one.expected().get(0).startsWith("!")) {
      assertThatThrownBy(() -> bench.build(one.stage())).isInstanceOf(SlipwayException.class)
          .hasMessageContaining(one.expected().get(0).substring(1));
      return;
    }
    List<String> added = new ArrayList<>(bench.files(bench.build(one.stage())));
    boolean onOld = one.stage().instructions().get(0).equals(OLD.instructions().get(0));
    if (onOld) {
      added.removeAll(bench.files(bench.build(OLD)));
    }
    assertThat(added).containsExactlyElementsOf(one.expected());
  }

  @ParameterizedTest
  @MethodSource("patterns")
  void addOfWhatIsNoArchiveIsACopy(Case one) {
    Instruction last = one.stage().instructions().get(one.stage().instructions().size() - 1);
    Copy copy = (Copy) last;
    Stage adding = Stage.from(one.stage().base()).with(one.stage().instructions().subList(0, one.stage().instructions().size() - 1))
        .with(
            Add.of(copy.sources().stream().map(source -> ((Copy.Path) source).path().toString()).toList(), copy.destination().toString()));
    filesLandAsInDocker(new Case(one.name(), adding, one.expected()));
  }
}
