package dev.slipway.layer;

import dev.slipway.store.Store;
import java.io.IOException;
import java.io.OutputStream;

/**
 * A layer in the form of an overlay lower directory: a tar which, unpacked by GNU tar into an empty directory with
 * {@code -x -p --numeric-owner --xattrs --xattrs-include='*'}, makes that directory.
 *
 * <p>Whiteouts are character devices 0:0 and opaque directories have an attribute (Linux, "Overlay Filesystem", whiteouts and
 * opaque directories). Directories that the layer only implies get the metadata that the tree below shows, because an overlay
 * shows that of the uppermost directory. Entries whose parent is a symbolic link in the tree below come where that leads;
 * hard links to files of lower layers become files. Every path comes once, after its directory; hard links come after their
 * file; no name is absolute, goes upwards, or leads through a symbolic link. Attributes of overlay file systems that the layer
 * itself brings are left out.
 */
public final class OverlayLayer {
  private OverlayLayer() {}

  /**
   * Whether what is unpacked depends on the tree that the layer lies on. It does where a directory is implied, the root
   * counted, where the root is opaque, and where a hard link names a file of a lower layer.
   */
  public static boolean dependsOnBelow(LayerToc layer) {
    Toc toc = layer.toc();
    boolean depends = toc.isOpaque(0);
    for (int i = 0; i < toc.size() && !depends; i++) {
      boolean borrowed = toc.kind(i) == EntryType.HARD_LINK.code() && (toc.kinds[i] & Toc.CONTENT) == 0;
      depends = toc.isImplicit(i) || borrowed;
    }
    return depends;
  }

  /**
   * Writes the tar. The bytes of every file are read from the store and verified.
   *
   * @param below the layers under this one; they and the layer are in the store as far as bytes of files come from them
   * @param devices whether character and block devices are written; if not, those below {@code /dev} are left out, others refused
   * @param out is not closed
   * @throws IOException if {@code out} does
   * @throws dev.slipway.ArchiveException with {@link dev.slipway.ErrorCode#ENTRY_REFUSED} at a device that is not allowed, or
   *     at one with the numbers 0:0, which would mean a whiteout
   * @throws dev.slipway.StoreException with {@link dev.slipway.ErrorCode#STORE_DAMAGED} if a file has another digest than the
   *     layer's table says; what was written until then must be thrown away
   */
  public static void write(Store store, FileTree below, LayerToc layer, OverlayForm form, boolean devices, OutputStream out)
      throws IOException {
    try (OverlayWriter writer = new OverlayWriter(store, below.with(layer), form, devices, new TarOutput(out))) {
      writer.write(below);
    }
  }
}
