package dev.slipway.run;

import dev.slipway.image.ImagePath;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributeView;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The upper directory of a run whose command has ended, on its way to being kept. */
final class Upper {
  private static final Logger LOG = LoggerFactory.getLogger(Upper.class);
  private static final long LONG_TIME = TimeUnit.DAYS.toNanos(365);
  /** Links get their times by a call that knows no less. */
  private static final int MICROSECOND = 1000;

  private final Supervised process;
  private final Workspace workspace;
  private final Path directory;

  Upper(Supervised process, Workspace workspace) {
    this.process = process;
    this.workspace = workspace;
    this.directory = workspace.directory().resolve(Layout.UPPER);
  }

  /**
   * Clamps times and waits until the overlay no longer uses the directory.
   *
   * @param late the paths whose times are after {@code latest}
   * @param ours whether the files belong to this process's user, who may set their times
   * @return empty if it cannot be kept
   */
  Optional<Path> kept(List<ImagePath> late, Optional<Instant> latest, boolean ours) {
    boolean clamped = latest.isEmpty() || late.isEmpty() || (ours && clamp(late, latest.get()));
    try {
      // by the files' owner where it is not us, and because of names and types that Java cannot handle
      say("keep " + (clamped ? "-" : seconds(latest.get())) + "\n");
      if (process.feed().line(LONG_TIME).equals("kept")) {
        return Optional.of(directory);
      }
      LOG.debug("could not keep what a RUN changed: {}", workspace.text(Layout.COMPLAINTS));
    } catch (IOException | TimeoutException cancelled) {
      LOG.debug("nobody waits for what a RUN changed any more", cancelled);
    }
    return Optional.empty();
  }

  private void say(String words) throws IOException {
    process.input().write(words.getBytes(StandardCharsets.US_ASCII));
    process.input().flush();
  }

  /** Nothing of the command is alive any more, so that no path changes its meaning here. */
  private boolean clamp(List<ImagePath> late, Instant latest) {
    if (latest.getNano() % MICROSECOND != 0) {
      return false;
    }
    try {
      for (ImagePath path : late) {
        BasicFileAttributeView view = Files.getFileAttributeView(
            directory.resolve(String.join("/", path.parts())), BasicFileAttributeView.class, LinkOption.NOFOLLOW_LINKS);
        BasicFileAttributes attributes = view.readAttributes();
        if (attributes.isOther()) {
          // a pipe would make us wait, a device do something
          return false;
        }
        view.setTimes(FileTime.from(latest), null, null);
      }
      return true;
    } catch (IOException | InvalidPathException refused) {
      return false;
    }
  }

  private static String seconds(Instant time) {
    return String.format(Locale.ROOT, "@%d.%09d", time.getEpochSecond(), time.getNano());
  }
}
