/**
 * The content-addressed store: blobs, step records, leases, locks, garbage collection. Knows digests and files, and
 * nothing of layers or builds.
 */
@NullMarked
@CheckReturnValue
package dev.slipway.store;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;
