/**
 * The Compose Specification: projects as values, read from and written to compose files. Stands on the core's values and
 * must not know other platforms.
 */
@NullMarked
@CheckReturnValue
package dev.slipway.compose;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;
