package dev.slipway.testkit.registry;

import com.google.common.collect.ImmutableList;
import dev.slipway.store.Disk;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.util.Optional;

/** The files of the system without the waits for them to be safe from a power cut: for stores that only a test looks at. */
final class HastyDisk implements Disk {
  private final Disk disk = Disk.system();

  @Override
  public Output create(Path file) throws IOException {
    return hasty(disk.create(file));
  }

  @Override
  public Output createPrivate(Path file) throws IOException {
    return hasty(disk.createPrivate(file));
  }

  private static Output hasty(Output output) {
    return new Output() {
      @Override
      public void write(ByteBuffer bytes) throws IOException {
        output.write(bytes);
      }

      @Override
      public void write(byte[] bytes) throws IOException {
        output.write(bytes);
      }

      @Override
      public void force() {
        // nobody pulls the plug
      }

      @Override
      public void close() throws IOException {
        output.close();
      }
    };
  }

  @Override
  public FileChannel open(Path file) throws IOException {
    return disk.open(file);
  }

  @Override
  public FileChannel openForLocks(Path file) throws IOException {
    return disk.openForLocks(file);
  }

  @Override
  public Optional<Stat> stat(Path file) throws IOException {
    return disk.stat(file);
  }

  @Override
  public ImmutableList<Path> list(Path directory) throws IOException {
    return disk.list(directory);
  }

  @Override
  public void createDirectories(Path directory) throws IOException {
    disk.createDirectories(directory);
  }

  @Override
  public void createPrivateDirectory(Path directory) throws IOException {
    disk.createPrivateDirectory(directory);
  }

  @Override
  public void move(Path from, Path to) throws IOException {
    // a file system that is careful for its users writes out what replaces something
    var unused = disk.delete(to);
    disk.move(from, to);
  }

  @Override
  public boolean delete(Path file) throws IOException {
    return disk.delete(file);
  }

  @Override
  public void syncDirectory(Path directory) {
    // nobody pulls the plug
  }

  @Override
  public void touch(Path file) throws IOException {
    disk.touch(file);
  }
}
