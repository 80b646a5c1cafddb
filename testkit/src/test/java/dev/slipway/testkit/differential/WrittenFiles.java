package dev.slipway.testkit.differential;

import com.fasterxml.jackson.databind.JsonNode;
import com.google.common.collect.ImmutableSet;
import com.google.common.io.BaseEncoding;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;

/** Files that a case writes down in {@code case.json}, since version control keeps neither their bytes nor what they are. */
final class WrittenFiles {
  private static final ImmutableSet<String> FIELDS = ImmutableSet.of("text", "hex", "repeat", "mode", "symlink", "hardLink", "fifo", "tar",
      "compression", "owner");

  private WrittenFiles() {}

  /**
   * Reads {@code files}: from paths to what they are, in the order in which they are made.
   *
   * @param directory where files lie of which only the mode is said
   */
  static FileSet read(JsonNode json, Path directory) throws IOException {
    FileSet files = FileSet.empty();
    for (Map.Entry<String, JsonNode> file : json.properties()) {
      files = owned(add(files, file.getKey(), file.getValue(), directory), file.getValue());
    }
    return files;
  }

  private static FileSet add(FileSet files, String path, JsonNode file, Path directory) throws IOException {
    for (Map.Entry<String, JsonNode> field : file.properties()) {
      if (!FIELDS.contains(field.getKey())) {
        throw new IOException("file '" + path + "' has the unknown field '" + field.getKey() + "'; known are " + FIELDS);
      }
    }
    int mode = Integer.parseInt(file.path("mode").asText(path.endsWith("/") ? "0755" : "0644"), 8);
    if (path.endsWith("/")) {
      return files.directory(path.substring(0, path.length() - 1), mode);
    }
    if (file.has("symlink")) {
      return files.symlink(path, file.path("symlink").asText());
    }
    if (file.has("hardLink")) {
      return files.hardLink(path, file.path("hardLink").asText());
    }
    if (file.has("fifo")) {
      return files.fifo(path);
    }
    if (file.has("tar")) {
      Codec codec = Codec.valueOf(file.path("compression").asText("none").toUpperCase(Locale.ROOT));
      return files.archive(path, read(file.path("tar"), directory), codec);
    }
    return files.file(path, content(path, file, directory), mode);
  }

  private static byte[] content(String path, JsonNode file, Path directory) throws IOException {
    if (file.has("hex")) {
      return BaseEncoding.base16().lowerCase().decode(file.path("hex").asText());
    }
    return file.has("text")
        ? file.path("text").asText().repeat(file.path("repeat").asInt(1)).getBytes(StandardCharsets.UTF_8)
        : Files.readAllBytes(directory.resolve(path));
  }

  private static FileSet owned(FileSet files, JsonNode file) {
    String[] owner = file.path("owner").asText("0:0").split(":", 2);
    return files.owned(Integer.parseInt(owner[0]), Integer.parseInt(owner[1]));
  }
}
