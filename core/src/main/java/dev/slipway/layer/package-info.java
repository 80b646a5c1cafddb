/**
 * Layers and file trees: tar written and read, tables of contents, stacked trees, compression. Knows the store, and
 * nothing of builds or image documents.
 */
@NullMarked
@CheckReturnValue
package dev.slipway.layer;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;
