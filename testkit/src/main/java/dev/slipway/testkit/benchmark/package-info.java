/**
 * The benchmark: how long Slipway takes for directories, images with commands, transfers and compose files, beside Jib core in the
 * same process and beside plain tools.
 *
 * <p>{@link dev.slipway.testkit.benchmark.Benchmark} is the program; its Javadoc says what is measured and how.
 */
@NullMarked
@CheckReturnValue
package dev.slipway.testkit.benchmark;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;
