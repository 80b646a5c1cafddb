package dev.slipway.run;

import java.nio.file.Path;

/**
 * The programs that every sandbox starts, by absolute paths.
 *
 * @param shell a POSIX shell
 * @param tar GNU tar that keeps extended attributes
 */
record Tools(Path shell, Path unshare, Path mount, Path umount, Path tar, Path rm, Path find, Path touch, Path head, Path chown,
    Path chmod, Path mkdir, Path rmdir, Path sleep) {}
