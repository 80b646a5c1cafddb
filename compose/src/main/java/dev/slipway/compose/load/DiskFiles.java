package dev.slipway.compose.load;

import com.google.common.collect.ImmutableSet;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Collection;
import java.util.Optional;

/**
 * Regular files of this machine, inside the directories that were named. Links are followed before that is decided, so a
 * link that leads out is refused; directories, devices, pipes and sockets are never opened.
 *
 * <p>A file that is exchanged between the look and the reading is read as it is then; what lies behind a link that is put in
 * its place at that moment is not.
 */
public final class DiskFiles implements FileSource {
  private static final String MARK = "\uFEFF";

  private final ImmutableSet<Path> directories;
  private final ImmutableSet<Path> files;

  private DiskFiles(ImmutableSet<Path> directories, ImmutableSet<Path> files) {
    this.directories = directories;
    this.files = files;
  }

  /** What lies in these directories. */
  public static DiskFiles within(Collection<Path> directories) {
    return new DiskFiles(ImmutableSet.copyOf(directories), ImmutableSet.of());
  }

  /** The same, and these single files. */
  public DiskFiles and(Collection<Path> moreFiles) {
    return new DiskFiles(directories, ImmutableSet.<Path>builder().addAll(files).addAll(moreFiles).build());
  }

  @Override
  public Reading read(String path, long most) {
    try {
      Path real = Path.of(path).toRealPath();
      if (!allowed(real)) {
        return new Refused("leads to '" + real + "', outside the project's directory",
            Optional.of("move it into the project, or allow its directory in the request"));
      }
      BasicFileAttributes attributes = Files.readAttributes(real, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
      if (attributes.isDirectory()) {
        return new Directory();
      }
      return attributes.isRegularFile() ? text(real, most) : new Refused("is no regular file", Optional.of("name a file"));
    } catch (NoSuchFileException missing) {
      return new Missing();
    } catch (InvalidPathException invalid) {
      return new Refused("is no path of this machine: " + invalid.getReason(), Optional.empty());
    } catch (IOException failed) {
      return new Refused("cannot be read: " + failed.getClass().getSimpleName(), Optional.empty());
    }
  }

  private boolean allowed(Path real) throws IOException {
    for (Path directory : directories) {
      if (Files.exists(directory) && real.startsWith(directory.toRealPath())) {
        return true;
      }
    }
    for (Path file : files) {
      if (Files.exists(file) && real.equals(file.toRealPath())) {
        return true;
      }
    }
    return false;
  }

  private static Reading text(Path real, long most) throws IOException {
    byte[] bytes;
    try (InputStream in = Files.newInputStream(real, LinkOption.NOFOLLOW_LINKS)) {
      bytes = in.readNBytes((int) Math.min(Integer.MAX_VALUE - 8L, most + 1));
    }
    if (bytes.length > most) {
      return new Refused("has more than the '" + most + "' bytes that may be read",
          Optional.of("raise the limit, or take parts of it out"));
    }
    try {
      String content = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
      return new Text(content.startsWith(MARK) ? content.substring(1) : content, bytes.length);
    } catch (CharacterCodingException wrong) {
      return new Refused("is not UTF-8", Optional.of("save it as UTF-8"));
    }
  }
}
