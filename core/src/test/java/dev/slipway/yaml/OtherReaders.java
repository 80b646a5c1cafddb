package dev.slipway.yaml;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.schema.CoreSchema;
import org.yaml.snakeyaml.LoaderOptions;

/** Other readers of YAML, with their usual settings. */
final class OtherReaders {
  private static final int MOST = 64 << 20;
  private static final YAMLMapper JACKSON = new YAMLMapper(YAMLFactory.builder().loaderOptions(options()).build());
  /** Reads a list of texts from standard input and prints what each says, tagged by its type. */
  private static final String PYTHON = """
      import json, sys, yaml
      def tagged(v):
          if isinstance(v, dict):
              return {"m": [[tagged(k), tagged(x)] for k, x in v.items()]}
          if isinstance(v, list):
              return {"l": [tagged(x) for x in v]}
          if isinstance(v, bool):
              return {"b": v}
          if v is None:
              return {"n": None}
          if isinstance(v, int):
              return {"i": str(v)}
          if isinstance(v, float):
              return {"f": repr(v)}
          if isinstance(v, str):
              return {"s": v}
          return {"other": str(type(v))}
      loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader) if sys.argv[1] == "c" else yaml.SafeLoader
      out = []
      for text in json.load(sys.stdin):
          try:
              out.append(tagged(yaml.load(text, Loader=loader)))
          except Exception as e:
              out.append({"error": str(e)})
      json.dump(out, sys.stdout)
      """;

  private OtherReaders() {}

  private static LoaderOptions options() {
    LoaderOptions options = new LoaderOptions();
    options.setCodePointLimit(MOST);
    return options;
  }

  static Object engine(String text) {
    return new Load(LoadSettings.builder().setSchema(new CoreSchema()).setCodePointLimit(MOST).build()).loadFromString(text);
  }

  static Object jackson(String text) {
    try {
      return JACKSON.readValue(text, Object.class);
    } catch (IOException malformed) {
      throw new UncheckedIOException(text, malformed);
    }
  }

  /** What PyYAML makes of each text: an object with one member, whose name is the type. */
  static JsonNode python(List<String> texts, boolean libyaml) {
    ObjectMapper json = new ObjectMapper();
    try {
      Process process = new ProcessBuilder("python3", "-c", PYTHON, libyaml ? "c" : "python").redirectError(ProcessBuilder.Redirect.INHERIT)
          .start();
      Thread writer = Thread.ofVirtual().start(() -> send(process, texts, json));
      JsonNode out;
      try (InputStream in = process.getInputStream()) {
        byte[] bytes = in.readAllBytes();
        out = bytes.length == 0 ? json.missingNode() : json.readTree(bytes);
      }
      writer.join();
      boolean ended = process.waitFor(1, TimeUnit.MINUTES) && process.exitValue() == 0;
      if (!ended && "1".equals(System.getenv("SLIPWAY_REQUIRE_TOOLS"))) {
        throw new AssertionError("python3 with PyYAML is needed (Debian: python3-yaml)");
      }
      assumeTrue(ended, "python3 has no PyYAML: what is written is NOT compared with how it reads");
      return out;
    } catch (IOException missing) {
      if ("1".equals(System.getenv("SLIPWAY_REQUIRE_TOOLS"))) {
        throw new AssertionError("python3 with PyYAML is needed (Debian: python3-yaml)", missing);
      }
      assumeTrue(false, "there is no python3: what is written is NOT compared with how PyYAML reads it");
      throw new UncheckedIOException(missing);
    } catch (InterruptedException interrupted) {
      throw new AssertionError(interrupted);
    }
  }

  private static void send(Process process, List<String> texts, ObjectMapper json) {
    try (OutputStream out = process.getOutputStream()) {
      out.write(json.writeValueAsString(texts).getBytes(UTF_8));
    } catch (IOException closed) {
      // it ended before it read everything, which its status tells
      throw new UncheckedIOException(closed);
    }
  }
}
