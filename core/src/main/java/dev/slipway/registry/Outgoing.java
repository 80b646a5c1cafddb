package dev.slipway.registry;

import dev.slipway.StoreException;
import dev.slipway.oci.Descriptor;
import dev.slipway.store.Store;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.LongConsumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A blob that is sent. The store verifies its bytes as they go; damage that shows up is kept, because it counts more than
 * the failed request which is all that a registry client sees of it.
 */
final class Outgoing implements Call.Body {
  private final long length;
  private final Supplier<InputStream> bytes;
  private final LongConsumer progress;
  private final AtomicReference<@Nullable StoreException> damage = new AtomicReference<>();

  private Outgoing(long length, Supplier<InputStream> bytes, LongConsumer progress) {
    this.length = length;
    this.bytes = bytes;
    this.progress = progress;
  }

  /** Bytes in memory. */
  Outgoing(byte[] bytes, LongConsumer progress) {
    this(bytes.length, () -> new ByteArrayInputStream(bytes), progress);
  }

  /** A blob of the store. */
  Outgoing(Store store, Descriptor blob, LongConsumer progress) {
    this(blob.size(), () -> store.read(blob.digest()), progress);
  }

  /** What was wrong with the store's bytes, if anything was. */
  Optional<StoreException> damage() {
    return Optional.ofNullable(damage.get());
  }

  @Override
  public long length() {
    return length;
  }

  @Override
  public InputStream open() {
    try {
      return new CountedInput(bytes.get(), progress) {
        @Override
        public int read(byte[] target, int offset, int count) throws IOException {
          try {
            return super.read(target, offset, count);
          } catch (StoreException e) {
            throw noted(e);
          }
        }
      };
    } catch (StoreException e) {
      throw noted(e);
    }
  }

  private StoreException noted(StoreException e) {
    damage.compareAndSet(null, e);
    return e;
  }
}
