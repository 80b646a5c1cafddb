package dev.slipway.dockerfile.check;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import com.google.common.collect.ImmutableSet;
import java.util.Optional;

/**
 * A program with its arguments.
 *
 * @param program its name without directory
 * @param word the word that names it
 * @param arguments the words behind it
 */
record ShellCall(String program, ShellWord word, ImmutableList<ShellWord> arguments) {
  /** Programs that start another one, with those of their options that take a value. */
  private static final ImmutableMap<String, ImmutableSet<String>> WRAPPERS = ImmutableMap.of(
      "sudo", ImmutableSet.of("-u", "-g", "--user", "--group"),
      "env", ImmutableSet.of("-u", "-C", "--unset", "--chdir"),
      "exec", ImmutableSet.of("-a"),
      "command", ImmutableSet.of(),
      "nohup", ImmutableSet.of(),
      "time", ImmutableSet.of(),
      "eatmydata", ImmutableSet.of(),
      "nice", ImmutableSet.of("-n"),
      "timeout", ImmutableSet.of("-k", "-s"));

  /** The call that words make. */
  static Optional<ShellCall> of(ImmutableList<ShellWord> words) {
    ImmutableList<ShellWord> rest = words;
    while (!rest.isEmpty() && rest.get(0).literal()) {
      String name = rest.get(0).text().substring(rest.get(0).text().lastIndexOf('/') + 1);
      ImmutableSet<String> valued = WRAPPERS.get(name);
      if (valued == null || rest.size() == 1) {
        return Optional.of(new ShellCall(name, rest.get(0), rest.subList(1, rest.size())));
      }
      rest = unwrapped(rest.subList(1, rest.size()), valued, name.equals("timeout"));
    }
    return Optional.empty();
  }

  private static ImmutableList<ShellWord> unwrapped(ImmutableList<ShellWord> words, ImmutableSet<String> valued, boolean operand) {
    int at = 0;
    while (at < words.size()) {
      String text = words.get(at).text();
      boolean assignment = text.indexOf('=') > 0;
      if (!text.startsWith("-") && !assignment) {
        break;
      }
      at += valued.contains(text) ? 2 : 1;
    }
    int skipped = operand ? at + 1 : at;
    return skipped >= words.size() ? ImmutableList.of() : words.subList(skipped, words.size());
  }

  /** Whether an option is there: by its whole text, before an equals sign, or as a letter among others behind one hyphen. */
  boolean has(String... options) {
    for (String option : options) {
      boolean letter = option.length() == 2 && option.startsWith("-");
      for (ShellWord argument : arguments) {
        String text = argument.text();
        boolean cluster = letter && text.length() > 1 && text.charAt(0) == '-' && text.charAt(1) != '-' && text.indexOf('=') < 0
            && text.indexOf(option.charAt(1)) > 0 && text.substring(1).chars().allMatch(Character::isLetter);
        if (text.equals(option) || text.startsWith(option + "=") || cluster) {
          return true;
        }
      }
    }
    return false;
  }

  /**
   * The arguments that are neither options nor their values.
   *
   * @param valued the options whose value is the next argument
   */
  ImmutableList<ShellWord> operands(ImmutableSet<String> valued) {
    ImmutableList.Builder<ShellWord> operands = ImmutableList.builder();
    boolean ended = false;
    for (int i = 0; i < arguments.size(); i++) {
      String text = arguments.get(i).text();
      if (!ended && text.equals("--")) {
        ended = true;
      } else if (!ended && text.length() > 1 && text.startsWith("-")) {
        i += valued.contains(text) ? 1 : 0;
      } else {
        operands.add(arguments.get(i));
      }
    }
    return operands.build();
  }

  /** The first operand, such as {@code install}, if the shell puts nothing in it. */
  Optional<ShellWord> verb(ImmutableSet<String> valued) {
    return operands(valued).stream().filter(ShellWord::literal).findFirst();
  }

  /** Whether the first operand is one of these. */
  boolean does(ImmutableSet<String> valued, String... verbs) {
    return verb(valued).map(word -> ImmutableSet.copyOf(verbs).contains(word.text())).orElse(false);
  }
}
