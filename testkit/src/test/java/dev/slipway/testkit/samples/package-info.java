/** The code that README and Javadoc quote, compiled and run. */
@NullMarked
@CheckReturnValue
package dev.slipway.testkit.samples;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;
