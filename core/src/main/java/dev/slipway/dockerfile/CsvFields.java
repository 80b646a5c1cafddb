package dev.slipway.dockerfile;

import com.google.common.collect.ImmutableList;

/** Takes apart values of {@code --mount} and {@code --device}: fields with commas between them, quoted as in CSV files. */
final class CsvFields {
  /**
   * One field.
   *
   * @param text without quotes
   * @param start the index in the whole at which the field begins
   * @param end the index behind it
   */
  record Field(String text, int start, int end) {}

  private final String text;
  private int at;

  private CsvFields(String text) {
    this.text = text;
  }

  /** The fields; none for the empty text. */
  static ImmutableList<Field> of(String text) throws WordFault {
    return text.isEmpty() ? ImmutableList.of() : new CsvFields(text).read();
  }

  private ImmutableList<Field> read() throws WordFault {
    ImmutableList.Builder<Field> fields = ImmutableList.builder();
    while (true) {
      int start = at;
      String field = at < text.length() && text.charAt(at) == '"' ? quoted() : plain();
      fields.add(new Field(field, start, at));
      if (at >= text.length()) {
        return fields.build();
      }
      at++;
    }
  }

  private String plain() throws WordFault {
    int end = text.indexOf(',', at);
    String field = text.substring(at, end < 0 ? text.length() : end);
    int quote = field.indexOf('"');
    if (quote >= 0) {
      throw new WordFault(at + quote, "a quote stands inside a field that does not begin with one",
          "put the whole field in quotes, and two quotes for each inside");
    }
    at += field.length();
    return field;
  }

  private String quoted() throws WordFault {
    int start = at++;
    StringBuilder field = new StringBuilder();
    while (true) {
      int quote = text.indexOf('"', at);
      if (quote < 0) {
        throw new WordFault(start, "a quote is opened and never closed", "close it before the comma that follows");
      }
      field.append(text, at, quote);
      at = quote + 1;
      if (at >= text.length() || text.charAt(at) == ',') {
        return field.toString();
      }
      if (text.charAt(at) != '"') {
        throw new WordFault(at, "text follows the quote that ends a field",
            "put the whole field in quotes, and two quotes for each inside");
      }
      field.append('"');
      at++;
    }
  }
}
