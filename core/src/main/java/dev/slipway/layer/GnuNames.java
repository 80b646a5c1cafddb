package dev.slipway.layer;

/** Names of attributes as GNU tar writes them into pax keys, in which an equals sign would end the key. */
final class GnuNames {
  private GnuNames() {}

  static String encoded(String xattr) {
    return xattr.indexOf('%') < 0 ? xattr : xattr.replace("%", "%25");
  }

  static String decoded(String key) {
    return key.indexOf('%') < 0 ? key : key.replace("%3D", "=").replace("%25", "%");
  }
}
