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

  /** Attributes without those of overlay file systems, which never are content of a layer. */
  static ImmutableSortedMap<String, XattrValue> withoutOwn(ImmutableSortedMap<String, XattrValue> xattrs) {
    return xattrs.keySet().stream().noneMatch(OverlayForm::owns)
        ? xattrs
        : ImmutableSortedMap.copyOfSorted(Maps.filterKeys(xattrs, name -> !owns(name)));
  }
}
