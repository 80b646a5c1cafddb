/** Each assertion holds where it should, and says something useful where it does not. */
@NullMarked
@CheckReturnValue
package dev.slipway.testkit.assertions;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;
