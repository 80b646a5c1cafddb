package dev.slipway.layer;

import com.google.common.collect.ImmutableSortedMap;
import com.google.common.io.Closer;
import dev.slipway.ArchiveException;
import dev.slipway.ErrorCode;
import dev.slipway.StoreException;
import dev.slipway.image.Digest;
import dev.slipway.image.ImagePath;
import dev.slipway.store.Store;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.security.MessageDigest;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Writes the uppermost layer of a tree as {@link OverlayLayer} describes it. */
final class OverlayWriter implements AutoCloseable {
  private static final XattrValue YES = XattrValue.of((byte) 'y');

  private static final ImagePath DEV = ImagePath.of("/dev");

  private final Store store;
  private final FileTree tree;
  private final TreeLayer layer;
  private final OverlayForm form;
  private final boolean devices;
  private final TarOutput out;
  private final Map<Digest, FileChannel> tars = new HashMap<>();
  private final TarWindow window = new TarWindow();
  private final MessageDigest hash = Digests.sha256();
  private final Closer closer = Closer.create();
  /** By where the bytes start in the layer's tar, the first name of each file that has several. */
  private final Map<Long, ImagePath> names = new HashMap<>();
  private final Set<Long> shared = new HashSet<>();

  OverlayWriter(Store store, FileTree tree, OverlayForm form, boolean devices, TarOutput out) {
    this.store = store;
    this.tree = tree;
    this.layer = tree.top();
    this.form = form;
    this.devices = devices;
    this.out = out;
  }

  /** Writes the tar, given the tree under the layer. */
  void write(FileTree below) throws IOException {
    Toc toc = layer.toc();
    for (int i = 0; i < toc.size(); i++) {
      if (toc.kind(i) == EntryType.HARD_LINK.code() && toc.content(i).isPresent()) {
        shared.add(toc.offsets[i]);
      }
    }
    for (int i = 0; i < toc.size(); i++) {
      node(toc, i);
      if (i == 0 && toc.isOpaque(0)) {
        hideAll(toc, below);
      }
    }
    out.finish();
  }

  private void node(Toc toc, int index) throws IOException {
    if (toc.isWhiteout(index)) {
      whiteout(toc.path(index));
    } else if (toc.isDirectory(index)) {
      directory(toc, index);
    } else {
      TreeEntry there = layer.at(index);
      if (there.isFile()) {
        file(there);
      } else {
        if (!isCovered(there.entry())) {
          requireAllowed(there.entry());
          out.header(prepared(there.entry()));
        }
      }
    }
  }

  private void directory(Toc toc, int index) throws IOException {
    ImagePath path = toc.path(index);
    Entry entry = prepared(toc.isImplicit(index) ? tree.lookup(path).orElseThrow().entry() : toc.entry(index));
    boolean opaque = toc.isOpaque(index) || toc.parent(index) == 0 && toc.isOpaque(0);
    if (opaque && index > 0) {
      ImmutableSortedMap.Builder<String, XattrValue> xattrs = ImmutableSortedMap.naturalOrder();
      entry = entry.withXattrs(xattrs.putAll(entry.xattrs()).put(form.prefix() + "opaque", YES).buildOrThrow());
    }
    out.header(entry);
  }

  /** An overlay does not look for the mark on roots, so that everything in them is hidden by itself. */
  private void hideAll(Toc toc, FileTree below) throws IOException {
    for (TreeEntry hidden : below.list(ImagePath.ROOT)) {
      if (toc.find(hidden.entry().path()) < 0) {
        whiteout(hidden.entry().path());
      }
    }
  }

  private void whiteout(ImagePath path) throws IOException {
    out.header(Entry.node(path, EntryType.CHARACTER_DEVICE).withMode(0));
  }

  private void file(TreeEntry there) throws IOException {
    Entry entry = there.entry();
    Digest blob = there.blob().orElseThrow();
    boolean own = blob.equals(layer.blob()) && shared.contains(entry.offset());
    ImagePath first = own ? names.putIfAbsent(entry.offset(), entry.path()) : null;
    if (first != null) {
      out.header(Entry.hardLink(entry.path(), first).withMode(entry.mode()).withOwner(entry.uid(), entry.gid())
          .withMtime(entry.mtimeSeconds(), entry.mtimeNanos()));
      return;
    }
    out.header(prepared(asFile(entry)));
    copy(entry, blob);
  }

  private static Entry asFile(Entry entry) {
    return entry.type() == EntryType.FILE
        ? entry
        : new Entry(entry.path(), EntryType.FILE, entry.mode(), entry.uid(), entry.gid(), entry.mtimeSeconds(), entry.mtimeNanos(), "",
            entry.xattrs(), entry.size(), entry.content(), entry.offset(), 0, 0);
  }

  private void copy(Entry entry, Digest blob) throws IOException {
    FileChannel tar = tar(blob);
    long done = 0;
    while (done < entry.size()) {
      long position = entry.offset() + done;
      ByteBuffer bytes = out.content(into -> read(tar, blob, position, into), entry.size() - done);
      if (!bytes.hasRemaining()) {
        throw damaged(blob, "it ends within '" + entry.path() + "'");
      }
      done += bytes.remaining();
      hash.update(bytes);
    }
    out.pad();
    if (!entry.content().orElseThrow().equals(Digests.finish(hash))) {
      throw damaged(blob, "the bytes of '" + entry.path() + "' have another digest");
    }
  }

  private int read(FileChannel tar, Digest blob, long position, ByteBuffer into) {
    try {
      return window.read(tar, position, into);
    } catch (IOException e) {
      throw new StoreException(ErrorCode.IO, "stored layer '" + blob + "' cannot be read: " + e.getMessage(), e);
    }
  }

  private FileChannel tar(Digest digest) {
    return tars.computeIfAbsent(digest, missing -> closer.register(store.openBlob(missing)));
  }

  private StoreException damaged(Digest blob, String how) {
    store.quarantine(blob);
    return new StoreException(ErrorCode.STORE_DAMAGED, "stored layer '" + blob + "' is damaged, it was put aside: " + how);
  }

  /** Attributes as they are set, under names that GNU tar takes back to what they are. */
  private Entry prepared(Entry entry) {
    if (entry.xattrs().isEmpty()) {
      return entry;
    }
    ImmutableSortedMap.Builder<String, XattrValue> xattrs = ImmutableSortedMap.naturalOrder();
    form.kept(entry.xattrs()).forEach((name, value) -> xattrs.put(GnuNames.encoded(name), value));
    return entry.withXattrs(xattrs.buildOrThrow());
  }

  /** Many bases bring device nodes in {@code /dev}, where whatever runs on them has a directory of the runtime's instead. */
  private boolean isCovered(Entry entry) {
    return !devices && entry.type().isDevice() && !entry.isRemovalMark() && entry.path().startsWith(DEV);
  }

  private void requireAllowed(Entry entry) {
    @Nullable
    String problem = entry.isRemovalMark()
        ? "a device 0:0, by which overlay file systems mark what was removed"
        : entry.type().isDevice() && !devices ? "a device: allow devices to unpack it, or use a base without it" : null;
    if (problem != null) {
      throw new ArchiveException(ErrorCode.ENTRY_REFUSED, "'" + entry.path() + "' in the layer '" + layer.blob() + "' is " + problem);
    }
  }

  @Override
  public void close() throws IOException {
    closer.close();
  }
}
