package dev.slipway.yaml;

/** The characters that a document may consist of: YAML 1.2, section 5.1, without the control characters of both sets. */
final class CharacterCheck {
  private CharacterCheck() {}

  /** Tells the first character that cannot stand in a document. */
  static boolean passes(String text, YamlProblems problems) {
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c >= ' ' && c <= '~' || c == '\n') {
        continue;
      }
      int codePoint = text.codePointAt(i);
      if (!isAllowed(codePoint)) {
        String named = "the character " + YamlProblems.number(codePoint);
        if (Character.getType(codePoint) == Character.SURROGATE) {
          problems.add(i, i + 1, named + " is half of a pair, and its other half is missing", "write the whole character, or take it out");
        } else {
          problems.add(i, i + 1, named + " cannot stand in YAML", advice(codePoint));
        }
        return false;
      }
      i += Character.charCount(codePoint) - 1;
    }
    return true;
  }

  private static String advice(int codePoint) {
    return codePoint > 0xFF
        ? "take it out, or write \"\\u" + YamlProblems.number(codePoint).substring(2) + "\" in double quotes"
        : "take it out, or write \"\\x" + YamlProblems.number(codePoint).substring(4) + "\" in double quotes";
  }

  private static boolean isAllowed(int c) {
    return c == '\t' || c == '\n' || c == '\r' || c >= ' ' && c <= 0x7F || c == 0x85 || c >= 0xA0 && c <= 0xD7FF
        || c >= 0xE000 && c <= 0xFFFD
        || c >= 0x10000;
  }
}
