package dev.slipway.layer;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.common.collect.ImmutableSet;
import dev.slipway.image.ImagePath;
import dev.slipway.store.Lease;
import dev.slipway.store.Store;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Layers through the real overlay file system and GNU tar, there and back. */
class OverlayRealTest {
  private static final int TREES = Integer.getInteger("slipway.overlay.trees", 15);
  private static final long SEED = Long.getLong("slipway.overlay.seed", 1);
  private static final int LAYERS = 3;

  @TempDir
  Path directory;

  private Store store;
  private Lease lease;
  private OverlayMachine machine;
  private FileTree tree = FileTree.empty();
  private final List<Path> lowers = new ArrayList<>();

  @BeforeEach
  void open() throws IOException, InterruptedException {
    OverlayMachine.require();
    store = Store.open(directory.resolve("store"));
    lease = store.lease();
    machine = new OverlayMachine(Files.createDirectory(directory.resolve("machine")));
  }

  @AfterEach
  void close() {
    if (lease != null) {
      lease.close();
      store.close();
    }
  }

  private OverlayChanges.Changed read(byte[] tar, Optional<Instant> latest) throws IOException {
    return OverlayChanges.read(new ByteArrayInputStream(tar), tree, OverlayForm.PRIVILEGED, ImmutableSet.of(), latest, true, store, lease);
  }

  private byte[] unpacked(LayerToc layer) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    OverlayLayer.write(store, tree, layer, OverlayForm.PRIVILEGED, true, out);
    return out.toByteArray();
  }

  /** Files of the kinds that no command line tool of this machine makes. */
  private LayerToc seed() {
    try (LayerBuilder builder = LayerBuilder.in(store, lease)) {
      builder.node(Entry.directory(ImagePath.of("/a")).withMode(01777).withMtime(-3, 7)
          .withXattrs(Map.of("user.100%25=%".replace("=", ""), XattrValue.of(), "trusted.mark", XattrValue.of((byte) 0, (byte) '\n'))));
      builder.file(Entry.file(ImagePath.of("/a/b")).withMode(04711).withOwner(3_000_000_000L, 12).withContent(3, Optional.empty())
          .withXattrs(Map.of("user.\u00E9", XattrValue.of((byte) 255), "user.big", XattrValue.of(new byte[2000]))),
          LayerBuilderTest.bytes(new byte[]{1, 2, 3}));
      builder.hardLink(ImagePath.of("/a/c"), ImagePath.of("/a/b"));
      return builder.finish().read(store);
    }
  }

  /** Runs a script on the tree, checks all that must hold, and puts the layer on top. */
  private OverlayChanges.Changed step(String script) throws IOException, InterruptedException {
    OverlayMachine.Ran ran = machine.run(lowers, script);
    OverlayChanges.Changed changed = read(ran.upperTar(), Optional.empty());
    if (changed.layer().isEmpty()) {
      assertThat(OverlayMachine.shown(tree)).as(script).isEqualTo(OverlayMachine.shown(ran.mergedTar(), false));
      return changed;
    }
    LayerToc layer = changed.layer().get().read(store);
    assertThat(OverlayMachine.shown(tree.with(layer))).as(script).isEqualTo(OverlayMachine.shown(ran.mergedTar(), false));
    Path lower = machine.unpack(unpacked(layer));
    byte[] again = machine.pack(lower);
    Optional<Layer> reread = read(again, Optional.empty()).layer();
    assertThat(reread.map(each -> listed(each.read(store)))).as(script).contains(listed(layer));
    assertThat(reread).as(script).isEqualTo(changed.layer());
    if (changed.exact()) {
      assertThat(links(again)).as(script).isEqualTo(links(ran.upperTar()));
      assertThat(seen(again)).as(script).isEqualTo(seen(ran.upperTar()));
    }
    lowers.add(lower);
    tree = tree.with(layer);
    assertThat(OverlayMachine.shown(machine.run(lowers, "").mergedTar(), false)).as(script).isEqualTo(OverlayMachine.shown(tree));
    return changed;
  }

  /** What a directory shows on the tree that the tree does not, times of directories apart: a whiteout only where the tree has something. */
  private Map<String, String> seen(byte[] tar) {
    Map<String, String> shown = OverlayMachine.shown(tar, false);
    Map<String, String> before = new TreeMap<>();
    tree.walk(ImagePath.ROOT, each -> before.put(each.entry().path().toString(), OverlayMachine.line(each.entry(), false)));
    shown.entrySet().removeIf(
        each -> each.getValue().equals("removed") ? !before.containsKey(each.getKey()) : each.getValue().equals(before.get(each.getKey())));
    return shown;
  }

  private static List<String> listed(LayerToc layer) {
    List<String> listed = new ArrayList<>();
    layer.toc().entries().forEach(entry -> listed.add(entry.path() + " " + entry.type() + " " + OverlayMachine.line(entry, true)));
    layer.toc().whiteouts().forEach(path -> listed.add("-" + path));
    layer.toc().opaqueDirectories().forEach(path -> listed.add("!" + path));
    return listed;
  }

  /** The further names of files; an upper directory may also have such of symbolic links and devices, which layers do not. */
  private static Map<ImagePath, String> links(byte[] tar) {
    Map<ImagePath, String> links = new TreeMap<>();
    Set<String> files = new HashSet<>();
    StrictTarReader.read(new ByteArrayInputStream(tar), 1_000_000, 1L << 40, (bytes, offset, length) -> {}, (entry, reader) -> {
      if (entry.type() == EntryType.FILE) {
        files.add(entry.path().toString());
      } else if (files.contains(entry.linkTarget())) {
        links.put(entry.path(), entry.linkTarget());
      }
    });
    return links;
  }

  @Test
  void randomChangesComeThroughAsTheOverlayShowsThem() throws IOException, InterruptedException {
    int exact = 0;
    int layers = 0;
    for (int i = 0; i < TREES; i++) {
      tree = FileTree.empty();
      lowers.clear();
      LayerToc seed = seed();
      lowers.add(machine.unpack(unpacked(seed)));
      tree = tree.with(seed);
      assertThat(OverlayMachine.shown(machine.run(lowers, "").mergedTar(), false)).isEqualTo(OverlayMachine.shown(tree));
      for (int layer = 0; layer < LAYERS; layer++) {
        OverlayChanges.Changed changed = step(RandomScript.of(SEED * 1_000_003 + i * 31 + layer, 30));
        exact += changed.exact() ? 1 : 0;
        layers++;
      }
    }
    assertThat(exact).as("of " + layers).isGreaterThan(layers / 20);
  }

  @Test
  void theSameChangesInAnyOrderGiveTheSameLayer() throws IOException, InterruptedException {
    LayerToc seed = seed();
    lowers.add(machine.unpack(unpacked(seed)));
    tree = tree.with(seed);
    Optional<Instant> latest = Optional.of(Instant.EPOCH);
    String one = "mkdir z; echo 1 > z/a; echo 2 > z/b; ln z/b z/c; chmod 700 a; setcap cap_net_raw+ep z/a; rm a/b";
    String other = "rm a/b; mkdir z; echo 2 > z/c; ln z/c z/b; echo 1 > z/a; touch z/t; rm z/t; setcap cap_net_raw+ep z/a; chmod 700 a";
    OverlayChanges.Changed first = read(machine.run(lowers, one).upperTar(), latest);
    OverlayChanges.Changed second = read(machine.run(lowers, other).upperTar(), latest);
    assertThat(first.layer()).isEqualTo(second.layer()).isPresent();
    assertThat(first.exact()).isTrue();
    Toc toc = first.layer().orElseThrow().read(store).toc();
    assertThat(toc.entries().map(entry -> entry.path().toString())).containsExactly("/a", "/z", "/z/a", "/z/b", "/z/c");
    assertThat(toc.whiteouts()).containsExactly(ImagePath.of("/a/b"));
  }

  @Test
  void whatALinkLeadsToAndAnOpaqueRootAreShownAsTheTreeSays() throws IOException, InterruptedException {
    for (TarBytes tar : List.of(
        new TarBytes().dir("run").symlink("var/run", "/run").file("run/old", "1").file("d/x", "2").file("d/e/y", "3"),
        new TarBytes().file("var/run/new", "4").file("var/run/.wh.old").hardLink("h", "d/x").file("d/.wh.e"),
        new TarBytes().file(".wh..wh..opq").file("d/z", "5").file("run", "6"))) {
      LayerToc layer = LayerImporter.into(store, lease, EntryPolicy.layer())
          .read(new ByteArrayInputStream(tar.end()), Optional.empty()).read(store);
      lowers.add(machine.unpack(unpacked(layer)));
      tree = tree.with(layer);
      assertThat(OverlayMachine.shown(machine.run(lowers, "").mergedTar(), false)).isEqualTo(OverlayMachine.shown(tree));
    }
  }
}
