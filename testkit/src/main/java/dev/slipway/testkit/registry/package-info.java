/**
 * A registry for tests: real, conformant with the OCI distribution specification 1.1, and disturbed on request.
 *
 * <p>{@link dev.slipway.testkit.registry.EmbeddedRegistry} serves it over http or https on this machine, for any client;
 * {@link dev.slipway.testkit.registry.RegistryExtension} does so for the tests of a JUnit class, which register it with a
 * field:
 *
 * {@snippet file = "dev/slipway/testkit/samples/EmbeddedRegistrySampleTest.java" region = "field"}
 *
 * <p>or take it as a parameter:
 *
 * {@snippet file = "dev/slipway/testkit/samples/EmbeddedRegistrySampleTest.java" region = "parameter"}
 *
 * <p>{@link dev.slipway.testkit.registry.MemoryRegistry} has no sockets and is reached by a
 * {@link dev.slipway.testkit.registry.MemoryTransport}, in virtual time if that is wanted:
 *
 * {@snippet file = "dev/slipway/testkit/samples/EmbeddedRegistrySampleTest.java" region = "virtual"}
 *
 * <p>All of them record what they are asked ({@link dev.slipway.testkit.registry.RecordedRequest}), play
 * {@link dev.slipway.testkit.registry.FaultScript fault scripts}, know who may do what
 * ({@link dev.slipway.testkit.registry.Access}), and leave out or do what the specification lets a registry choose
 * ({@link dev.slipway.testkit.registry.RegistryRules}). {@link dev.slipway.testkit.registry.RegistryBackend} is the
 * protocol alone. Nothing here knows the registry client of Slipway but for its transport and its time, so that client and
 * registry do not share their mistakes.
 */
@NullMarked
@CheckReturnValue
package dev.slipway.testkit.registry;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;
