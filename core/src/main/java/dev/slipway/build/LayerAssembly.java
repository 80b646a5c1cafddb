package dev.slipway.build;

import com.google.common.io.Closer;
import dev.slipway.BuildException;
import dev.slipway.ErrorCode;
import dev.slipway.StoreException;
import dev.slipway.context.ContextFile;
import dev.slipway.context.ContextReader;
import dev.slipway.image.Digest;
import dev.slipway.image.ImagePath;
import dev.slipway.layer.Entry;
import dev.slipway.layer.EntryType;
import dev.slipway.layer.Layer;
import dev.slipway.layer.LayerBuilder;
import dev.slipway.layer.LayerToc;
import dev.slipway.layer.Toc;
import dev.slipway.store.Lease;
import dev.slipway.store.Store;
import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Writes a draft as a layer into the store. Bytes of files that did not change since an earlier layer are taken from that
 * layer's tar, which is one sequential read instead of a file opened for each.
 */
final class LayerAssembly implements AutoCloseable {
  private final Store store;
  private final Lease lease;
  private final Optional<LayerToc> earlier;
  private final Map<ContextSession, ContextReader> readers = new HashMap<>();
  private final Map<Digest, FileChannel> tars = new HashMap<>();
  private final Map<Object, ImagePath> names = new HashMap<>();
  private final Closer closer = Closer.create();

  LayerAssembly(Store store, Lease lease, Optional<LayerToc> earlier) {
    this.store = store;
    this.lease = lease;
    this.earlier = earlier;
  }

  /** Writes all nodes; digests found on the way are told to their contexts. */
  Layer write(LayerDraft draft) {
    try (LayerBuilder builder = LayerBuilder.in(store, lease)) {
      for (SourceNode node : draft.nodes()) {
        Cancellation.check();
        write(node, builder);
        if (draft.isOpaque(node.entry().path())) {
          builder.opaque(node.entry().path());
        }
      }
      return builder.finish();
    }
  }

  private void write(SourceNode node, LayerBuilder builder) {
    if (node.entry().type() != EntryType.FILE) {
      builder.node(node.entry());
      return;
    }
    ImagePath first = node.hasOneName() ? null : names.putIfAbsent(node.file(), node.entry().path());
    if (first != null) {
      builder.hardLink(node.entry().path(), first);
      return;
    }
    switch (node.content()) {
      case Content.InMemory text -> {
        ByteBuffer bytes = ByteBuffer.wrap(text.bytes());
        builder.file(node.entry(), target -> transfer(bytes, target));
      }
      case Content.InLayer range -> splice(node.entry(), range.tar(), range.offset(), builder);
      case Content.OnDisk file -> writeFromDisk(node.entry(), file, builder);
      case Content.None nothing -> throw new BuildException(ErrorCode.STEP_FAILED,
          "the bytes of '" + node.entry().path() + "' are not known, which is a defect of this library: please report it");
    }
  }

  private void writeFromDisk(Entry entry, Content.OnDisk content, LayerBuilder builder) {
    if (earlier.isPresent() && entry.content().isPresent()) {
      Toc toc = earlier.get().toc();
      int index = toc.find(entry.path());
      if (index >= 0 && toc.isEntry(index) && toc.type(index) == EntryType.FILE) {
        Entry before = toc.entry(index);
        if (before.size() == entry.size() && before.content().equals(entry.content())) {
          splice(entry, earlier.get().blob(), before.offset(), builder);
          return;
        }
      }
    }
    try (ContextFile file = reader(content.context()).open(content.file())) {
      builder.file(entry, target -> {
        Cancellation.check();
        return file.read(target);
      });
    }
    if (entry.content().isEmpty()) {
      content.context().learn(content, builder.lastContent());
    }
  }

  private void splice(Entry entry, Digest tar, long offset, LayerBuilder builder) {
    try {
      builder.splice(entry, tar(tar), offset);
    } catch (StoreException damage) {
      if (damage.code() == ErrorCode.STORE_DAMAGED) {
        store.quarantine(tar);
      }
      throw damage;
    }
  }

  private ContextReader reader(ContextSession context) {
    return readers.computeIfAbsent(context, session -> closer.register(new CloseableReader(session.reader())).reader());
  }

  private FileChannel tar(Digest digest) {
    return tars.computeIfAbsent(digest, missing -> closer.register(store.openBlob(missing)));
  }

  private static int transfer(ByteBuffer from, ByteBuffer to) {
    if (!from.hasRemaining()) {
      return -1;
    }
    int count = Math.min(from.remaining(), to.remaining());
    to.put(from.slice(from.position(), count));
    from.position(from.position() + count);
    return count;
  }

  @Override
  public void close() {
    try {
      closer.close();
    } catch (IOException failure) {
      throw new StoreException(ErrorCode.IO, "files of the store cannot be closed: " + failure.getMessage(), failure);
    }
  }

  private record CloseableReader(ContextReader reader) implements Closeable {
    @Override
    public void close() {
      reader.close();
    }
  }
}
