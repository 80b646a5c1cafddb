package dev.slipway.dockerfile;

import java.util.Optional;

/**
 * A flag of an instruction: {@code --name} or {@code --name=value}.
 *
 * @param token all of it as it stands in the file, quotes and escapes included
 * @param name what stands between the hyphens and the equals sign, without quotes and escapes
 * @param value what stands behind the equals sign, without quotes and escapes; empty if there is no equals sign
 */
public record Flag(Token token, Token name, Optional<Token> value) {
  /** Whether a flag of kind {@link Keyword.FlagKind#BOOLEAN} is on: bare, empty or {@code true} in any case. */
  public boolean isOn() {
    return value.map(Token::text).map(text -> text.isEmpty() || text.equalsIgnoreCase("true")).orElse(true);
  }
}
