package dev.slipway.compose;

import com.google.common.collect.ImmutableList;
import dev.slipway.InvalidValueException;
import dev.slipway.yaml.YamlScalar;
import dev.slipway.yaml.YamlValue;
import java.util.Optional;

/**
 * Programs and their arguments.
 *
 * @param test whether the first argument says what the others are, as in health checks
 */
record ArgumentsForm(boolean test) implements Form<ImmutableList<Text>> {
  static final ArgumentsForm ARGUMENTS = new ArgumentsForm(false);
  static final ArgumentsForm TEST = new ArgumentsForm(true);

  private static final ImmutableList<String> KINDS = ImmutableList.of("CMD", "CMD-SHELL", "NONE");

  @Override
  public Optional<ImmutableList<Text>> decode(YamlValue value, Decoding at) {
    if (value instanceof YamlScalar scalar) {
      return test ? at.text(scalar).map(line -> ImmutableList.of(Text.of("CMD-SHELL"), line)) : at.refuse(value, "a list of arguments");
    }
    return Forms.TEXTS.decode(value, at);
  }

  @Override
  public YamlValue encode(ImmutableList<Text> value, Encoding to) {
    boolean line = test && to.minimal() && value.size() == 2 && value.get(0).equals(Text.of("CMD-SHELL"));
    return line ? TextForm.TEXT.encode(value.get(1), to) : Forms.TEXTS.encode(value, to);
  }

  @Override
  public void check(ImmutableList<Text> value) {
    if (!test || value.isEmpty()) {
      return;
    }
    Optional<String> first = value.get(0).literal();
    if (first.isPresent() && !KINDS.contains(first.get())) {
      throw new InvalidValueException("a test that begins with " + ValueNames.quoted(first.get())
          + " is not known: begin with 'CMD', 'CMD-SHELL' or 'NONE'");
    }
  }

  @Override
  public boolean holdsText() {
    return true;
  }
}
