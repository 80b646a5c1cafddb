/**
 * The errors that every part of Slipway throws: one sealed, unchecked family with stable codes.
 *
 * <p>This package knows nothing of images, files or platforms.
 */
@NullMarked
@CheckReturnValue
package dev.slipway;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;
