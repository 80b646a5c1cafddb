/**
 * The differential test: every case is built by a real Docker daemon with BuildKit and by Slipway, and the resulting file
 * trees and configurations are compared in everything that a container can see.
 *
 * <p>The side of Docker is read by code of its own ({@link dev.slipway.testkit.differential.SavedImage}), which shares
 * nothing with what is under test.
 */
@NullMarked
@CheckReturnValue
package dev.slipway.testkit.differential;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;
