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
 * <tr id="ports-in-two-forms"><td>{@code "8080:80"} in one file, <code>{target: 80, published: 8080}</code> in
 * another</td><td>two mappings</td><td>one</td><td>the same port cannot be published twice</td></tr>
 * <tr id="reset-of-an-item"><td><code>ports: [!reset "80:80"]</code></td><td>the item of the other file
 * stays</td><td>it goes</td><td>that is what the tag is for</td></tr>
 * <tr id="said-twice"><td>the same {@code security_opt} in two files</td><td>an error</td><td>it stands once</td><td>both
 * files are right</td></tr>
 * <tr id="half-a-limit"><td><code>ulimits: {nofile: {soft: 5}}</code> over a limit with both parts</td><td>an error: the hard
 * one is missing</td><td>the hard one of the other file</td><td>the later file is merged with itself there</td></tr>
 * <tr id="secret-of-a-driver"><td>a secret with a {@code driver} and nothing else</td><td>accepted by one check, an error in
 * another</td><td>accepted</td><td>the driver knows where it comes from</td></tr>
 * <tr id="included-and-named"><td>files {@code a.yaml} and {@code b.yaml}, of which the second includes the
 * first</td><td>an error: a cycle</td><td>read</td><td>neither leads back to itself</td></tr>
 * <tr id="variables-of-an-include"><td>{@code environment: {TAG: }} in a file that is included with an {@code env_file} which has
 * {@code TAG}</td><td>no value; {@code environment: [TAG]} has one</td><td>the value in both forms</td><td>the forms mean the
 * same</td></tr>
 * <tr id="includes-that-are-kept"><td>{@code include}, which is not to be read</td><td>left out of the
 * result</td><td>kept</td><td>the result says what is missing in it</td></tr>
 * <tr id="unknown-keys"><td>{@code imagee: x}, where nothing is to be checked</td><td>left out of the
 * result</td><td>kept</td><td>nothing that somebody wrote is lost</td></tr>
 * <tr id="mounts-of-windows"><td>a mount of {@code C:\\data}, which is to be converted</td><td>converted on Windows
 * only</td><td>{@code /c/data} everywhere</td><td>the one who asks for it knows what the engine needs</td></tr>
 * </table>
 *
 * <p>What the merge, the check of shapes and the long forms read otherwise stands in
 * {@link dev.slipway.compose.schema}, and what single texts are read otherwise in {@link dev.slipway.compose.format}.
 *
 * <p>Not looked at here, and therefore as written: links in the paths of {@code develop.watch}, which the reference
 * implementation follows while it reads; patterns among the names of services that are asked for. Variables that hold secrets
 * are not read: a secret or config with {@code environment} stays a name.
 */
@NullMarked
@CheckReturnValue
package dev.slipway.compose.load;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;
