/** Compose files that we write, given to the command-line tool: it reads them as we do, and brings them up on a real daemon. */
@NullMarked
@CheckReturnValue
package dev.slipway.testkit.compose;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;
