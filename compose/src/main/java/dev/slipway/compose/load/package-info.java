/**
 * Projects read from compose files: several files and documents, variables, {@code include}, {@code extends}, tags,
 * merging, checks, defaults, paths, profiles and references, with every problem at its place. Gives trees of values and must
 * not know the typed model.
 *
 * <p>{@link dev.slipway.compose.load.Loading} is the way in. Each document goes through the same steps: tags are taken out,
 * variables replaced, what it includes is put under it, what its services extend is put under these, it is merged over the
 * documents before it, checked and brought into long forms. The whole then gets its defaults, paths, environment and
 * implied attributes; services are chosen; references are followed. A value keeps its place through all of it.
 *
 * <p>Results are those of the reference implementation, compose-go at {@code e70e961}, but for these:
 *
 * <table>
 * <caption>Read in another way than by the reference implementation</caption>
 * <tr><th>project</th><th>theirs</th><th>ours</th><th>why</th></tr>
 * <tr id="values-that-say-nothing"><td>{@code privileged: false}, {@code labels: {}}</td><td>left out of the
 * result</td><td>kept</td><td>somebody wrote them; absent, empty and null are three things, and a writer can leave them
 * out</td></tr>
 * <tr id="values-that-are-true-anyway"><td>{@code create_host_path: true} of a bind mount, {@code required: true} of a file
 * with variables</td><td>left out of the result</td><td>kept, also where it is the default</td><td>the resolved project says
 * what holds</td></tr>
 * <tr id="no-services"><td>a project without {@code services}</td><td>an empty section</td><td>none</td><td>nobody wrote
 * one</td></tr>
 * <tr id="resources-without-attributes"><td><code>networks: {front: }</code>, not normalised</td><td>an empty
 * mapping</td><td>the null that was written</td><td>it means the same, and is what was written</td></tr>
 * <tr id="order-of-ports"><td>ports {@code 9-11}</td><td>10, 11, 9: sorted as texts</td><td>9, 10, 11</td><td>nobody
 * expects another order</td></tr>
 * <tr id="texts-as-they-are-written"><td><code>environment: {A: 1.50, B: 0644, C: 2001-01-01}</code></td><td>{@code 1.5},
 * {@code 420} and {@code 2001-01-01 00:00:00 +0000 UTC}</td><td>{@code 1.50}, {@code 0644} and
 * {@code 2001-01-01}</td><td>the attribute is a text; a version must not lose its zero</td></tr>
 * <tr id="keys-of-agents"><td><code>build: {ssh: {k: ./id}}</code></td><td>the list {@code ["k: /project/id"]}, which no
 * reader accepts</td><td>a mapping</td><td>what comes out can be read again</td></tr>
 * <tr id="volume-of-one-letter"><td>the mount {@code n:/n}</td><td>a volume without a name at {@code n:/n}</td><td>the
 * volume {@code n} at {@code /n}, with a warning</td><td>the data would be lost with the container</td></tr>
 * <tr id="relative-project-directory"><td>a file that is included, where the project's directory is given as a relative
 * path</td><td>paths that have this directory twice</td><td>once</td><td>there is no such place</td></tr>
 * </table>
 */
@NullMarked
@CheckReturnValue
package dev.slipway.compose.load;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;
