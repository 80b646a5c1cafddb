package dev.slipway.yaml;

import dev.slipway.InvalidValueException;
import java.math.BigInteger;
import java.util.Optional;

/**
 * A scalar: what it is, and how it was written.
 *
 * <p>Two are equal if they have the same kind and value: {@code 0x10} and {@code 16} are, {@code "16"} and {@code 16} are
 * not.
 */
public final class YamlScalar implements YamlValue, Comparable<YamlScalar> {

  /** What a scalar is. */
  public enum Kind {
    /** Nothing. */
    NULL,
    /** True or false. */
    BOOLEAN,
    /** A whole number of any size. */
    INTEGER,
    /** A binary floating-point number, not-a-number and infinities among them. */
    FLOAT,
    /** A date, perhaps with a time; its value is its text. */
    TIMESTAMP,
    /** Characters. */
    STRING
  }

  /** How a scalar was written. */
  public enum Style {
    /** Without quotes. */
    PLAIN,
    /** In single quotes. */
    SINGLE_QUOTED,
    /** In double quotes. */
    DOUBLE_QUOTED,
    /** As a block that keeps its line breaks. */
    LITERAL,
    /** As a block that folds its line breaks. */
    FOLDED
  }

  private final Kind kind;
  private final String text;
  private final Object value;
  private final Style style;
  private final Optional<Place> place;
  private final Optional<String> tag;

  private YamlScalar(Kind kind, String text, Object value, Style style, Optional<Place> place, Optional<String> tag) {
    this.kind = kind;
    this.text = text;
    this.value = value;
    this.style = style;
    this.place = place;
    this.tag = tag;
  }

  /** A string. */
  public static YamlScalar of(String text) {
    return new YamlScalar(Kind.STRING, text, text, Style.PLAIN, Optional.empty(), Optional.empty());
  }

  /** A whole number. */
  public static YamlScalar of(long value) {
    return integer(Long.toString(value), BigInteger.valueOf(value));
  }

  /** A truth value. */
  public static YamlScalar of(boolean value) {
    return truth(Boolean.toString(value), value);
  }

  /** The null. */
  public static YamlScalar ofNull() {
    return ofNull("null");
  }

  /** A null that is written so; perhaps not at all. */
  public static YamlScalar ofNull(String text) {
    return new YamlScalar(Kind.NULL, text, "", Style.PLAIN, Optional.empty(), Optional.empty());
  }

  /** A truth value that is written so. */
  public static YamlScalar truth(String text, boolean value) {
    return new YamlScalar(Kind.BOOLEAN, text, value, Style.PLAIN, Optional.empty(), Optional.empty());
  }

  /** A whole number that is written so. */
  public static YamlScalar integer(String text, BigInteger value) {
    return new YamlScalar(Kind.INTEGER, text, value, Style.PLAIN, Optional.empty(), Optional.empty());
  }

  /** A floating-point number that is written so. */
  public static YamlScalar number(String text, double value) {
    return new YamlScalar(Kind.FLOAT, text, value, Style.PLAIN, Optional.empty(), Optional.empty());
  }

  /** A date, perhaps with a time, that is written so. */
  public static YamlScalar timestamp(String text) {
    return new YamlScalar(Kind.TIMESTAMP, text, text, Style.PLAIN, Optional.empty(), Optional.empty());
  }

  /** What it is. */
  public Kind kind() {
    return kind;
  }

  /**
   * Its characters: those of a string after quotes, escapes and folding are resolved; those of anything else as they were
   * written.
   */
  public String text() {
    return text;
  }

  /** How it was written; a wish when it is written again, which safety overrules. */
  public Style style() {
    return style;
  }

  /** Whether it is a string. */
  public boolean isString() {
    return kind == Kind.STRING;
  }

  @Override
  public boolean isNull() {
    return kind == Kind.NULL;
  }

  /** The truth value, if it is one. */
  public Optional<Boolean> truth() {
    return value instanceof Boolean truth ? Optional.of(truth) : Optional.empty();
  }

  /** The whole number, if it is one. */
  public Optional<BigInteger> integer() {
    return value instanceof BigInteger integer ? Optional.of(integer) : Optional.empty();
  }

  /** The number, if it is one, whole or not; a whole one that is too long is rounded. */
  public Optional<Double> number() {
    return value instanceof Number number ? Optional.of(number.doubleValue()) : Optional.empty();
  }

  /** The same data, to be written so. */
  public YamlScalar styled(Style newStyle) {
    if (kind != Kind.STRING && newStyle != Style.PLAIN) {
      throw new InvalidValueException(
          "'" + text + "' is no string and cannot be written in quotes or as a block: take YamlScalar.of(text)");
    }
    return new YamlScalar(kind, text, value, newStyle, place, tag);
  }

  @Override
  public Optional<Place> place() {
    return place;
  }

  @Override
  public Optional<String> tag() {
    return tag;
  }

  @Override
  public YamlScalar at(Optional<Place> newPlace) {
    return new YamlScalar(kind, text, value, style, newPlace, tag);
  }

  @Override
  public YamlScalar tagged(Optional<String> newTag) {
    return new YamlScalar(kind, text, value, style, place, newTag);
  }

  /** The same data as a document has it. */
  YamlScalar read(Style newStyle, Place newPlace, Optional<String> newTag) {
    return new YamlScalar(kind, text, value, newStyle, Optional.of(newPlace), newTag);
  }

  /** An order that agrees with equality: by kind, then by value, then by tag. Hash tables need it where many keys have one hash. */
  @Override
  public int compareTo(YamlScalar other) {
    int order = kind.compareTo(other.kind);
    if (order == 0) {
      order = switch (kind) {
        case INTEGER -> ((BigInteger) value).compareTo((BigInteger) other.value);
        case FLOAT -> Double.compare((Double) value, (Double) other.value);
        case BOOLEAN -> Boolean.compare((Boolean) value, (Boolean) other.value);
        case NULL -> 0;
        case TIMESTAMP, STRING -> ((String) value).compareTo((String) other.value);
      };
    }
    return order != 0 ? order : tag.orElse("").compareTo(other.tag.orElse(""));
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof YamlScalar scalar && scalar.kind == kind && scalar.value.equals(value) && scalar.tag.equals(tag);
  }

  @Override
  public int hashCode() {
    return value.hashCode() * 31 + tag.hashCode();
  }

  /** Its characters. */
  @Override
  public String toString() {
    return text;
  }
}
