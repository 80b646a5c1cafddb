package dev.slipway.build;

import java.util.Optional;
import java.util.function.Supplier;

/**
 * What an instruction copies or mounts from. Of layers only the chain is known yet, and nothing of a context has been read.
 *
 * @param name what messages call it
 * @param layers a stage or image that has layers; empty for contexts and for what is empty itself
 * @param tree the files, read when they are first asked for
 */
record Origin(String name, Optional<StageState> layers, Supplier<SourceTree> tree) {}
