package dev.slipway.image;

import com.google.common.base.CharMatcher;
import com.google.common.collect.ImmutableList;
import dev.slipway.InvalidValueException;
import java.util.Optional;

/**
 * {@code ADD}: as {@code COPY} from the build context, but archives are unpacked, and sources may be addresses.
 *
 * @param sources paths, patterns, texts or addresses; at least one; a path with variables may turn out to be an address
 * @param destination a file, or a directory if it ends with a slash or there are several sources
 * @param options owner, mode, link, excludes
 * @param checksum {@code --checksum}: what an address must deliver, a digest or (for Git) a commit
 * @param keepGitDirectory {@code --keep-git-dir}: whether a Git source keeps its {@code .git}
 * @param unpack {@code --unpack}: whether archives are unpacked; absent means local ones are and fetched ones are not
 */
public record Add(ImmutableList<Source> sources, Word destination, CopyOptions options, Optional<Word> checksum, boolean keepGitDirectory,
    Optional<Boolean> unpack) implements Instruction {

  /** Something to add. */
  public sealed interface Source permits Path, Text, Address {}

  /**
   * A file, archive, directory (whose contents are copied) or pattern.
   *
   * @param path relative to the context
   */
  public record Path(Word path) implements Source {
    /** Checks that it names something. */
    public Path {
      if (path.isEmpty()) {
        throw new InvalidValueException("a path to add is empty; write '.' for everything");
      }
      if (path.constant().map(Address::isAddress).orElse(false)) {
        throw new InvalidValueException(
            "'" + Address.withoutUserInfo(path.toString()) + "' is an address, not a path of the context; make it an Add.Address");
      }
    }
  }

  /**
   * A small file whose text stands in the Dockerfile.
   *
   * @param text its name and content
   */
  public record Text(Heredoc text) implements Source {}

  /**
   * A file on the web or a Git repository.
   *
   * @param url {@code http(s)://…}, or a Git address ({@code git@…}, {@code git://…}, {@code ssh://…}, {@code ….git})
   */
  public record Address(Word url) implements Source {
    /** Whether the text is an address and not a path. */
    public static boolean isAddress(String text) {
      return text.startsWith("http://") || text.startsWith("https://") || isGit(text);
    }

    /** Whether an address is that of a Git repository. */
    public static boolean isGit(String text) {
      int end = CharMatcher.anyOf("?#").indexIn(text);
      String beforeFragment = end < 0 ? text : text.substring(0, end);
      return text.startsWith("git@")
          || text.startsWith("git://")
          || text.startsWith("ssh://")
          || ((text.startsWith("http://") || text.startsWith("https://")) && beforeFragment.endsWith(".git"));
    }

    /** An address for a message: user names and passwords before the host are left out. */
    static String withoutUserInfo(String text) {
      int host = text.indexOf("//") + 2;
      int end = host < 2 ? -1 : CharMatcher.anyOf("/?#").indexIn(text, host);
      int at = host < 2 ? -1 : text.lastIndexOf('@', end < 0 ? text.length() : end);
      return at < host ? text : text.substring(0, host) + text.substring(at + 1);
    }

    /** Checks the scheme of an address without variables. */
    public Address {
      url.constant().ifPresent(text -> {
        if (!isAddress(text)) {
          throw new InvalidValueException(
              "'" + withoutUserInfo(text) + "' is not an address; it begins with http://, https://, ssh://, git:// or git@");
        }
      });
    }
  }

  /** Checks that sources and destination go together. */
  public Add {
    if (sources.isEmpty()) {
      throw new InvalidValueException("ADD to '" + destination + "' has no source");
    }
    Copy.checkDestination("ADD", sources.size(), destination);
    checksum = checksum.filter(word -> !word.isEmpty());
    boolean remote = sources.stream()
        .anyMatch(source -> source instanceof Address || source instanceof Path path && path.path().constant().isEmpty());
    if (checksum.isPresent() && (sources.size() > 1 || !remote)) {
      throw new InvalidValueException(
          "a checksum goes with exactly one address, and ADD to '" + destination + "' has " + (remote ? "several sources" : "none"));
    }
    boolean git = sources.stream()
        .anyMatch(source -> source instanceof Address address && address.url().constant().map(Address::isGit).orElse(true)
            || source instanceof Path path && path.path().constant().isEmpty());
    if (keepGitDirectory && !git) {
      throw new InvalidValueException("keeping the .git directory goes with the address of a Git repository only");
    }
  }

  /** A path of the build context, or an address if it looks like one. */
  public static Add of(String source, String destination) {
    return of(ImmutableList.of(source), destination);
  }

  /** Several paths or addresses into one directory, which ends with a slash. */
  public static Add of(Iterable<String> sources, String destination) {
    ImmutableList.Builder<Source> list = ImmutableList.builder();
    sources.forEach(source -> list.add(Address.isAddress(source) ? new Address(Word.of(source)) : new Path(Word.of(source))));
    return new Add(list.build(), Word.of(destination), CopyOptions.NONE, Optional.empty(), false, Optional.empty());
  }

  /** The same with other options. */
  public Add with(CopyOptions newOptions) {
    return new Add(sources, destination, newOptions, checksum, keepGitDirectory, unpack);
  }

  /** The same, failing unless the address delivers these bytes. */
  public Add checksum(Digest digest) {
    return new Add(sources, destination, options, Optional.of(Word.literal(digest.toString())), keepGitDirectory, unpack);
  }

  /** The same, keeping the {@code .git} directory of a repository. */
  public Add keepingGitDirectory() {
    return new Add(sources, destination, options, checksum, true, unpack);
  }

  /** The same, unpacking archives or not, wherever they come from. */
  public Add unpacking(boolean newUnpack) {
    return new Add(sources, destination, options, checksum, keepGitDirectory, Optional.of(newUnpack));
  }
}
