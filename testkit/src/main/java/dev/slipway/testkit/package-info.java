/**
 * What users need to test images and deployments, and the programs that show the library at work: the quickstart and the
 * benchmark.
 */
@NullMarked
@CheckReturnValue
package dev.slipway.testkit;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;
