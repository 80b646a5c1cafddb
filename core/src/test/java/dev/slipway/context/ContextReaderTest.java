package dev.slipway.context;

import static dev.slipway.context.TestFiles.run;
import static dev.slipway.context.TestFiles.write;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.errorprone.annotations.CanIgnoreReturnValue;
import dev.slipway.ContextException;
import dev.slipway.ErrorCode;
import dev.slipway.image.Digest;
import dev.slipway.image.ImagePath;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.util.Arrays;
import java.util.NoSuchElementException;
import java.util.Objects;
import java.util.Random;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

@Timeout(60)
class ContextReaderTest {
  private static final int SIZE = 700_000;

  @TempDir
  Path root;

  /** What may happen to a file. */
  enum Mutation {
    SAME_SIZE_AND_MTIME, TRUNCATED, GROWN, VANISHED, REPLACED, TO_FIFO, TO_LINK, TO_DIRECTORY, DIRECTORY_TO_LINK;

    void apply(Path file) throws IOException {
      FileTime mtime = Files.getLastModifiedTime(file);
      switch (this) {
        case SAME_SIZE_AND_MTIME -> {
          byte[] other = new byte[SIZE];
          Files.write(file, other);
          Files.setLastModifiedTime(file, mtime);
        }
        case TRUNCATED -> Files.write(file, new byte[10]);
        case GROWN -> Files.write(file, new byte[1], StandardOpenOption.APPEND);
        case VANISHED -> Files.delete(file);
        case REPLACED -> {
          Path other = file.resolveSibling("other");
          Files.write(other, new byte[SIZE]);
          Files.setLastModifiedTime(other, mtime);
          Files.move(other, file, StandardCopyOption.REPLACE_EXISTING);
        }
        case TO_FIFO -> {
          Files.delete(file);
          run("mkfifo", file.toString());
        }
        case TO_LINK -> {
          Files.move(file, file.resolveSibling("moved"));
          Files.createSymbolicLink(file, Path.of("moved"));
        }
        case TO_DIRECTORY -> {
          Files.delete(file);
          Files.createDirectory(file);
        }
        case DIRECTORY_TO_LINK -> {
          Path directory = Objects.requireNonNull(file.getParent());
          Files.move(directory, directory.resolveSibling("elsewhere"));
          Files.createSymbolicLink(directory, Path.of("elsewhere"));
        }
      }
    }

    /** Whether a file that is open already still has its bytes. */
    boolean leavesOpenFile() {
      return switch (this) {
        case TRUNCATED, GROWN, SAME_SIZE_AND_MTIME -> false;
        default -> true;
      };
    }
  }

  private Path file() throws IOException {
    byte[] content = new byte[SIZE];
    new Random(1).nextBytes(content);
    Path file = write(root.resolve("d/f"), "");
    return Files.write(file, content);
  }

  private static ContextEntry entry(ContextDirectory directory, String path) {
    return directory.scan(ScanOptions.everything()).find(ImagePath.of(path)).orElseThrow();
  }

  @CanIgnoreReturnValue
  private static byte[] readAll(ContextReader reader, ContextEntry entry) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    reader.read(entry, piece -> {
      byte[] copy = new byte[piece.remaining()];
      piece.get(copy);
      bytes.writeBytes(copy);
    });
    return bytes.toByteArray();
  }

  @ParameterizedTest
  @EnumSource
  void allWaysOfReadingGiveTheBytes(Opening opening) throws IOException {
    byte[] content = Files.readAllBytes(file());
    write(root.resolve("empty"), "");
    try (ContextDirectory directory = opening.open(root); ContextReader reader = directory.reader()) {
      ContextEntry entry = entry(directory, "/d/f");
      assertThat(readAll(reader, entry)).isEqualTo(content);
      byte[] array = new byte[SIZE + 5];
      assertThat(reader.read(entry, array)).isEqualTo(SIZE);
      assertThat(Arrays.copyOf(array, SIZE)).isEqualTo(content);
      try (ContextFile open = reader.open(entry)) {
        assertThat(Channels.newInputStream(open).readAllBytes()).isEqualTo(content);
      }
      try (ContextFile open = reader.open(entry)) {
        ByteBuffer direct = ByteBuffer.allocateDirect(SIZE + 5).position(3);
        while (open.read(direct) > 0) {
          assertThat(direct.limit()).isEqualTo(SIZE + 5);
        }
        byte[] copy = new byte[SIZE];
        direct.get(3, copy);
        assertThat(copy).isEqualTo(content);
      }
      assertThat(readAll(reader, entry(directory, "/empty"))).isEmpty();
      assertThatThrownBy(() -> reader.read(entry, new byte[5])).isInstanceOfSatisfying(ContextException.class,
          thrown -> assertThat(thrown.code()).isEqualTo(ErrorCode.LIMIT_EXCEEDED));
    }
  }

  @ParameterizedTest
  @EnumSource(Mutation.class)
  void aChangeBeforeOpeningIsAnError(Mutation mutation) throws IOException {
    for (Opening opening : Opening.values()) {
      Path file = file();
      try (ContextDirectory directory = opening.open(root); ContextReader reader = directory.reader()) {
        ContextEntry entry = entry(directory, "/d/f");
        mutation.apply(file);
        assertThatThrownBy(() -> readAll(reader, entry)).isInstanceOfSatisfying(ContextException.class,
            thrown -> assertThat(thrown.code()).isEqualTo(ErrorCode.CONTEXT_CHANGED)).hasMessageContaining("'/d/f'");
      }
      run("rm", "-rf", root.resolve("d").toString(), root.resolve("elsewhere").toString());
    }
  }

  @ParameterizedTest
  @EnumSource(Mutation.class)
  void aChangeWhileReadingIsAnErrorAndNeverTheEnd(Mutation mutation) throws IOException {
    Path file = file();
    byte[] content = Files.readAllBytes(file);
    try (ContextDirectory directory = Opening.NATIVE.open(root); ContextReader reader = directory.reader()) {
      ContextEntry entry = entry(directory, "/d/f");
      try (ContextFile open = reader.open(entry)) {
        ByteBuffer half = ByteBuffer.allocate(SIZE / 2);
        int count = open.read(half);
        assertThat(count).isPositive();
        mutation.apply(file);
        try {
          byte[] rest = Channels.newInputStream(open).readAllBytes();
          assertThat(mutation.leavesOpenFile()).isTrue();
          assertThat(rest).isEqualTo(Arrays.copyOfRange(content, count, SIZE));
        } catch (ContextException changed) {
          assertThat(changed.code()).isEqualTo(ErrorCode.CONTEXT_CHANGED);
        }
      }
    }
  }

  @ParameterizedTest
  @CsvSource({"GONE,CONTEXT_CHANGED", "OTHER_KIND,CONTEXT_CHANGED", "DENIED,CONTEXT_UNREADABLE", "REFUSED,CONTEXT_UNREADABLE",
      "INTERRUPTED,CANCELLED"})
  void everyRefusalHasItsCode(FileFailure.Reason reason, ErrorCode code) {
    FileFailure failure = new FileFailure(reason, "open: errno 5");
    assertThat(ContextFailures.of(ImagePath.of("/x"), failure).code()).isEqualTo(code);
  }

  @Test
  void underAThousandChangesASecondBytesAreWholeOrRefused() throws Exception {
    Path file = Files.write(root.resolve("f"), new byte[4_096]);
    AtomicBoolean stop = new AtomicBoolean();
    Thread mutator = new Thread(() -> mutate(file, stop));
    mutator.start();
    int whole = 0;
    long before = TestFiles.openFiles();
    try (ContextDirectory directory = Opening.NATIVE.open(root);
        ContentHasher hasher = directory.hasher(root.resolveSibling(root.getFileName() + "-index"), HashingMode.INDEXED);
        ContextReader reader = directory.reader()) {
      long end = System.nanoTime() + 2_000_000_000L;
      while (System.nanoTime() < end) {
        try {
          ContextEntry entry = entry(directory, "/f");
          Digest hashed = hasher.digest(entry);
          byte[] bytes = readAll(reader, entry);
          assertThat(Digest.sha256(bytes)).isEqualTo(hashed);
          for (byte b : bytes) {
            assertThat(b).isEqualTo(bytes[0]);
          }
          whole++;
        } catch (ContextException refused) {
          assertThat(refused.code()).isIn(ErrorCode.CONTEXT_CHANGED, ErrorCode.CONTEXT_UNREADABLE);
        } catch (NoSuchElementException between) {
          assertThat(between).isNotNull();
        }
      }
    } finally {
      stop.set(true);
      mutator.join();
    }
    assertThat(whole).isPositive();
    assertThat(TestFiles.openFiles()).isLessThan(before + 10);
  }

  private static void mutate(Path file, AtomicBoolean stop) {
    Random random = new Random(2);
    Path aside = file.resolveSibling("aside");
    try {
      while (!stop.get()) {
        byte[] content = new byte[1 + random.nextInt(4_096)];
        Arrays.fill(content, (byte) random.nextInt(256));
        switch (random.nextInt(5)) {
          case 0 -> Files.deleteIfExists(file);
          case 1 -> {
            Files.deleteIfExists(file);
            Files.createSymbolicLink(file, Path.of("aside"));
          }
          default -> {
            Files.write(aside, content);
            Files.move(aside, file, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
            Files.write(file, new byte[]{content[0]}, StandardOpenOption.APPEND, LinkOption.NOFOLLOW_LINKS);
          }
        }
        Thread.sleep(1);
      }
    } catch (IOException refused) {
      throw new UncheckedIOException(refused);
    } catch (InterruptedException ended) {
      Thread.currentThread().interrupt();
    }
  }

  @Test
  void noSwapOfADirectoryForALinkLeadsOutside(@TempDir Path outside) throws Exception {
    write(outside.resolve("f"), "SECRET");
    write(root.resolve("d/f"), "public");
    Path link = Files.createSymbolicLink(root.resolve("l"), outside);
    AtomicBoolean stop = new AtomicBoolean();
    Thread swapper = new Thread(() -> swap(root.resolve("d"), link, root.resolve("t"), stop));
    swapper.start();
    try (ContextDirectory directory = Opening.NATIVE.open(root)) {
      long end = System.nanoTime() + 1_500_000_000L;
      while (System.nanoTime() < end) {
        ContextTree tree = directory.scan(ScanOptions.everything());
        try (ContextReader reader = directory.reader()) {
          for (ContextEntry entry : tree.entries()) {
            assertThat(entry.path().toString()).doesNotStartWith("/l/f/");
            if (entry.kind() == ContextEntry.Kind.FILE) {
              assertThat(new String(readAll(reader, entry), StandardCharsets.UTF_8)).isEqualTo("public");
            }
          }
        } catch (ContextException refused) {
          assertThat(refused.code()).isEqualTo(ErrorCode.CONTEXT_CHANGED);
        }
      }
    } finally {
      stop.set(true);
      swapper.join();
    }
  }

  private static void swap(Path directory, Path link, Path free, AtomicBoolean stop) {
    try {
      while (!stop.get()) {
        Files.move(directory, free);
        Files.move(link, directory);
        Files.move(directory, link);
        Files.move(free, directory);
      }
    } catch (IOException refused) {
      throw new UncheckedIOException(refused);
    }
  }

  @ParameterizedTest
  @EnumSource
  void nothingStaysOpen(Opening opening) throws IOException {
    Path gone = write(root.resolve("a/b/gone"), "x");
    write(root.resolve("a/c/f"), "y");
    try (ContextDirectory warm = opening.open(root)) {
      assertThat(warm.scan(ScanOptions.everything()).size()).isEqualTo(6);
    }
    long before = TestFiles.openFiles();
    for (int i = 0; i < 40; i++) {
      write(gone, "x");
      try (ContextDirectory directory = opening.open(root); ContextReader reader = directory.reader()) {
        ContextTree tree = directory.scan(ScanOptions.everything());
        Files.delete(gone);
        for (ContextEntry entry : tree.entries()) {
          try {
            readAll(reader, entry);
          } catch (ContextException expected) {
            assertThat(expected.code()).isNotNull();
          }
        }
      }
    }
    assertThat(TestFiles.openFiles()).isLessThan(before + 10);
  }
}
