package dev.slipway.compose.load;

/** The steps of reading, the first first. What is wrong with a value in one of them is not told again in a later one. */
enum Stage {
  /** Files are read and taken apart. */
  READING,
  /** Variables are replaced, and the texts that came of it become numbers and truth values. */
  VARIABLES,
  /** Documents, included and extended ones too, become one. */
  COMPOSITION,
  /** The shape is checked. */
  SHAPE,
  /** Short forms become long ones. */
  FORM,
  /** Values are checked and completed. */
  VALUES,
  /** References are followed. */
  REFERENCES
}
