package dev.slipway.testkit.differential;

import com.google.common.collect.ImmutableSortedMap;
import com.google.common.io.BaseEncoding;
import dev.slipway.ErrorCode;
import dev.slipway.SlipwayException;
import dev.slipway.build.BuildOptions;
import dev.slipway.build.BuiltImage;
import dev.slipway.build.Context;
import dev.slipway.build.Engine;
import dev.slipway.image.DockerArchive;
import dev.slipway.image.Image;
import dev.slipway.image.ImagePath;
import dev.slipway.layer.Entry;
import dev.slipway.layer.EntryType;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/** Builds a case with Slipway and reads the result as what Docker writes is read. */
final class OurSide {
  private OurSide() {}

  /**
   * What Slipway makes of an image.
   *
   * @param image made when it is needed, since a wrong value fails when it is made
   * @param archive a file that is not there yet
   */
  static Side build(Engine engine, Supplier<Image> image, Context context, BuildOptions options, Path archive) throws IOException {
    try {
      BuiltImage built = engine.build(image.get(), context, options);
      var unused = built.writeTo(DockerArchive.at(archive));
      SavedImage saved = SavedImage.read(archive);
      checkTree(built, saved);
      return new Side.Made(saved);
    } catch (SlipwayException refusal) {
      return refused(refusal);
    }
  }

  /** What an error of ours means for a case. */
  static Side refused(SlipwayException refusal) {
    return refusal.code() == ErrorCode.UNSUPPORTED
        ? new Side.NotDone(String.valueOf(refusal.getMessage()))
        : new Side.Refused(refusal.code().id() + ": " + refusal.getMessage());
  }

  /** The tree that the engine shows must be the one that it writes. */
  private static void checkTree(BuiltImage built, SavedImage saved) throws IOException {
    ImmutableSortedMap.Builder<ImagePath, Node> shown = ImmutableSortedMap.naturalOrder();
    built.tree().walk(ImagePath.ROOT, tree -> shown.put(tree.entry().path(), node(tree.entry())));
    ImmutableSortedMap.Builder<ImagePath, Node> written = ImmutableSortedMap.naturalOrder();
    for (Map.Entry<ImagePath, Node> entry : saved.tree().entrySet()) {
      if (!entry.getKey().isRoot()) {
        written.put(entry.getKey(), entry.getValue().withoutNames());
      }
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
        file ? entry.content() : Optional.empty(), Optional.empty(), xattrs.buildOrThrow(),
        "");
  }
}
