package dev.slipway.store;

import com.google.common.base.Splitter;
import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import com.google.common.hash.Hashing;
import dev.slipway.InvalidValueException;
import dev.slipway.image.Digest;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A record as it lies in a file, able to tell by itself whether it is whole and in its place.
 *
 * <pre>
 * slipway-record 1 sha256:(digest of everything after this line)
 * key (kind) (key)
 * blob (digest) (size)          once per reference
 * (empty line)
 * (body, byte for byte)
 * </pre>
 *
 * @param kind the kind under which it was put
 * @param key the key under which it was put
 * @param references the sizes of the blobs that it needs
 * @param body the text that was put
 */
record RecordFile(String kind, Digest key, ImmutableMap<Digest, Long> references, String body) {
  /** More than any record within the limits of {@link StoredRecord} takes. */
  static final int MAXIMUM_SIZE = StoredRecord.MAXIMUM_BODY + StoredRecord.MAXIMUM_REFERENCES * 170 + 1024;

  private static final String MAGIC = "slipway-record 1 ";
  private static final int FIRST_LINE = MAGIC.length() + "sha256:".length() + 64 + 1;

  byte[] encode() {
    StringBuilder text = new StringBuilder(body.length() + 256 + references.size() * 90);
    text.append("key ").append(kind).append(' ').append(key).append('\n');
    for (Map.Entry<Digest, Long> reference : references.entrySet()) {
      text.append("blob ").append(reference.getKey()).append(' ').append(reference.getValue()).append('\n');
    }
    byte[] rest = text.append('\n').append(body).toString().getBytes(StandardCharsets.UTF_8);
    byte[] first = (MAGIC + Digest.sha256(rest) + "\n").getBytes(StandardCharsets.US_ASCII);
    byte[] all = Arrays.copyOf(first, first.length + rest.length);
    System.arraycopy(rest, 0, all, first.length, rest.length);
    return all;
  }

  /** Reads a file's bytes; empty if they are not exactly what {@link #encode()} once gave. */
  static Optional<RecordFile> decode(byte[] bytes) {
    if (bytes.length <= FIRST_LINE) {
      return Optional.empty();
    }
    String first = MAGIC + Digest.sha256(Hashing.sha256().hashBytes(bytes, FIRST_LINE, bytes.length - FIRST_LINE)) + "\n";
    if (!Arrays.equals(first.getBytes(StandardCharsets.US_ASCII), 0, FIRST_LINE, bytes, 0, FIRST_LINE)) {
      return Optional.empty();
    }
    try {
      String rest = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes, FIRST_LINE, bytes.length - FIRST_LINE)).toString();
      int head = rest.indexOf("\n\n");
      return head < 0 ? Optional.empty() : Optional.of(parse(rest.substring(0, head), rest.substring(head + 2)));
    } catch (CharacterCodingException | InvalidValueException | IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  private static RecordFile parse(String head, String body) {
    List<String> lines = Splitter.on('\n').splitToList(head);
    ImmutableList<String> name = words(lines.get(0), "key");
    ImmutableMap.Builder<Digest, Long> references = ImmutableMap.builder();
    for (String line : lines.subList(1, lines.size())) {
      ImmutableList<String> words = words(line, "blob");
      references.put(Digest.parse(words.get(1)), Long.parseLong(words.get(2)));
    }
    return new RecordFile(name.get(1), Digest.parse(name.get(2)), references.buildOrThrow(), body);
  }

  private static ImmutableList<String> words(String line, String first) {
    ImmutableList<String> words = ImmutableList.copyOf(Splitter.on(' ').split(line));
    if (words.size() != 3 || !words.get(0).equals(first)) {
      throw new IllegalArgumentException(line);
    }
    return words;
  }
}
