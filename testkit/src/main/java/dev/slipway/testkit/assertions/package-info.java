/**
 * Assertions on images, in the style of AssertJ: before they are built, once they are built, and wherever they lie on disk.
 * A failure says what was expected and what is there instead, with the names nearby, the directory's listing or the
 * build's report.
 *
 * {@snippet file = "dev/slipway/testkit/samples/AssertionsSampleTest.java" region = "assertions"}
 *
 * <p>Each chain stops at the first thing that is wrong. To see all of them, hand each chain to AssertJ's
 * {@code SoftAssertions.check}:
 *
 * {@snippet file = "dev/slipway/testkit/samples/AssertionsSampleTest.java" region = "softly"}
 */
@NullMarked
@CheckReturnValue
package dev.slipway.testkit.assertions;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;
