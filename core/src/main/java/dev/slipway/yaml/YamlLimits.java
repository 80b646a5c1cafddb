package dev.slipway.yaml;

import dev.slipway.InvalidValueException;

/**
 * How large a text of unknown origin may be before its reading is given up.
 *
 * @param characters how many UTF-16 characters a text may have
 * @param depth how many collections may stand in each other, those that aliases bring included
 * @param nodes how many scalars, aliases and collections a text may have
 * @param copies how many values aliases may bring to one document, counted each time that they are used
 */
public record YamlLimits(int characters, int depth, int nodes, int copies) {
  /**
   * What files that people write stay far below: 3 Mi characters, 100 collections in each other, a million nodes and 100,000
   * values by aliases.
   */
  public static final YamlLimits STANDARD = new YamlLimits(3 << 20, 100, 1_000_000, 100_000);

  /** The greatest depth that can be allowed: values are read and written by recursion. */
  public static final int DEEPEST = 500;

  /** Checks that each limit lets something through. */
  public YamlLimits {
    if (characters < 1 || depth < 1 || nodes < 1 || copies < 0) {
      throw new InvalidValueException(
          "a limit of characters, depth or nodes must be at least 1, and one of copies 0, such as in YamlLimits.STANDARD");
    }
    if (depth > DEEPEST) {
      throw new InvalidValueException("'" + depth + "' is too deep: at most " + DEEPEST + " collections can stand in each other");
    }
  }

  /** The same with another number of characters. */
  public YamlLimits withCharacters(int newCharacters) {
    return new YamlLimits(newCharacters, depth, nodes, copies);
  }

  /** The same with another depth. */
  public YamlLimits withDepth(int newDepth) {
    return new YamlLimits(characters, newDepth, nodes, copies);
  }

  /** The same with another number of nodes. */
  public YamlLimits withNodes(int newNodes) {
    return new YamlLimits(characters, depth, newNodes, copies);
  }

  /** The same with another number of values that aliases may bring. */
  public YamlLimits withCopies(int newCopies) {
    return new YamlLimits(characters, depth, nodes, newCopies);
  }
}
