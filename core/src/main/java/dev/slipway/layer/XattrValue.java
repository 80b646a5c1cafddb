package dev.slipway.layer;

import java.util.Arrays;
import java.util.HexFormat;

/** The value of an extended attribute: some bytes, not necessarily text. */
public final class XattrValue {
  private final byte[] bytes;

  private XattrValue(byte[] bytes) {
    this.bytes = bytes;
  }

  /** A value of these bytes. */
  public static XattrValue of(byte... bytes) {
    return new XattrValue(bytes.clone());
  }

  /** A copy of the bytes. */
  public byte[] toBytes() {
    return bytes.clone();
  }

  /** How many bytes the value has. */
  public int size() {
    return bytes.length;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof XattrValue value && Arrays.equals(bytes, value.bytes);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(bytes);
  }

  /** The bytes in hexadecimal. */
  @Override
  public String toString() {
    return HexFormat.of().formatHex(bytes);
  }
}
