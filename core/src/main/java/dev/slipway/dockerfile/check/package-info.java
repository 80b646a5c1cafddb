/**
 * Checks of Dockerfiles and of what they say: findings with their place, reason and remedy. Reads no file but through
 * {@link dev.slipway.dockerfile.check.CheckedContext#read}, and knows nothing of building.
 *
 * <p>Besides BuildKit's rules, which look at files, there are Slipway's own. They look at the model, so that they hold
 * for images made in code too. What a command does is read as a shell reads it; where a script goes beyond that, rules
 * are silent.
 *
 * <table>
 * <caption>Slipway's own rules</caption>
 * <tr><th>id</th><th>severity</th><th>what should be so</th><th>why</th><th>what to write</th></tr>
 * <tr>
 * <th scope="row">UnpinnedBase</th><td>warning</td>
 * <td>Images that are built on have a version.</td>
 * <td>A name without a version means another image each month, so that the same file builds other things, or nothing
 * at all.</td>
 * <td>A version as the tag, or a digest behind {@code @}.</td>
 * </tr>
 * <tr>
 * <th scope="row">RootAtRunTime</th><td>warning</td>
 * <td>The container does not run as root.</td>
 * <td>A fault in the program then gives away root in the container, and with a fault of the kernel the machine.</td>
 * <td>Make a user and end with {@code USER app}.</td>
 * </tr>
 * <tr>
 * <th scope="row">NoHealthCheck</th><td>note</td>
 * <td>An image that listens says how to ask whether it works.</td>
 * <td>Docker and Compose otherwise take a container that hangs for one that works, and start what depends on it too
 * early.</td>
 * <td>{@code HEALTHCHECK CMD …}, or {@code HEALTHCHECK NONE} where the platform asks by itself.</td>
 * </tr>
 * <tr>
 * <th scope="row">ShellFormEntrypoint</th><td>warning</td>
 * <td>The program of the container gets its signals.</td>
 * <td>The shell between them does not pass signals on: the program is killed after a time limit instead of ending
 * properly.</td>
 * <td>The program and its arguments as a list, or {@code exec} before it. Edit: the latter, for a single
 * command.</td>
 * </tr>
 * <tr>
 * <th scope="row">PackageListsLeft</th><td>warning</td>
 * <td>Package lists are removed in the layer that fetches them.</td>
 * <td>Lists and caches of package managers take tens of megabytes in the layer that fetches them, and removing them
 * in a later layer saves nothing.</td>
 * <td>Remove them at the end of the same {@code RUN}, write {@code apk add --no-cache}, or mount a cache. Edit: the
 * first two.</td>
 * </tr>
 * <tr>
 * <th scope="row">PackageListsAlone</th><td>warning</td>
 * <td>Package lists are fetched by the command that installs from them.</td>
 * <td>A layer with nothing but lists is reused for months, and what is installed later comes from lists that no
 * longer fit the archive.</td>
 * <td>{@code apt-get update && apt-get install …} in one {@code RUN}.</td>
 * </tr>
 * <tr>
 * <th scope="row">AptRecommendedPackages</th><td>note</td>
 * <td>apt installs only what is asked for.</td>
 * <td>Packages that are merely recommended make images larger and bring software that nobody decided on.</td>
 * <td>{@code --no-install-recommends}. Edit: the same, where nothing relies on certificates that are only
 * recommended.</td>
 * </tr>
 * <tr>
 * <th scope="row">BuildToolsAtRunTime</th><td>warning</td>
 * <td>The image that runs has no compilers and headers.</td>
 * <td>Build tools make the image hundreds of megabytes larger and help whoever breaks into the container.</td>
 * <td>Build in a stage of its own and copy the result, or remove the tools in the same {@code RUN}.</td>
 * </tr>
 * <tr>
 * <th scope="row">DebugToolsAtRunTime</th><td>note</td>
 * <td>The image that runs has no editors and debuggers.</td>
 * <td>Each tool that the program does not need is more to download, to update and to misuse.</td>
 * <td>Leave them out; debug with a container beside it.</td>
 * </tr>
 * <tr>
 * <th scope="row">SecretValue</th><td>error</td>
 * <td>No value of the image is a secret.</td>
 * <td>Whoever can pull the image reads it in its configuration or history, also where a later layer removes it.</td>
 * <td>Call the secret in; {@code RUN --mount=type=secret}, or give it to the container when it starts.</td>
 * </tr>
 * <tr>
 * <th scope="row">SecretVariable</th><td>warning</td>
 * <td>No variable that is to hold a secret has a value in the image.</td>
 * <td>Variables and arguments stand in the image&#39;s configuration and history, where whoever can pull the image
 * reads them.</td>
 * <td>As for {@code SecretValue}. Looked at in images made in code: in files, BuildKit&#39;s {@code
 * SecretsUsedInArgOrEnv} speaks.</td>
 * </tr>
 * <tr>
 * <th scope="row">SecretFileCopied</th><td>error</td>
 * <td>No file with secrets is copied.</td>
 * <td>The file stays in its layer and in the build&#39;s cache, also where a later layer removes it.</td>
 * <td>List the file in the ignore file and mount it where it is needed.</td>
 * </tr>
 * <tr>
 * <th scope="row">ContextNotFiltered</th><td>warning</td>
 * <td>What does not belong to the build is left out of the context.</td>
 * <td>History, local settings with passwords and what was built on this machine would come into the image, and each
 * change of them would make the build start anew.</td>
 * <td>The lines for the ignore file that the finding names.</td>
 * </tr>
 * <tr>
 * <th scope="row">WholeContextAtRunTime</th><td>warning</td>
 * <td>The image that runs gets what it needs, by name.</td>
 * <td>Tests, documents, the Dockerfile and whatever is added to the directory later are in the image too, and each
 * change of them makes a new one.</td>
 * <td>{@code COPY --from} of what was built, and single files by name. A note where there is only one stage.</td>
 * </tr>
 * <tr>
 * <th scope="row">DependenciesNotCached</th><td>warning</td>
 * <td>Dependencies are fetched before the sources are copied.</td>
 * <td>Each change of a source makes the build fetch, and often compile, everything that the project depends on
 * anew.</td>
 * <td>Copy the manifests, fetch, then copy the rest; or mount a cache.</td>
 * </tr>
 * <tr>
 * <th scope="row">NoCacheMount</th><td>note</td>
 * <td>What package managers fetch is kept in a cache mount.</td>
 * <td>When one dependency changes, all are downloaded again, and what was downloaded stays in the layer.</td>
 * <td>{@code RUN --mount=type=cache,target=…}. Edit: the same, for cargo, go, npm, pip and uv as root in their usual
 * images.</td>
 * </tr>
 * <tr>
 * <th scope="row">DownloadPipedToShell</th><td>warning</td>
 * <td>A download is not run unseen.</td>
 * <td>Whoever controls the address, today or later, runs what they like in the build, and two builds run different
 * things.</td>
 * <td>Download a fixed version to a file, check it by {@code sha256sum -c}, run it.</td>
 * </tr>
 * <tr>
 * <th scope="row">UncheckedDownload</th><td>warning</td>
 * <td>ADD of an address says what it must deliver.</td>
 * <td>The address may deliver something else tomorrow, and nobody would notice.</td>
 * <td>{@code ADD --checksum=sha256:…}, or a commit behind {@code #}.</td>
 * </tr>
 * <tr>
 * <th scope="row">MovingClone</th><td>warning</td>
 * <td>git clone is followed by a tag or commit.</td>
 * <td>A branch is another state each day, so that the same file builds other things; and the layer is reused when
 * the branch has moved on.</td>
 * <td>{@code git clone --branch TAG}, or {@code git checkout COMMIT} in the same {@code RUN}.</td>
 * </tr>
 * <tr>
 * <th scope="row">UnpinnedInstall</th><td>warning</td>
 * <td>Packages that are installed by name have a version.</td>
 * <td>The newest version is another one each month, so that the same file builds other things, or nothing at
 * all.</td>
 * <td>A version behind the name, as the package manager writes it, or a file of constraints.</td>
 * </tr>
 * <tr>
 * <th scope="row">LockFileNotKept</th><td>note</td>
 * <td>Installing keeps to the lock file.</td>
 * <td>The package manager may choose other versions than those that were tested.</td>
 * <td>{@code npm ci}, {@code --frozen-lockfile}, {@code --locked}.</td>
 * </tr>
 * </table>
 */
@NullMarked
@CheckReturnValue
package dev.slipway.dockerfile.check;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;
