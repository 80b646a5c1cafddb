package dev.slipway.layer;

import dev.slipway.ArchiveException;
import dev.slipway.ErrorCode;
import dev.slipway.image.ImagePath;
import java.io.InputStream;
import java.security.MessageDigest;
import java.util.Optional;

/** Reads one tar of an image's layer, or an archive that is unpacked into one, by a policy. */
final class LayerReader implements StrictTarReader.Visitor {
  private final EntryPolicy policy;
  private final EntryVisitor visitor;
  private final MessageDigest hash = Digests.sha256();

  private LayerReader(EntryPolicy policy, EntryVisitor visitor) {
    this.policy = policy;
    this.visitor = visitor;
  }

  /**
   * Reads a whole archive up to the end of the stream.
   *
   * @throws ArchiveException at the first thing that the policy or {@link StrictTarReader} refuses; it names the entry
   */
  static void read(InputStream tar, EntryPolicy policy, TarInput.Tee tee, EntryVisitor visitor) {
    StrictTarReader.read(tar, policy.maxEntries(), policy.maxBytes(), tee, new LayerReader(policy, visitor));
  }

  @Override
  public void entry(Entry entry, StrictTarReader reader) throws EntryNames.Refused {
    if (entry.isRemovalMark()) {
      throw reader.failure(ErrorCode.ENTRY_REFUSED, "device 0:0 is overlayfs's own mark for removed files");
    }
    if (entry.type().isDevice() && !policy.devices()) {
      throw reader.failure(ErrorCode.ENTRY_REFUSED, "devices are refused unless the policy allows them");
    }
    if (EntryNames.isMarker(entry.path())) {
      marker(entry, reader);
    } else if (entry.type() == EntryType.FILE) {
      long offset = reader.position();
      reader.drain(hash::update);
      visitor.entry(clean(entry).withContent(entry.size(), Optional.of(Digests.finish(hash))).withOffset(offset));
    } else {
      visitor.entry(clean(entry));
    }
  }

  private static Entry clean(Entry entry) {
    return entry.xattrs().isEmpty() ? entry : entry.withXattrs(OverlayForm.withoutOwn(entry.xattrs()));
  }

  private void marker(Entry header, StrictTarReader reader) throws EntryNames.Refused {
    if (!policy.whiteouts()) {
      throw reader.failure(ErrorCode.ENTRY_REFUSED, "names starting with '.wh.' are whiteouts, which belong in layers only");
    }
    if (header.type() != EntryType.FILE || header.size() != 0) {
      throw reader.malformed("it is called like a whiteout, but is not an empty file");
    }
    ImagePath directory = header.path().parent().orElse(ImagePath.ROOT);
    if (header.path().name().equals(Whiteouts.OPAQUE) && !EntryNames.isMarker(directory)) {
      visitor.opaque(directory);
    } else {
      visitor.whiteout(EntryNames.removed(header.path()));
    }
  }
}
