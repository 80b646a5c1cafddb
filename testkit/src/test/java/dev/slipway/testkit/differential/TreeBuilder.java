package dev.slipway.testkit.differential;

import com.google.common.collect.ImmutableSortedMap;
import com.google.common.io.BaseEncoding;
import dev.slipway.image.Digest;
import dev.slipway.image.ImagePath;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/** Stacks layers onto each other as a container runtime does, whiteouts and all. */
final class TreeBuilder {
  private static final int SAMPLE = 1_000;

  private final NavigableMap<ImagePath, Inode> files = new TreeMap<>();

  /** A file, which may have several names. */
  private record Inode(char type, int mode, long uid, long gid, String target, String device, long size, Optional<Digest> content,
      ImmutableSortedMap<String, String> xattrs, String sample) {
    // identity matters: two names are hard links exactly if they hold the same object
    @Override
    public boolean equals(Object other) {
      return this == other;
    }

    @Override
    public int hashCode() {
      return System.identityHashCode(this);
    }
  }

  /** Puts one layer on top. */
  void add(byte[] layer) throws IOException {
    Set<ImagePath> ofThisLayer = new HashSet<>();
    RawTar.read(new ByteArrayInputStream(layer), (header, content) -> {
      ImagePath path = path(header.name());
      String name = path.name();
      if (name.equals(".wh..wh..opq")) {
        ImagePath directory = path.parent().orElseThrow();
        files.keySet().removeIf(old -> !old.equals(directory) && old.startsWith(directory) && !ofThisLayer.contains(old));
      } else if (name.startsWith(".wh.")) {
        remove(path.parent().orElseThrow().child(name.substring(4)));
      } else {
        put(path, header, content);
        ofThisLayer.add(path);
      }
    });
  }

  private void put(ImagePath path, RawTar.Header header, byte[] content) throws IOException {
    Inode before = files.get(path);
    boolean directory = header.type() == '5';
    if (before != null && !(directory && before.type() == 'd')) {
      remove(path);
    }
    if (header.type() == '1') {
      Inode linked = files.get(path(header.link()));
      if (linked == null) {
        throw new IOException("hard link '" + path + "' to '" + header.link() + "', which is not there");
      }
      files.put(path, linked);
    } else {
      files.put(path, inode(header, content));
    }
  }

  private static Inode inode(RawTar.Header header, byte[] content) throws IOException {
    char type = switch (header.type()) {
      case '0', '7' -> 'f';
      case '2' -> 'l';
      case '3' -> 'c';
      case '4' -> 'b';
      case '5' -> 'd';
      case '6' -> 'p';
      default -> throw new IOException("entry '" + header.name() + "' has the unknown type '" + header.type() + "'");
    };
    ImmutableSortedMap.Builder<String, String> xattrs = ImmutableSortedMap.naturalOrder();
    header.xattrs().forEach(
        (key, value) -> xattrs.put(key, BaseEncoding.base16().lowerCase().encode(value.getBytes(StandardCharsets.ISO_8859_1))));
    boolean device = type == 'c' || type == 'b';
    return new Inode(type, header.mode() & 07777, header.uid(), header.gid(), type == 'l' ? text(header.link()) : "",
        device ? header.major() + ":" + header.minor() : "", type == 'f' ? content.length : 0,
        type == 'f' ? Optional.of(Digest.sha256(content)) : Optional.empty(), xattrs.buildOrThrow(),
        type == 'f' && content.length <= SAMPLE ? new String(content, StandardCharsets.ISO_8859_1) : "");
  }

  private void remove(ImagePath path) {
    files.keySet().removeIf(old -> old.startsWith(path));
  }

  /** All paths but the root, which no image has a say about unless it writes an entry for it. */
  ImmutableSortedMap<ImagePath, Node> build() {
    Map<Inode, ImagePath> firstNames = new HashMap<>();
    Map<Inode, Integer> names = new HashMap<>();
    files.forEach((path, inode) -> {
      firstNames.putIfAbsent(inode, path);
      names.merge(inode, 1, Integer::sum);
    });
    ImmutableSortedMap.Builder<ImagePath, Node> tree = ImmutableSortedMap.naturalOrder();
    files.forEach((path, inode) -> {
      Optional<ImagePath> firstName = names.getOrDefault(inode, 1) > 1 ? Optional.ofNullable(firstNames.get(inode)) : Optional.empty();
      tree.put(path, new Node(inode.type(), inode.mode(), inode.uid(), inode.gid(), inode.target(), inode.device(), inode.size(),
          inode.content(), firstName, inode.xattrs(), inode.sample()));
    });
    return tree.build();
  }

  private static ImagePath path(String bytesAsChars) {
    return ImagePath.ofBytes(bytesAsChars.getBytes(StandardCharsets.ISO_8859_1));
  }

  private static String text(String bytesAsChars) {
    return ImagePath.textOfBytes(bytesAsChars.getBytes(StandardCharsets.ISO_8859_1));
  }
}
