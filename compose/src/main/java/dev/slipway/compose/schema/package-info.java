/**
 * The Compose Specification as one table: each element with its attributes, the forms in which a file may hold them, and how
 * they are merged, told apart, typed and made canonical. Knows nothing of files, variables and other services.
 *
 * <p>{@link dev.slipway.compose.schema.ComposeSchema#project()} is where the table begins. It stands in
 * {@code Projects} (the top level and what services share), {@code Services} and {@code ServiceParts}, {@code Builds},
 * {@code Deployments} and {@code Mounts}; forms that many attributes have stand in {@code Forms}. An attribute is one line:
 * its key and its form. A new one needs nothing else.
 *
 * <p>Results are those of the reference implementation, compose-go at {@code e70e961}, but for these:
 *
 * <table>
 * <caption>Merged, checked or made canonical in another way than by the reference implementation</caption>
 * <tr><th>input</th><th>theirs</th><th>ours</th><th>why</th></tr>
 * <tr id="half-a-limit"><td>{@code ulimits} of a service or a build: {@code {soft: 5}} over {@code {soft: 1, hard: 2}}</td>
 * <td>{@code {soft: 5}}, which is then refused, or an error in a build</td><td>{@code {soft: 5, hard: 2}}</td><td>the later
 * file is merged with itself there</td></tr>
 * <tr id="pools-of-other-subnets"><td>{@code ipam.config} of two files with different subnets</td><td>a pool that the later
 * file does not name is lost, or merged with another one</td><td>it stays</td><td>nobody took it out</td></tr>
 * <tr id="said-twice"><td>the same {@code security_opt}, {@code group_add}, {@code external_links},
 * {@code device_cgroup_rules}, {@code volumes_from} or {@code no_cache_filter} in two files</td><td>an error: two items are
 * equal</td><td>it stands once; twice in one file is an error here too</td><td>both files are right</td></tr>
 * <tr id="numbers-as-written"><td>{@code 1.50}, {@code 0644}, {@code 2001-01-01} without quotes where characters are
 * meant</td><td>{@code 1.5}, {@code 420}, the date with a time</td><td>the characters as written, with a warning</td><td>a
 * container sees what its file says</td></tr>
 * <tr id="ports-in-two-forms"><td>{@code "8080:80"} and {@code {target: 80, published: 8080}}</td><td>two
 * mappings</td><td>one</td><td>the same port cannot be published twice</td></tr>
 * <tr id="hosts-with-two-signs"><td>{@code extra_hosts}: {@code "h=1.2.3.4"} over {@code "h:1.2.3.4"}</td><td>the address
 * twice</td><td>once</td><td>it is the same host</td></tr>
 * <tr id="mounts-with-two-spellings"><td>mounts at {@code /a} and {@code /a/}</td><td>an error: mounted
 * already</td><td>the later one</td><td>it is the same directory</td></tr>
 * <tr id="short-over-long"><td>{@code ssh}, {@code gpus}, {@code no_cache_filter}, {@code external}, labels of volumes, secrets
 * and configs in different forms, or the same label twice</td><td>an error, or one of them is lost</td><td>merged as in equal
 * forms</td><td>the forms mean the same</td></tr>
 * <tr id="reset-of-an-item"><td>{@code ports: [!reset "80:80"]}, {@code environment: {A: !reset null}} over a list</td><td>the
 * item stays</td><td>it goes</td><td>that is what the tag is for</td></tr>
 * <tr id="null-over-a-section"><td>{@code logging:} or {@code build:} without a value over one with a value, or the other way
 * round</td><td>a crash</td><td>the value stays</td><td>as everywhere else</td></tr>
 * <tr id="extensions-everywhere"><td>{@code x-} keys in {@code blkio_config}, {@code extends}, {@code include},
 * {@code env_file}</td><td>an error</td><td>allowed</td><td>the specification allows them in each structure</td></tr>
 * <tr id="values-of-other-names"><td>values behind names that are none: {@code ulimits: {NoFile: {}}},
 * {@code networks: {"a b": 5}}</td><td>not looked at; a crash later</td><td>checked, and a warning for the
 * name</td><td>the schema forgot to refuse the names</td></tr>
 * <tr id="target-needed"><td>ports, mounts and devices in long form without {@code target}</td><td>an error, though the schema
 * allows it</td><td>the same error, with its place</td><td>they make no sense</td></tr>
 * <tr id="sizes-with-an-exponent"><td>{@code mem_limit: 1e9}</td><td>no limit at all</td><td>1000000000</td><td>it is a
 * number without a fraction</td></tr>
 * <tr id="fractions"><td>{@code mem_limit: 1.5}, {@code retries: 1.5}, {@code cpu_shares: 1.5}</td><td>dropped, or cut
 * off</td><td>an error</td><td>it is not what was meant</td></tr>
 * <tr id="numbers-in-quotes"><td>{@code mode: "0755"} of a tmpfs mount, {@code weight: "10"} of block I/O, limits of a build
 * in quotes</td><td>an error, though the schema allows it</td><td>the number; a mode is octal</td><td>variables could not
 * stand there</td></tr>
 * </table>
 *
 * <p>Accepted as there, with a warning that is new: names and pull policies that only contain a right one, unknown keys in
 * {@code gpus}, attributes of external networks.
 */
@NullMarked
@CheckReturnValue
package dev.slipway.compose.schema;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;
