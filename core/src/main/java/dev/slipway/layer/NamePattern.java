package dev.slipway.layer;

/** A test on one component of a path, such as Docker's wildcard {@code *.txt}. */
@FunctionalInterface
public interface NamePattern {
  /** Whether the name of a file, as {@link dev.slipway.image.ImagePath#name()} gives it, fits. */
  boolean matches(String name);
}
