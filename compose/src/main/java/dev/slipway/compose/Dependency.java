package dev.slipway.compose;

import com.google.common.collect.ImmutableMap;
import dev.slipway.yaml.YamlValue;
import java.util.Optional;

/** What a service waits for before it starts. */
public final class Dependency extends Element<Dependency> {
  private static final ElementType.Declaring<Dependency> DECLARING = ElementType.declare("dependency", Dependency::new);

  /** How far the other service must have come. */
  public static final Attribute<Dependency, Condition> CONDITION = DECLARING.attribute("condition", Forms.constant(Condition.class));
  /** Whether this service is restarted with the other one. */
  public static final Attribute<Dependency, Boolean> RESTART = DECLARING.attribute("restart", Forms.TRUTH);
  /** Whether the other service must be there. */
  public static final Attribute<Dependency, Boolean> REQUIRED = DECLARING.attribute("required", Forms.TRUTH, true);

  static final ElementType<Dependency> ELEMENT = DECLARING.close();

  /** Dependencies by the names of services, as {@code depends_on} holds them. */
  static final Form<ImmutableMap<String, Dependency>> BY_SERVICE = new MapForm<>(new MapForm.KeyedForm<>() {
    @Override
    public Optional<Dependency> decode(String key, YamlValue value, Decoding at) {
      return value.isNull() ? Optional.of(on(Condition.STARTED)) : ELEMENT.decode(key, value, at);
    }

    @Override
    public YamlValue encode(Dependency value, Encoding to) {
      return ELEMENT.encode(value, to);
    }

    @Override
    public Optional<ElementType<?>> element() {
      return Optional.of(ELEMENT);
    }

    @Override
    public boolean saysNothing(Dependency value) {
      return value.isPlain();
    }
  }, true);

  private Dependency(Content<Dependency> content) {
    super(content);
  }

  /** How far a service must have come. */
  public enum Condition {
    /** It has been started. */
    STARTED("service_started"),
    /** Its health check succeeds. */
    HEALTHY("service_healthy"),
    /** It has ended with success. */
    COMPLETED("service_completed_successfully");

    private final String id;

    Condition(String id) {
      this.id = id;
    }

    /** The condition as files write it. */
    @Override
    public String toString() {
      return id;
    }
  }

  /** A dependency on a service that has come so far and must be there. */
  public static Dependency on(Condition condition) {
    return ELEMENT.empty().with(CONDITION, condition).with(REQUIRED, true);
  }

  /** Whether the name of the other service says it all. */
  boolean isPlain() {
    return without(REQUIRED).equals(on(Condition.STARTED).without(REQUIRED)) && value(REQUIRED).orElse(true);
  }
}
