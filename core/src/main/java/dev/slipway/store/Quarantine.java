package dev.slipway.store;

import com.google.common.io.BaseEncoding;
import dev.slipway.image.Digest;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Takes damaged blobs out of circulation. */
final class Quarantine {
  private static final Logger LOG = LoggerFactory.getLogger(Store.class);
  private static final int BUFFER = 256 << 10;

  private Quarantine() {}

  /** Records that need the blob go first, so that a kill in between leaves none that refers to nothing. */
  static void move(Store store, Digest digest) {
    Path file = store.place().blob(digest);
    try {
      Optional<Disk.Stat> found = store.disk().stat(file);
      if (store.isReadOnly() || found.isEmpty() || isSound(store.disk(), file, digest)) {
        return;
      }
      LOG.warn("the blob {} is damaged; it and the records that need it are dropped and made again", file);
      dropRecords(store, digest);
      Path aside = store.place().damaged().resolve(digest.hex() + "-" + Long.toHexString(System.nanoTime()));
      Locks.Held section = store.locks().lockBriefly(Locks.PINS, true);
      try (section) {
        Optional<Disk.Stat> now = store.disk().stat(file);
        if (now.isPresent() && now.get().identity().equals(found.get().identity())) {
          store.writes().moveInto(file, aside);
        }
      }
    } catch (NoSuchFileException e) {
      LOG.debug("the blob {} was moved away meanwhile", file);
    } catch (IOException e) {
      throw Failures.io("move the damaged blob", file, e);
    }
  }

  /** Whether a file has the digest that its name says. */
  static boolean isSound(Disk disk, Path file, Digest digest) throws IOException {
    MessageDigest digester = BlobWriter.digester(digest.algorithm());
    ByteBuffer buffer = ByteBuffer.allocate(BUFFER);
    try (FileChannel channel = disk.open(file)) {
      while (channel.read(buffer.clear()) >= 0) {
        digester.update(buffer.flip());
      }
    }
    return BaseEncoding.base16().lowerCase().encode(digester.digest()).equals(digest.hex());
  }

  private static void dropRecords(Store store, Digest digest) throws IOException {
    Disk disk = store.disk();
    for (Path kind : disk.list(store.place().records())) {
      for (Path fan : disk.list(kind)) {
        for (Path file : disk.list(fan)) {
          Optional<Disk.Stat> found = disk.stat(file);
          if (found.isPresent()
              && Records.read(disk, file, found.get()).filter(record -> record.references().containsKey(digest)).isPresent()) {
            var unused = disk.delete(file);
          }
        }
      }
    }
  }
}
