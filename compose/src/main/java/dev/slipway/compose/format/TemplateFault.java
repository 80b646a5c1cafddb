package dev.slipway.compose.format;

/** Says what is wrong with characters that begin like a variable and are none. */
final class TemplateFault {
  private static final String FORMS = "write ${NAME}, ${NAME:-default}, ${NAME:?message} or ${NAME:+replacement}, or $${ for the"
      + " characters themselves";
  /** How far a closing brace is looked for, to show what is meant. */
  private static final int SIGHT = 60;

  private final String text;
  private final int start;
  /** Behind the last character of the line that is looked at, a closing brace excluded. */
  private final int end;
  private final boolean closed;

  private TemplateFault(String text, int start, int limit) {
    this.text = text;
    this.start = start;
    int sight = Math.min(limit, start + SIGHT);
    int last = start + 2;
    while (last < sight && text.charAt(last) != '}' && text.charAt(last) != '\n') {
      last++;
    }
    this.end = last;
    this.closed = last < sight && text.charAt(last) == '}';
  }

  /** The problem at a dollar sign with an opening brace behind it. */
  static TextProblem of(String text, int dollar, int limit) {
    return new TemplateFault(text, dollar, limit).problem();
  }

  private TextProblem problem() {
    int name = start + 2;
    if (name == end) {
      return error(closed ? "names no variable" : "is not closed", FORMS);
    }
    char first = text.charAt(name);
    if (GoText.isDigit(first)) {
      return error("is no variable: names do not begin with a digit", FORMS);
    }
    if (!GoText.isNameStart(first)) {
      return error(GoText.isSpace(first) ? "has a blank before the name" : "is no variable: names begin with a letter or an underscore",
          FORMS);
    }
    int nameEnd = name;
    while (nameEnd < end && GoText.isNamePart(text.charAt(nameEnd))) {
      nameEnd++;
    }
    return nameEnd == end ? error("is not closed in its line", FORMS) : afterName(text.substring(name, nameEnd), nameEnd);
  }

  private TextProblem afterName(String name, int nameEnd) {
    char after = text.charAt(nameEnd);
    char operator = after == ':' && nameEnd + 1 < end ? text.charAt(nameEnd + 1) : after;
    if (operator == '=') {
      return error("sets a variable, which a compose file cannot", "write ${" + name + ":-default} to use a default");
    }
    if ("-?+".indexOf(operator) >= 0) {
      return error("is not closed in its line", "write } at the end of the word, in the same line, or $${ for the characters themselves");
    }
    return GoText.isSpace(after)
        ? error("has a blank behind the name", FORMS)
        : error("is no variable: " + Quoted.of(text, nameEnd, nameEnd + 1) + " behind the name is no operator of compose files", FORMS);
  }

  private TextProblem error(String fault, String advice) {
    int shown = closed ? end + 1 : end;
    return TextProblem.error(start, shown, Quoted.of(text, start, shown) + " " + fault, advice);
  }
}
