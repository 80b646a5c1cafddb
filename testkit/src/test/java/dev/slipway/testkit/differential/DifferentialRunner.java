package dev.slipway.testkit.differential;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSortedMap;
import com.google.common.io.BaseEncoding;
import com.google.common.io.MoreFiles;
import com.google.common.io.RecursiveDeleteOption;
import dev.slipway.ErrorCode;
import dev.slipway.SlipwayException;
import dev.slipway.build.BuildOptions;
import dev.slipway.build.BuiltImage;
import dev.slipway.build.Context;
import dev.slipway.build.Engine;
import dev.slipway.build.FileModes;
import dev.slipway.image.DockerArchive;
import dev.slipway.image.ImagePath;
import dev.slipway.layer.Entry;
import dev.slipway.layer.EntryType;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/**
 * Builds cases with Docker and with Slipway, and compares what containers would see. Usable by several threads.
 *
 * <p>What both made is left as text in a directory, so that a difference can be looked into.
 */
final class DifferentialRunner {
  private final DockerDaemon daemon;
  private final Engine engine;
  private final Path results;

  DifferentialRunner(DockerDaemon daemon, Engine engine, Path results) {
    this.daemon = daemon;
    this.engine = engine;
    this.results = results;
  }

  /** What one side made of a case. */
  private sealed interface Side {
    /** An image. */
    record Made(SavedImage image) implements Side {}

    /** An error. */
    record Refused(String message) implements Side {}

    /** Only on our side: it is known not to be done. */
    record NotDone(String what) implements Side {}
  }

  Outcome run(Case test) throws IOException, InterruptedException {
    Path directory = Files.createTempDirectory("case");
    try {
      Path context = Files.createDirectory(directory.resolve("context"));
      test.context().unpackTo(context);
      Side docker = docker(test, test.standIn().orElse(test.dockerfile()), directory);
      Side ours = ours(test, directory);
      record(test, docker, ours);
      return outcome(docker, ours);
    } finally {
      MoreFiles.deleteRecursively(directory, RecursiveDeleteOption.ALLOW_INSECURE);
    }
  }

  private Side docker(Case test, String text, Path directory) throws IOException, InterruptedException {
    Path dockerfile = Files.createDirectory(directory.resolve("docker")).resolve("Dockerfile");
    Files.writeString(dockerfile, text);
    return switch (daemon.build(directory.resolve("context"), dockerfile, test.arguments())) {
      case DockerDaemon.Built.Failure(String message) -> new Side.Refused(message);
      case DockerDaemon.Built.Image(String id) -> new Side.Made(daemon.read(id, directory.resolve("docker.tar")));
    };
  }

  private Side ours(Case test, Path directory) throws IOException {
    if (test.image().isEmpty()) {
      return new Side.NotDone("reading Dockerfiles");
    }
    try {
      BuildOptions options = BuildOptions.defaults().modes(FileModes.KEPT).arguments(test.arguments());
      BuiltImage built = engine.build(test.image().get().get(), Context.of(directory.resolve("context")), options);
      Path archive = directory.resolve("ours.tar");
      var unused = built.writeTo(DockerArchive.at(archive));
      SavedImage saved = SavedImage.read(archive);
      checkTree(built, saved);
      return new Side.Made(saved);
    } catch (SlipwayException refusal) {
      return refusal.code() == ErrorCode.UNSUPPORTED
          ? new Side.NotDone(String.valueOf(refusal.getMessage()))
          : new Side.Refused(refusal.code().id() + ": " + refusal.getMessage());
    }
  }

  /** The tree that the engine shows must be the one that it writes. */
  private static void checkTree(BuiltImage built, SavedImage saved) throws IOException {
    ImmutableSortedMap.Builder<ImagePath, Node> shown = ImmutableSortedMap.naturalOrder();
    built.tree().walk(ImagePath.ROOT, tree -> shown.put(tree.entry().path(), node(tree.entry())));
    ImmutableSortedMap.Builder<ImagePath, Node> written = ImmutableSortedMap.naturalOrder();
    for (Map.Entry<ImagePath, Node> entry : saved.tree().entrySet()) {
      written.put(entry.getKey(), entry.getValue().withoutNames());
    }
    ImmutableSortedMap<ImagePath, Node> expected = written.buildOrThrow();
    ImmutableSortedMap<ImagePath, Node> actual = shown.buildOrThrow();
    if (!expected.equals(actual)) {
      throw new IOException("the engine's tree and what it wrote are not the same: " + actual + " and " + expected);
    }
  }

  private static Node node(Entry entry) {
    char type = switch (entry.type()) {
      case FILE, HARD_LINK -> 'f';
      case DIRECTORY -> 'd';
      case SYMLINK -> 'l';
      case FIFO -> 'p';
      case CHARACTER_DEVICE -> 'c';
      case BLOCK_DEVICE -> 'b';
    };
    ImmutableSortedMap.Builder<String, String> xattrs = ImmutableSortedMap.naturalOrder();
    entry.xattrs().forEach((name, value) -> xattrs.put(name, BaseEncoding.base16().lowerCase().encode(value.toBytes())));
    boolean file = type == 'f';
    return new Node(type, entry.mode(), entry.uid(), entry.gid(), entry.type() == EntryType.SYMLINK ? entry.linkTarget() : "",
        entry.type().isDevice() ? entry.deviceMajor() + ":" + entry.deviceMinor() : "", file ? entry.size() : 0,
        file ? entry.content() : Optional.empty(), Optional.empty(), xattrs.buildOrThrow());
  }

  private static Outcome outcome(Side docker, Side ours) {
    if (ours instanceof Side.NotDone(String what)) {
      return new Outcome.Unsupported(what);
    }
    if (docker instanceof Side.Made(SavedImage theirs) && ours instanceof Side.Made(SavedImage own)) {
      ImmutableList<String> differences = Differences.between(theirs, own);
      return differences.isEmpty() ? new Outcome.Same("image") : new Outcome.Differs(differences);
    }
    if (docker instanceof Side.Refused && ours instanceof Side.Refused) {
      return new Outcome.Same("refused");
    }
    String line = ours instanceof Side.Refused(String why)
        ? "Docker builds it, we refuse: " + why
        : docker instanceof Side.Refused(String message) ? "Docker refuses, we build it: " + message : "";
    return new Outcome.Differs(ImmutableList.of(line));
  }

  private void record(Case test, Side docker, Side ours) throws IOException {
    String name = test.name().replaceAll("[^A-Za-z0-9]+", "-") + "-" + Integer.toHexString(test.name().hashCode());
    Path directory = Files.createDirectories(results.resolve(name));
    Files.writeString(directory.resolve("Dockerfile"), test.dockerfile());
    Files.writeString(directory.resolve("docker.txt"), text(docker));
    Files.writeString(directory.resolve("ours.txt"), text(ours));
  }

  private static String text(Side side) {
    return switch (side) {
      case Side.Made(SavedImage image) -> image.toString();
      case Side.Refused(String message) -> "refused: " + message + "\n";
      case Side.NotDone(String what) -> "not done: " + what + "\n";
    };
  }
}
