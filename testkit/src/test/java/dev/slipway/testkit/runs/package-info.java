/** Images whose stages run real commands: built as root and as an unprivileged user, run by crun and Docker. */
@NullMarked
package dev.slipway.testkit.runs;

import org.jspecify.annotations.NullMarked;
