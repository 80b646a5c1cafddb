/**
 * The Compose Specification: projects as values, read from and written to compose files. Stands on the core's values and
 * must not know other platforms.
 *
 * <p>{@link dev.slipway.compose.Compose} reads files and gives three views of them: each file as it stands, which can be edited
 * ({@link dev.slipway.compose.ComposeFile}), all of them as one, and the {@link dev.slipway.compose.Project} that they mean. Projects
 * are made in code in the same types: a {@link dev.slipway.compose.Service} holds what it refers to. Everything is an
 * {@link dev.slipway.compose.Element} with {@linkplain dev.slipway.compose.Attribute attributes}; what an attribute is set to is a
 * {@link dev.slipway.compose.Setting}, so that absent, null and empty stay apart, and strings are {@link dev.slipway.compose.Text}, in
 * which variables may stand.
 *
 * <p>The canonical form differs from that of the reference implementation (compose-go) on purpose:
 *
 * <table>
 * <caption>Canonical forms</caption>
 * <tr><th>input</th><th>theirs</th><th>ours</th><th>why</th></tr>
 * <tr><td>{@code ulimits: {nofile: {soft: 5, hard: 5}}}</td><td>two numbers</td><td>{@code nofile: 5}</td><td>it is the same limit, and one
 * number is how it is given to engines</td></tr>
 * <tr><td>{@code build: {ssh: {key: ./id}}}</td><td>{@code - 'key: /project/id'}</td><td>{@code - key=/project/id}</td><td>theirs cannot be read
 * back</td></tr>
 * <tr><td>a dollar sign in a value</td><td>{@code $}</td><td>{@code $$}, unless {@link dev.slipway.compose.Writing#unescaped} is asked
 * for</td><td>the file means the same when it is read</td></tr>
 * </table>
 */
@NullMarked
@CheckReturnValue
package dev.slipway.compose;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;
