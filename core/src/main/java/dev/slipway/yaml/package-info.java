/**
 * YAML as people write it: documents with the place of everything in them, the scalar rules of the dialects that platforms
 * read, and a writer that all of their parsers read alike. Knows nothing of what the documents mean.
 *
 * <p>A text is read in two steps. {@link dev.slipway.yaml.YamlFile} is its syntax tree, which can be edited;
 * {@link dev.slipway.yaml.YamlFile#values} are the data that a program sees in it, by the rules of a
 * {@link dev.slipway.yaml.YamlDialect}. What is wrong is collected and never thrown.
 *
 * <p>Stricter than most readers: duplicate keys, undefined and self-referring aliases, tags that mean nothing, lists and
 * mappings as keys are problems in all dialects, and so are more than the {@link dev.slipway.yaml.YamlLimits} allow. A block of text that
 * the end of the document cuts off has no line break at its end.
 *
 * <p>Written is what the readers of YAML 1.1 and 1.2, of Go, Python and the JVM agree on: strings are quoted unless they look
 * like nothing else, and nulls, truth values and numbers have one form. The style of a read value is a wish.
 */
@NullMarked
@CheckReturnValue
package dev.slipway.yaml;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;
