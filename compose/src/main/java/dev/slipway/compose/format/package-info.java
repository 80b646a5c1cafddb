/**
 * The texts that stand in compose files: variables, environment files, command lines, amounts, ports, mounts, names and
 * paths. Pure functions on strings; knows nothing of documents, files and the environment.
 *
 * <p>Each text is read by a {@code parse} of its own, which gives a {@link dev.slipway.compose.format.Parsed}: never an
 * exception, whatever the text is. Results are those of the reference implementation, compose-go at {@code e70e961}, but for
 * these:
 *
 * <table>
 * <caption>Read in another way than by the reference implementation</caption>
 * <tr><th>text</th><th>theirs</th><th>ours</th><th>why</th></tr>
 * <tr id="name-at-the-end-of-a-file"><td>an environment file whose last line is a name alone, without a line break:
 * {@code A=1⏎B}</td><td>an empty name gets the name as its value</td><td>the name takes its value from around the file, as
 * with a line break</td><td>editors leave the last break out; what stands in a line does not depend on it</td></tr>
 * <tr id="value-without-a-name"><td>{@code =x} in an environment file</td><td>an empty name gets the value</td><td>the value
 * is dropped, with a warning</td><td>no process can have such a variable</td></tr>
 * <tr id="order-of-a-range"><td>ports {@code 9-11}</td><td>10, 11, 9: sorted as texts</td><td>9, 10, 11</td><td>nobody
 * expects another order</td></tr>
 * <tr id="volume-of-one-letter"><td>mounts {@code v:/data} and {@code v:/data:ro}</td><td>a volume without a name at
 * {@code v:/data}; the path {@code v:/data} of the host at {@code ro}</td><td>the volume {@code v} at {@code /data}, with a
 * warning; {@code c:\data} and {@code c:/data:/data} are drives</td><td>the data would be lost with the container</td></tr>
 * <tr id="open-variable-in-a-mount"><td>the mount <code>/a:/b$${c</code></td><td>no target</td><td>the target
 * <code>/b${c</code></td><td>variables are replaced before; the characters stand for themselves</td></tr>
 * <tr id="null-character-in-a-mount"><td>a mount with a null character</td><td>ends there, or begins again</td><td>an
 * error</td><td>no path can have one</td></tr>
 * <tr id="amount-beyond-64-bits"><td>{@code 99999999t}</td><td>a negative amount, by overflow</td><td>an error</td><td>the
 * amount is not what was written</td></tr>
 * <tr id="letters-outside-ascii-in-a-name"><td>{@code $ſ} and {@code $K} (U+017F, U+212A)</td><td>variables, because these
 * letters have small letters or capitals in ASCII</td><td>characters that stand for themselves</td><td>the specification
 * has names of ASCII</td></tr>
 * <tr id="bounds"><td>words of variables more than 100 levels deep or, one in the other,
 * of more than 16 million characters, 100,000 variables in a text, results of more than 16
 * million characters</td><td>read, in quadratic or exponential time and memory</td><td>an error</td><td>texts may come from
 * anywhere</td></tr>
 * <tr id="letter-before-a-sign"><td>the variable {@code là=x} in a list</td><td>an error: the last byte of the letter is
 * taken for a blank</td><td>the variable</td><td>it ends with a letter</td></tr>
 * </table>
 *
 * <p>Read as there, with a warning that is new: what a command loses at a character of the shell; options of mounts that are
 * none; what stands behind a protocol or a range of ports; a comment that is the value of a variable, and statements behind
 * a closing quote in environment files; keys without characters.
 */
@NullMarked
@CheckReturnValue
package dev.slipway.compose.format;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;
