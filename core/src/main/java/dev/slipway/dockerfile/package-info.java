/**
 * The Dockerfile language and the ignore file: Dockerfiles read as a tree of their characters ({@link
 * dev.slipway.dockerfile.Dockerfile}) and as an image, images written as Dockerfiles, and which context files are left out.
 * Knows the values of {@code image} and nothing of building.
 *
 * <p>The language is that of frontend 1.26 ({@code docker/dockerfile:1.26}), whatever a {@code # syntax} line asks for:
 * frontends are never fetched. What the builder builds is read; what it builds and is refused here, on purpose:
 * <table>
 * <caption>Refused, though BuildKit takes it</caption>
 * <tr><th>what</th><th>why</th></tr>
 * <tr><td>{@code COPY} or {@code ADD} of several sources to a path without a slash at its end</td><td>each source would
 * overwrite the one before; the language's documentation forbids it too</td></tr>
 * <tr><td>{@code RUN}, {@code CMD}, {@code ENTRYPOINT} and texts of several lines without a command</td><td>BuildKit runs a
 * shell that does nothing</td></tr>
 * <tr><td>flags that do not exist, of {@code ARG}, {@code STOPSIGNAL} and {@code HEALTHCHECK NONE}</td><td>BuildKit does not
 * look at them, so that a mistake would go unnoticed</td></tr>
 * <tr><td><code>${x///y}</code> and <code>${x/''/y}</code>, <code>${%x}</code> and the like</td><td>an empty pattern or
 * name is a mistake</td></tr>
 * <tr><td>{@code ENV} and {@code LABEL} with an empty name, names of {@code ARG} with quotes, escapes or dollar
 * signs</td><td>such a name can be used nowhere</td></tr>
 * <tr><td>{@code EXPOSE 0}; {@code STOPSIGNAL} of a number above 64</td><td>there is no such port or signal</td></tr>
 * <tr><td>{@code --chown} of a user number above 2147483647, with a sign or in hexadecimal, or with an empty
 * part</td><td>runtimes read them differently</td></tr>
 * <tr><td>variables in a mount's type, sharing, size, mode, owner and truth values whose value may come from the base
 * image</td><td>the model holds values; arguments and variables of the file are replaced when it is read</td></tr>
 * <tr><td>a mount's mode above 07777, an owner above 2147483647, {@code /proc}, {@code /sys} and {@code /dev} as targets, a
 * tmpfs that can only be read</td><td>no command could work with them</td></tr>
 * <tr><td>delimiters of texts with slashes, quotes or {@code $`<>|&amp;;()#}</td><td>they name files, and would be read in
 * two ways</td></tr>
 * <tr><td>{@code FROM} with a variable that means another stage on each of several platforms</td><td>the model holds the
 * stage; the file can be read for one platform at a time</td></tr>
 * <tr><td>{@code ONBUILD} triggers of images made elsewhere that name a stage which nothing else needs</td><td>stages
 * that are not needed are not in the model; the name is taken for an image's</td></tr>
 * </table>
 *
 * <p>Read and dropped, as BuildKit does nothing with it: options of a mount that its type does not use, {@code
 * --keep-git-dir} without a repository, the case of stage names, quotes around what needs none. Of a {@code FROM scratch AS
 * scratch} the name is dropped: {@code scratch} and {@code context} name no stage of the model.
 */
@NullMarked
@CheckReturnValue
package dev.slipway.dockerfile;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;
