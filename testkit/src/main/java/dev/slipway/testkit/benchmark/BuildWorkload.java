package dev.slipway.testkit.benchmark;

import com.google.common.collect.ImmutableList;
import dev.slipway.image.Base;
import dev.slipway.image.Command;
import dev.slipway.image.Healthcheck;
import dev.slipway.image.Image;
import dev.slipway.image.Stage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Locale;

/**
 * An image with {@code RUN} steps on a Debian base, as a Dockerfile and as a value. Each variant differs from the others in
 * one input.
 */
enum BuildWorkload {
  /** Two stages that wait half a second and write 2,000 files each, and one that takes the files of both. */
  W4("three stages, two of them `sleep 0.5` and 2,000 files", 0.6, 0.75) {
    @Override
    void write(Path directory, int variant) throws IOException {
      Files.writeString(directory.resolve("a.in"), "input a\n");
      Files.writeString(directory.resolve("b.in"), "input b " + variant + "\n");
      Files.writeString(directory.resolve("Dockerfile"), String.join("\n",
          "ARG BASE", "FROM ${BASE} AS a", "COPY a.in /a.in", "RUN " + files("a"),
          "FROM ${BASE} AS b", "COPY b.in /b.in", "RUN " + files("b"),
          "FROM ${BASE}", "COPY --from=a /out /opt/a", "COPY --from=b /out /opt/b", "RUN " + LIST,
          "USER 1000:1000", "HEALTHCHECK --interval=30s CMD [\"/bin/true\"]", ""));
    }

    @Override
    Image image(Base base, int variant) {
      Stage a = Stage.from(base).named("a").copy("a.in", "/a.in").run(files("a"));
      Stage b = Stage.from(base).named("b").copy("b.in", "/b.in").run(files("b"));
      return Stage.from(base).copy(a.file("/out"), "/opt/a").copy(b.file("/out"), "/opt/b").run(LIST).user(1000, 1000)
          .healthcheck(Healthcheck.command(Command.exec("/bin/true")).every(Duration.ofSeconds(30))).toImage();
    }
  },

  /** Twenty steps that do next to nothing. */
  W5("20 x `RUN touch`", 0.35, 0.3) {
    @Override
    void write(Path directory, int variant) throws IOException {
      StringBuilder text = new StringBuilder("ARG BASE\nFROM ${BASE}\n");
      steps(variant).forEach(step -> text.append("RUN ").append(step).append('\n'));
      Files.writeString(directory.resolve("Dockerfile"), text);
    }

    @Override
    Image image(Base base, int variant) {
      Stage stage = Stage.from(base);
      for (String step : steps(variant)) {
        stage = stage.run(step);
      }
      return stage.toImage();
    }
  };

  static final ImmutableList<BuildWorkload> ALL = ImmutableList.copyOf(values());

  private static final String LIST = "ls /opt/a > /opt/list && ls /opt/b >> /opt/list";
  private static final int STEPS = 20;
  private static final int EDITED_STEP = 11;
  private static final double UNCHANGED_TARGET = 0.25;
  private static final double EXPORT_TARGET = 0.25;

  private final String title;
  private final double coldTarget;
  private final double editedTarget;

  BuildWorkload(String title, double coldTarget, double editedTarget) {
    this.title = title;
    this.coldTarget = coldTarget;
    this.editedTarget = editedTarget;
  }

  /** Writes the context, the Dockerfile in it included. */
  abstract void write(Path directory, int variant) throws IOException;

  /** The same as the Dockerfile. */
  abstract Image image(Base base, int variant);

  String description() {
    return name() + ": " + title;
  }

  /** The part of BuildKit's time that a phase should take at most. */
  double target(BuildPhase phase) {
    return switch (phase) {
      case COLD -> coldTarget;
      case EXPORT -> EXPORT_TARGET;
      case UNCHANGED -> UNCHANGED_TARGET;
      case EDITED -> editedTarget;
    };
  }

  private static String files(String stage) {
    return "sleep 0.5; mkdir -p /out; cd /out; i=0; while [ $i -lt 2000 ]; do [ $((i%50)) = 0 ] && mkdir d$i && cd d$i; echo \"stage "
        + stage + " file $i with a line of text in it\" > f$i; [ $((i%50)) = 49 ] && cd ..; i=$((i+1)); done";
  }

  private static ImmutableList<String> steps(int variant) {
    ImmutableList.Builder<String> steps = ImmutableList.builder();
    for (int step = 1; step <= STEPS; step++) {
      // what comes of the edited step is another file too: from an equal one on, nothing would have to be done again
      steps.add(String.format(Locale.ROOT, "touch /t%02d", step) + (step == EDITED_STEP ? "; echo " + variant + " > /edited" : ""));
    }
    return steps.build();
  }
}
