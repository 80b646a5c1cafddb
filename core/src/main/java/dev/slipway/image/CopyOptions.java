package dev.slipway.image;

import com.google.common.collect.ImmutableList;
import dev.slipway.InvalidValueException;
import java.util.Optional;

/**
 * How files arrive: the flags that {@code COPY} and {@code ADD} share.
 *
 * @param owner {@code --chown}: user and perhaps group, looked up in the image that is copied into
 * @param mode {@code --chmod}: octal or symbolic
 * @param link {@code --link}: the layer does not depend on what it is put on
 * @param excludes {@code --exclude}: patterns, relative to each source, of what is left out
 */
public record CopyOptions(Optional<Word> owner, Optional<Word> mode, boolean link, ImmutableList<Word> excludes) {
  /** No flag at all. */
  public static final CopyOptions NONE = new CopyOptions(Optional.empty(), Optional.empty(), false, ImmutableList.of());

  /** Checks what has no variables in it. */
  public CopyOptions {
    owner.flatMap(Word::constant).ifPresent(text -> {
      var unused = UserSpec.parse(text);
    });
    mode.flatMap(Word::constant).ifPresent(text -> {
      var unused = ModeChange.parse(text);
    });
    if (excludes.stream().anyMatch(Word::isEmpty)) {
      throw new InvalidValueException("a pattern of files to leave out is empty; write for example '**/*.md'");
    }
  }

  /** The same with an owner, such as {@code app} or {@code 1000:1000}. */
  public CopyOptions owner(String newOwner) {
    return new CopyOptions(Optional.of(Word.of(newOwner)), mode, link, excludes);
  }

  /** The same with a mode, such as {@code 0755} or {@code u=rwX,go=rX}. */
  public CopyOptions mode(String newMode) {
    return new CopyOptions(owner, Optional.of(Word.of(newMode)), link, excludes);
  }

  /** The same as a layer of its own. */
  public CopyOptions asLink() {
    return new CopyOptions(owner, mode, true, excludes);
  }

  /** The same with one more pattern of what is left out. */
  public CopyOptions exclude(String pattern) {
    return new CopyOptions(owner, mode, link, ImmutableList.<Word>builder().addAll(excludes).add(Word.of(pattern)).build());
  }
}
