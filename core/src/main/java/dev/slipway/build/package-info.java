/**
 * Carries out builds: an image's stages become layers and a configuration in a store, and a report of what was done.
 *
 * <p>{@link dev.slipway.build.Engine} takes an {@link dev.slipway.image.Image} and a {@link dev.slipway.build.Context}.
 * Each stage is solved once for each platform, stages side by side, their instructions one after the other. Instructions
 * that make files are <em>steps</em>: they pick entries of a context, a stage, an image or an archive, and put them into a
 * draft of a layer on top of the {@link dev.slipway.layer.FileTree} so far. Paths are resolved in that tree, never on the
 * host, and nothing is unpacked. All other instructions change the configuration only.
 *
 * <h2>Keys</h2>
 *
 * A step's key is the digest of the operation with all variables replaced, the chain of the layers below, and the
 * listing of what is read: path, type, mode, owner, time, link, attributes and content digest of every file, in order. Keys
 * are about content, so a step whose output is what it was before stops the rebuild there. Beside each result is noted
 * what the step found in the layers below ({@code Facts}): where the same is found again, the result holds on other layers
 * too. A second kind of record remembers which key a place in a build had last; it explains misses, and decides nothing.
 *
 * <p>Not in a key: names of stages, places on the host, platforms, the order in which a file system lists its files, and
 * everything that says how to work rather than what to make.
 *
 * <p>This package must not know registries' protocols, how commands are run, how tars are laid out or how the store keeps
 * its files. It opens no file by a path that comes from an image, and asks the network only for addresses that
 * {@link dev.slipway.build.UrlPolicy} permits.
 */
@NullMarked
@CheckReturnValue
package dev.slipway.build;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;
