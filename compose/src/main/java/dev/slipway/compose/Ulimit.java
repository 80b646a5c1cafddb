package dev.slipway.compose;

import com.google.common.collect.ImmutableMap;

/** A limit of the processes of a container. */
public final class Ulimit extends Element<Ulimit> {
  private static final ElementType.Declaring<Ulimit> DECLARING = ElementType.declare("ulimit", Ulimit::new);

  /** What holds; processes may raise it. */
  public static final Attribute<Ulimit, Long> SOFT = DECLARING.attribute("soft", Forms.INTEGER);
  /** How far they may raise it. */
  public static final Attribute<Ulimit, Long> HARD = DECLARING.attribute("hard", Forms.INTEGER);

  static final ElementType<Ulimit> ELEMENT = DECLARING.close();

  /** Limits by name; one number stands for two that are equal. */
  static final Form<ImmutableMap<String, Ulimit>> FORM = Forms.map(new UlimitForm());

  private Ulimit(Content<Ulimit> content) {
    super(content);
  }

  /** A limit that cannot be raised. */
  public static Ulimit of(long limit) {
    return of(limit, limit);
  }

  /** A limit that may be raised. */
  public static Ulimit of(long soft, long hard) {
    return ELEMENT.empty().with(SOFT, soft).with(HARD, hard);
  }
}
