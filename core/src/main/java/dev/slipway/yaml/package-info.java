/**
 * YAML as people write it: documents with the place of everything in them, the scalar rules of the dialects that platforms
 * read, and a writer that all of their parsers read alike. Knows nothing of what the documents mean.
 */
@NullMarked
@CheckReturnValue
package dev.slipway.yaml;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;
