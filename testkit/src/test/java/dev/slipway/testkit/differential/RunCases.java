package dev.slipway.testkit.differential;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSet;
import dev.slipway.image.Stage;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * All cases with RUN. What a command sees, it writes into a file; so that what a container would see is all that needs
 * comparing. Cases whose names begin with {@value #FAILING} are refused by both sides, all others are built.
 */
final class RunCases {
  static final String FAILING = "run-fails/";

  /** Cases on Debian. */
  static final String DEBIAN = "run-debian/";

  private RunCases() {}

  static ImmutableList<Case> all() {
    return Stream.of(RunFileCases.all(), RunTypeCases.all(), RunUserCases.all(), RunVariableCases.all(), RunCommandCases.all(),
        RunProcessCases.all(), RunMountCases.all(), RunCacheCases.all(), RunSecretCases.all(), RunDebianCases.all())
        .flatMap(ImmutableList::stream).collect(ImmutableList.toImmutableList());
  }

  /** The groups, as the names of the cases begin. */
  static ImmutableSet<String> groups() {
    return all().stream().map(test -> test.name().substring(0, test.name().indexOf('/') + 1)).collect(ImmutableSet.toImmutableSet());
  }

  static Stage busybox() {
    return Stage.from(RunBases.base(RunBases.BUSYBOX));
  }

  /** Lines that the shell of the busybox base runs, each in a step of its own. */
  static Case lines(String name, String... lines) {
    return on(RunBases.BUSYBOX, name, lines);
  }

  /** The same on another base. */
  static Case on(String base, String name, String... lines) {
    List<String> text = new ArrayList<>(List.of("FROM " + base));
    for (String line : lines) {
      text.add("RUN " + line);
    }
    return Case.named(name).dockerfile(text.toArray(String[]::new)).stage(() -> {
      Stage stage = Stage.from(RunBases.base(base));
      for (String line : lines) {
        stage = stage.run(line);
      }
      return stage;
    });
  }

  /** As {@link #lines}, with a first instruction that is no RUN. */
  static Case after(String instruction, Stage stage, String name, String... lines) {
    List<String> text = new ArrayList<>(List.of("FROM " + RunBases.BUSYBOX, instruction));
    for (String line : lines) {
      text.add("RUN " + line);
    }
    return Case.named(name).dockerfile(text.toArray(String[]::new)).stage(() -> {
      Stage longer = stage;
      for (String line : lines) {
        longer = longer.run(line);
      }
      return longer;
    });
  }
}
