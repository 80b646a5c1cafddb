package dev.slipway.layer;

import com.google.common.collect.ImmutableSortedMap;
import dev.slipway.InvalidValueException;
import dev.slipway.image.Digest;
import dev.slipway.image.ImagePath;
import java.util.Map;
import java.util.Optional;

/**
 * One file, directory, link or device of a layer, without its bytes.
 *
 * @param path where it is
 * @param type what it is
 * @param mode permission bits with setuid, setgid and sticky, at most {@code 07777}
 * @param uid numeric owner, 0 to 2<sup>32</sup> − 2
 * @param gid numeric group, 0 to 2<sup>32</sup> − 2
 * @param mtimeSeconds modification time in seconds since 1970, rounded towards the past
 * @param mtimeNanos the rest of the modification time in nanoseconds, 0 to 999,999,999
 * @param linkTarget of a symbolic link its text exactly as written, of a hard link the path of the file, otherwise
 *     empty; bytes that are not UTF-8 are kept as {@link ImagePath#textOfBytes} does
 * @param xattrs extended attributes by full name, such as {@code security.capability}
 * @param size bytes of content; of a hard link whose file is in the same layer, that file's size
 * @param content the digest of those bytes where it is known
 * @param offset where those bytes start in the layer's uncompressed tar; 0 where there are none
 * @param deviceMajor major number of a device, otherwise 0
 * @param deviceMinor minor number of a device, otherwise 0
 */
public record Entry(
    ImagePath path,
    EntryType type,
    int mode,
    long uid,
    long gid,
    long mtimeSeconds,
    int mtimeNanos,
    String linkTarget,
    ImmutableSortedMap<String, XattrValue> xattrs,
    long size,
    Optional<Digest> content,
    long offset,
    int deviceMajor,
    int deviceMinor) {

  /** The largest user or group number: one below the value that system calls read as "leave it". */
  public static final long MAX_ID = 0xFFFF_FFFEL;

  static final int MAX_XATTR_NAME = 255;
  static final int MAX_XATTR_VALUE = 1 << 16;

  private static final ImmutableSortedMap<String, XattrValue> NO_XATTRS = ImmutableSortedMap.of();

  /**
   * Checks that the parts fit together.
   *
   * @throws InvalidValueException if a number is out of range, a link has no target or something else has one, or a text is
   *     longer than Linux allows
   */
  public Entry {
    if ((mode & ~07777) != 0) {
      throw invalid(path, "mode '" + Integer.toOctalString(mode) + "' is above 7777");
    }
    checkId(path, "uid", uid);
    checkId(path, "gid", gid);
    if (mtimeNanos < 0 || mtimeNanos >= 1_000_000_000) {
      throw invalid(path, "nanoseconds '" + mtimeNanos + "' are not below one second");
    }
    if (size < 0 || offset < 0) {
      throw invalid(path, "size '" + size + "' or offset '" + offset + "' is negative");
    }
    if (size != 0 && type != EntryType.FILE && type != EntryType.HARD_LINK) {
      throw invalid(path, "only files have a size");
    }
    checkLink(path, type, linkTarget);
    xattrs.forEach((name, value) -> checkXattr(path, name, value));
    if (!type.isDevice() && (deviceMajor != 0 || deviceMinor != 0)) {
      throw invalid(path, "only devices have device numbers");
    }
    if ((deviceMajor | deviceMinor) >> 21 != 0) {
      throw invalid(path, "device numbers are not between 0 and 2097151");
    }
  }

  /** An empty regular file with mode 0644, owned by root, of 1970-01-01T00:00:00Z. */
  public static Entry file(ImagePath path) {
    return plain(path, EntryType.FILE, 0644, "");
  }

  /** A directory with mode 0755, owned by root, of 1970-01-01T00:00:00Z. */
  public static Entry directory(ImagePath path) {
    return plain(path, EntryType.DIRECTORY, 0755, "");
  }

  /** A symbolic link with exactly this text, owned by root, of 1970-01-01T00:00:00Z. */
  public static Entry symlink(ImagePath path, String target) {
    return plain(path, EntryType.SYMLINK, 0777, target);
  }

  /** Another name for the file at {@code target}; mode and owner must be given as that file has them. */
  public static Entry hardLink(ImagePath path, ImagePath target) {
    return plain(path, EntryType.HARD_LINK, 0644, target.toString());
  }

  private static Entry plain(ImagePath path, EntryType type, int mode, String target) {
    return new Entry(path, type, mode, 0, 0, 0, 0, target, NO_XATTRS, 0, Optional.empty(), 0, 0, 0);
  }

  /** The same entry at another path. */
  public Entry withPath(ImagePath newPath) {
    return new Entry(newPath, type, mode, uid, gid, mtimeSeconds, mtimeNanos, linkTarget, xattrs, size, content, offset, deviceMajor,
        deviceMinor);
  }

  /** The same entry with other permission bits. */
  public Entry withMode(int newMode) {
    return new Entry(path, type, newMode, uid, gid, mtimeSeconds, mtimeNanos, linkTarget, xattrs, size, content, offset, deviceMajor,
        deviceMinor);
  }

  /** The same entry with other owners. */
  public Entry withOwner(long newUid, long newGid) {
    return new Entry(path, type, mode, newUid, newGid, mtimeSeconds, mtimeNanos, linkTarget, xattrs, size, content, offset, deviceMajor,
        deviceMinor);
  }

  /** The same entry with another modification time. */
  public Entry withMtime(long seconds, int nanos) {
    return new Entry(path, type, mode, uid, gid, seconds, nanos, linkTarget, xattrs, size, content, offset, deviceMajor, deviceMinor);
  }

  /** The same link with another target. */
  public Entry withLinkTarget(String newTarget) {
    return new Entry(path, type, mode, uid, gid, mtimeSeconds, mtimeNanos, newTarget, xattrs, size, content, offset, deviceMajor,
        deviceMinor);
  }

  /** The same entry with these extended attributes instead of its own. */
  public Entry withXattrs(Map<String, XattrValue> newXattrs) {
    return new Entry(path, type, mode, uid, gid, mtimeSeconds, mtimeNanos, linkTarget, ImmutableSortedMap.copyOf(newXattrs), size, content,
        offset, deviceMajor, deviceMinor);
  }

  /** The same file with a size and, where known, the digest of its bytes. */
  public Entry withContent(long newSize, Optional<Digest> newContent) {
    return new Entry(path, type, mode, uid, gid, mtimeSeconds, mtimeNanos, linkTarget, xattrs, newSize, newContent, offset, deviceMajor,
        deviceMinor);
  }

  /** The same device with these numbers. */
  public Entry withDevice(int major, int minor) {
    return new Entry(path, type, mode, uid, gid, mtimeSeconds, mtimeNanos, linkTarget, xattrs, size, content, offset, major, minor);
  }

  /** The same file with its bytes somewhere else in the tar. */
  Entry withOffset(long newOffset) {
    return new Entry(path, type, mode, uid, gid, mtimeSeconds, mtimeNanos, linkTarget, xattrs, size, content, newOffset, deviceMajor,
        deviceMinor);
  }

  /** Whether it is a device with the numbers 0:0, by which overlay file systems mark what was removed. */
  boolean isRemovalMark() {
    return type.isDevice() && deviceMajor == 0 && deviceMinor == 0;
  }

  /** A node of a type that has neither bytes nor a target: a device or a fifo. */
  public static Entry node(ImagePath path, EntryType type) {
    return plain(path, type, 0644, "");
  }

  private static void checkId(ImagePath path, String what, long id) {
    if (id < 0 || id > MAX_ID) {
      throw invalid(path, what + " '" + id + "' is not between 0 and " + MAX_ID);
    }
  }

  private static void checkLink(ImagePath path, EntryType type, String target) {
    boolean link = type == EntryType.SYMLINK || type == EntryType.HARD_LINK;
    if (link == target.isEmpty()) {
      throw invalid(path, link ? "a link needs a target" : "only links have a target, not '" + target + "'");
    }
    if (target.indexOf('\0') >= 0) {
      throw invalid(path, "the link target contains a NUL character");
    }
    if (target.length() > EntryNames.MAX_PATH || ImagePath.bytesOfText(target).length > EntryNames.MAX_PATH + 1) {
      throw invalid(path, "the link target has more than " + EntryNames.MAX_PATH + " bytes");
    }
  }

  private static void checkXattr(ImagePath path, String name, XattrValue value) {
    if (name.isEmpty() || name.indexOf('=') >= 0 || name.indexOf('\0') >= 0) {
      throw invalid(path, "'" + name + "' is not the name of an attribute");
    }
    if (ImagePath.bytesOfText(name).length > MAX_XATTR_NAME || value.size() > MAX_XATTR_VALUE) {
      throw invalid(path,
          "attribute '" + name + "' has a name above " + MAX_XATTR_NAME + " or a value above " + MAX_XATTR_VALUE + " bytes");
    }
  }

  /** Made only when it is thrown: entries are made by the hundred thousand, and texts would cost more than all checks. */
  private static InvalidValueException invalid(ImagePath path, String problem) {
    return new InvalidValueException("entry '" + path + "': " + problem);
  }
}
