package dev.slipway.store;

import static dev.slipway.store.Directories.ROOT;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.slipway.ErrorCode;
import dev.slipway.InvalidValueException;
import dev.slipway.StoreException;
import dev.slipway.image.Digest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TreesTest {
  @TempDir
  private Path scratch;

  private Path directory() {
    return scratch.resolve("store");
  }

  private Store open() {
    return Store.open(directory(), FaultyDisk.sound());
  }

  @AfterEach
  void theStoreIsSound() {
    Stores.assertSound(directory());
  }

  @Test
  void whatWasPublishedIsFoundAgain() {
    try (Store store = open(); Lease lease = store.lease()) {
      Digest key = Stores.digest("layer");
      assertThat(store.trees().find(lease, ROOT, key)).isEmpty();
      Path published = Directories.publish(store, lease, "layer");
      assertThat(published).isEqualTo(directory().resolve("slipway/trees/root/" + key.hex() + "/fs"));
      assertThat(store.trees().find(lease, ROOT, key)).contains(published);
      assertThat(store.trees().find(lease, "user-1000", key)).as("another ownership").isEmpty();
      assertThat(Directories.read(published)).isEqualTo("layer");
    }
    try (Store store = open(); Lease lease = store.lease()) {
      assertThat(store.trees().find(lease, ROOT, Stores.digest("layer")).map(Directories::read)).contains("layer");
      assertThat(store.trees().list()).singleElement().matches(tree -> tree.ownership().equals(ROOT) && tree.bytes() == 5
          && tree.key().equals(Stores.digest("layer")) && tree.layer().equals(tree.key())
          && tree.lastUsed().isAfter(Instant.now().minusSeconds(60)));
    }
  }

  @Test
  void onlyTheUserOfTheStoreMayEnterATree() throws IOException {
    try (Store store = open(); Lease lease = store.lease()) {
      Path aside = store.trees().aside(lease);
      assertThat(aside).doesNotExist();
      assertThat(aside.getParent()).isDirectory();
      Path published = Directories.publish(store, lease, "layer");
      for (Path wrapper : List.of(aside.getParent(), published.getParent())) {
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(wrapper))).isEqualTo("rwx------");
      }
    }
  }

  @Test
  void whoeverComesSecondGetsTheTreeOfTheFirst() {
    try (Store store = open(); Lease lease = store.lease(); Lease other = store.lease()) {
      Path first = Directories.publish(store, lease, "layer");
      Path made = Directories.make(store.trees().aside(other), "mine");
      assertThat(store.trees().publish(other, ROOT, Stores.digest("layer"), made)).isEqualTo(first);
      assertThat(Directories.read(first)).isEqualTo("layer");
      assertThat(Directories.read(made)).as("left to its maker").isEqualTo("mine");
    }
  }

  @Test
  void aDirectoryFromElsewhereIsMovedAsAWhole() throws IOException {
    try (Store store = open(); Lease lease = store.lease()) {
      Path workspace = store.trees().aside(lease);
      Files.createDirectory(workspace);
      Path upper = Directories.make(workspace.resolve("upper"), "upper");
      Digest key = Stores.digest("a key of its own");
      Path published = store.trees().publish(lease, ROOT, key, upper);
      assertThat(Directories.read(published)).isEqualTo("upper");
      assertThat(upper).doesNotExist();
      assertThat(store.trees().list()).singleElement().matches(tree -> tree.bytes() == "upper".length());
      assertThatThrownBy(() -> store.trees().publish(lease, ROOT, Stores.digest("other"), upper)).isInstanceOf(StoreException.class)
          .hasMessageContaining(upper.toString()).satisfies(e -> assertThat(((StoreException) e).code()).isEqualTo(ErrorCode.NOT_FOUND));
      Files.delete(workspace);
    }
    assertThat(Directories.temporary(directory())).isEmpty();
  }

  @Test
  void directoriesAsideGoWithTheirLeaseWhateverIsInThem() throws IOException {
    try (Store store = open()) {
      Path aside;
      Path filled;
      try (Lease lease = store.lease()) {
        aside = store.trees().aside(lease);
        filled = Directories.make(store.trees().aside(lease), "left behind");
      }
      assertThat(aside.getParent()).doesNotExist();
      assertThat(filled.getParent()).doesNotExist();
      assertThat(store.collect(CollectionPolicy.orphansOnly())).matches(collected -> collected.leftovers() == 0 && collected.trees() == 0);
    }
  }

  @Test
  void whatALivingLeaseHasAsideStays() throws IOException {
    try (Store store = open(); Store other = open(); Lease lease = store.lease()) {
      Path made = Directories.make(store.trees().aside(lease), "being made");
      assertThat(other.collect(CollectionPolicy.everything()).leftovers()).isZero();
      open().close();
      assertThat(Directories.read(made)).isEqualTo("being made");
    }
    open().close();
    assertThat(Directories.temporary(directory())).as("opening a store sweeps what the dead left").isEmpty();
  }

  @Test
  void aCollectionLeavesWhatALeaseProtectsAndTakesOrphans() {
    try (Store store = open()) {
      Lease keeping = store.lease();
      try (Lease lease = store.lease()) {
        Directories.publish(store, keeping, "kept");
        Path orphan = store.trees().publish(lease, ROOT, Stores.digest("orphan"), Directories.make(store.trees().aside(lease), "x"));
        assertThat(store.collect(CollectionPolicy.everything()).trees()).isZero();
        assertThat(orphan).exists();
      }
      assertThat(store.collect(CollectionPolicy.orphansOnly()).trees()).isEqualTo(1);
      assertThat(store.trees().list()).extracting(Tree::key).containsExactly(Stores.digest("kept"));
      assertThat(store.trees().remove(ROOT, Stores.digest("kept"), TreeRemover.own())).as("protected").isFalse();
      keeping.close();
      assertThat(store.trees().remove(ROOT, Stores.digest("kept"), TreeRemover.own())).isTrue();
      assertThat(store.trees().remove(ROOT, Stores.digest("kept"), TreeRemover.own())).isFalse();
    }
  }

  @Test
  void treesGoWithTheirLayerOrByTheirAgeOrSizeTheLeastRecentlyUsedFirst() throws IOException {
    try (Store store = open()) {
      List<Path> trees = new ArrayList<>();
      try (Lease lease = store.lease()) {
        for (int i = 0; i < 5; i++) {
          Blob layer = Stores.put(store, lease, "layer" + i);
          store.records("step").put(lease, layer.digest(), Stores.record("{}", layer));
          trees.add(Directories.publish(store, lease, "layer" + i));
        }
      }
      for (int i = 0; i < 5; i++) {
        Files.setLastModifiedTime(trees.get(i).resolveSibling("tree.json"), FileTime.from(Instant.now().minus(Duration.ofHours(i))));
      }
      try (Lease lease = store.lease()) {
        assertThat(store.trees().find(lease, ROOT, Stores.digest("layer4"))).isPresent();
      }
      assertThat(store.collect(CollectionPolicy.orphansOnly()).trees()).isZero();
      assertThat(store.collect(CollectionPolicy.orphansOnly().withMaximumTreeAge(Duration.ofMinutes(150))).trees()).isEqualTo(1);
      assertThat(trees.get(3)).doesNotExist();
      assertThat(store.collect(CollectionPolicy.orphansOnly().withMaximumTreeBytes(13))).matches(found -> found.trees() == 2
          && found.bytesFreed() == 12 && found.records() == 0 && found.problems().isEmpty());
      assertThat(trees.get(0)).exists();
      assertThat(trees.get(4)).exists();
      store.records("step").remove(Stores.digest("layer0"));
      assertThat(store.collect(CollectionPolicy.orphansOnly())).matches(found -> found.trees() == 1 && found.blobs() == 1);
      assertThat(trees.get(0)).doesNotExist();
      assertThat(store.collect(CollectionPolicy.everything()).trees()).isEqualTo(1);
      assertThat(store.trees().list()).isEmpty();
    }
    assertThat(Directories.temporary(directory())).isEmpty();
  }

  @Test
  void aTreeFromBeforeTheMachineStartedOrThatWasCopiedIsMadeAnew() throws IOException {
    try (Store store = open(); Lease lease = store.lease()) {
      Path published = Directories.publish(store, lease, "layer");
      Path note = published.resolveSibling("tree.json");
      String sound = Files.readString(note);
      List<String> notes = List.of(sound.replaceFirst("\"boot\":\"[^\"]*\"", "\"boot\":\"another\""),
          sound.replaceFirst("\"identity\":\"[^\"]*\"", "\"identity\":\"another\""), sound.replace("root", "user"), "", "{");
      for (String torn : notes) {
        Files.writeString(note, torn);
        assertThat(store.trees().find(lease, ROOT, Stores.digest("layer"))).as(torn).isEmpty();
        assertThat(store.trees().list()).isEmpty();
        assertThat(Directories.publish(store, lease, "layer")).isEqualTo(published);
        assertThat(store.trees().find(lease, ROOT, Stores.digest("layer"))).contains(published);
      }
    }
    try (Store store = open()) {
      assertThat(store.collect(CollectionPolicy.everything()).trees()).isEqualTo(1);
    }
    assertThat(Directories.temporary(directory())).isEmpty();
  }

  @Test
  void aTreeThatAnotherMachineUsesStaysAndThisOneHasItsOwn() throws IOException {
    try (Store store = open()) {
      Lease theirs = store.lease();
      Path published = Directories.publish(store, theirs, "layer");
      Path note = published.resolveSibling("tree.json");
      Files.writeString(note, Files.readString(note, UTF_8).replaceFirst("\"boot\":\"[^\"]*\"", "\"boot\":\"another\""), UTF_8);
      try (Lease lease = store.lease()) {
        Path made = Directories.make(store.trees().aside(lease), "mine");
        Path kept = store.trees().publish(lease, ROOT, Stores.digest("layer"), made);
        assertThat(kept).isNotEqualTo(made).isNotEqualTo(published);
        assertThat(Directories.read(kept)).isEqualTo("mine");
        assertThat(Directories.read(published)).isEqualTo("layer");
        assertThat(store.collect(CollectionPolicy.everything())).matches(found -> found.trees() == 0 && found.leftovers() == 0);
        assertThat(Directories.read(kept)).isEqualTo("mine");
        theirs.close();
        assertThat(Directories.read(Directories.publish(store, lease, "layer"))).isEqualTo("layer");
        assertThat(store.trees().find(lease, ROOT, Stores.digest("layer"))).contains(published);
      }
      assertThat(store.collect(CollectionPolicy.everything())).matches(found -> found.trees() == 1 && found.leftovers() == 1);
    }
    assertThat(Directories.temporary(directory())).isEmpty();
  }

  @Test
  void theExaminationTellsOfDamageAndOfWhatIsNotUsed() throws IOException {
    Path published;
    try (Store store = open(); Lease lease = store.lease()) {
      published = Directories.publish(store, lease, "layer");
      Files.writeString(published.resolveSibling("tree.json"), "{}");
      assertThat(StoreCheck.check(directory()).errors()).singleElement().asString().contains("tree.json");
      Files.move(published, published.resolveSibling("other"));
      assertThat(StoreCheck.check(directory()).errors()).singleElement().asString().contains("has no directory 'fs'");
      Files.createDirectory(directory().resolve("slipway/trees/root/strange"));
      assertThat(StoreCheck.check(directory()).errors()).hasSize(2).anySatisfy(error -> assertThat(error).contains("strange"));
      Files.delete(directory().resolve("slipway/trees/root/strange"));
      Directories.make(store.trees().aside(lease), "aside");
      assertThat(StoreCheck.check(directory()).notes()).anySatisfy(note -> assertThat(note).contains("temporary directory"));
    }
    try (Store store = open()) {
      assertThat(store.collect(CollectionPolicy.orphansOnly())).matches(found -> found.trees() == 1);
    }
    assertThat(Stores.assertSound(directory()).notes()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", ".", "..", "a/b", "../x", "Root", "a b", "-x", "\0", "tree\nx"})
  void anOwnershipThatIsNoPlainNameIsRefused(String ownership) {
    try (Store store = open(); Lease lease = store.lease()) {
      assertThatThrownBy(() -> store.trees().find(lease, ownership, Stores.digest("x"))).isInstanceOf(InvalidValueException.class);
      Path made = Directories.make(store.trees().aside(lease), "x");
      assertThatThrownBy(() -> store.trees().publish(lease, ownership, Stores.digest("x"), made)).isInstanceOf(InvalidValueException.class);
      assertThatThrownBy(() -> store.caches().open(lease, ownership, CacheName.of("x"), CacheUse.SHARED, Directories.starting("x")))
          .isInstanceOf(InvalidValueException.class);
    }
  }

  @Test
  void removalAndMeasuringNeverFollowLinks() throws IOException {
    Path canary = Directories.make(scratch.resolve("canary"), "canary");
    try (Store store = open(); Lease lease = store.lease()) {
      Path made = Directories.make(store.trees().aside(lease), "12345");
      Files.createSymbolicLink(made.resolve("absolute"), canary);
      Files.createSymbolicLink(made.resolve("usr/relative"), made.resolve("usr").relativize(canary));
      Files.createSymbolicLink(made.resolve("file"), canary.resolve("usr/bin/text"));
      Files.createSymbolicLink(made.resolve("circle"), Path.of("."));
      Path published = store.trees().publish(lease, ROOT, Stores.digest("key"), made);
      assertThat(store.trees().list()).singleElement().matches(tree -> tree.bytes() == 5);
      assertThat(TreeSize.of(published)).matches(size -> size.files() == 8 && size.isComplete());
      assertThat(TreeSize.of(published.resolve("absolute")).files()).isZero();
      TreeRemover.own().remove(published.resolve("absolute"));
      assertThat(published.resolve("absolute").toFile().exists()).isFalse();
    }
    try (Store store = open()) {
      assertThat(store.collect(CollectionPolicy.everything())).matches(found -> found.trees() == 1 && found.problems().isEmpty());
    }
    assertThat(Directories.read(canary)).isEqualTo("canary");
    assertThat(Directories.temporary(directory())).isEmpty();
  }

  @Test
  void deepAndClosedDirectoriesAreDeleted() throws IOException {
    Path deep = Files.createDirectory(scratch.resolve("deep"));
    Path innermost = deep;
    for (int i = 0; i < 300; i++) {
      innermost = Files.createDirectory(innermost.resolve("d" + i % 10));
      Files.writeString(innermost.resolve("file"), "x", UTF_8);
    }
    assertThat(TreeSize.of(deep)).matches(size -> !size.isComplete() && size.files() > 100);
    Path closed = Directories.make(deep.resolve("closed"), "x");
    Files.setPosixFilePermissions(closed.resolve("usr/bin"), PosixFilePermissions.fromString("---------"));
    Files.setPosixFilePermissions(closed.resolve("usr"), PosixFilePermissions.fromString("r-xr-xr-x"));
    TreeRemover.own().remove(deep);
    assertThat(scratch).isEmptyDirectory();
    TreeRemover.own().remove(deep);
    Store.open(directory()).close();
  }

  @Test
  void whatMayNotBeDeletedIsAnnouncedAndLeftToTheRemoverOfTheNextCollection() throws IOException {
    TreeRemover refusing = path -> {
      throw new IOException("these files belong to somebody else");
    };
    TreeRemover failing = path -> {
      throw new StoreException(ErrorCode.UNSUPPORTED, "there is no user namespace");
    };
    List<Path> asked = new ArrayList<>();
    try (Store store = open()) {
      try (Lease lease = store.lease()) {
        Path published = Directories.publish(store, lease, "layer");
        assertThat(published).exists();
      }
      Path tree = directory().resolve("slipway/tmp/gone-tree");
      for (TreeRemover remover : List.of(refusing, failing)) {
        Removals removals = new Removals(refusing, remover);
        assertThat(removals.delete(tree)).isFalse();
        assertThat(removals.problems()).singleElement().asString().contains(tree.toString(), remover == failing ? "namespace" : "somebody");
      }
      Removals helped = new Removals(refusing, asked::add);
      assertThat(helped.delete(tree)).isTrue();
      assertThat(helped.problems()).isEmpty();
      assertThat(asked).containsExactly(tree);
      asked.clear();
      Directories.make(tree, "left by an earlier collection");
      assertThat(store.collect(CollectionPolicy.everything(), asked::add))
          .matches(found -> found.problems().isEmpty() && found.trees() == 1);
      assertThat(asked).as("what this process may delete needs no help").isEmpty();
    }
  }

  @Test
  void aReadOnlyStoreServesItsTrees() {
    try (Store store = open(); Lease lease = store.lease()) {
      var published = Directories.publish(store, lease, "layer");
      assertThat(published).exists();
    }
    try (Store store = Store.open(directory(), FaultyDisk.failing(FaultyDisk.Fault.READ_ONLY, 1)); Lease lease = store.lease()) {
      Optional<Path> found = store.trees().find(lease, ROOT, Stores.digest("layer"));
      assertThat(found.map(Directories::read)).contains("layer");
      assertThatThrownBy(() -> store.trees().aside(lease)).isInstanceOf(StoreException.class).hasMessageContaining("read-only");
      assertThatThrownBy(() -> store.salt()).isInstanceOf(StoreException.class).hasMessageContaining("read-only");
      assertThatThrownBy(() -> store.caches().open(lease, ROOT, CacheName.of("x"), CacheUse.SHARED, Directories.starting("x")))
          .isInstanceOf(StoreException.class).hasMessageContaining("read-only");
      assertThat(store.trees().list()).hasSize(1);
      assertThat(store.caches().list()).isEmpty();
    }
  }

  @Test
  void aStoreHasOneSaltThatItKeepsToItself() throws IOException {
    Digest digest;
    try (Store store = open(); Store other = open()) {
      digest = store.salt().digest(Stores.bytes("secret"));
      assertThat(other.salt().digest(Stores.bytes("secret"))).isEqualTo(digest).isNotEqualTo(Stores.digest("secret"));
      assertThat(other.salt().digest(Stores.bytes("secret2"))).isNotEqualTo(digest);
      Path file = directory().resolve("slipway/salt");
      assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file))).isEqualTo("rw-------");
      assertThat(file).hasSize(32);
    }
    try (Store store = Store.open(directory(), FaultyDisk.failing(FaultyDisk.Fault.READ_ONLY, 1));
        Store elsewhere = Store.open(scratch.resolve("elsewhere"))) {
      assertThat(store.salt().digest(Stores.bytes("secret"))).isEqualTo(digest);
      assertThat(elsewhere.salt().digest(Stores.bytes("secret"))).isNotEqualTo(digest);
    }
  }
}
