/**
 * Projects read from compose files: several files and documents, variables, {@code include}, {@code extends}, tags,
 * merging, checks, defaults, paths, profiles and references, with every problem at its place. Gives trees of values and must
 * not know the typed model.
 */
@NullMarked
@CheckReturnValue
package dev.slipway.compose.load;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;
