/**
 * Where images live on disk: OCI image layouts, OCI archives and docker archives, read and written.
 */
@NullMarked
@CheckReturnValue
package dev.slipway.layout;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;
