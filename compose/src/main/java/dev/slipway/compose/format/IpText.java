package dev.slipway.compose.format;

import com.google.common.base.CharMatcher;
import com.google.common.net.InetAddresses;

/** Addresses of the Internet Protocol as texts. */
final class IpText {
  /** Guava also takes zones, and digits of other scripts. */
  private static final CharMatcher ADDRESS = CharMatcher.inRange('0', '9').or(CharMatcher.inRange('a', 'f'))
      .or(CharMatcher.inRange('A', 'F')).or(CharMatcher.anyOf(".:"));
  private static final int LONGEST = 45;

  private IpText() {}

  /** Whether it is an address of version 4 or 6, without brackets and zone. */
  static boolean isAddress(String text) {
    return text.length() <= LONGEST && ADDRESS.matchesAllOf(text) && InetAddresses.isInetAddress(text);
  }
}
