/** Properties of the public values, over generated ones; and of the generators themselves. */
@NullMarked
@CheckReturnValue
package dev.slipway.testkit.arbitraries;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;
