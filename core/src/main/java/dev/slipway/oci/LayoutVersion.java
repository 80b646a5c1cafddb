package dev.slipway.oci;

import dev.slipway.DocumentException;
import dev.slipway.ErrorCode;

/** The file {@code oci-layout}, which marks a directory as an OCI image layout and says of which version. */
public final class LayoutVersion {
  /** The only version that there is. */
  public static final String CURRENT = "1.0.0";

  private LayoutVersion() {}

  /** The bytes of the file for the current version. */
  public static byte[] bytes() {
    return Fields.empty(Shapes.LAYOUT).with("imageLayoutVersion", CURRENT).bytes();
  }

  /**
   * Checks the bytes of the file.
   *
   * @throws DocumentException if they are malformed or of a version other than 1.x
   */
  public static void check(byte[] bytes) {
    Fields fields = Fields.document(Shapes.LAYOUT, bytes, "oci-layout");
    String version = fields.requiredText("imageLayoutVersion");
    if (!version.startsWith("1.")) {
      throw fields.failure(ErrorCode.UNSUPPORTED, "imageLayoutVersion", "is " + Texts.quoted(version) + "; only 1.x can be read");
    }
  }
}
