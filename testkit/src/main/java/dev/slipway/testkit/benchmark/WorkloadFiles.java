package dev.slipway.testkit.benchmark;

import com.google.common.primitives.ImmutableLongArray;
import java.io.IOException;
import java.io.OutputStream;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Random;

/**
 * A workload on disk. It is made once; a directory that was left complete by an earlier run is used again.
 *
 * @param root the directory to be packed
 * @param edited the file in which a developer changes something
 */
record WorkloadFiles(Path root, Path edited) {
  private static final long FIRST_TIME = 1_704_067_200L;
  private static final int SMALLEST = 16;
  private static final int SMALL_BLOCK = 2_048;
  private static final int LARGE_BLOCK = 4_096;
  private static final int PIECE = 1 << 20;
  /** The larger pool of names is used only at the deepest level. */
  private static final int FEW_NAMES = 13;
  private static final String[] SUFFIXES = {"txt", "class", "js", "so", "json"};

  /** Writes a workload below a directory, unless it is there. */
  static WorkloadFiles in(Path directory, Workload workload) throws IOException {
    Path root = directory.resolve(workload.name());
    Path complete = directory.resolve(workload.name() + ".complete");
    Plan plan = Plan.of(root, workload);
    if (!Files.exists(complete)) {
      plan.write(workload);
      Files.writeString(complete, workload.description() + "\n");
    }
    return new WorkloadFiles(root, plan.paths().get(workload.files() / 2));
  }

  /** Changes the first bytes of one file, as an editor that keeps the size would. */
  void edit(int number) throws IOException {
    try (RandomAccessFile file = new RandomAccessFile(edited.toFile(), "rw")) {
      file.write(String.format(Locale.ROOT, "edit %010d\n", number).getBytes(StandardCharsets.US_ASCII));
    }
  }

  /** Names and sizes, before anything is written. */
  private record Plan(List<Path> paths, ImmutableLongArray sizes) {
    static Plan of(Path root, Workload workload) {
      Random random = new Random(workload.seed());
      if (workload.files() == 1) {
        return new Plan(List.of(root.resolve("big.bin")), ImmutableLongArray.of(workload.bytes()));
      }
      double[] shares = new double[workload.files()];
      double sum = 0;
      for (int i = 0; i < shares.length; i++) {
        shares[i] = Math.exp(random.nextGaussian());
        sum += shares[i];
      }
      List<Path> directories = directories(root, workload, random);
      List<Path> paths = new ArrayList<>();
      long[] sizes = new long[workload.files()];
      for (int i = 0; i < sizes.length; i++) {
        sizes[i] = Math.max(SMALLEST, (long) (shares[i] * workload.bytes() / sum));
        String name = String.format(Locale.ROOT, "file%06d.%s", i, SUFFIXES[random.nextInt(SUFFIXES.length)]);
        paths.add(directories.get(i % directories.size()).resolve(name));
      }
      return new Plan(paths, ImmutableLongArray.copyOf(sizes));
    }

    private static List<Path> directories(Path root, Workload workload, Random random) {
      List<Path> directories = new ArrayList<>();
      for (int i = 0; i < workload.directories(); i++) {
        Path directory = root;
        int levels = 1 + random.nextInt(workload.depth());
        for (int level = 0; level < levels; level++) {
          int names = level < workload.depth() - 1 ? FEW_NAMES : workload.directories();
          directory = directory.resolve(String.format(Locale.ROOT, "d%03d", (i * 7919L + level * 104_729L) % names));
        }
        directories.add(directory.resolve(String.format(Locale.ROOT, "p%04d", i)));
      }
      return directories;
    }

    void write(Workload workload) throws IOException {
      Blocks blocks = new Blocks();
      Random random = new Random(workload.seed() + 1);
      byte[] piece = new byte[PIECE];
      for (int i = 0; i < sizes.length(); i++) {
        Path file = paths.get(i);
        Files.createDirectories(file.resolveSibling("."));
        try (OutputStream out = Files.newOutputStream(file)) {
          for (long rest = sizes.get(i); rest > 0; rest -= PIECE) {
            int length = (int) Math.min(PIECE, rest);
            blocks.fill(piece, length, sizes.length() == 1 ? LARGE_BLOCK : SMALL_BLOCK, random);
            out.write(piece, 0, length);
          }
        }
        if (i % 50 == 0 && Files.getFileAttributeView(file, PosixFileAttributeView.class) != null) {
          Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
        }
        Files.setLastModifiedTime(file, FileTime.fromMillis((FIRST_TIME + i) * 1000));
      }
    }
  }
}
