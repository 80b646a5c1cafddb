/**
 * The directory that a build copies from: listed, hashed through an index, watched for change while it is read.
 *
 * <p>{@link dev.slipway.context.ContextDirectory} is the way in. What is left out is decided by an
 * {@link dev.slipway.context.Ignore} that is passed in; this package knows no ignore file, no image and no store.
 */
@NullMarked
@CheckReturnValue
package dev.slipway.context;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;
