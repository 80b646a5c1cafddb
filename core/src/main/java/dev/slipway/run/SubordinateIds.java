package dev.slipway.run;

import com.google.common.base.Splitter;
import com.google.common.collect.ImmutableList;
import com.google.common.primitives.UnsignedInteger;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * The ranges of ids that {@code /etc/subuid} or {@code /etc/subgid} (subuid(5)) grants a user. All of them are used, one after
 * the other: together they are the ids from 1 on inside.
 */
record SubordinateIds(ImmutableList<Range> ranges) {
  /** Ids below the usual 65,536, with which most images cannot be unpacked. */
  private static final long ENOUGH = 65_534;

  record Range(long first, long count) {}

  /** The ranges of a user, by name or number; empty if there are too few ids in them. */
  static Optional<SubordinateIds> read(Path file, Optional<String> name, long id) throws IOException {
    ImmutableList.Builder<Range> ranges = ImmutableList.builder();
    try {
      for (String line : Files.readString(file, StandardCharsets.ISO_8859_1).lines().toList()) {
        List<String> fields = Splitter.on(':').splitToList(line.strip());
        if (fields.size() == 3 && (fields.get(0).equals(Long.toString(id)) || name.filter(fields.get(0)::equals).isPresent())) {
          ranges.add(new Range(number(fields.get(1)), number(fields.get(2))));
        }
      }
    } catch (NoSuchFileException none) {
      return Optional.empty();
    } catch (NumberFormatException malformed) {
      throw new IOException("'" + file + "' has a line for this user that is not name:first:count", malformed);
    }
    SubordinateIds all = new SubordinateIds(ranges.build());
    return all.count() >= ENOUGH ? Optional.of(all) : Optional.empty();
  }

  private static long number(String text) {
    return UnsignedInteger.valueOf(text).longValue();
  }

  private long count() {
    return ranges.stream().mapToLong(Range::count).sum();
  }

  /** The arguments of {@code newuidmap} and {@code newgidmap} after the process: inner id, outer id, count, and again. */
  ImmutableList<String> arguments(long own) {
    ImmutableList.Builder<String> arguments = ImmutableList.builder();
    arguments.add("0", Long.toString(own), "1");
    long inner = 1;
    for (Range range : ranges) {
      arguments.add(Long.toString(inner), Long.toString(range.first()), Long.toString(range.count()));
      inner += range.count();
    }
    return arguments.build();
  }

  /** A part of a file name that stands for these ranges. */
  String name() {
    StringBuilder name = new StringBuilder();
    ranges.forEach(range -> name.append('-').append(range.first()).append('-').append(range.count()));
    return name.toString();
  }
}
