package dev.slipway.run;

import com.google.common.collect.Streams;
import dev.slipway.BuildException;
import dev.slipway.ErrorCode;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.EnumSet;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;

/** The directory of one run on disk. */
final class Workspace {
  private static final int LONGEST_COMPLAINT = 4 << 10;
  private static final PosixFilePermission[] PERMISSIONS = PosixFilePermission.values();

  private final Path directory;

  private Workspace(Path directory) {
    this.directory = directory;
  }

  /**
   * Makes the directory.
   *
   * @throws BuildException if it exists already or cannot be made
   */
  static Workspace make(Path directory) {
    try {
      Files.createDirectory(directory, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
      return new Workspace(directory);
    } catch (FileAlreadyExistsException e) {
      throw new BuildException(ErrorCode.IO, "the workspace '" + directory + "' of a RUN exists already", e);
    } catch (IOException e) {
      throw new BuildException(ErrorCode.IO, "could not make the workspace '" + directory + "' of a RUN: " + e.getMessage(), e);
    }
  }

  /**
   * Makes everything in it but secrets.
   *
   * @throws BuildException if it cannot be written
   */
  void fill(RunRequest request, WorkspaceFiles files, Optional<byte[]> config) {
    try {
      fill(request, files);
      if (config.isPresent()) {
        Files.write(directory.resolve(Layout.CONFIG), config.get());
      }
    } catch (IOException e) {
      throw new BuildException(ErrorCode.IO, "could not write to the workspace '" + directory + "' of a RUN: " + e.getMessage(), e);
    }
  }

  private void fill(RunRequest request, WorkspaceFiles files) throws IOException {
    for (String name : files.directories()) {
      make(name);
    }
    make(Layout.EMPTY);
    make(Layout.FILES);
    Optional<Path> top = Streams.findLast(request.lowers().stream());
    boolean sameOwner = top.isEmpty() || likeRootOf(top.get());
    for (Map.Entry<Path, String> link : files.links().entrySet()) {
      Files.createSymbolicLink(directory.resolve(link.getValue()), link.getKey());
    }
    for (Map.Entry<String, WorkspaceFiles.Small> file : files.files().entrySet()) {
      Path path = directory.resolve(Layout.FILES).resolve(file.getKey());
      Files.write(path, file.getValue().content().getBytes(StandardCharsets.UTF_8));
      setMode(path, file.getValue().mode());
    }
    write(Layout.FSTAB, String.join("\n", files.mounts()) + "\n");
    String owner = sameOwner
        ? ""
        : "\"$chown\" --reference=" + files.links().get(top.orElseThrow()) + "/. " + Layout.ROOT + " >>e 2>&1 || bad=own\n";
    write(Layout.MORE, owner + String.join("\n", files.commands()) + "\n");
  }

  private void make(String name) throws IOException {
    Path path = Files.createDirectory(directory.resolve(name));
    setMode(path, 0755);
  }

  /**
   * Overlayfs shows the upper directory's owner and mode as those of the root.
   *
   * @return whether the owner is right; a subordinate one can only be given from within the namespace
   */
  private boolean likeRootOf(Path lower) throws IOException {
    Map<String, Object> attributes = Files.readAttributes(lower, "unix:mode,uid,gid", LinkOption.NOFOLLOW_LINKS);
    Path upper = directory.resolve(Layout.UPPER);
    Map<String, Object> made = Files.readAttributes(upper, "unix:uid,gid", LinkOption.NOFOLLOW_LINKS);
    if (attributes.get("mode") instanceof Integer mode) {
      setMode(upper, mode & 07777);
    }
    return Objects.equals(attributes.get("uid"), made.get("uid")) && Objects.equals(attributes.get("gid"), made.get("gid"));
  }

  private static void setMode(Path path, int mode) throws IOException {
    if (mode > 0777) {
      Files.setAttribute(path, "unix:mode", mode);
      return;
    }
    EnumSet<PosixFilePermission> permissions = EnumSet.noneOf(PosixFilePermission.class);
    for (int i = 0; i < PERMISSIONS.length; i++) {
      if ((mode & (0400 >> i)) != 0) {
        permissions.add(PERMISSIONS[i]);
      }
    }
    Files.setPosixFilePermissions(path, permissions);
  }

  private void write(String name, String content) throws IOException {
    Files.write(directory.resolve(name), content.getBytes(StandardCharsets.UTF_8));
  }

  /** Where it is. */
  Path directory() {
    return directory;
  }

  /** What tools complained about, at most a few kilobytes. */
  String text(String name) {
    try (InputStream in = Files.newInputStream(directory.resolve(name), LinkOption.NOFOLLOW_LINKS)) {
      return new String(in.readNBytes(LONGEST_COMPLAINT), StandardCharsets.UTF_8).strip();
    } catch (IOException none) {
      return "";
    }
  }

  /** The secrets as the tar that the script unpacks in memory. */
  static byte[] tarOf(Iterable<WorkspaceFiles.InMemory> secrets) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (TarArchiveOutputStream tar = new TarArchiveOutputStream(bytes)) {
      tar.setBigNumberMode(TarArchiveOutputStream.BIGNUMBER_STAR);
      TarArchiveEntry directory = new TarArchiveEntry("secrets/");
      directory.setMode(0700);
      add(tar, directory, new byte[0]);
      for (WorkspaceFiles.InMemory secret : secrets) {
        TarArchiveEntry entry = new TarArchiveEntry("secrets/" + secret.name);
        entry.setMode(secret.mode);
        entry.setUserId(secret.uid);
        entry.setGroupId(secret.gid);
        entry.setSize(secret.content.length);
        add(tar, entry, secret.content);
      }
    } catch (IOException e) {
      throw new IllegalStateException("memory could not be written to");
    }
    return bytes.toByteArray();
  }

  private static void add(TarArchiveOutputStream tar, TarArchiveEntry entry, byte[] content) throws IOException {
    tar.putArchiveEntry(entry);
    tar.write(content);
    tar.closeArchiveEntry();
  }
}
