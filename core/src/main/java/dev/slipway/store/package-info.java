/**
 * The content-addressed store: blobs, step records, leases, locks, garbage collection; directories of unpacked
 * layers and of caches. Knows digests and files, and nothing of what is in layers, or of builds.
 */
@NullMarked
@CheckReturnValue
package dev.slipway.store;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;
