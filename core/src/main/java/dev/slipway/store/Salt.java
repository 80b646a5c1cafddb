package dev.slipway.store;

import dev.slipway.image.Digest;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.Optional;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Thirty-two random bytes that belong to one store: what is digested with them cannot be guessed by whoever sees the digest
 * only, nor compared with digests of another store. The bytes themselves are not handed out.
 */
public final class Salt {
  static final int SIZE = 32;
  private static final String ALGORITHM = "HmacSHA256";

  private final byte[] bytes;

  Salt(byte[] bytes) {
    this.bytes = bytes.clone();
  }

  /** The salt of a store, made where it is missing. It is on disk before anybody has digested with it. */
  static Salt of(Store store) {
    Path file = store.place().salt();
    try {
      Optional<Salt> known = read(store.disk(), file);
      if (known.isPresent()) {
        return known.get();
      }
      Locks.Held held = store.locks().lock(Locks.INDEX);
      try (held) {
        Optional<Salt> theirs = read(store.disk(), file);
        return theirs.isPresent() ? theirs.get() : make(store, file);
      }
    } catch (IOException e) {
      throw Failures.io("use the salt", file, e);
    }
  }

  private static Optional<Salt> read(Disk disk, Path file) throws IOException {
    if (disk.stat(file).isEmpty()) {
      return Optional.empty();
    }
    try (FileChannel channel = disk.open(file)) {
      byte[] bytes = Store.readUpTo(channel, SIZE);
      return bytes.length == SIZE ? Optional.of(new Salt(bytes)) : Optional.empty();
    }
  }

  private static Salt make(Store store, Path file) throws IOException {
    byte[] bytes = new byte[SIZE];
    new SecureRandom().nextBytes(bytes);
    Path temporary = store.writes().newTemporary();
    try (Disk.Output output = store.disk().createPrivate(temporary)) {
      output.write(bytes);
      output.force();
    }
    store.disk().move(temporary, file);
    store.disk().syncDirectory(store.place().own());
    return new Salt(bytes);
  }

  /** The digest of a value under this salt: HMAC-SHA-256, the same for the same value in the same store. */
  public Digest digest(byte[] value) {
    try {
      Mac mac = Mac.getInstance(ALGORITHM);
      mac.init(new SecretKeySpec(bytes, ALGORITHM));
      return new Digest(Digest.Algorithm.SHA256, HexFormat.of().formatHex(mac.doFinal(value)));
    } catch (GeneralSecurityException e) {
      throw new AssertionError("every Java platform has " + ALGORITHM, e);
    }
  }
}
