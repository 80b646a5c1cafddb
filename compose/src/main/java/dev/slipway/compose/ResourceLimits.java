package dev.slipway.compose;

import dev.slipway.compose.format.ByteCount;

/** The most that a container may use. */
public final class ResourceLimits extends Element<ResourceLimits> {
  private static final ElementType.Declaring<ResourceLimits> DECLARING = ElementType.declare("limits", ResourceLimits::new);

  /** Processors, parts of one too. */
  public static final Attribute<ResourceLimits, Double> CPUS = DECLARING.attribute("cpus", Forms.DECIMAL);
  /** Memory. */
  public static final Attribute<ResourceLimits, ByteCount> MEMORY = DECLARING.attribute("memory", Forms.BYTES);
  /** Processes. */
  public static final Attribute<ResourceLimits, Long> PIDS = DECLARING.attribute("pids", Forms.INTEGER);

  static final ElementType<ResourceLimits> ELEMENT = DECLARING.close();

  private ResourceLimits(Content<ResourceLimits> content) {
    super(content);
  }

  /** No limits. */
  public static ResourceLimits empty() {
    return ELEMENT.empty();
  }

  /** The same with another limit of processors. */
  public ResourceLimits cpus(double count) {
    return with(CPUS, count);
  }

  /** The same with another limit of memory. */
  public ResourceLimits memory(ByteCount bytes) {
    return with(MEMORY, bytes);
  }
}
