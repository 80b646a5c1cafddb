package dev.slipway.build;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSet;
import dev.slipway.image.BindMount;
import dev.slipway.image.CacheMount;
import dev.slipway.image.Command;
import dev.slipway.image.Mount;
import dev.slipway.image.Reuse;
import dev.slipway.image.Run;
import dev.slipway.image.SecretMount;
import dev.slipway.image.SecretValue;
import dev.slipway.image.SshMount;
import dev.slipway.image.Stage;
import dev.slipway.image.TmpfsMount;
import dev.slipway.image.Word;
import java.lang.reflect.RecordComponent;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** No result of one command is ever taken for that of another: whatever is different about a RUN and its mounts is in its key. */
class EscapeKeysTest {
  private static final Run PLAIN = Run.shell("true");
  private static final Mount.Access OTHER = Mount.Access.DEFAULT.withMode(0444).withOwner(7, 8);

  @TempDir
  Path directory;

  private Workbench bench;
  private Stage base;

  /** Two commands that differ in one component, and whether that is to give them different keys. */
  private record Pair(String component, Run one, Run other, boolean differs) {}

  @BeforeEach
  void open() {
    RunBench.require();
    bench = new Workbench(directory);
    base = RunBench.base(bench).run("mkdir /tree /tree/a /tree/b; echo 1 > /tree/a/f; echo 2 > /tree/b/f; echo 3 > /tree/f");
  }

  @AfterEach
  void close() {
    if (bench != null) {
      bench.close();
    }
  }

  private static Pair mounts(String component, Mount one, Mount other) {
    return new Pair(component, PLAIN.mount(one), PLAIN.mount(other), true);
  }

  private static Pair same(String component, Mount one, Mount other) {
    return new Pair(component, PLAIN.mount(one), PLAIN.mount(other), false);
  }

  private List<Pair> pairs() {
    BindMount bind = BindMount.of(base.file("/tree/a"), "/in");
    CacheMount cache = CacheMount.at("/c");
    SecretMount secret = SecretMount.of("s");
    SshMount ssh = SshMount.agent().optional();
    return List.of(
        new Pair("Run.command", PLAIN, Run.shell("true;"), true),
        new Pair("Run.command", Run.of(Command.exec("true", "a", "b")), Run.of(Command.exec("true", "a b")), true),
        new Pair("Run.mounts", PLAIN, PLAIN.mount(TmpfsMount.at("/m")), true),
        new Pair("Run.network", PLAIN, PLAIN.network(Run.Network.NONE), true),
        new Pair("Run.security", PLAIN, PLAIN.security(Run.Security.INSECURE), true),
        new Pair("Run.reuse", PLAIN, PLAIN.reuse(Reuse.whileSame("s")), true),
        mounts("BindMount.from", bind, BindMount.of(base.run("echo 9 > /tree/a/f").file("/tree/a"), "/in")),
        mounts("BindMount.source", bind, BindMount.of(base.file("/tree/b"), "/in")),
        mounts("BindMount.source", BindMount.of("base/etc/passwd", "/in"), BindMount.of("base/etc/group", "/in")),
        mounts("BindMount.target", bind, BindMount.of(base.file("/tree/a"), "/on")),
        mounts("BindMount.writable", bind, bind.asWritable()),
        mounts("CacheMount.target", cache, CacheMount.at("/d")),
        mounts("CacheMount.readOnly", cache, cache.asReadOnly()),
        // what is in a cache may never decide what a command does
        same("CacheMount.id", cache, cache.id("other")),
        same("CacheMount.sharing", cache, cache.sharing(Mount.Sharing.LOCKED)),
        same("CacheMount.initial", cache.id("i"), cache.id("j").startingWith(base.file("/tree"))),
        same("CacheMount.access", cache.id("k"), cache.id("l").access(OTHER)),
        mounts("TmpfsMount.target", TmpfsMount.at("/m"), TmpfsMount.at("/n")),
        mounts("TmpfsMount.sizeBytes", TmpfsMount.at("/m"), TmpfsMount.at("/m").limitedTo(8192)),
        mounts("TmpfsMount.sizeBytes", TmpfsMount.at("/m").limitedTo(4096), TmpfsMount.at("/m").limitedTo(8192)),
        mounts("SecretMount.id", secret.at("/s"), SecretMount.of("t").at("/s")),
        mounts("SecretMount.target", secret, secret.at("/t")),
        mounts("SecretMount.variable", secret.at("/s").as("S"), secret.at("/s").as("T")),
        mounts("SecretMount.variable", secret.at("/s"), secret.at("/s").as("S")),
        mounts("SecretMount.access", secret, secret.access(OTHER)),
        same("SecretMount.required", secret, secret.optional()),
        // an agent that is not there cannot be told from one that is not asked for, but for the variable
        same("SshMount.id", ssh, SshMount.agent("other").optional()),
        mounts("SshMount.target", ssh, new SshMount(Word.of("default"), Optional.of(Word.of("/a")), false, Mount.Access.DEFAULT)),
        same("SshMount.required", ssh, ssh.optional()),
        same("SshMount.access", ssh, ssh.access(OTHER)));
  }

  @Test
  void everyComponentIsThoughtOf() {
    Set<String> components = Stream.of(Run.class, BindMount.class, CacheMount.class, TmpfsMount.class, SecretMount.class, SshMount.class)
        .flatMap(
            type -> Arrays.stream(type.getRecordComponents()).map(RecordComponent::getName).map(name -> type.getSimpleName() + "." + name))
        .collect(Collectors.toSet());
    // devices are refused
    components.remove("Run.devices");
    assertThat(pairs().stream().map(Pair::component).collect(ImmutableSet.toImmutableSet()))
        .containsExactlyInAnyOrderElementsOf(components);
  }

  @Test
  void whatDiffersHasAKeyOfItsOwn() {
    RunOptions runs = RunOptions.defaults().allow(Grant.INSECURE).secret("s", Secret.of(SecretValue.of("one")))
        .secret("t", Secret.of(SecretValue.of("two")));
    int round = 0;
    for (Pair pair : pairs()) {
      // of its own, so that no earlier pair has left a result
      Stage own = base.env("ROUND", "" + round++);
      assertThat(made(own.with(pair.one()), runs)).as(pair.component() + " first").isTrue();
      assertThat(made(own.with(pair.one()), runs)).as(pair.component() + " again").isFalse();
      assertThat(made(own.with(pair.other()), runs)).as(pair.component()).isEqualTo(pair.differs());
    }
  }

  @Test
  void whatACommandStandsOnIsInItsKey() {
    ImmutableList<Stage> all = ImmutableList.of(base, base.env("A", "1"), base.env("A", "2"), base.arg("A", "3"), base.user("app"),
        base.user("1000"),
        base.user("1000:1"), base.workdir("/tree"), base.workdir("/tree/a"), base.shell("/bin/sh", "-ec"), base.run("echo more > /more"));
    for (Stage stage : all) {
      assertThat(made(stage.run("true # here"), RunOptions.defaults())).as(stage.toString()).isTrue();
    }
    for (Stage stage : all) {
      assertThat(made(stage.run("true # here"), RunOptions.defaults())).as(stage.toString()).isFalse();
    }
  }

  /** Whether the last step was carried out, not found. */
  private boolean made(Stage stage, RunOptions runs) {
    List<StepReport> steps = bench.build(stage, BuildOptions.defaults().runs(runs)).report().steps();
    return steps.get(steps.size() - 1).outcome() == StepReport.Outcome.MISS;
  }
}
