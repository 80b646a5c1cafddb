/**
 * Checks of Dockerfiles and of what they say: findings with their place, reason and remedy. Reads no file but through
 * {@link dev.slipway.dockerfile.check.CheckedContext#read}, and knows nothing of building.
 */
@NullMarked
@CheckReturnValue
package dev.slipway.dockerfile.check;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;
