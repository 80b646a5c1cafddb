package dev.slipway.run;

import dev.slipway.InvalidValueException;
import java.util.regex.Pattern;

/**
 * Who owns the files that a sandbox makes on disk. Trees unpacked under one ownership are of no use under another.
 *
 * @param kind how owners inside are kept outside
 * @param id a name for directories that keeps trees of different ownership apart, such as {@code root},
 *     {@code user-1000-100000-65536} or {@code user-1000}
 */
public record Ownership(Kind kind, String id) {
  private static final Pattern SAFE = Pattern.compile("[a-z0-9][a-z0-9-]{0,99}");

  /** How the owners that a command sees are kept on disk. */
  public enum Kind {
    /** As they are. */
    ROOT,
    /** Shifted into the range of subordinate ids that {@code /etc/subuid} and {@code /etc/subgid} grant. */
    SUBORDINATE,
    /** Not at all: everything belongs to the one user who builds, and looks as if it belonged to root. */
    SINGLE
  }

  /**
   * Checks the id.
   *
   * @throws InvalidValueException if it is not a plain file name
   */
  public Ownership {
    if (!SAFE.matcher(id).matches()) {
      throw new InvalidValueException("'" + id + "' cannot name an ownership; use a-z, 0-9 and hyphens, such as 'user-1000'");
    }
  }

  /** Whether owners other than 0:0 survive on disk. */
  public boolean keepsOwners() {
    return kind != Kind.SINGLE;
  }

  /** Whether overlayfs marks are of the kind {@code user.overlay.}, as they are in user namespaces, instead of {@code trusted.overlay.}. */
  public boolean marksAsUser() {
    return kind != Kind.ROOT;
  }
}
