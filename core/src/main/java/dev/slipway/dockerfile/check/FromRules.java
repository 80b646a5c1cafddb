package dev.slipway.dockerfile.check;

import dev.slipway.InvalidValueException;
import dev.slipway.Span;
import dev.slipway.Suggestions;
import dev.slipway.dockerfile.Arguments;
import dev.slipway.dockerfile.FileStage;
import dev.slipway.dockerfile.Flag;
import dev.slipway.dockerfile.Statement;
import dev.slipway.dockerfile.Token;
import dev.slipway.image.Base;
import dev.slipway.image.ImageReference;
import dev.slipway.image.Platform;
import dev.slipway.image.Stage;
import dev.slipway.image.Word;
import java.util.Optional;

/** What {@code FROM} names, in all stages of a file, on one platform. */
final class FromRules {
  private static final String TARGET = "TARGETPLATFORM";

  private final CheckedFile checked;
  private final Globals globals;

  FromRules(CheckedFile checked, Globals globals) {
    this.checked = checked;
    this.globals = globals;
  }

  void check() {
    for (FileStage stage : checked.subject().stages()) {
      Statement from = stage.from();
      if (from.arguments() instanceof Arguments.Words words) {
        base(from, words.words().get(0));
      }
      from.flag("platform")
          .ifPresent(flag -> flag.value().filter(value -> !value.isEmpty()).ifPresent(value -> platform(stage, flag, value)));
    }
    checked.subject().checked().forEach(this::basePlatform);
  }

  private void base(Statement from, Token token) {
    Optional<Word> word = checked.file().word(token.text());
    if (word.isPresent()) {
      undefined(from, token, word.get());
      Optional<String> name = Globals.expanded(word.get(), globals.defaults());
      if (!word.get().variables().isEmpty() && name.isPresent() && !isReference(name.get())) {
        checked.add(BuildkitRules.INVALID_DEFAULT_ARG_IN_FROM, from, token.span(),
            "with the defaults of its arguments, '" + token + "' is '" + name.get() + "', which names no image",
            "give the argument a default before the first FROM, or one here as in '${NAME:-value}'");
      }
    }
  }

  private static boolean isReference(String name) {
    try {
      var unused = ImageReference.parse(name);
      return true;
    } catch (InvalidValueException refused) {
      return false;
    }
  }

  private void undefined(Statement from, Token token, Word word) {
    for (String name : word.variables()) {
      if (!globals.names().contains(name)) {
        String fix = Suggestions.closest(name, globals.names()).map(close -> "did you mean '$" + close + "'?")
            .orElse("declare it by 'ARG " + name + "' before the first FROM");
        checked.add(BuildkitRules.UNDEFINED_ARG_IN_FROM, from, CheckedFile.variable(token, name),
            "the argument '" + name + "' is not declared", fix);
      }
    }
  }

  private void platform(FileStage stage, Flag flag, Token value) {
    Optional<Word> word = checked.file().word(value.text());
    if (word.isEmpty()) {
      return;
    }
    undefined(stage.from(), value, word.get());
    boolean target = word.get().variables().size() == 1 && word.get().variables().contains(TARGET);
    if (target && globals.expanded(word.get()).equals(Optional.ofNullable(globals.values().get(TARGET)))) {
      checked.add(BuildkitRules.REDUNDANT_TARGET_PLATFORM, stage.from(), flag.token().span(),
          "'" + flag.token() + "' is what FROM takes anyway",
          "leave --platform out", Optional.of(Edit.Text.of("leave --platform out", withGap(flag.token().span()), "")));
    }
    word.get().constant().ifPresent(constant -> fixed(stage, value, constant));
  }

  /** A stretch with the blanks before it on its line. */
  private Span withGap(Span span) {
    String text = checked.file().text();
    int start = span.offset();
    while (start > 0 && (text.charAt(start - 1) == ' ' || text.charAt(start - 1) == '\t')) {
      start--;
    }
    boolean first = start == 0 || text.charAt(start - 1) == '\n';
    return first ? span : checked.file().source().span(start, span.endOffset());
  }

  private void fixed(FileStage stage, Token value, String constant) {
    Platform platform;
    try {
      platform = Platform.parse(constant);
    } catch (InvalidValueException malformed) {
      return;
    }
    String name = stage.name().orElse("");
    if (!name.contains(platform.os()) && !name.contains(platform.architecture())) {
      checked.add(BuildkitRules.FROM_PLATFORM_FLAG_CONST_DISALLOWED, stage.from(), value.span(), "'" + value + "' is a fixed platform",
          "leave --platform out, write '$BUILDPLATFORM' for the machine that builds, or name the stage after the platform");
    }
  }

  private void basePlatform(FileStage stage) {
    boolean named = stage.parent().isEmpty() && stage.value() instanceof Stage && stage.from().arguments() instanceof Arguments.Words;
    if (!named || !(stage.value() instanceof Stage value && value.base() instanceof Base.Reference reference)) {
      return;
    }
    Optional<String> name = globals.expanded(reference.name());
    Platform wanted = wanted(value);
    Optional<Platform> found = name.flatMap(text -> checked.subject().options().images().find(text, wanted)).flatMap(BaseImage::platform);
    if (found.isPresent() && !(found.get().os().equals(wanted.os()) && found.get().architecture().equals(wanted.architecture()))) {
      Token token = ((Arguments.Words) stage.from().arguments()).words().get(0);
      checked.add(BuildkitRules.INVALID_BASE_IMAGE_PLATFORM, stage.from(), token.span(),
          "the image '" + name.get() + "' is for '" + found.get() + "', and the stage is built for '" + wanted + "'",
          "take an image for '" + wanted + "', or say --platform if this one is meant");
    }
  }

  private Platform wanted(Stage stage) {
    return platform(stage, globals);
  }

  /** What a stage is built for. */
  static Platform platform(Stage stage, Globals globals) {
    try {
      return stage.platform().flatMap(globals::expanded).filter(text -> !text.isEmpty()).map(Platform::parse).orElse(globals.platform());
    } catch (InvalidValueException malformed) {
      return globals.platform();
    }
  }
}
