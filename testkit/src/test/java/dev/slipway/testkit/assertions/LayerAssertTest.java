package dev.slipway.testkit.assertions;

import static dev.slipway.testkit.assertions.SlipwayAssertions.assertThat;

import dev.slipway.image.Digest;
import dev.slipway.image.ImagePath;
import dev.slipway.layer.Entry;
import dev.slipway.layer.EntryType;
import dev.slipway.layer.FileTree;
import dev.slipway.layer.Layer;
import dev.slipway.layer.LayerBuilder;
import dev.slipway.layer.Toc;
import dev.slipway.layer.XattrValue;
import dev.slipway.store.Lease;
import dev.slipway.store.Store;
import java.nio.file.Path;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import org.assertj.core.api.Assertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LayerAssertTest {
  private static final XattrValue NET_BIND_SERVICE = XattrValue.of(HexFormat.of().parseHex("0100000200040000000000000000000000000000"));
  private static final XattrValue BPF_OF_A_USER_SPACE = XattrValue
      .of(HexFormat.of().parseHex("0000000300000000000000008000000000000000e8030000"));

  @TempDir
  Path directory = Path.of("");

  private interface Check {
    void run(Store store, Layer layer) throws Exception;
  }

  private void inLayer(Check test) throws Exception {
    try (Store store = Store.open(directory.resolve("store"));
        Lease lease = store.lease();
        LayerBuilder builder = LayerBuilder.in(store, lease)) {
      builder.node(Entry.directory(ImagePath.of("/app")));
      builder.opaque(ImagePath.of("/app"));
      builder.file(Entry.file(ImagePath.of("/app/bound")).withMode(0755).withXattrs(Map.of("security.capability", NET_BIND_SERVICE)),
          target -> -1);
      builder.node(Entry.node(ImagePath.of("/app/pipe"), EntryType.FIFO));
      builder.file(Entry.file(ImagePath.of("/app/traced")).withXattrs(Map.of("security.capability", BPF_OF_A_USER_SPACE, "user.odd",
          XattrValue.of((byte) 1))), target -> -1);
      builder.node(Entry.node(ImagePath.of("/dev/null"), EntryType.CHARACTER_DEVICE).withDevice(1, 3));
      builder.file(Entry.file(ImagePath.of("/new")).withMtime(2_000_000_000L, 5), target -> -1);
      builder.whiteout(ImagePath.of("/old"));
      test.run(store, builder.finish());
    }
  }

  @Test
  void entriesAndRemovalsOfALayerAreSeen() throws Exception {
    inLayer((store, layer) -> {
      assertThat(layer).hasDiffId(layer.diffId()).isSmallerThan(50_000).in(store)
          .hasExactlyEntries("/app", "/app/bound", "/app/pipe", "/app/traced", "/dev/null", "/new")
          .hasEntry("/app/bound").withMode(0755).isExecutable().and()
          .hasNoEntry("/old").hasNoEntry("/dev").hasNoEntry("/other")
          .whitesOut("/old").isOpaque("/app")
          .hasNoEntriesNewerThan(Instant.ofEpochSecond(2_000_000_001L));
      assertThat(layer.read(store)).hasEntry("/app/pipe").withoutAttributes();
      assertThat(Toc.empty()).isReproducible().hasNoWhiteouts().hasExactlyEntries();
    });
  }

  @Test
  void whatALayerDoesNotHaveIsSaid() throws Exception {
    inLayer((store, layer) -> {
      Toc toc = layer.read(store).toc();
      Failing.saying(() -> assertThat(layer).hasDiffId(Digest.sha256(new byte[0])), "the diff id of layer " + layer.diffId().shortHex());
      Failing.saying(() -> assertThat(layer).isSmallerThan(512), "less than 512 bytes");
      Failing.saying(() -> assertThat(toc).hasExactlyEntries("/app"), "expected\n  /app", "/app/bound", "/new");
      Failing.saying(() -> assertThat(toc).hasEntry("/app/bond"), "Did you mean '/app/bound'?");
      Failing.saying(() -> assertThat(toc).hasEntry("/dev"), "only implies");
      Failing.saying(() -> assertThat(toc).hasEntry("/old"), "which it removes");
      Failing.saying(() -> assertThat(toc).hasNoEntry("/app/pipe"), "a named pipe", "p0644");
      Failing.saying(() -> assertThat(toc).hasNoEntry("/dev/null"), "a device", "c0644");
      Failing.saying(() -> assertThat(toc).whitesOut("/app"), "whiteout '/app'", "/old");
      Failing.saying(() -> assertThat(toc).isOpaque("/dev"), "opaque directory '/dev'", "/app");
      Failing.saying(() -> assertThat(toc).hasNoWhiteouts(), "/old", "/app");
      Failing.saying(() -> assertThat(toc).isReproducible(), "2033-05-18T03:33:20.000000005Z  /new");
      Failing.saying(() -> assertThat(toc).hasEntry("/new").leadingTo("/x"), "only the whole tree knows");
    });
  }

  @Test
  void capabilitiesAreReadFromTheAttribute() throws Exception {
    inLayer((store, layer) -> {
      FileTree tree = FileTree.of(List.of(layer.read(store)));
      assertThat(tree).hasFile("/app/bound").withCapabilities("cap_net_bind_service").withAttribute("security.capability",
          NET_BIND_SERVICE.toBytes()).and()
          .hasFile("/app/traced").withCapabilities("cap_bpf").withAttribute("user.odd", (byte) 1).and()
          .hasFile("/new").withCapabilities().withoutAttributes();
      Failing.saying(() -> assertThat(tree).hasFile("/app/bound").withCapabilities("cap_net_raw"), "[cap_net_raw]",
          "[cap_net_bind_service]");
      Failing.saying(() -> assertThat(tree).hasFile("/app/bound").withoutAttributes(), "security.capability");
      Failing.saying(() -> assertThat(tree).hasFile("/app/traced").withAttribute("user.odd", (byte) 2), "02", "01");
      Failing.saying(() -> assertThat(tree).hasFile("/app/traced").withAttribute("user.old", (byte) 2), "Did you mean 'user.odd'?");
      Assertions.assertThatThrownBy(() -> assertThat(tree).hasFile("/app/bound").withCapabilities("net_raw"))
          .hasMessageContaining("'net_raw' is no capability");
    });
  }

  @Test
  void attributesThatAreNoCapabilitiesAreShown() {
    Assertions.assertThat(Capabilities.permitted(XattrValue.of((byte) 7))).containsExactly("unreadable: 07");
    Assertions.assertThat(Capabilities.permitted(XattrValue.of(HexFormat.of().parseHex("0000000101000000ffffffff"))))
        .containsExactly("cap_chown");
    Assertions.assertThat(Capabilities.permitted(XattrValue.of(HexFormat.of().parseHex("0000000200000000000000000000008000000000"))))
        .containsExactly("capability 63");
  }

  @Test
  void listingsAreBounded() throws Exception {
    try (Store store = Store.open(directory.resolve("store"));
        Lease lease = store.lease();
        LayerBuilder builder = LayerBuilder.in(store, lease)) {
      for (int i = 100; i < 150; i++) {
        builder.file(Entry.file(ImagePath.of("/f" + i + "\u0007")), target -> -1);
      }
      FileTree tree = FileTree.of(List.of(builder.finish().read(store)));
      Failing.saying(() -> assertThat(tree).hasFile("/missing/file"), "/ holds", "f119?\n  … and 30 more");
    }
  }
}
