package dev.slipway.testkit.registry;

import com.google.common.base.CharMatcher;
import com.google.common.base.Splitter;
import java.util.List;

/** The {@code Content-Range} of a chunk: both ends belong to it (distribution specification, "Pushing a blob in chunks"). */
record ChunkRange(long first, long last) {
  private static final CharMatcher DIGITS = CharMatcher.inRange('0', '9');

  static ChunkRange parse(String header) {
    List<String> ends = Splitter.on('-').splitToList(header);
    boolean wellFormed = ends.size() == 2
        && ends.stream().allMatch(end -> !end.isEmpty() && end.length() <= 18 && DIGITS.matchesAllOf(end));
    if (!wellFormed || Long.parseLong(ends.getLast()) < Long.parseLong(ends.getFirst())) {
      throw new Refusal(ProtocolError.BLOB_UPLOAD_INVALID, "Content-Range '" + header + "' is not of the form 0-99");
    }
    return new ChunkRange(Long.parseLong(ends.getFirst()), Long.parseLong(ends.getLast()));
  }

  long length() {
    return last - first + 1;
  }
}
