/**
 * A registry for tests: real, conformant with the OCI distribution specification 1.1, and disturbed on request.
 *
 * <p>{@link dev.slipway.testkit.registry.RegistryBackend} is the protocol without sockets;
 * {@link dev.slipway.testkit.registry.EmbeddedRegistry} serves it over http and https on this machine, and
 * {@link dev.slipway.testkit.registry.MemoryRegistry} without any socket and in virtual time. Both record what they are
 * asked and play {@link dev.slipway.testkit.registry.FaultScript fault scripts}.
 */
@NullMarked
@CheckReturnValue
package dev.slipway.testkit.registry;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;
