/**
 * Commands run in root directories: the only effect that a build has. Stacks unpacked layers with overlayfs and runs one
 * command on them in crun or runc, as root or in a user namespace, so that nothing of it is left behind however it ends. Knows
 * directories, mounts and processes, and nothing of layers' tables, stores or builds.
 */
@NullMarked
@CheckReturnValue
package dev.slipway.run;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;
