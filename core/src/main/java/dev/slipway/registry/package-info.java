/**
 * Registries and Docker daemons: how images and their blobs come here and go out.
 *
 * <p>{@link dev.slipway.registry.Repository} is the one port: what can be asked of a repository of a registry, following
 * the OCI distribution specification 1.1. {@link dev.slipway.registry.Registries} makes such repositories, over
 * {@link dev.slipway.registry.Transport}, with retries, resumed transfers, tokens and the rules for credentials.
 * {@link dev.slipway.registry.RegistryImages} stands on either and on a store: images are pulled and pushed by it. This is
 * the one package that knows Jib, whose credential helpers and Docker client it uses; no type of Jib's appears in the
 * public face. It knows nothing of stages and builds.
 */
@NullMarked
@CheckReturnValue
package dev.slipway.registry;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;
