/**
 * The Dockerfile language and the ignore file: writing an image as a Dockerfile, deciding which context files are left
 * out. Knows the values of {@code image} and nothing of building.
 */
@NullMarked
@CheckReturnValue
package dev.slipway.dockerfile;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;
