package dev.slipway.context;

import static dev.slipway.context.TestFiles.bytes;
import static dev.slipway.context.TestFiles.run;
import static dev.slipway.context.TestFiles.write;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.slipway.ContextException;
import dev.slipway.ErrorCode;
import dev.slipway.context.ContextEntry.Kind;
import dev.slipway.image.ImagePath;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

@Timeout(60)
class ContextScanTest {
  @TempDir
  Path root;

  private static List<String> paths(ContextTree tree) {
    return tree.entries().stream().map(entry -> entry.path().toString()).toList();
  }

  private List<String> scan(Opening opening, ScanOptions options) {
    try (ContextDirectory directory = opening.open(root)) {
      return paths(directory.scan(options));
    }
  }

  @ParameterizedTest
  @EnumSource
  void aDirectoryComesDirectlyBeforeWhatItHolds(Opening opening) {
    write(root.resolve("a/z"), "");
    write(root.resolve("a!"), "");
    write(root.resolve("a.txt"), "");
    write(root.resolve("B"), "");
    assertThat(scan(opening, ScanOptions.everything())).containsExactly("/", "/B", "/a", "/a/z", "/a!", "/a.txt");
  }

  @ParameterizedTest
  @EnumSource
  void everyAttributeIsListedAsItIsOnDisk(Opening opening) throws Exception {
    Path file = write(root.resolve("f"), "hello");
    Files.setAttribute(file, "unix:mode", 04751);
    run("touch", "-d", "1960-01-01T00:00:00.123456789Z", file.toString());
    Files.createLink(root.resolve("g"), file);
    Files.createSymbolicLink(root.resolve("l"), Path.of("../no/where"));
    try (ContextDirectory directory = opening.open(root)) {
      ContextTree tree = directory.scan(ScanOptions.everything());
      ContextEntry entry = tree.find(ImagePath.of("/f")).orElseThrow();
      assertThat(entry.kind()).isEqualTo(Kind.FILE);
      assertThat(entry.mode()).isEqualTo(04751);
      assertThat(entry.size()).isEqualTo(5);
      assertThat(entry.mtimeSeconds()).isEqualTo(-315_619_200);
      assertThat(entry.mtimeNanos()).isEqualTo(123_456_789);
      assertThat(entry.ctimeSeconds()).isGreaterThan(1_700_000_000L);
      assertThat(entry.inode()).isEqualTo(((Number) Files.getAttribute(file, "unix:ino")).longValue());
      assertThat(entry.device()).isEqualTo(((Number) Files.getAttribute(file, "unix:dev")).longValue());
      assertThat(entry.links()).isEqualTo(2);
      assertThat(entry.hasHardLinks()).isTrue();
      assertThat(entry.isSameFileAs(tree.find(ImagePath.of("/g")).orElseThrow())).isTrue();
      ContextEntry link = tree.find(ImagePath.of("/l")).orElseThrow();
      assertThat(link.kind()).isEqualTo(Kind.SYMLINK);
      assertThat(link.linkTarget()).isEqualTo("../no/where");
      assertThat(link.size()).isZero();
      assertThat(tree.totalLength()).isEqualTo(10);
    }
  }

  @Test
  void bothWaysSeeTheSameAndSoDoesFind() throws Exception {
    fillWithOddities();
    List<ContextEntry> natively;
    List<ContextEntry> portably;
    try (ContextDirectory one = Opening.NATIVE.open(root); ContextDirectory other = Opening.PORTABLE.open(root)) {
      natively = List.copyOf(one.scan(ScanOptions.everything()).entries());
      portably = List.copyOf(other.scan(ScanOptions.everything()).entries());
    }
    assertThat(natively).isEqualTo(portably).isSortedAccordingTo((a, b) -> a.path().compareTo(b.path()));
    List<String> listed = new ArrayList<>();
    for (ContextEntry entry : natively) {
      String path = new String(entry.path().toBytes(), StandardCharsets.ISO_8859_1).substring(1);
      long size = entry.kind() == Kind.FILE ? entry.size() : 0;
      listed.add(String.format(Locale.ROOT, "%s|%o|%d|%d|%d|%s", path, entry.mode(), size, entry.inode(), entry.links(),
          new String(ImagePath.bytesOfText(entry.linkTarget()), StandardCharsets.ISO_8859_1)));
    }
    String found = run("find", root.toString(), "-type", "f", "-printf", "%P|%m|%s|%i|%n|%l\\0", "-o", "-printf", "%P|%m|0|%i|%n|%l\\0");
    assertThat(Arrays.asList(found.split("\0"))).containsExactlyInAnyOrderElementsOf(listed);
  }

  private void fillWithOddities() throws Exception {
    byte[] longest = new byte[255];
    Arrays.fill(longest, (byte) 'n');
    Path odd = Files.createDirectory(RawNames.pathOf(root, bytes(0xFF, 0xFE, 'd')));
    for (Path parent : List.of(root, odd)) {
      Files.writeString(RawNames.pathOf(parent, "umlaut-ü-€-😀".getBytes(StandardCharsets.UTF_8)), "1");
      Files.writeString(RawNames.pathOf(parent, bytes(0x80)), "2");
      Files.writeString(RawNames.pathOf(parent, bytes('a', '\n', 'b')), "3");
      Files.writeString(RawNames.pathOf(parent, bytes('%', '4', '1', '?', '\\', '"', ' ')), "4");
      Files.writeString(RawNames.pathOf(parent, longest), "5");
      Files.createSymbolicLink(RawNames.pathOf(parent, bytes('l', 0xC3)), RawNames.pathOf(Path.of("x"), bytes(0xC3, 'y')));
    }
    Files.createSymbolicLink(root.resolve("self"), Path.of("."));
    Files.createSymbolicLink(root.resolve("loop"), Path.of("loop"));
    run("mkfifo", root.resolve("fifo").toString());
    Files.setAttribute(odd, "unix:mode", 01777);
  }

  @ParameterizedTest
  @EnumSource
  void fifosAndSocketsAreListedAndNeverOpened(Opening opening) throws Exception {
    run("mkfifo", root.resolve("fifo").toString());
    try (ServerSocketChannel socket = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
      ServerSocketChannel bound = socket.bind(UnixDomainSocketAddress.of(root.resolve("socket")));
      assertThat(bound.isOpen()).isTrue();
      try (ContextDirectory directory = opening.open(root); ContextReader reader = directory.reader()) {
        ContextTree tree = directory.scan(ScanOptions.everything());
        assertThat(tree.kind(1)).isEqualTo(Kind.FIFO);
        assertThat(tree.kind(2)).isEqualTo(Kind.SOCKET);
        for (int i = 0; i < 3; i++) {
          ContextEntry entry = tree.entry(i);
          assertThatThrownBy(() -> reader.open(entry)).isInstanceOfSatisfying(ContextException.class,
              thrown -> assertThat(thrown.code()).isEqualTo(ErrorCode.CONTEXT_UNREADABLE)).hasMessageContaining(entry.path().toString());
        }
      }
    }
  }

  @ParameterizedTest
  @EnumSource
  void anIgnoredDirectoryIsListedOnlyForWhatIsKeptBelow(Opening opening) {
    write(root.resolve("out/keep/me"), "");
    write(root.resolve("out/drop/me"), "");
    write(root.resolve("pruned/keep/me"), "");
    write(root.resolve("src/x"), "");
    Ignore rule = new Ignore() {
      @Override
      public boolean ignores(ImagePath path, boolean directory) {
        assertThat(directory).isEqualTo(!path.name().equals("me") && !path.name().equals("x"));
        String text = path.toString();
        return text.startsWith("/out") && !text.startsWith("/out/keep/") || text.startsWith("/pruned");
      }

      @Override
      public boolean descends(ImagePath ignoredDirectory) {
        assertThat(ignoredDirectory.startsWith(ImagePath.of("/pruned/keep"))).isFalse();
        return !ignoredDirectory.toString().equals("/pruned");
      }
    };
    assertThat(scan(opening, ScanOptions.everything().ignoring(rule)))
        .containsExactly("/", "/out", "/out/keep", "/out/keep/me", "/src", "/src/x");
  }

  @ParameterizedTest
  @EnumSource
  void onlyWhatLiesBelowTheRootsIsListed(Opening opening) throws Exception {
    write(root.resolve("a/b/c/d"), "");
    write(root.resolve("a/b/x"), "");
    write(root.resolve("a/other"), "");
    write(root.resolve("file"), "");
    Files.createSymbolicLink(root.resolve("link"), Path.of("a"));
    ScanOptions options = ScanOptions.everything()
        .below(ImagePath.of("/a/b"), ImagePath.of("/a/b/c"), ImagePath.of("/file"), ImagePath.of("/missing/x"), ImagePath.of("/link/b"));
    assertThat(options.roots()).hasSize(4);
    assertThat(scan(opening, options)).containsExactly("/", "/a", "/a/b", "/a/b/c", "/a/b/c/d", "/a/b/x", "/file", "/link");
  }

  @ParameterizedTest
  @EnumSource
  void aLargeDirectoryIsListedAlikeByAnyNumberOfThreads(Opening opening) {
    for (int i = 0; i < 3_000; i++) {
      write(root.resolve("f" + i), "");
    }
    List<String> one = scan(opening, ScanOptions.everything().withThreads(1));
    assertThat(one).hasSize(3_001).isEqualTo(scan(opening, ScanOptions.everything().withThreads(5)));
  }

  @ParameterizedTest
  @EnumSource
  void tooManyFilesAreRefusedAndNothingStaysOpen(Opening opening) {
    for (int i = 0; i < 50; i++) {
      write(root.resolve("d" + i % 7 + "/e/f" + i), "");
    }
    try (ContextDirectory directory = opening.open(root)) {
      long before = TestFiles.openFiles();
      for (int limit = 0; limit < 60; limit++) {
        int most = limit;
        assertThatThrownBy(() -> new Scan(directory.access(), ScanOptions.everything().withThreads(3), most).run())
            .isInstanceOfSatisfying(ContextException.class, thrown -> assertThat(thrown.code()).isEqualTo(ErrorCode.LIMIT_EXCEEDED));
      }
      assertThat(TestFiles.openFiles()).isLessThan(before + 10);
    }
  }

  @Test
  void pathsBeyondTheLimitOfTheSystemAreListedAndRead() throws Exception {
    String script = "import os,sys\nos.chdir(sys.argv[1])\nfor i in range(30):\n os.mkdir('d'*200)\n os.chdir('d'*200)\nopen('f','w').write('deep')\n";
    run("python3", "-c", script, root.toString());
    try (ContextDirectory directory = Opening.NATIVE.open(root); ContextReader reader = directory.reader()) {
      ContextTree tree = directory.scan(ScanOptions.everything());
      ContextEntry last = tree.entry(tree.size() - 1);
      assertThat(tree.size()).isEqualTo(32);
      assertThat(last.path().toBytes()).hasSize(30 * 201 + 2);
      byte[] content = new byte[10];
      assertThat(reader.read(last, content)).isEqualTo(4);
      assertThat(new String(content, 0, 4, StandardCharsets.UTF_8)).isEqualTo("deep");
      try (ContextDirectory portable = Opening.PORTABLE.open(root)) {
        ContextTree partial = portable.scan(ScanOptions.everything());
        assertThatThrownBy(() -> partial.requireReadable(ImagePath.ROOT)).isInstanceOf(ContextException.class);
      }
    } finally {
      // deeper than the test framework can delete
      run("rm", "-rf", root.resolve("d".repeat(200)).toString());
    }
  }

  @Test
  void absurdNestingIsRefused() throws Exception {
    String script = "import os,sys\nos.chdir(sys.argv[1])\nfor i in range(1005):\n os.mkdir('d')\n os.chdir('d')\n";
    run("python3", "-c", script, root.toString());
    assertThatThrownBy(() -> scan(Opening.NATIVE, ScanOptions.everything()))
        .isInstanceOfSatisfying(ContextException.class, thrown -> assertThat(thrown.code()).isEqualTo(ErrorCode.LIMIT_EXCEEDED));
    run("rm", "-rf", root.resolve("d").toString());
  }

  @Test
  void theRootMayBeALinkAndIsHeldFromThenOn(@TempDir Path elsewhere) throws Exception {
    Path one = write(root.resolve("one/f"), "1").getParent();
    write(root.resolve("two/g"), "2");
    Path link = Files.createSymbolicLink(elsewhere.resolve("link"), one);
    try (ContextDirectory directory = Opening.NATIVE.open(link)) {
      Files.delete(link);
      Files.createSymbolicLink(link, root.resolve("two"));
      assertThat(paths(directory.scan(ScanOptions.everything()))).containsExactly("/", "/f");
      Files.move(one, root.resolve("moved"));
      assertThat(paths(directory.scan(ScanOptions.everything()))).containsExactly("/", "/f");
    }
  }

  @Test
  void whatIsNoDirectoryIsNoContext() {
    Path file = write(root.resolve("f"), "");
    for (Path path : List.of(file, root.resolve("missing"))) {
      assertThatThrownBy(() -> ContextDirectory.open(path)).isInstanceOfSatisfying(ContextException.class,
          thrown -> assertThat(thrown.code()).isEqualTo(ErrorCode.NOT_FOUND)).hasMessageContaining(path.toString());
    }
  }

  @ParameterizedTest
  @EnumSource
  void anInterruptEndsAListingAndIsKept(Opening opening) {
    write(root.resolve("a/f"), "");
    try (ContextDirectory directory = opening.open(root)) {
      Thread.currentThread().interrupt();
      assertThatThrownBy(() -> directory.scan(ScanOptions.everything())).isInstanceOfSatisfying(ContextException.class,
          thrown -> assertThat(thrown.code()).isEqualTo(ErrorCode.CANCELLED));
      assertThat(Thread.interrupted()).isTrue();
    }
  }

  @ParameterizedTest
  @EnumSource
  void aSubtreeIsARangeOfNumbers(Opening opening) {
    write(root.resolve("a/b/c"), "");
    write(root.resolve("a/d"), "");
    write(root.resolve("a.b"), "");
    try (ContextDirectory directory = opening.open(root)) {
      ContextTree tree = directory.scan(ScanOptions.everything());
      int a = tree.indexOf(ImagePath.of("/a")).orElseThrow();
      assertThat(a).isEqualTo(1);
      assertThat(tree.endOf(a)).isEqualTo(5);
      assertThat(tree.endOf(0)).isEqualTo(tree.size()).isEqualTo(6);
      assertThat(tree.endOf(5)).isEqualTo(6);
      assertThat(tree.indexOf(ImagePath.of("/a/b/cc"))).isEmpty();
    }
  }
}
