/**
 * Generated values of the model and of images' documents, for property tests with jqwik.
 *
 * {@snippet file = "dev/slipway/testkit/samples/ArbitrariesSampleTest.java" region = "domain"}
 *
 * <p>Arbitraries can be asked for one by one as well, to change or combine them:
 *
 * {@snippet file = "dev/slipway/testkit/samples/ArbitrariesSampleTest.java" region = "arbitraries"}
 */
@NullMarked
@CheckReturnValue
package dev.slipway.testkit.arbitraries;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;
