package dev.slipway.testkit.differential;

import java.io.IOException;
import java.nio.file.Path;

/** The files of a case's build context, wherever they come from. */
interface CaseFiles {
  /** Makes the files below an existing, empty directory, with their modes, owners and links. */
  void unpackTo(Path directory) throws IOException, InterruptedException;
}
