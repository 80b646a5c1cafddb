package dev.slipway.store;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.common.io.MoreFiles;
import com.google.common.io.RecursiveDeleteOption;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.lifecycle.AfterTry;
import net.jqwik.api.state.Action;
import net.jqwik.api.state.ActionChain;
import net.jqwik.api.state.Transformer;

/** Random sequences of what is done to a store, beside a model that knows what must be there and what must not. */
class StoreStateTest {
  private static final int NAMES = 5;
  private static final int LEASES = 3;
  private static final List<Path> USED = new CopyOnWriteArrayList<>();

  @Property(tries = 120, seed = "1")
  void whatIsLeasedOrRecordedIsThereAndNothingElseSurvivesACollection(@ForAll("chains") ActionChain<Model> chain) {
    var unused = chain.withInvariant(Model::check).run();
  }

  @AfterTry
  void tidy() throws IOException {
    for (Path directory : USED) {
      Stores.assertSound(directory);
      MoreFiles.deleteRecursively(directory, RecursiveDeleteOption.ALLOW_INSECURE);
    }
    USED.clear();
  }

  @Provide
  Arbitrary<ActionChain<Model>> chains() {
    return ActionChain.startWith(Model::new).withMaxTransformations(25).withAction(4, on("put", Model::put))
        .withAction(3, on("pin", Model::pin))
        .withAction(4, on("record", Model::record)).withAction(3, on("get", Model::get)).withAction(1, on("root", Model::root))
        .withAction(1, on("unroot", Model::unroot)).withAction(2, on("close lease", Model::closeLease))
        .withAction(1, on("reopen", Model::reopen))
        .withAction(2, on("collect orphans", (model, name, lease) -> model.collect(CollectionPolicy.orphansOnly())))
        .withAction(1, on("collect all", (model, name, lease) -> model.collect(CollectionPolicy.everything())));
  }

  private interface Operation {
    void run(Model model, String name, int lease);
  }

  private static Action<Model> on(String label, Operation operation) {
    return new Action.Dependent<>() {
      @Override
      public Arbitrary<Transformer<Model>> transformer(Model state) {
        return Combinators.combine(Arbitraries.integers().between(1, NAMES), Arbitraries.integers().between(0, LEASES - 1))
            .as((name, lease) -> Transformer.mutate(label + " " + name + " under " + lease,
                model -> operation.run(model, "blob " + name, lease)));
      }
    };
  }

  /** The store and what is known about it. */
  static final class Model {
    private final Path directory;
    private final Map<Integer, Lease> leases = new HashMap<>();
    private final Map<Integer, Set<String>> pinned = new HashMap<>();
    private final Set<String> records = new HashSet<>();
    private Optional<String> root = Optional.empty();
    private final Set<String> present = new HashSet<>();
    private Store store;

    Model() {
      try {
        directory = Files.createTempDirectory("store");
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
      USED.add(directory);
      store = Store.open(directory, FaultyDisk.sound());
    }

    private Lease lease(int number) {
      return leases.computeIfAbsent(number, key -> store.lease());
    }

    private Set<String> pins(int number) {
      return pinned.computeIfAbsent(number, key -> new HashSet<>());
    }

    void put(String name, int lease) {
      Stores.put(store, lease(lease), name);
      present.add(name);
      pins(lease).add(name);
    }

    void pin(String name, int lease) {
      assertThat(store.pin(lease(lease), Stores.digest(name)).isPresent()).isEqualTo(present.contains(name));
      if (present.contains(name)) {
        pins(lease).add(name);
      }
    }

    void record(String name, int lease) {
      if (present.contains(name)) {
        store.records("step").put(lease(lease), Stores.digest("key of " + name), Stores.record(name, new Blob(Stores.digest(name), 0)));
        records.add(name);
        pins(lease).add(name);
      }
    }

    void get(String name, int lease) {
      Optional<StoredRecord> found = store.records("step").get(lease(lease), Stores.digest("key of " + name));
      assertThat(found.map(StoredRecord::body)).isEqualTo(Optional.of(name).filter(records::contains));
      if (found.isPresent()) {
        pins(lease).add(name);
      }
    }

    void root(String name, int lease) {
      if (present.contains(name)) {
        store.setRoot(lease(lease), RootEntry.of("root", "text/plain", new Blob(Stores.digest(name), name.length())));
        root = Optional.of(name);
        pins(lease).add(name);
      }
    }

    void unroot(String name, int lease) {
      assertThat(store.removeRoot("root")).isEqualTo(root.isPresent());
      root = Optional.empty();
    }

    void closeLease(String name, int lease) {
      lease(lease).close();
      leases.remove(lease);
      pinned.remove(lease);
    }

    /** As after a process has died: nothing was closed in an orderly way, and all leases are void. */
    void reopen(String name, int lease) {
      store.close();
      leases.clear();
      pinned.clear();
      store = Store.open(directory, FaultyDisk.sound());
    }

    void collect(CollectionPolicy policy) {
      Set<String> keep = new HashSet<>();
      pinned.values().forEach(keep::addAll);
      root.ifPresent(keep::add);
      long held = size(keep);
      if (policy.maximumBytes() == 0) {
        records.clear();
      }
      keep.addAll(records);
      int expected = present.size() - keep.size();
      Collected collected = store.collect(policy);
      assertThat(collected.blobs()).isEqualTo(expected);
      assertThat(collected.bytesKept()).isGreaterThanOrEqualTo(held);
      present.retainAll(keep);
    }

    private static long size(Set<String> names) {
      return names.stream().mapToLong(String::length).sum();
    }

    void check() {
      Findings findings = StoreCheck.check(directory);
      assertThat(findings.errors()).isEmpty();
      assertThat(findings.blobs()).isEqualTo(present.size());
      assertThat(findings.records()).isEqualTo(records.size());
      present.forEach(name -> assertThat(Stores.read(store, Stores.digest(name))).isEqualTo(name));
    }
  }
}
