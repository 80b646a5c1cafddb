package dev.slipway.dockerfile;

import com.google.common.collect.ImmutableList;
import dev.slipway.image.Add;
import dev.slipway.image.Base;
import dev.slipway.image.Copy;
import dev.slipway.image.CopyOptions;
import dev.slipway.image.Heredoc;
import dev.slipway.image.Word;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/** Writes COPY and ADD. */
final class TransferWriter {
  private final InstructionText text;
  private final Function<Base, String> nameOf;

  TransferWriter(InstructionText text, Function<Base, String> nameOf) {
    this.text = text;
    this.nameOf = nameOf;
  }

  /** A COPY on one line. */
  String copy(Copy copy) {
    StringBuilder flags = new StringBuilder();
    copy.from().ifPresent(base -> flags.append(" --from=").append(WordWriter.flag(nameOf.apply(base))));
    appendOptions(copy.options(), flags);
    if (copy.parents()) {
      text.needs(DockerfileFeature.PARENTS);
      flags.append(" --parents");
    }
    appendExcludes(copy.options(), flags);
    ImmutableList.Builder<Object> sources = ImmutableList.builder();
    for (Copy.Source source : copy.sources()) {
      sources.add(switch (source) {
        case Copy.Path path -> local(path.path());
        case Copy.Text written -> written.text();
      });
    }
    return transfer("COPY", flags.toString(), sources.build(), copy.destination());
  }

  /** An ADD on one line. */
  String add(Add add) {
    StringBuilder flags = new StringBuilder();
    if (add.keepGitDirectory()) {
      text.needs(DockerfileFeature.ADD_GIT);
      flags.append(" --keep-git-dir");
    }
    add.checksum().ifPresent(checksum -> {
      text.needs(DockerfileFeature.ADD_CHECKSUM);
      flags.append(" --checksum=").append(WordWriter.flag(text.words().inFlag(checksum)));
    });
    appendOptions(add.options(), flags);
    add.unpack().ifPresent(unpack -> {
      text.needs(DockerfileFeature.ADD_UNPACK);
      flags.append(" --unpack=").append(unpack);
    });
    appendExcludes(add.options(), flags);
    ImmutableList.Builder<Object> sources = ImmutableList.builder();
    for (Add.Source source : add.sources()) {
      sources.add(switch (source) {
        case Add.Path path -> local(path.path());
        case Add.Text written -> written.text();
        case Add.Address address -> address(address);
      });
    }
    return transfer("ADD", flags.toString(), sources.build(), add.destination());
  }

  private Word address(Add.Address address) {
    if (Add.Address.isGit(address.url().toString())) {
      text.needs(DockerfileFeature.ADD_GIT);
    }
    return address.url();
  }

  /** A path that looks like an address is kept from being one. */
  private static Word local(Word path) {
    boolean mistakable = path.constant().map(Add.Address::isAddress).orElse(false);
    return mistakable ? Word.literal("./").append(path) : path;
  }

  private void appendOptions(CopyOptions options, StringBuilder flags) {
    options.owner().ifPresent(owner -> flags.append(" --chown=").append(WordWriter.flag(text.words().inFlag(owner))));
    options.mode().ifPresent(mode -> {
      if (mode.constant().isEmpty()) {
        text.needs(DockerfileFeature.MODE_EXPANSION);
      } else if (!mode.constant().get().chars().allMatch(Character::isDigit)) {
        text.needs(DockerfileFeature.SYMBOLIC_MODE);
      }
      flags.append(" --chmod=").append(WordWriter.flag(text.words().inFlag(mode)));
    });
    if (options.link()) {
      text.needs(DockerfileFeature.LINK);
      flags.append(" --link");
    }
  }

  private void appendExcludes(CopyOptions options, StringBuilder flags) {
    for (Word exclude : options.excludes()) {
      text.needs(DockerfileFeature.EXCLUDE);
      String pattern = exclude.constant().orElseThrow(
          () -> text
              .impossible("the pattern '" + exclude + "' to leave out has a variable, which --exclude does not replace; write it out"));
      // a dollar sign is escaped for what looks for texts of several lines, which sees flags too
      flags.append(" --exclude=").append(WordWriter.flag(pattern).replace("$", "\\$"));
    }
  }

  /** Sources are words or texts. */
  private String transfer(String keyword, String flags, ImmutableList<Object> sources, Word destination) {
    ImmutableList.Builder<Word> paths = ImmutableList.builder();
    boolean texts = false;
    for (Object source : sources) {
      if (source instanceof Word path) {
        paths.add(path);
      } else {
        texts = true;
      }
    }
    return texts ? withTexts(keyword, flags, sources, destination) : text.list(keyword, flags, paths.add(destination).build());
  }

  private String withTexts(String keyword, String flags, ImmutableList<Object> sources, Word destination) {
    text.needs(DockerfileFeature.HEREDOC);
    List<String> arguments = new ArrayList<>();
    boolean toFile = sources.size() == 1 && isFile(destination);
    for (Object source : sources) {
      if (source instanceof Heredoc heredoc) {
        String delimiter = fileDelimiter(heredoc, toFile);
        arguments.add(HeredocText.announcement(delimiter, heredoc));
        text.add(delimiter, heredoc);
      } else {
        arguments.add(plainArgument(keyword, text.words().bare((Word) source)));
      }
    }
    arguments.add(plainArgument(keyword, text.words().bare(destination)));
    return text.oneLine(keyword + flags + " " + String.join(" ", arguments));
  }

  /** Whether a destination is certainly no directory by its form. */
  static boolean isFile(Word destination) {
    return !destination.constant().orElse("/").endsWith("/");
  }

  private String plainArgument(String keyword, String written) {
    if (InstructionText.needsJson(ImmutableList.of(written))) {
      throw text.impossible("path '" + written + "' needs the form of a JSON array, which cannot hold texts; give the texts a " + keyword
          + " of their own, to a path without blanks");
    }
    return written;
  }

  /** The delimiter is the file's name, unless the destination names the file. */
  private String fileDelimiter(Heredoc heredoc, boolean toFile) {
    if (toFile || !HeredocText.contains(heredoc, heredoc.name())) {
      return HeredocText.freeDelimiter(heredoc);
    }
    throw text.impossible(
        "the text '" + heredoc.name()
            + "' has a line that is its own name, which would end it; rename it or name the file in the destination");
  }
}
