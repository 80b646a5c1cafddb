package dev.slipway.compose;

import com.google.common.collect.ImmutableList;

/** What happens while people work on the sources of a service. */
public final class Develop extends Element<Develop> {
  private static final ElementType.Declaring<Develop> DECLARING = ElementType.declare("develop", Develop::new);

  /** What is done when files change. */
  public static final Attribute<Develop, ImmutableList<WatchRule>> WATCH = DECLARING.attribute("watch", Forms.elements(WatchRule.ELEMENT));

  static final ElementType<Develop> ELEMENT = DECLARING.close();

  private Develop(Content<Develop> content) {
    super(content);
  }

  /** These rules. */
  public static Develop watch(WatchRule... rules) {
    return ELEMENT.empty().with(WATCH, ImmutableList.copyOf(rules));
  }
}
