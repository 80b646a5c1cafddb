package dev.slipway.testkit.quickstart;

import dev.slipway.SlipwayException;
import dev.slipway.build.BuildOptions;
import dev.slipway.build.BuiltImage;
import dev.slipway.build.ConsoleProgress;
import dev.slipway.build.Context;
import dev.slipway.build.Engine;
import dev.slipway.dockerfile.DockerfileText;
import dev.slipway.dockerfile.DockerfileWriter;
import dev.slipway.dockerfile.IgnoreFile;
import dev.slipway.image.Image;
import dev.slipway.image.OciArchive;
import dev.slipway.image.OciLayout;
import dev.slipway.layer.Layer;
import dev.slipway.oci.Descriptor;
import dev.slipway.registry.Pushed;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;

/**
 * Builds an image of a directory, by its Dockerfile if it has one: no Docker, no network but for bases in registries, and, as
 * long as there is no RUN, no root. Writes an OCI layout, an OCI archive, the Dockerfile that
 * says the same and its ignore file; prints the layers and what was rebuilt and why. Its settings are system properties.
 */
public final class Quickstart {
  private static final String NAME = "quickstart";

  private final Settings settings;
  private final PrintStream out;

  private Quickstart(Settings settings, PrintStream out) {
    this.settings = settings;
    this.out = out;
  }

  /** Runs it; the only argument is the directory of the sample. Ends with 1 and a message if the image cannot be built. */
  public static void main(String[] arguments) {
    PrintStream out = new PrintStream(System.out, true, StandardCharsets.UTF_8);
    try {
      var unused = run(System.getProperties(), Path.of(arguments.length > 0 ? arguments[0] : "src/sample"), out);
    } catch (SlipwayException | IOException failure) {
      out.println("error: " + failure.getMessage());
      System.exit(1);
    }
  }

  static BuiltImage run(Properties properties, Path sample, PrintStream out) throws IOException {
    return new Quickstart(Settings.of(properties, sample), out).run();
  }

  private BuiltImage run() throws IOException {
    Optional<Path> dockerfile = settings.dockerfile();
    IgnoreFile ignore = dockerfile.isPresent() ? FileImage.ignoreFile(dockerfile.get()) : DirectoryImage.ignoreFile(settings.directory());
    Image image = dockerfile.isPresent() ? FileImage.of(settings, dockerfile.get()) : DirectoryImage.of(settings, ignore);
    dockerfile.ifPresent(file -> out.print(FileImage.findings(settings, file)));
    Files.createDirectories(settings.output());
    out.println("building " + settings.directory().toRealPath());
    try (Engine engine = Engine.open(settings.store())) {
      Context context = Context.of(settings.directory()).ignoring(ignore);
      BuiltImage built = engine.build(image, context, options());
      Path layout = settings.output().resolve("layout");
      Path archive = settings.output().resolve("image.tar");
      Descriptor manifest = built.writeTo(OciLayout.at(layout).named(NAME));
      var unused = built.writeTo(OciArchive.at(archive).named(NAME));
      writeDockerfile(image, ignore);
      print(built, manifest);
      settings.push().ifPresent(name -> print(built.push(name)));
      return built;
    }
  }

  private BuildOptions options() {
    BuildOptions options = BuildOptions.defaults().progress(ConsoleProgress.on(out));
    for (Map.Entry<String, String> argument : settings.arguments().entrySet()) {
      options = options.argument(argument.getKey(), argument.getValue());
    }
    return options;
  }

  private void print(Pushed pushed) {
    pushed.written().forEach(name -> out.println("pushed    " + name.familiar()));
    pushed.unchanged().forEach(name -> out.println("unchanged " + name.familiar()));
    out.println(
        String.format(Locale.ROOT, "blobs     %d sent (%,d bytes), %d mounted, %d there before", pushed.sent().size(), pushed.bytes(),
            pushed.mounted().size(), pushed.existing().size()));
  }

  private void writeDockerfile(Image image, IgnoreFile ignore) throws IOException {
    DockerfileText dockerfile = DockerfileWriter.write(image);
    Files.writeString(settings.output().resolve("Dockerfile"), dockerfile.text());
    Files.writeString(settings.output().resolve(IgnoreFile.NAME), ignore.text());
  }

  private void print(BuiltImage built, Descriptor manifest) {
    out.println();
    out.println("layers");
    for (Layer layer : built.layers()) {
      out.println(String.format(Locale.ROOT, "  %s  %,12d bytes", layer.diffId(), layer.size()));
    }
    out.println();
    out.print(built.report().table());
    out.println();
    out.println("image     " + built.digest());
    out.println("manifest  " + manifest.digest());
    for (String file : new String[]{"layout", "image.tar", "Dockerfile", IgnoreFile.NAME}) {
      out.println("wrote     " + settings.output().resolve(file).toAbsolutePath().normalize());
    }
  }
}
