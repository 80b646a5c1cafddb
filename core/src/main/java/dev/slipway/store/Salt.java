package dev.slipway.store;

import dev.slipway.image.Digest;
import java.security.GeneralSecurityException;
import java.util.HexFormat;
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
