package dev.slipway.compose;

import com.google.common.base.Splitter;
import com.google.common.collect.ImmutableList;

/**
 * How a project is written as a compose file.
 *
 * @param minimal whether in the short forms that people write, without what readers add by themselves, or in long ones
 * @param escaped whether dollar signs are doubled, so that readers find variables only where there are some
 * @param head lines of comment at the beginning, without number signs
 */
public record Writing(boolean minimal, boolean escaped, ImmutableList<String> head) {
  /** Short forms, without what readers add by themselves, empty lines between sections and between services. */
  public static final Writing MINIMAL = new Writing(true, true, ImmutableList.of());
  /** Long forms, attributes of services by name: the same text for the same project. */
  public static final Writing CANONICAL = new Writing(false, true, ImmutableList.of());

  /** The same with a comment at the beginning; each line break begins another line of it. */
  public Writing withHead(String comment) {
    return new Writing(minimal, escaped, ImmutableList.copyOf(Splitter.on('\n').split(comment)));
  }

  /** The same with single dollar signs, for readers that replace no variables. */
  public Writing unescaped() {
    return new Writing(minimal, false, head);
  }

  Encoding encoding() {
    return new Encoding(minimal, escaped);
  }
}
