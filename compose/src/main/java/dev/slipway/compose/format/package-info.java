/**
 * The texts that stand in compose files: variables, environment files, command lines, amounts, ports, mounts, names and
 * paths. Pure functions on strings; knows nothing of documents, files and the environment.
 */
@NullMarked
@CheckReturnValue
package dev.slipway.compose.format;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;
