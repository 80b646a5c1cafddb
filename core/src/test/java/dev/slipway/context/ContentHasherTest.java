package dev.slipway.context;

import static dev.slipway.context.TestFiles.settle;
import static dev.slipway.context.TestFiles.write;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.common.io.BaseEncoding;
import dev.slipway.ContextException;
import dev.slipway.ErrorCode;
import dev.slipway.InvalidValueException;
import dev.slipway.image.Digest;
import dev.slipway.image.ImagePath;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.Arrays;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

@Timeout(60)
class ContentHasherTest {
  @TempDir
  Path root;
  @TempDir
  Path index;

  private Opening opening = Opening.NATIVE;

  @BeforeEach
  void fill() {
    for (int i = 0; i < 20; i++) {
      write(root.resolve("d" + i % 3 + "/f" + i), "content " + i);
    }
    write(root.resolve("empty"), "");
  }

  /** Whatever was done, what the index says is what lies there. */
  @AfterEach
  void theIndexNeverLies() throws IOException {
    try (ContextDirectory directory = opening.open(root);
        ContentHasher hasher = directory.hasher(index, HashingMode.INDEXED, TestFiles.SETTLING_NANOS)) {
      ContextTree tree = directory.scan(ScanOptions.everything());
      ContentDigests digests = hasher.hashAll(tree);
      for (int i = 0; i < tree.size(); i++) {
        assertThat(digests.has(i)).isEqualTo(tree.kind(i) == ContextEntry.Kind.FILE);
        if (digests.has(i)) {
          Path file = root.resolve(tree.path(i).relative());
          assertThat(digests.of(i)).isEqualTo(Digest.sha256(Files.readAllBytes(file)));
        }
      }
    }
  }

  private long filesRead(HashingMode mode) {
    try (ContextDirectory directory = opening.open(root); ContentHasher hasher = directory.hasher(index, mode, TestFiles.SETTLING_NANOS)) {
      ContentDigests digests = hasher.hashAll(directory.scan(ScanOptions.everything()));
      assertThat(digests.has(0)).isFalse();
      return hasher.filesRead();
    }
  }

  private Digest digest(String path) {
    try (ContextDirectory directory = opening.open(root);
        ContentHasher hasher = directory.hasher(index, HashingMode.INDEXED, TestFiles.SETTLING_NANOS)) {
      return hasher.digest(directory.scan(ScanOptions.everything()).find(ImagePath.of(path)).orElseThrow());
    }
  }

  private static Digest of(String content) {
    return Digest.sha256(content.getBytes(StandardCharsets.UTF_8));
  }

  private Path indexFile() throws IOException {
    try (Stream<Path> files = Files.list(index)) {
      return files.reduce((a, b) -> {
        throw new AssertionError("left behind: " + a + ", " + b);
      }).orElseThrow();
    }
  }

  @ParameterizedTest
  @EnumSource
  void settledFilesAreReadOnce(Opening way) {
    opening = way;
    settle();
    assertThat(filesRead(HashingMode.INDEXED)).isEqualTo(21);
    assertThat(filesRead(HashingMode.INDEXED)).isZero();
    write(root.resolve("d0/f0"), "other");
    assertThat(filesRead(HashingMode.INDEXED)).isEqualTo(1);
    assertThat(filesRead(HashingMode.EVERYTHING)).isEqualTo(21);
  }

  @Test
  void bothWaysShareOneIndex() {
    settle();
    assertThat(filesRead(HashingMode.INDEXED)).isEqualTo(21);
    opening = Opening.PORTABLE;
    assertThat(filesRead(HashingMode.INDEXED)).isZero();
  }

  @Test
  void filesChangedJustNowAreReadAgain() {
    settle();
    for (int i = 0; i < 3; i++) {
      try (ContextDirectory directory = opening.open(root); ContentHasher hasher = directory.hasher(index, HashingMode.INDEXED)) {
        ContentDigests digests = hasher.hashAll(directory.scan(ScanOptions.everything()));
        assertThat(digests.has(0)).isFalse();
        assertThat(hasher.filesRead()).isEqualTo(21);
      }
    }
  }

  @Test
  void aTimeInTheFutureIsNeverTrusted() throws IOException {
    Files.setLastModifiedTime(root.resolve("d0/f0"), FileTime.from(Instant.now().plusSeconds(3_600)));
    settle();
    assertThat(filesRead(HashingMode.INDEXED)).isEqualTo(21);
    assertThat(filesRead(HashingMode.INDEXED)).isEqualTo(1);
  }

  @Test
  void equalSizeAndForgedMtimeAreSeenByCtime() throws IOException {
    Path file = write(root.resolve("forged"), "AAAA");
    settle();
    assertThat(digest("/forged")).isEqualTo(of("AAAA"));
    assertThat(filesRead(HashingMode.INDEXED)).isEqualTo(21);
    FileTime mtime = Files.getLastModifiedTime(file);
    write(file, "BBBB");
    Files.setLastModifiedTime(file, mtime);
    assertThat(digest("/forged")).isEqualTo(of("BBBB"));
  }

  @Test
  void anotherFileRenamedIntoPlaceIsSeen() throws IOException {
    Path file = write(root.resolve("swapped"), "AAAA");
    Path other = write(root.resolve("other"), "BBBB");
    Files.setLastModifiedTime(other, Files.getLastModifiedTime(file));
    settle();
    assertThat(filesRead(HashingMode.INDEXED)).isEqualTo(23);
    Files.move(other, file, StandardCopyOption.REPLACE_EXISTING);
    assertThat(digest("/swapped")).isEqualTo(of("BBBB"));
  }

  @Test
  void aHundredQuickRewritesOfEqualSizeAreAllSeen() throws IOException {
    FileTime past = FileTime.from(Instant.ofEpochSecond(1_700_000_000));
    for (int i = 100; i < 200; i++) {
      Path file = write(root.resolve("quick"), "v" + i);
      Files.setLastModifiedTime(file, past);
      assertThat(digest("/quick")).isEqualTo(of("v" + i));
    }
  }

  @Test
  void anUnchangedIndexIsNotWrittenAgain() throws IOException {
    settle();
    assertThat(filesRead(HashingMode.INDEXED)).isEqualTo(21);
    Object before = Files.readAttributes(indexFile(), "unix:ino,ctime");
    assertThat(filesRead(HashingMode.INDEXED)).isZero();
    assertThat(filesRead(HashingMode.EVERYTHING)).isEqualTo(21);
    assertThat((Object) Files.readAttributes(indexFile(), "unix:ino,ctime")).isEqualTo(before);
  }

  @Test
  void everyBitFlipAndTruncationOfTheIndexOnlyCostsReading() throws IOException {
    settle();
    assertThat(filesRead(HashingMode.INDEXED)).isEqualTo(21);
    Path file = indexFile();
    byte[] good = Files.readAllBytes(file);
    assertThat(IndexFile.read(file).count()).isEqualTo(21);
    Random random = new Random(5);
    for (int i = 0; i < 1_000; i++) {
      byte[] bad = good.clone();
      bad[random.nextInt(bad.length)] ^= (byte) (1 << random.nextInt(8));
      Files.write(file, bad);
      assertThat(IndexFile.read(file).count()).isZero();
    }
    for (int length = 0; length < good.length; length += 7) {
      Files.write(file, Arrays.copyOf(good, length));
      assertThat(IndexFile.read(file).count()).isZero();
    }
    assertThat(filesRead(HashingMode.INDEXED)).isEqualTo(21);
    assertThat(filesRead(HashingMode.INDEXED)).isZero();
  }

  @Test
  void hashingEverythingMendsAWrongNote() throws IOException {
    settle();
    assertThat(filesRead(HashingMode.INDEXED)).isEqualTo(21);
    IndexTable table = IndexFile.read(indexFile());
    table.records()[IndexTable.DIGEST] ^= 1;
    IndexFile.write(indexFile(), table);
    assertThat(filesRead(HashingMode.EVERYTHING)).isEqualTo(21);
  }

  @Test
  void anIndexThatCannotBeWrittenCostsNothingButTime() throws IOException {
    Path blocked = Files.writeString(root.resolve("blocked"), "");
    settle();
    try (ContextDirectory directory = opening.open(root); ContentHasher hasher = directory.hasher(blocked, HashingMode.INDEXED)) {
      ContextTree tree = directory.scan(ScanOptions.everything());
      assertThat(hasher.hashAll(tree, any -> true, 1).of(tree.indexOf(ImagePath.of("/d0/f0")).orElseThrow())).isEqualTo(of("content 0"));
    }
  }

  @Test
  void notesThatNobodyUsesAreForgottenInTheEnd() throws IOException {
    write(root.resolve("leaving"), "x");
    settle();
    assertThat(filesRead(HashingMode.INDEXED)).isEqualTo(22);
    Files.delete(root.resolve("leaving"));
    IndexTable table = IndexFile.read(indexFile());
    assertThat(table.count()).isEqualTo(22);
    for (int i = 0; i < 22; i++) {
      int at = i * IndexTable.STRIDE + IndexTable.NANOS;
      table.records()[at] = IndexTable.withAge(table.records()[at], IndexTable.OLDEST);
    }
    IndexFile.write(indexFile(), table);
    assertThat(filesRead(HashingMode.INDEXED)).isZero();
    write(root.resolve("news"), "x");
    settle();
    assertThat(filesRead(HashingMode.INDEXED)).isEqualTo(1);
    assertThat(IndexFile.read(indexFile()).count()).isEqualTo(22);
  }

  @Test
  void onlyWantedFilesAreHashed() {
    try (ContextDirectory directory = opening.open(root);
        ContentHasher hasher = directory.hasher(index, HashingMode.INDEXED, TestFiles.SETTLING_NANOS)) {
      ContextTree tree = directory.scan(ScanOptions.everything());
      int one = tree.indexOf(ImagePath.of("/d1/f1")).orElseThrow();
      ContentDigests digests = hasher.hashAll(tree, number -> number == one, 2);
      byte[] bytes = new byte[40];
      digests.copyTo(one, bytes, 5);
      assertThat(BaseEncoding.base16().lowerCase().encode(bytes, 5, 32)).isEqualTo(of("content 1").hex());
      assertThatThrownBy(() -> digests.of(one + 1)).isInstanceOf(InvalidValueException.class);
      assertThat(hasher.filesRead()).isEqualTo(1);
      assertThat(hasher.bytesRead()).isEqualTo(9);
    }
  }

  @Test
  void aChangeSinceTheListingIsNeverHashedNorNoted() throws IOException {
    settle();
    try (ContextDirectory directory = opening.open(root);
        ContentHasher hasher = directory.hasher(index, HashingMode.INDEXED, TestFiles.SETTLING_NANOS)) {
      ContextTree tree = directory.scan(ScanOptions.everything());
      write(root.resolve("d2/f2"), "c0ntent 2");
      assertThatThrownBy(() -> hasher.hashAll(tree)).isInstanceOfSatisfying(ContextException.class,
          thrown -> assertThat(thrown.code()).isEqualTo(ErrorCode.CONTEXT_CHANGED)).hasMessageContaining("'/d2/f2'");
    }
  }

  @Test
  void anInterruptEndsHashingAndIsKept() {
    try (ContextDirectory directory = opening.open(root);
        ContentHasher hasher = directory.hasher(index, HashingMode.INDEXED, TestFiles.SETTLING_NANOS)) {
      ContextTree tree = directory.scan(ScanOptions.everything());
      Thread.currentThread().interrupt();
      assertThatThrownBy(() -> hasher.hashAll(tree)).isInstanceOfSatisfying(ContextException.class,
          thrown -> assertThat(thrown.code()).isEqualTo(ErrorCode.CANCELLED));
      assertThat(Thread.interrupted()).isTrue();
    }
  }

  @Test
  void hashingLeavesTheContextAsItIs() throws IOException {
    Object before = Files.readAttributes(root, "unix:lastModifiedTime,ctime");
    assertThat(filesRead(HashingMode.INDEXED)).isEqualTo(21);
    assertThat((Object) Files.readAttributes(root, "unix:lastModifiedTime,ctime")).isEqualTo(before);
  }
}
