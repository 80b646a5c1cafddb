package dev.slipway.image;

import com.google.common.base.CharMatcher;
import com.google.common.base.Splitter;
import com.google.common.collect.ImmutableList;
import dev.slipway.InvalidValueException;

/**
 * What {@code --chmod} does to permission bits: set them ({@code 0755}) or change them ({@code u=rwX,go=rX}).
 *
 * <p>Symbolic changes follow POSIX {@code chmod}, and where that leaves a choice (set-id bits of directories, the sticky
 * bit) GNU's; where no {@code u g o a} is given, all three are meant, whatever the umask of the machine. An octal mode
 * sets exactly its bits, on directories too.
 */
public final class ModeChange {
  private static final int SET_UID = 04000;
  private static final int SET_GID = 02000;
  private static final int STICKY = 01000;
  private static final int ALL = 07777;

  private final String text;
  private final ImmutableList<Clause> clauses;
  private final int octal;

  private ModeChange(String text, ImmutableList<Clause> clauses, int octal) {
    this.text = text;
    this.clauses = clauses;
    this.octal = octal;
  }

  /**
   * One operator of a symbolic change: the bits of u (set-uid included), g (set-gid included) and o (sticky included) it
   * is for, and what is added, removed or set.
   */
  private record Clause(int who, char operator, String permissions) {}

  /**
   * Reads an octal mode up to 7777 or a symbolic change.
   *
   * @throws InvalidValueException if it is neither
   */
  public static ModeChange parse(String text) {
    if (!text.isEmpty() && text.chars().allMatch(c -> c >= '0' && c <= '7')) {
      String digits = CharMatcher.is('0').trimLeadingFrom(text);
      int mode = digits.isEmpty() ? 0 : digits.length() > 4 ? Integer.MAX_VALUE : Integer.parseInt(digits, 8);
      if (mode > ALL) {
        throw new InvalidValueException("mode '" + text + "' is larger than 7777");
      }
      return new ModeChange(text, ImmutableList.of(), mode);
    }
    ImmutableList.Builder<Clause> clauses = ImmutableList.builder();
    for (String clause : Splitter.on(',').split(text)) {
      parseClause(text, clause, clauses);
    }
    return new ModeChange(text, clauses.build(), -1);
  }

  private static void parseClause(String text, String clause, ImmutableList.Builder<Clause> clauses) {
    int at = 0;
    int who = 0;
    while (at < clause.length() && "ugoa".indexOf(clause.charAt(at)) >= 0) {
      who |= switch (clause.charAt(at++)) {
        case 'u' -> SET_UID | 0700;
        case 'g' -> SET_GID | 0070;
        case 'o' -> STICKY | 0007;
        default -> ALL;
      };
    }
    if (at == clause.length()) {
      throw refused(text);
    }
    while (at < clause.length()) {
      char operator = clause.charAt(at++);
      int start = at;
      while (at < clause.length() && "rwxXstugo".indexOf(clause.charAt(at)) >= 0) {
        at++;
      }
      String permissions = clause.substring(start, at);
      boolean copies = permissions.chars().anyMatch(c -> "ugo".indexOf(c) >= 0);
      if ("+-=".indexOf(operator) < 0 || (copies && permissions.length() > 1)) {
        throw refused(text);
      }
      clauses.add(new Clause(who == 0 ? ALL : who, operator, permissions));
    }
  }

  /** The permission bits, set-id and sticky bits included, after the change. */
  public int apply(int mode, boolean directory) {
    if (octal >= 0) {
      return octal;
    }
    int result = mode & ALL;
    for (Clause clause : clauses) {
      result = apply(clause, result, directory);
    }
    return result;
  }

  private static int apply(Clause clause, int mode, boolean directory) {
    int bits = bits(clause, mode, directory);
    return switch (clause.operator()) {
      case '+' -> mode | bits;
      case '-' -> mode & ~bits;
      default -> {
        // on directories set-id bits are about inheritance: only a clause that names them changes them
        int kept = directory ? (SET_UID | SET_GID) & ~bits : 0;
        yield (mode & (~clause.who() | kept)) | bits;
      }
    };
  }

  private static int bits(Clause clause, int mode, boolean directory) {
    int bits = 0;
    for (char c : clause.permissions().toCharArray()) {
      bits |= switch (c) {
        case 'r' -> 0444;
        case 'w' -> 0222;
        case 'x' -> 0111;
        case 'X' -> directory || (mode & 0111) != 0 ? 0111 : 0;
        case 's' -> SET_UID | SET_GID;
        case 't' -> STICKY;
        case 'u' -> spread((mode >> 6) & 7);
        case 'g' -> spread((mode >> 3) & 7);
        default -> spread(mode & 7);
      };
    }
    return bits & clause.who();
  }

  private static int spread(int three) {
    return three << 6 | three << 3 | three;
  }

  private static InvalidValueException refused(String text) {
    return new InvalidValueException("mode '" + text + "' is neither octal, such as '0755', nor symbolic, such as 'u=rwX,go=rX'");
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof ModeChange change && change.text.equals(text);
  }

  @Override
  public int hashCode() {
    return text.hashCode();
  }

  /** The change as it was written. */
  @Override
  public String toString() {
    return text;
  }
}
