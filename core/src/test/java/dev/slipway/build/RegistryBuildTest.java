package dev.slipway.build;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.common.collect.ImmutableList;
import dev.slipway.BuildException;
import dev.slipway.ErrorCode;
import dev.slipway.SlipwayException;
import dev.slipway.image.Base;
import dev.slipway.image.Copy;
import dev.slipway.image.Digest;
import dev.slipway.image.Heredoc;
import dev.slipway.image.Image;
import dev.slipway.image.ImagePath;
import dev.slipway.image.ImageReference;
import dev.slipway.image.Instruction;
import dev.slipway.image.OciLayout;
import dev.slipway.image.Platform;
import dev.slipway.image.Stage;
import dev.slipway.image.Word;
import dev.slipway.layer.Compression;
import dev.slipway.oci.Index;
import dev.slipway.oci.Manifest;
import dev.slipway.registry.BasePolicy;
import dev.slipway.registry.MemoryRegistry;
import dev.slipway.registry.PushOptions;
import dev.slipway.registry.Pushed;
import dev.slipway.registry.RegistrySettings;
import dev.slipway.registry.TransferEvent;
import dev.slipway.store.CollectionPolicy;
import dev.slipway.store.Store;
import dev.slipway.store.StoreCheck;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Builds on images of registries, and results that go there. */
@Timeout(60)
class RegistryBuildTest {
  private static final ImageReference BASE = ImageReference.parse("localhost:5000/base:1.0");
  private static final ImageReference APP = ImageReference.parse("localhost:5000/team/app:1.0");

  private final MemoryRegistry registry = new MemoryRegistry();

  @TempDir
  Path directory;

  private Path context;
  private Store store;
  private Engine engine;

  @BeforeEach
  void open() throws IOException {
    context = Files.createDirectories(directory.resolve("context"));
    Files.writeString(context.resolve("a"), "1");
    store = Store.open(directory.resolve("store"));
    engine = Engine.open(store, RegistrySettings.defaults(), registry);
  }

  @AfterEach
  void close() {
    engine.close();
    store.close();
    var findings = StoreCheck.check(directory.resolve("store"));
    assertThat(findings.isSound()).as(findings.toString()).isTrue();
  }

  /** Builds in another store and pushes. */
  private Digest publish(ImageReference name, Stage stage, Platform... platforms) {
    return publish(name, stage.toImage().forPlatforms(platforms));
  }

  private Digest publish(ImageReference name, Image image) {
    try (Store other = Store.open(directory.resolve("other"));
        Engine elsewhere = Engine.open(other, RegistrySettings.defaults(), registry)) {
      Digest digest = elsewhere.build(image, Context.empty()).push(name).digest();
      List<String> unused = registry.asked();
      return digest;
    }
  }

  private static Stage with(String path, String text) {
    return Stage.scratch().copy(Heredoc.file(path.substring(path.lastIndexOf('/') + 1), text), path).env("BASE", text.strip());
  }

  private BuiltImage build(Stage stage) {
    return build(stage.toImage(), BuildOptions.defaults());
  }

  private BuiltImage build(Image image, BuildOptions options) {
    return engine.build(image, Context.of(context), options);
  }

  private static List<String> paths(BuiltImage image) {
    List<String> paths = new ArrayList<>();
    image.tree().walk(ImagePath.ROOT, found -> paths.add(found.entry().path().toString()));
    return paths;
  }

  @Test
  void aStageStandsOnAnImageOfARegistry() {
    publish(BASE, with("/base", "x\n"));
    BuiltImage built = build(Stage.from("localhost:5000/base:1.0").copy("a", "/"));
    assertThat(paths(built)).containsExactly("/a", "/base");
    assertThat(built.config().container().environment("BASE")).contains("x");
    assertThat(built.report().bases()).extracting(BaseReport::digest).containsExactly(registry.digest(BASE));
  }

  @Test
  void filesAreCopiedFromImagesOfRegistries() {
    publish(BASE, with("/base", "x\n"));
    Image image = Stage.scratch().copy(new Base.Reference(Word.of("localhost:5000/base:$VERSION")).file("/base"), "/b")
        .toImage().argument("VERSION", "1.0");
    BuiltImage built = build(image, BuildOptions.defaults());
    assertThat(paths(built)).containsExactly("/b");
    assertThat(built.config().history().get(0).createdBy().orElse("")).contains("--from=localhost:5000/base:1.0 ");
  }

  @Test
  void settingsAndAPushBackMoveNoLayer() {
    publish(BASE, with("/base", "x\n"));
    BuiltImage built = build(Stage.from(BASE).env("A", "b").label("c", "d").command("/base"));
    Pushed pushed = built.push(APP, APP.withTag("latest"));
    assertThat(pushed.mounted()).hasSize(1);
    List<String> layers = registry.asked().stream().filter(line -> line.startsWith("GET blob") || line.startsWith("PUT blob")).toList();
    Manifest manifest = (Manifest) registry.document(APP, pushed.digest());
    assertThat(layers).noneMatch(line -> line.endsWith(manifest.layers().get(0).digest().toString()));
    assertThat(manifest.layers()).isEqualTo(((Manifest) registry.document(BASE, registry.digest(BASE))).layers());
    built.push(APP, APP.withTag("latest"));
    assertThat(registry.asked()).containsExactlyInAnyOrder("HEAD manifest " + APP, "HEAD manifest " + APP.withTag("latest"));
  }

  @Test
  void aBaseIsAskedForOnceABuildAndTakenFromTheStoreTheNextTime() {
    publish(BASE, with("/base", "x\n"), Platform.LINUX_AMD64, Platform.LINUX_ARM64);
    Image image = Stage.from(BASE).copy(Base.image(BASE).file("/base"), "/again").copy("a", "/").toImage()
        .forPlatforms(Platform.LINUX_AMD64, Platform.LINUX_ARM64);
    Digest first = build(image, BuildOptions.defaults()).digest();
    assertThat(registry.kinds().stream().filter("GET manifest"::equals)).as("the index and two manifests").hasSize(3);
    assertThat(build(image, BuildOptions.defaults()).digest()).isEqualTo(first);
    assertThat(registry.kinds()).containsExactly("HEAD manifest");
    registry.down(true);
    assertThatThrownBy(() -> build(image, BuildOptions.defaults())).hasMessageContaining("choose BasePolicy.offline()");
    registry.asked();
    for (BasePolicy policy : List.of(BasePolicy.offline(), BasePolicy.ifOlderThan(Duration.ofDays(1)))) {
      assertThat(build(image, BuildOptions.defaults().bases(policy)).digest()).isEqualTo(first);
    }
    assertThat(registry.asked()).isEmpty();
  }

  @Test
  void aTagThatMovedIsReportedAndStepsOnTheSameLayersStayHits() {
    Digest old = publish(BASE, with("/base", "x\n"));
    Stage stage = Stage.from(BASE).copy("a", "/");
    build(stage);
    Digest recent = publish(BASE, with("/base", "x\n").env("MORE", "1"));
    BuiltImage built = build(stage);
    assertThat(built.report().misses()).isEmpty();
    assertThat(built.config().container().environment("MORE")).contains("1");
    assertThat(built.report().bases()).extracting(BaseReport::toString)
        .containsExactly("base localhost:5000/base:1.0 changed " + old + " -> " + recent);
    publish(BASE, with("/base", "y\n"));
    assertThat(build(stage).config().container().environment("BASE")).contains("y");
  }

  @Test
  void aBaseThatOnlyALaterCopyNeedsFailsAtOnce() {
    publish(BASE, with("/base", "x\n"));
    List<BuildEvent> events = Collections.synchronizedList(new ArrayList<>());
    Stage slow = Stage.scratch().named("slow").copy("a", "/");
    Stage stage = Stage.from(slow).copy(Base.image(BASE.withTag("none")).file("/base"), "/");
    assertThatThrownBy(() -> build(stage.toImage(), BuildOptions.defaults().progress(event -> {
      events.add(event);
      if (event instanceof BuildEvent.StepStarted) {
        sleep();
      }
    }))).isInstanceOf(SlipwayException.class).hasMessageContaining("'localhost:5000/base:none' does not exist")
        .extracting(e -> ((SlipwayException) e).code()).isEqualTo(ErrorCode.NOT_FOUND);
    assertThat(events).noneMatch(BuildEvent.StepFinished.class::isInstance);
  }

  private static void sleep() {
    try {
      Thread.sleep(20_000);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Test
  void triggersOfABaseRunBeforeTheFirstInstructionAndAreGone() {
    publish(BASE, with("/base", "x\n").with(new Instruction.Onbuild(Copy.of("a", "/from-trigger/")))
        .with(new Instruction.Onbuild(new Instruction.Env(ImmutableList.of(new Instruction.Pair(Word.of("A"), Word.of("trigger")))))));
    BuiltImage built = build(Stage.from(BASE).env("B", "$A"));
    assertThat(built.config().container().environment("B")).contains("trigger");
    assertThat(built.config().container().onBuild()).isEmpty();
    assertThat(paths(built)).contains("/from-trigger/a", "/base");
  }

  @Test
  void aTriggerTakesFilesFromTheStageOfThatName() {
    publish(BASE,
        Stage.scratch().with(new Instruction.Onbuild(Copy.of(new Base.Reference(Word.literal("maker")).file("/made"), "/taken"))));
    Stage maker = Stage.scratch().named("maker").copy("a", "/made");
    BuiltImage built = build(Stage.from(BASE).copy(maker.file("/made"), "/own"));
    assertThat(paths(built)).containsExactly("/own", "/taken");
  }

  @Test
  void aTriggerThatIsNoneIsToldWithTheNameOfTheBase() {
    publish(BASE, Stage.scratch().with(new Instruction.Onbuild(Copy.of(new Base.Reference(Word.literal("child")).file("/x"), "/y"))));
    assertThatThrownBy(() -> build(Stage.from(BASE).named("child").env("A", "b"))).isInstanceOf(BuildException.class)
        .hasMessageContainingAll("ONBUILD", "'child'");
  }

  @Test
  void triggersOfAnImageThatIsOnlyCopiedFromAreNoConcern() {
    publish(BASE, with("/base", "x\n").with(new Instruction.Onbuild(Copy.of("a", "/"))));
    assertThat(paths(build(Stage.scratch().copy(Base.image(BASE).file("/base"), "/")))).contains("/base");
  }

  /** Both steps look at a directory that only some of the bases here have. */
  private static Stage basedOn(ImageReference name) {
    return Stage.from(name).copy("a", "/d/a").workdir("/e/w");
  }

  private List<String> reasons(Stage stage) {
    return build(stage).report().steps().stream().map(step -> step.why().orElse(step.outcome().id())).toList();
  }

  @Test
  void aStepSaysWhichBaseItIsDoneAgainFor() {
    Digest first = publish(BASE, Stage.scratch().copy(Heredoc.file("one", "1\n"), "/d/"));
    assertThat(reasons(basedOn(BASE))).containsExactly("not built here before", "not built here before");
    Digest second = publish(BASE, Stage.scratch().copy(Heredoc.file("two", "2\n"), "/e/"));
    String change = "base localhost:5000/base:1.0 changed: sha256:" + first.shortHex() + "… -> sha256:" + second.shortHex() + "…";
    BuiltImage again = build(basedOn(BASE));
    assertThat(again.report().misses().stream().map(StepReport::toString)).containsExactly("stage-0 1/2 COPY a /d/a: " + change,
        "stage-0 2/2 WORKDIR /e/w: " + change);
    assertThat(again.report().table()).contains(change);
    // a name that is pinned to what it stands for is the same base
    assertThat(reasons(basedOn(BASE.withDigest(second)))).containsExactly("hit", "hit");
    ImageReference other = ImageReference.parse("localhost:5000/other:2");
    var unused = publish(other, Stage.scratch().copy(Heredoc.file("d", "no directory\n"), "/x/").copy(Heredoc.file("a", "a\n"), "/d/a/"));
    assertThat(reasons(basedOn(other)).get(0)).isEqualTo("base localhost:5000/base:1.0 changed: it is localhost:5000/other:2 now");
  }

  @Test
  void aBaseForAnotherPlatformIsRefusedUnlessItIsAskedFor() {
    publish(BASE, with("/base", "x\n"), Platform.LINUX_ARM64);
    Image image = Stage.from(BASE).env("A", "b").toImage().forPlatforms(Platform.LINUX_AMD64);
    assertThatThrownBy(() -> build(image, BuildOptions.defaults())).hasMessageContaining("there is linux/arm64: to use that all the same");
    Image asked = Stage.from(BASE).onPlatform(Platform.LINUX_ARM64).env("A", "b").toImage().forPlatforms(Platform.LINUX_AMD64);
    assertThat(build(asked, BuildOptions.defaults()).config(Platform.LINUX_AMD64).platform()).isEqualTo(Platform.LINUX_ARM64);
  }

  @Test
  void twoPlatformsBecomeAnIndexWithAnnotations() {
    publish(BASE, with("/base", "x\n"), Platform.LINUX_AMD64, Platform.LINUX_ARM64);
    BuiltImage built = build(Stage.from(BASE).copy("a", "/").toImage().forPlatforms(Platform.LINUX_AMD64, Platform.LINUX_ARM64),
        BuildOptions.defaults());
    Pushed pushed = built.push(PushOptions.defaults().compression(Compression.ZSTD).annotation("org.opencontainers.image.vendor", "me"),
        APP);
    Index index = (Index) registry.document(APP, pushed.digest());
    assertThat(index.annotations()).containsEntry("org.opencontainers.image.vendor", "me");
    assertThat(index.manifests()).hasSize(2);
    assertThat(pushed.mounted()).hasSize(1);
    assertThat(pushed.sent()).as("the common layer and two configurations").hasSize(3);
  }

  @Test
  void anImageOfTheRegistryIsWrittenToDiskWithItsLayersAsTheyCame() {
    publish(BASE, with("/base", "x\n"));
    BuiltImage built = build(Stage.from(BASE).env("A", "b"));
    var written = built.writeTo(OciLayout.at(directory.resolve("layout")).named("1.0"));
    assertThat(built.push(APP).digest()).isEqualTo(written.digest());
  }

  @Test
  void aPinnedImageIsTheSameWhateverBecomesOfTheTags() {
    publish(BASE, with("/base", "x\n"), Platform.LINUX_AMD64, Platform.LINUX_ARM64);
    Image image = Stage.from("localhost:5000/base:$VERSION").copy("a", "/").copy(Base.image(BASE).file("/base"), "/again").toImage()
        .argument("VERSION", "none").forPlatforms(Platform.LINUX_AMD64, Platform.LINUX_ARM64);
    BuildOptions options = BuildOptions.defaults().argument("VERSION", "1.0");
    BuiltImage built = build(image, options);
    Image pinned = built.pinned();
    assertThat(pinned).isNotEqualTo(image);
    assertThat(engine.pinned(image, options)).isEqualTo(pinned);
    assertThat(engine.pinned(pinned)).isEqualTo(pinned);
    assertThat(pinned.pinned(Map.of(BASE, Digest.sha256(new byte[0])))).isEqualTo(pinned);
    publish(BASE, with("/base", "other\n"), Platform.LINUX_AMD64, Platform.LINUX_ARM64);
    assertThat(build(pinned, BuildOptions.defaults()).digest()).isEqualTo(built.digest());
    assertThat(registry.asked()).as("all of it is in the store").isEmpty();
    assertThat(build(image, options).digest()).isNotEqualTo(built.digest());
  }

  @Test
  void triggersThatStagesOfTheImageCarryOutArePinnedToo() {
    publish(BASE, with("/base", "x\n"));
    Stage parent = Stage.scratch().with(new Instruction.Onbuild(Copy.of(Base.image(BASE).file("/base"), "/from/")));
    Image image = Stage.from(parent).copy("a", "/").with(new Instruction.Onbuild(Copy.of(Base.image(BASE.withTag("none")).file("/"), "/")))
        .toImage();
    BuiltImage built = build(image, BuildOptions.defaults());
    assertThat(built.report().bases()).extracting(BaseReport::reference).containsExactly(BASE);
    publish(BASE, with("/base", "other\n"));
    assertThat(engine.build(built.pinned(), Context.of(context)).digest()).isEqualTo(built.digest());
    assertThat(build(image, BuildOptions.defaults()).digest()).isNotEqualTo(built.digest());
  }

  @Test
  void aNameThatDiffersByPlatformCannotBePinned() {
    for (String name : List.of("amd64", "arm64")) {
      publish(BASE.withTag(name), with("/base", name), Platform.of("linux", name));
    }
    Image image = Stage.from("localhost:5000/base:$TARGETARCH").env("A", "b").toImage()
        .forPlatforms(Platform.LINUX_AMD64, Platform.LINUX_ARM64);
    BuiltImage built = build(image, BuildOptions.defaults());
    assertThat(built.push(APP).written()).containsExactly(APP);
    assertThatThrownBy(built::pinned).isInstanceOf(BuildException.class).hasMessageContaining("means another image for each of");
    assertThat(engine.pinned(image.forPlatforms(Platform.LINUX_ARM64)).references()).hasSize(1);
  }

  @Test
  void damagedLayersAreMadeAgainWhilePushing() throws IOException {
    publish(BASE, with("/base", "x\n"));
    BuiltImage built = build(Stage.from(BASE).copy("a", "/"));
    publish(BASE, with("/base", "moved meanwhile\n"));
    Path layer = directory.resolve("store/blobs/sha256").resolve(built.layers().get(1).diffId().hex());
    byte[] bytes = Files.readAllBytes(layer);
    bytes[1000] ^= 1;
    layer.toFile().setWritable(true);
    Files.write(layer, bytes);
    assertThat(built.push(APP).written()).containsExactly(APP);
  }

  @Test
  void aCollectionBetweenBuildAndPushCostsNothingButTime() {
    publish(BASE, with("/base", "x\n"));
    BuiltImage built = build(Stage.from(BASE).copy("a", "/"));
    store.collect(CollectionPolicy.everything());
    assertThat(built.push(ImageReference.parse("localhost:6000/app:1.0")).written()).hasSize(1);
    assertThat(paths(built)).containsExactly("/a", "/base");
  }

  @Test
  void listenersHearOfTransfersAlsoAfterTheBuild() {
    publish(BASE, with("/base", "x\n"));
    List<TransferEvent.Kind> kinds = Collections.synchronizedList(new ArrayList<>());
    BuiltImage built = build(Stage.from(BASE).copy("a", "/").toImage(), BuildOptions.defaults().progress(event -> {
      if (event instanceof BuildEvent.Transferring moving) {
        kinds.add(moving.transfer().kind());
      }
    }));
    built.push(APP);
    assertThat(kinds).contains(TransferEvent.Kind.PULLED, TransferEvent.Kind.PUSHED, TransferEvent.Kind.MOUNTED);
  }
}
