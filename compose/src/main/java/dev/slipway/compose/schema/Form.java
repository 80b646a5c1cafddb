package dev.slipway.compose.schema;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSet;
import com.google.common.collect.Sets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What may stand at one place of a compose file: scalars, a list or a mapping, each at most once, because nothing but
 * that tells a short form from a long one. And how such values are merged, told apart, typed and lengthened.
 */
public final class Form {
  /** Any value at all: what stands behind {@code x-} keys. */
  static final Form ANYTHING = new Form(new Shapes(ImmutableSet.of(), ScalarRules.NONE, Optional.empty(), Optional.empty(), true),
      Handling.PLAIN);

  private final Shapes shapes;
  private final Handling handling;

  private record Shapes(ImmutableSet<ScalarKind> scalars, ScalarRule rule, Optional<Items> items, Optional<Entries> entries,
      boolean anything) {}

  private record Handling(Merging merging, Optional<Identity> identity, LongForm longForm, Optional<Typing> cast, boolean hidden) {
    static final Handling PLAIN = new Handling(Merging.DEEP, Optional.empty(), LongForm.SAME, Optional.empty(), false);
  }

  /** What a list holds, and whether an item may stand in it twice. */
  private record Items(Form each, boolean distinct) {}

  /** What a mapping holds: the attributes of an element, or values by names that the author of the file gives. */
  private record Entries(Optional<Element> element, Optional<Form> each, NameRule names) {}

  private Form(Shapes shapes, Handling handling) {
    this.shapes = shapes;
    this.handling = handling;
  }

  /** Scalars of these kinds. */
  static Form scalar(ScalarKind... kinds) {
    return new Form(new Shapes(ImmutableSet.copyOf(kinds), ScalarRules.NONE, Optional.empty(), Optional.empty(), false), Handling.PLAIN);
  }

  /** A string, one of these. */
  static Form oneOf(String... words) {
    return scalar(ScalarKind.TEXT).where(ScalarRules.oneOf(ImmutableList.copyOf(words)));
  }

  /** A list. */
  static Form list(Form each) {
    return of(Optional.of(new Items(each, false)), Optional.empty());
  }

  /** A list in which no item stands twice. */
  static Form set(Form each) {
    return of(Optional.of(new Items(each, true)), Optional.empty());
  }

  /** A mapping with the attributes of an element. */
  static Form of(Element element) {
    return of(Optional.empty(), Optional.of(new Entries(Optional.of(element), Optional.empty(), NameRule.ANY)));
  }

  /** A mapping from names to values. */
  static Form named(NameRule names, Form each) {
    return of(Optional.empty(), Optional.of(new Entries(Optional.empty(), Optional.of(each), names)));
  }

  private static Form of(Optional<Items> items, Optional<Entries> entries) {
    return new Form(new Shapes(ImmutableSet.of(), ScalarRules.NONE, items, entries, false), Handling.PLAIN);
  }

  /** This or another; all else is as for this. */
  Form or(Form other) {
    Shapes more = other.shapes;
    return new Form(
        new Shapes(
            Sets.union(shapes.scalars, more.scalars).immutableCopy(), shapes.rule.equals(ScalarRules.NONE) ? more.rule : shapes.rule,
            shapes.items.or(() -> more.items), shapes.entries.or(() -> more.entries), shapes.anything || more.anything),
        handling);
  }

  /** This or a null. */
  Form orNothing() {
    return or(scalar(ScalarKind.NOTHING));
  }

  /** The same, whose scalars obey a rule. */
  Form where(ScalarRule rule) {
    return new Form(new Shapes(shapes.scalars, rule, shapes.items, shapes.entries, shapes.anything), handling);
  }

  /** The same, merged so. */
  Form merged(Merging merging) {
    return with(new Handling(merging, handling.identity, handling.longForm, handling.cast, handling.hidden));
  }

  /** The same, of whose items the later replaces the earlier if both have this in common. */
  Form oncePer(Identity identity) {
    return with(new Handling(handling.merging, Optional.of(identity), handling.longForm, handling.cast, handling.hidden));
  }

  /** The same, made canonical so. */
  Form lengthened(LongForm longForm) {
    return with(new Handling(handling.merging, handling.identity, longForm, handling.cast, handling.hidden));
  }

  /** The same, whose strings are read so when their variables are replaced. */
  Form cast(Typing cast) {
    return with(new Handling(handling.merging, handling.identity, handling.longForm, Optional.of(cast), handling.hidden));
  }

  /** The same, whose values no message shows: they may be secrets. */
  Form hidden() {
    return with(new Handling(handling.merging, handling.identity, handling.longForm, handling.cast, true));
  }

  private Form with(Handling other) {
    return new Form(shapes, other);
  }

  /** The kinds of scalars that may stand here; empty if none may. */
  public ImmutableSet<ScalarKind> scalars() {
    return shapes.scalars;
  }

  /** The strings of which one must stand here; empty if any may. */
  public ImmutableList<String> words() {
    return shapes.rule.words();
  }

  /** What a list here holds; empty if none may stand here. */
  public Optional<Form> items() {
    return shapes.items.map(Items::each);
  }

  /** The element whose attributes a mapping here holds. */
  public Optional<Element> element() {
    return shapes.entries.flatMap(Entries::element);
  }

  /** What a mapping here holds behind names that the author of the file gives. */
  public Optional<Form> values() {
    return shapes.entries.flatMap(Entries::each);
  }

  /** Whether any value may stand here, with any content. */
  public boolean isAnything() {
    return shapes.anything;
  }

  /** What messages say that must stand here, such as {@code a string or a list}. */
  String told() {
    List<String> told = new ArrayList<>();
    shapes.scalars.stream().filter(kind -> kind != ScalarKind.NOTHING).map(ScalarKind::told).forEach(told::add);
    shapes.items.ifPresent(items -> told.add("a list"));
    shapes.entries.ifPresent(entries -> told.add(entries.element.map(element -> element.told() + " (a mapping)").orElse("a mapping")));
    return told.isEmpty() ? "a null" : String.join(" or ", told);
  }

  ScalarRule rule() {
    return shapes.rule;
  }

  /** Whether an item of a list may stand in it only once. */
  boolean distinct() {
    return shapes.items.filter(Items::distinct).isPresent();
  }

  boolean allowsMapping() {
    return shapes.entries.isPresent() || shapes.anything;
  }

  NameRule names() {
    return shapes.entries.map(Entries::names).orElse(NameRule.ANY);
  }

  /** The form of what stands behind a key here. */
  Form child(String name) {
    return shapes.entries
        .map(entries -> entries.element().map(element -> element.form(name)).or(entries::each).orElse(ANYTHING))
        .orElse(ANYTHING);
  }

  /** The form of an item here. */
  Form item() {
    return items().orElse(ANYTHING);
  }

  Merging merging() {
    return handling.merging;
  }

  Optional<Identity> identity() {
    return handling.identity;
  }

  LongForm longForm() {
    return handling.longForm;
  }

  Optional<Typing> cast() {
    return handling.cast;
  }

  boolean isHidden() {
    return handling.hidden;
  }
}
