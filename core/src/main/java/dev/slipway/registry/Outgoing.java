package dev.slipway.registry;

import dev.slipway.ErrorCode;
import dev.slipway.StoreException;
import dev.slipway.oci.Descriptor;
import dev.slipway.store.Store;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.util.function.LongConsumer;
import java.util.function.Supplier;

/**
 * A blob that is sent. Its bytes go as they lie in the store: the registry digests what arrives and refuses anything else,
 * and only then are they looked at here, {@link #verify}.
 */
final class Outgoing implements Call.Body {
  private final long length;
  private final Supplier<InputStream> bytes;
  private final Runnable verification;
  private final LongConsumer progress;

  private Outgoing(long length, Supplier<InputStream> bytes, Runnable verification, LongConsumer progress) {
    this.length = length;
    this.bytes = bytes;
    this.verification = verification;
    this.progress = progress;
  }

  /** Bytes in memory. */
  Outgoing(byte[] bytes, LongConsumer progress) {
    this(bytes.length, () -> new ByteArrayInputStream(bytes), () -> {}, progress);
  }

  /** A blob of the store. */
  Outgoing(Store store, Descriptor blob, LongConsumer progress) {
    this(blob.size(), () -> Channels.newInputStream(store.openBlob(blob.digest())), () -> verify(store, blob), progress);
  }

  private static void verify(Store store, Descriptor blob) {
    try (InputStream in = store.read(blob.digest())) {
      long unused = in.transferTo(OutputStream.nullOutputStream());
    } catch (IOException e) {
      throw new StoreException(ErrorCode.IO, "the blob '" + blob.digest() + "' of the store cannot be read: " + e.getMessage(), e);
    }
  }

  /**
   * Digests the bytes.
   *
   * @throws StoreException with {@code STORE_DAMAGED} if they are not those of the blob, which is put aside then
   */
  void verify() {
    verification.run();
  }

  @Override
  public long length() {
    return length;
  }

  @Override
  public InputStream open() {
    return new CountedInput(bytes.get(), progress);
  }
}
