/**
 * The Compose Specification as one table: each element with its attributes, the forms in which a file may hold them, and how
 * they are merged, told apart, typed and made canonical. Knows nothing of files, variables and other services.
 */
@NullMarked
@CheckReturnValue
package dev.slipway.compose.schema;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;
