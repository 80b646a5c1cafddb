package dev.slipway.image;

import com.google.common.collect.ImmutableSet;
import dev.slipway.InvalidValueException;
import java.util.Locale;
import java.util.Optional;

/** Something that a {@code RUN} sees in its file system and that does not become part of the image: {@code --mount}. */
public sealed interface Mount permits BindMount, CacheMount, TmpfsMount, SecretMount, SshMount {
  /** The stage, image or context whose files it shows or starts with; empty for the build context and where it has none. */
  default Optional<Base> base() {
    return Optional.empty();
  }

  /** How builds that run at once share a cache mount. */
  enum Sharing {
    /** All use it together. */
    SHARED,
    /** Each has one of its own. */
    PRIVATE,
    /** One after the other. */
    LOCKED;

    /** The word in a Dockerfile, such as {@code locked}. */
    public String id() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /**
   * Who owns a mounted thing and who may use it; absent parts have the mount type's default.
   *
   * @param mode permission bits, at most 07777
   * @param uid the owner's number
   * @param gid the group's number
   */
  record Access(Optional<Integer> mode, Optional<Integer> uid, Optional<Integer> gid) {
    /** The defaults of the mount type. */
    public static final Access DEFAULT = new Access(Optional.empty(), Optional.empty(), Optional.empty());

    /** Checks ranges. */
    public Access {
      if (mode.isPresent() && (mode.get() < 0 || mode.get() > 07777)) {
        throw new InvalidValueException("mode " + Integer.toOctalString(mode.get()) + " of a mount is not between 0 and 7777 (octal)");
      }
      if (uid.orElse(0) < 0 || gid.orElse(0) < 0) {
        throw new InvalidValueException("a mount's owner cannot be a negative number");
      }
    }

    /** The same with other permission bits, such as {@code 0755}. */
    public Access withMode(int newMode) {
      return new Access(Optional.of(newMode), uid, gid);
    }

    /** The same with another owner and group. */
    public Access withOwner(int newUid, int newGid) {
      return new Access(mode, Optional.of(newUid), Optional.of(newGid));
    }
  }

  /** Refuses targets that would hide what every process needs. */
  static void checkTarget(Word target) {
    ImmutableSet<String> refused = ImmutableSet.of("/", "/proc", "/sys", "/dev");
    target.constant().ifPresent(path -> {
      if (path.isEmpty() || (path.startsWith("/") && refused.contains(ImagePath.of(path).toString()))) {
        throw new InvalidValueException("'" + path + "' cannot be the target of a mount; name a directory such as '/root/.cache'");
      }
    });
  }
}
