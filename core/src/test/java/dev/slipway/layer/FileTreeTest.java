package dev.slipway.layer;

import static dev.slipway.layer.HostileTarTest.toc;
import static dev.slipway.layer.TarBytes.header;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.common.collect.ImmutableList;
import dev.slipway.ArchiveException;
import dev.slipway.ErrorCode;
import dev.slipway.InvalidValueException;
import dev.slipway.SlipwayException;
import dev.slipway.image.Digest;
import dev.slipway.image.ImagePath;
import java.io.ByteArrayInputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class FileTreeTest {
  private static final List<String> NAMES = List.of("a", "a-", "b", "\u00E9", "\uDCFF");

  private static FileTree tree(TarBytes... layers) {
    List<LayerToc> tocs = new ArrayList<>();
    for (TarBytes layer : layers) {
      tocs.add(new LayerToc(Digest.sha256(new byte[]{(byte) tocs.size()}),
          HostileTarTest.read(new ByteArrayInputStream(layer.end()), EntryPolicy.layer().withDevices())));
    }
    return FileTree.of(tocs);
  }

  private static TarBytes tar() {
    return new TarBytes();
  }

  private static ImagePath at(String path) {
    return ImagePath.of(path);
  }

  private static List<String> paths(FileTree tree) {
    List<String> paths = new ArrayList<>();
    tree.walk(ImagePath.ROOT, entry -> paths.add(entry.entry().path().toString()));
    return paths;
  }

  @Test
  void aWhiteoutHidesTheFileBelow() {
    FileTree tree = tree(tar().file("d/x").file("d/y"), tar().file("d/.wh.x"));
    assertThat(paths(tree)).containsExactly("/d", "/d/y");
    assertThat(tree.lookup(at("/d/x"))).isEmpty();
  }

  @Test
  void anOpaqueDirectoryHidesWhatIsBelowItInLowerLayers() {
    FileTree tree = tree(tar().dir("d").file("d/x").file("d/e/y"), tar().file("d/.wh..wh..opq").file("d/z"), tar().file("d/e/w"));
    assertThat(paths(tree)).containsExactly("/d", "/d/e", "/d/e/w", "/d/z");
    assertThat(paths(tree(tar().file("x"), tar().file(".wh..wh..opq")))).isEmpty();
  }

  @Test
  void aFileHidesTheDirectoryBelowAndADirectoryTheFile() {
    assertThat(paths(tree(tar().file("d/x"), tar().file("d")))).containsExactly("/d");
    assertThat(paths(tree(tar().file("d/x"), tar().file("d"), tar().file("d/y")))).containsExactly("/d", "/d/y");
    assertThat(tree(tar().file("d"), tar().file("d/y")).lookup(at("/d")).orElseThrow().isDirectory()).isTrue();
  }

  @Test
  void anImpliedDirectoryKeepsTheMetadataBelowAndIsPlainOtherwise() {
    FileTree tree = tree(tar().add(header("d", '5').mode(0700).uid(7)), tar().file("d/x"), tar().file("e/x"));
    assertThat(tree.lookup(at("/d")).orElseThrow().entry().mode()).isEqualTo(0700);
    assertThat(tree.lookup(at("/e")).orElseThrow().entry()).isEqualTo(Entry.directory(at("/e")));
    assertThat(tree.lookup(ImagePath.ROOT)).isPresent();
    assertThat(FileTree.empty().list(ImagePath.ROOT)).isEmpty();
  }

  @Test
  void aLayerWritesThroughALinkOfALowerLayerInsideTheTree() {
    FileTree tree = tree(tar().dir("usr/lib").symlink("lib", "usr/lib").symlink("out", "../../../etc"), tar().file("lib/x").file("out/y"));
    assertThat(paths(tree)).containsExactly("/etc", "/etc/y", "/lib", "/out", "/usr", "/usr/lib", "/usr/lib/x");
    FileTree replaced = tree(tar().dir("usr/lib").symlink("lib", "usr/lib"), tar().dir("lib").file("lib/x"));
    assertThat(paths(replaced)).containsExactly("/lib", "/lib/x", "/usr", "/usr/lib");
  }

  @Test
  void aHardLinkHasItsFilesBytesAlsoFromALowerLayer() {
    FileTree tree = tree(tar().file("a", "123").symlink("s", "t"), tar().hardLink("b", "a").hardLink("s2", "s"), tar().file(".wh.a"));
    TreeEntry link = tree.lookup(at("/b")).orElseThrow();
    assertThat(link.isFile()).isTrue();
    assertThat(link.entry().size()).isEqualTo(3);
    assertThat(link.blob()).contains(Digest.sha256(new byte[]{0}));
    assertThat(tree.lookup(at("/s2")).orElseThrow().entry().linkTarget()).isEqualTo("t");
    assertThatThrownBy(() -> tree(tar().file("a"), tar().file(".wh.a"), tar().hardLink("b", "a"))).isInstanceOf(ArchiveException.class)
        .hasMessageContaining("hard link");
  }

  @Test
  void linksAreFollowedInsideTheTree() {
    FileTree tree = tree(tar().file("etc/passwd").symlink("abs", "/etc/passwd").symlink("up", "../../../etc")
        .symlink("d/rel", "../etc/./passwd")
        .symlink("chain", "abs").symlink("loop", "loop2").symlink("loop2", "/loop").symlink("nowhere", "missing/x").symlink("self", "."));
    assertThat(tree.resolvePath(at("/abs"))).isEqualTo(at("/etc/passwd"));
    assertThat(tree.resolvePath(at("/chain"))).isEqualTo(at("/etc/passwd"));
    assertThat(tree.resolvePath(at("/up/passwd"))).isEqualTo(at("/etc/passwd"));
    assertThat(tree.resolvePath(at("/d/rel"))).isEqualTo(at("/etc/passwd"));
    assertThat(tree.resolvePath(at("/self/self/up/x"))).isEqualTo(at("/etc/x"));
    assertThat(tree.resolvePath(at("/nowhere/y"))).isEqualTo(at("/missing/x/y"));
    assertThat(tree.resolve(at("/nowhere"))).isEmpty();
    assertThat(tree.resolveParent(at("/self/abs"))).isEqualTo(at("/abs"));
    assertThatThrownBy(() -> tree.resolve(at("/loop/x"))).hasMessageContaining("loop")
        .satisfies(e -> assertThat(((SlipwayException) e).code()).isEqualTo(ErrorCode.LIMIT_EXCEEDED));
  }

  @Test
  void aResolvedPathLongerThanSystemsAllowIsRefused() {
    String name = "n".repeat(255);
    TarBytes tar = tar();
    tar = tar.meta('L', name + "\0").dir("x");
    StringBuilder target = new StringBuilder();
    for (int i = 0; i < 15; i++) {
      target.append(name).append('/');
    }
    FileTree tree = tree(tar.meta('K', target + "\0").symlink("l", "x").meta('K', target + "\0").symlink(name + "2", "x"),
        tar().symlink("m", "l/l"));
    assertThatThrownBy(() -> tree.resolve(ImagePath.of("/l/" + (name + "/").repeat(3)))).isInstanceOf(SlipwayException.class)
        .hasMessageContaining("4096");
  }

  @Test
  void wildcardsMatchNamesAndDoNotFollowLinks() {
    FileTree tree = tree(tar().file("src/a.c").file("src/b.h").file("src2/c.c").symlink("s", "src").file("srcx"));
    NamePattern src = name -> name.startsWith("s");
    NamePattern c = name -> name.endsWith(".c");
    assertThat(tree.glob(ImagePath.ROOT, List.of(src, c))).extracting(e -> e.entry().path().toString())
        .containsExactly("/src/a.c", "/src2/c.c");
    assertThat(tree.glob(at("/s"), List.of(c))).extracting(e -> e.entry().path().toString()).containsExactly("/src/a.c");
    assertThat(tree.glob(at("/missing"), List.of(c))).isEmpty();
  }

  @Property(tries = 300, seed = "1")
  void aTreeIsWhatApplyingTheLayersToAMapGives(@ForAll long seed, @ForAll @IntRange(min = 1, max = 6) int count) {
    Random random = new Random(seed);
    List<LayerToc> layers = new ArrayList<>();
    TreeMap<ImagePath, String> model = new TreeMap<>();
    for (int i = 0; i < count; i++) {
      TocCollector collector = new TocCollector(EntryPolicy.layer());
      TreeMap<ImagePath, String> upper = new TreeMap<>();
      List<ImagePath> removed = new ArrayList<>();
      List<ImagePath> opaque = new ArrayList<>();
      for (int k = random.nextInt(12); k > 0; k--) {
        act(random, collector, upper, removed, opaque, i);
      }
      apply(model, upper, removed, opaque);
      Toc toc = collector.finish();
      assertThat(Toc.decode(toc.encode())).isEqualTo(toc);
      layers.add(new LayerToc(Digest.sha256(new byte[]{(byte) i}), toc));
    }
    FileTree tree = FileTree.of(layers);
    TreeMap<ImagePath, String> seen = new TreeMap<>();
    List<ImagePath> order = new ArrayList<>();
    tree.walk(ImagePath.ROOT, entry -> {
      order.add(entry.entry().path());
      seen.put(entry.entry().path(), entry.isDirectory() ? "dir " + entry.entry().mode() : "file " + entry.entry().mode());
      assertThat(tree.lookup(entry.entry().path())).contains(entry);
    });
    assertThat(seen.equals(model)).as(() -> escaped(seen) + " instead of " + escaped(model)).isTrue();
    assertThat(order).isSorted();
  }

  /** Reports are written as UTF-8, which cannot hold the names that are not text. */
  private static String escaped(Map<ImagePath, String> paths) {
    return paths.toString().replace('\uDCFF', '?');
  }

  private static ImagePath somewhere(Random random) {
    ImagePath path = ImagePath.ROOT;
    for (int depth = 1 + random.nextInt(3); depth > 0; depth--) {
      path = path.child(NAMES.get(random.nextInt(NAMES.size())));
    }
    return path;
  }

  /** Adds something to a layer and to what the layer has in the model; null values stand for implied directories. */
  private static void act(Random random, TocCollector collector, Map<ImagePath, String> upper, List<ImagePath> removed,
      List<ImagePath> opaque, int mode) {
    ImagePath path = somewhere(random);
    try {
      switch (random.nextInt(5)) {
        case 0, 1 -> {
          collector.entry(Entry.file(path).withMode(mode).withContent(0, Optional.of(Digest.sha256(new byte[0]))));
          put(upper, path, "file " + mode);
        }
        case 2 -> {
          collector.entry(Entry.directory(path).withMode(mode));
          if (upper.getOrDefault(path, "").startsWith("file")) {
            removed.add(path);
          }
          put(upper, path, "dir " + mode);
        }
        case 3 -> {
          collector.whiteout(path);
          removed.add(path);
          implyParents(upper, path);
        }
        default -> {
          collector.opaque(path);
          opaque.add(path);
          upper.putIfAbsent(path, "");
          implyParents(upper, path);
        }
      }
    } catch (ArchiveException | InvalidValueException refused) {
      assertThat(refused.getMessage()).contains(path.toString());
    }
  }

  private static void put(Map<ImagePath, String> upper, ImagePath path, String what) {
    upper.put(path, what);
    implyParents(upper, path);
  }

  private static void implyParents(Map<ImagePath, String> upper, ImagePath path) {
    for (Optional<ImagePath> parent = path.parent(); parent.isPresent() && !parent.get().isRoot(); parent = parent.get().parent()) {
      upper.putIfAbsent(parent.get(), "");
    }
  }

  private static void apply(Map<ImagePath, String> model, Map<ImagePath, String> upper, List<ImagePath> removed,
      List<ImagePath> opaque) {
    removed.forEach(path -> model.keySet().removeIf(known -> known.startsWith(path)));
    opaque.forEach(path -> model.keySet().removeIf(known -> known.startsWith(path) && !known.equals(path)));
    upper.forEach((path, what) -> {
      String below = model.getOrDefault(path, "");
      if (what.startsWith("file")) {
        model.keySet().removeIf(known -> known.startsWith(path));
        model.put(path, what);
      } else if (what.isEmpty()) {
        model.put(path, below.startsWith("dir") ? below : "dir " + 0755);
      } else {
        model.put(path, what);
      }
    });
  }

  @Property(tries = 200, seed = "1")
  void damagedTablesAreRefusedOrAreTablesStill(@ForAll long seed) {
    Random random = new Random(seed);
    byte[] encoded = toc(
        tar().dir("d").file("d/f", "123").symlink("l", "d").file("e/.wh.x").pax("SCHILY.xattr.user.a", "b").file("z").end(),
        EntryPolicy.layer()).encode();
    byte[] bent = random.nextBoolean() ? Arrays.copyOf(encoded, random.nextInt(encoded.length)) : encoded.clone();
    if (bent.length > 0) {
      bent[random.nextInt(bent.length)] ^= (byte) (1 << random.nextInt(8));
    }
    try {
      Toc toc = Toc.decode(bent);
      assertThat(toc.entries().toList()).isNotNull();
    } catch (ArchiveException refused) {
      assertThat(refused.code()).isIn(ErrorCode.MALFORMED_ARCHIVE, ErrorCode.LIMIT_EXCEEDED);
    }
  }

  @Test
  void usersAreReadFromTheImage() {
    String passwd = """
        root:x:0:0:root:/root:/bin/sh
        # c

        app:x:1000:1001::/home/app
        big:x:2147483648:0::/
        neg:x:-1:0::/
        hex:x:0x0:0::/
        root:x:7:7::/
        """;
    String group = """
        root:x:0:
        staff:x:50:app, other
        app:x:1001:
        audio:x:29:app
        bad:x:y:app
        """;
    UserDatabase users = UserDatabase.parse(passwd, group);
    assertThat(users.user("app").orElseThrow()).isEqualTo(new UserDatabase.User("app", 1000, 1001, "/home/app"));
    assertThat(users.user("root").orElseThrow().uid()).isZero();
    assertThat(users.user(1000)).isPresent();
    assertThat(users.user("big")).isEmpty();
    assertThat(users.user("neg")).isEmpty();
    assertThat(users.user("hex")).isEmpty();
    assertThat(users.group("staff")).hasValue(50);
    assertThat(users.group("bad")).isEmpty();
    assertThat(users.supplementaryGroups("app")).containsExactly(29L, 50L);
    assertThat(ImmutableList.of("-1", "2147483648", "4294967296", "0x0", "", "+1", " 1", "99999999999")).allSatisfy(
        text -> assertThat(UserDatabase.id(text)).isEmpty());
    assertThat(UserDatabase.id("2147483647")).hasValue(Integer.MAX_VALUE);
  }
}
