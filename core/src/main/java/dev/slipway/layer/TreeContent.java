package dev.slipway.layer;

import com.google.common.io.ByteStreams;
import dev.slipway.BuildException;
import dev.slipway.ErrorCode;
import dev.slipway.StoreException;
import dev.slipway.image.Digest;
import dev.slipway.store.Store;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.security.MessageDigest;

/** The bytes of one file, read from the middle of a layer's tar and verified before the last of them is given out. */
final class TreeContent extends InputStream {
  private final Store store;
  private final Digest blob;
  private final Entry entry;
  private final Digest expected;
  private final FileChannel tar;
  private final MessageDigest hash = Digests.sha256();
  private long done;

  private TreeContent(Store store, Digest blob, Entry entry, Digest expected) {
    this.store = store;
    this.blob = blob;
    this.entry = entry;
    this.expected = expected;
    this.tar = store.openBlob(blob);
  }

  static TreeContent open(Store store, TreeEntry file) {
    Entry entry = file.entry();
    if (file.blob().isEmpty() || entry.content().isEmpty()) {
      throw new BuildException(ErrorCode.NOT_FOUND, "'" + entry.path() + "' is not a regular file in the image");
    }
    return new TreeContent(store, file.blob().get(), entry, entry.content().get());
  }

  static byte[] readAll(Store store, TreeEntry file) {
    try (TreeContent content = open(store, file)) {
      return ByteStreams.toByteArray(content);
    } catch (IOException e) {
      throw new StoreException(ErrorCode.IO, "'" + file.entry().path() + "' cannot be read from the store: " + e.getMessage(), e);
    }
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
  }

  @Override
  public int read(byte[] target, int offset, int length) throws IOException {
    if (length == 0) {
      return 0;
    }
    if (done == entry.size()) {
      if (done == 0) {
        verify();
      }
      return -1;
    }
    int wanted = (int) Math.min(length, entry.size() - done);
    int count = tar.read(ByteBuffer.wrap(target, offset, wanted), entry.offset() + done);
    if (count <= 0) {
      throw damaged("it is too short");
    }
    hash.update(target, offset, count);
    done += count;
    if (done == entry.size()) {
      verify();
    }
    return count;
  }

  private void verify() {
    if (!Digests.finish(hash).equals(expected)) {
      throw damaged("the bytes of '" + entry.path() + "' have another digest");
    }
  }

  private StoreException damaged(String how) {
    store.quarantine(blob);
    return new StoreException(ErrorCode.STORE_DAMAGED, "stored layer '" + blob + "' is damaged, it was put aside: " + how);
  }

  @Override
  public void close() throws IOException {
    tar.close();
  }
}
