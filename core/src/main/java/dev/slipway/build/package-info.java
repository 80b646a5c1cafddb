/**
 * Plans and solves builds: steps, content keys, cache records, parallel execution, reports, exports.
 */
@NullMarked
@CheckReturnValue
package dev.slipway.build;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;
