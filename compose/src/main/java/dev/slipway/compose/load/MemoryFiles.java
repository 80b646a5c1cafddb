package dev.slipway.compose.load;

import com.google.common.collect.ImmutableMap;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;

/** Files that lie in memory, perhaps in front of others. */
public final class MemoryFiles implements FileSource {
  private final ImmutableMap<String, String> texts;
  private final Optional<FileSource> behind;

  private MemoryFiles(ImmutableMap<String, String> texts, Optional<FileSource> behind) {
    this.texts = texts;
    this.behind = behind;
  }

  /** These texts by path, and nothing else. */
  public static MemoryFiles of(Map<String, String> texts) {
    return new MemoryFiles(ImmutableMap.copyOf(texts), Optional.empty());
  }

  /** The same; what is not among them is read from another source. */
  public MemoryFiles over(FileSource other) {
    return new MemoryFiles(texts, Optional.of(other));
  }

  @Override
  public Reading read(String path, long most) {
    String text = texts.get(path);
    if (text == null) {
      return behind.map(other -> other.read(path, most)).orElseGet(Missing::new);
    }
    long size = text.getBytes(StandardCharsets.UTF_8).length;
    return size > most
        ? new Refused("has '" + size + "' bytes, more than the '" + most + "' that may be read",
            Optional.of("raise the limit, or take parts of it out"))
        : new Text(text, size);
  }

  @Override
  public Optional<String> copyOf(String reference) {
    return behind.flatMap(other -> other.copyOf(reference));
  }
}
