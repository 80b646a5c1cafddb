package dev.slipway.compose.schema;

import static dev.slipway.compose.schema.ScalarKind.NOTHING;
import static dev.slipway.compose.schema.ScalarKind.NUMBER;
import static dev.slipway.compose.schema.ScalarKind.TEXT;
import static dev.slipway.compose.schema.ScalarKind.TRUTH;
import static dev.slipway.compose.schema.ScalarKind.WHOLE;

/** The forms that many attributes share. */
final class Forms {

  // ---- one scalar

  /** A string. */
  static final Form STRING = Form.scalar(TEXT);
  /** True or false; also as a string, in which a variable may stand. */
  static final Form FLAG = Form.scalar(TRUTH, TEXT).cast(Typing.TRUTH).lengthened(ScalarForms::truth);
  /** True or false; a variable may stand there, but no other string. */
  static final Form CAST_FLAG = Form.scalar(TRUTH).cast(Typing.TRUTH);
  /** True or false, where the specification allows no variable. */
  static final Form STRICT_FLAG = Form.scalar(TRUTH);
  /** A whole number, also as a string. */
  static final Form INTEGER = Form.scalar(WHOLE, TEXT).cast(Typing.WHOLE).lengthened(ScalarForms::whole);
  /** A whole number that is not negative, also as a string. */
  static final Form COUNT = Form.scalar(WHOLE, TEXT).cast(Typing.WHOLE).lengthened(ScalarForms::count);
  /** A number, also as a string. */
  static final Form DECIMAL = Form.scalar(NUMBER, TEXT).cast(Typing.NUMBER).lengthened(ScalarForms::number);
  /** A number for which the schema allows fractions that make no sense, also as a string. */
  static final Form ROUND = Form.scalar(NUMBER, TEXT).cast(Typing.WHOLE).lengthened(ScalarForms::whole);
  /** A number for which the schema allows no string, but fractions that make no sense. */
  static final Form STRICT_ROUND = Form.scalar(NUMBER).lengthened(ScalarForms::whole);
  /** A length of time, such as {@code 1m30s}. Canonical: as Go prints it. */
  static final Form DURATION = Form.scalar(TEXT).lengthened(TextForms::duration);
  /** A size in bytes, such as {@code 512m}. Canonical: a string of decimal digits. */
  static final Form BYTES = Form.scalar(NUMBER, TEXT).lengthened(TextForms::bytes);
  /** A size in bytes for which the schema allows no fractions. */
  static final Form WHOLE_BYTES = Form.scalar(WHOLE, TEXT).lengthened(TextForms::bytes);
  /** A size in bytes that must be a string. */
  static final Form TEXT_BYTES = Form.scalar(TEXT).lengthened(TextForms::bytes);
  /** The permissions of a file, octal if they are a string. Canonical: an octal string that begins with zero. */
  static final Form OCTAL = Form.scalar(NUMBER, TEXT).lengthened(ScalarForms::octal);

  // ---- lists

  /** A list of strings. */
  static final Form STRINGS = Form.list(STRING);
  /** A list of different strings. */
  static final Form DISTINCT = Form.set(STRING);
  /** A list of different strings, of which the later file replaces those with the same name before an equals sign. */
  static final Form NAMED_STRINGS = DISTINCT.oncePer(Identity.NAME);
  /** A list of different strings, to which the later file adds what is not there. */
  static final Form ADDED_STRINGS = DISTINCT.merged(Merging.NEW_ITEMS);
  /** A string or a list of different ones. Canonical: the list. */
  static final Form STRING_OR_LIST = STRING.or(DISTINCT).merged(Merging.LIST).lengthened(ListForms::list);
  /** A command: words, or one string that is split as a shell does. Canonical: the words; null is the image's command. */
  static final Form COMMAND = STRING.or(STRINGS).orNothing().merged(Merging.REPLACE).lengthened(TextForms::command);

  // ---- names and values

  /** What may be a value: a null is no value at all. */
  private static final Form VALUE = Form.scalar(TEXT, NUMBER, TRUTH, NOTHING);
  /** A mapping of names to values, or a list of {@code NAME=value}. Canonical: the mapping; null is the value from outside. */
  static final Form ENVIRONMENT = pairs(VALUE.lengthened(ScalarForms::hiddenText).hidden()).lengthened(ListForms::environment).hidden();
  /** The same with empty strings for nulls. */
  static final Form LABELS = pairs(VALUE.lengthened(ScalarForms::filledText)).lengthened(ListForms::pairs);
  /** The same, in which a list must have values. */
  static final Form CONTEXTS = pairs(VALUE.lengthened(ScalarForms::filledText)).lengthened(ListForms::contexts);
  /** The keys of agents by their names; {@code default} needs no value. */
  static final Form SSH = pairs(VALUE.lengthened(ScalarForms::text)).lengthened(ListForms::ssh);
  /** Options of a driver: strings or numbers by their names. */
  static final Form OPTIONS = Form.named(NameRule.ANY, Form.scalar(TEXT, NUMBER).lengthened(ScalarForms::text));
  /** Strings by their names. */
  static final Form STRING_VALUES = Form.named(NameRule.SOME, STRING);
  /** Addresses of host names, as a mapping or as a list of {@code name=address}. Canonical: the list, sorted. */
  static final Form EXTRA_HOSTS = Form.named(NameRule.SOME, STRING.or(STRINGS))
      .or(DISTINCT)
      .merged(Merging.NEW_HOSTS)
      .oncePer(Identity.HOST)
      .lengthened(ListForms::hosts);

  private Forms() {}

  private static Form pairs(Form value) {
    return Form.named(NameRule.SOME, value).or(DISTINCT).merged(Merging.PAIRS).oncePer(Identity.NAME);
  }
}
