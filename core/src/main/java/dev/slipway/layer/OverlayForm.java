package dev.slipway.layer;

import com.google.common.collect.ImmutableSortedMap;
import com.google.common.collect.Maps;

/**
 * How an overlay file system keeps what it must remember of directories: in attributes that only a privileged mount reads, or in
 * ones for mounts with the option {@code userxattr} (Linux, "Overlay Filesystem", User xattr).
 */
public enum OverlayForm {
  /** Attributes called {@code trusted.overlay.…}: for mounts by root in the first user namespace. */
  PRIVILEGED("trusted.overlay."),
  /** Attributes called {@code user.overlay.…}: for mounts in other user namespaces. */
  USER("user.overlay.");

  private final String prefix;

  OverlayForm(String prefix) {
    this.prefix = prefix;
  }

  /** What the names of the attributes start with. */
  public String prefix() {
    return prefix;
  }

  /** Whether an attribute is one of an overlay file system's own, of either form. */
  static boolean owns(String xattr) {
    return xattr.startsWith(PRIVILEGED.prefix) || xattr.startsWith(USER.prefix);
  }

  /**
   * Whether an attribute is content of files where this form is used: not one of an overlay's own, not one that only the first user
   * namespace may set, and not a label by which the host's policy knows its files.
   */
  boolean keeps(String xattr) {
    return !owns(xattr) && !xattr.equals("security.selinux") && (this == PRIVILEGED || !xattr.startsWith("trusted."));
  }

  /** The attributes that are content of files where this form is used. */
  ImmutableSortedMap<String, XattrValue> kept(ImmutableSortedMap<String, XattrValue> xattrs) {
    return xattrs.keySet().stream().allMatch(this::keeps)
        ? xattrs
        : ImmutableSortedMap.copyOfSorted(Maps.filterKeys(xattrs, this::keeps));
  }

  /** Attributes without those of overlay file systems, which never are content of a layer. */
  static ImmutableSortedMap<String, XattrValue> withoutOwn(ImmutableSortedMap<String, XattrValue> xattrs) {
    return xattrs.keySet().stream().noneMatch(OverlayForm::owns)
        ? xattrs
        : ImmutableSortedMap.copyOfSorted(Maps.filterKeys(xattrs, name -> !owns(name)));
  }
}
