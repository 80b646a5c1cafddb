package dev.slipway.dockerfile;

import dev.slipway.InvalidValueException;
import dev.slipway.image.Base;
import dev.slipway.image.Word;
import java.util.Locale;
import java.util.Optional;

/** Names in triggers, which mean something only in the Dockerfile that a trigger will run in. */
final class TriggerNames implements SourceNames {
  @Override
  public Optional<Base> find(Place place, String name, boolean numbers) {
    if (name.equalsIgnoreCase("scratch")) {
      return Optional.of(Base.scratch());
    }
    try {
      return Optional.of(new Base.Reference(Word.literal(name)));
    } catch (InvalidValueException refused) {
      return withoutCapitals(place, name, refused);
    }
  }

  /** Names of stages do not differ by case. */
  private static Optional<Base> withoutCapitals(Place place, String name, InvalidValueException asWritten) {
    try {
      return Optional.of(new Base.Reference(Word.literal(name.toLowerCase(Locale.ROOT))));
    } catch (InvalidValueException refused) {
      place.ifBuilt(String.valueOf(asWritten.getMessage()), "");
      return Optional.empty();
    }
  }
}
