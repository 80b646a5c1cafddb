/**
 * The program behind the README's first command: builds an image of a directory and shows what came out. Ordinary library
 * code, to be read as an example.
 */
@NullMarked
@CheckReturnValue
package dev.slipway.testkit.quickstart;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;
