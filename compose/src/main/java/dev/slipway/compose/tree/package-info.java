/**
 * What all steps of reading share: paths to the attributes of a project, and what is found on the way. Knows nothing of the
 * attributes themselves.
 */
@NullMarked
@CheckReturnValue
package dev.slipway.compose.tree;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;
