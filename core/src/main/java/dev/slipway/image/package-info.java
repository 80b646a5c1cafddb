/**
 * What an image is, as values: stages, instructions, references, digests, platforms. No file, clock, network or
 * environment variable is touched here, and nothing here knows how an image is built or stored.
 */
@NullMarked
@CheckReturnValue
package dev.slipway.image;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;
