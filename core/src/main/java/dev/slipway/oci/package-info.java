/**
 * The JSON documents of the OCI image specification and of Docker: descriptors, manifests, indexes, configurations,
 * read strictly and written canonically. Knows values only: no file, no network.
 */
@NullMarked
@CheckReturnValue
package dev.slipway.oci;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;
