/**
 * The directory that a build copies from: listed, hashed through an index, watched for change while it is read.
 */
@NullMarked
@CheckReturnValue
package dev.slipway.context;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;
