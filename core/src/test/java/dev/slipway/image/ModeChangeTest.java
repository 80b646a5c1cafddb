package dev.slipway.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.slipway.InvalidValueException;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ModeChangeTest {
  private static final int CASES = 800;

  /** One mode, applied to a file or directory with another. */
  private record Case(int before, String change, boolean directory) {
    String line() {
      String make = directory ? "mkdir f" : ": >f";
      // five digits: with fewer, chmod keeps the set-id bits of directories
      return String.format(Locale.ROOT, "%s; chmod -- 0%04o f; chmod -- '%s' f; stat -c %%a f; rm -rf f%n", make, before, change);
    }
  }

  @ParameterizedTest
  @CsvSource(delimiter = ';', value = {"0755;0;755", "7777;0;7777", "0;7777;0", "0000000755;0;755", "u=rwX,go=rX;600;644",
      "u=rwX,go=rX;700;755", "+x;644;755",
      "a-w;777;555", "g=u;640;660",
      "u+s;755;4755", "o+t;755;1755", "o=rx;1777;775", "-x+X;755;644", "=;7777;0", "u=;4755;55", "o+s;0;0", "u+t;0;0"})
  void aModeOfAFileIsSetOrChanged(String change, String before, String after) {
    assertThat(Integer.toOctalString(ModeChange.parse(change).apply(Integer.parseInt(before, 8), false))).isEqualTo(after);
  }

  @Test
  void aDirectoryIsSearchableWithCapitalXAndKeepsItsSetIdBits() {
    assertThat(ModeChange.parse("a=rX").apply(0700, true)).isEqualTo(0555);
    assertThat(ModeChange.parse("g=rx").apply(02770, true)).isEqualTo(02750);
    assertThat(ModeChange.parse("0755").apply(02770, true)).isEqualTo(0755);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "8", "10000", "77777", "999999999999", "0o755", "0x1", "u", "ugo", "rwx", "u=rwx,", ",u=r", "u=rwx,,g=r",
      "u=gx", "u=xg", "z+x", "u+z",
      "u=755", "u +x", "+x ", "755 ", "-1", "0755,u+x"})
  void whatIsNoModeIsRefused(String text) {
    assertThatThrownBy(() -> ModeChange.parse(text)).isInstanceOf(InvalidValueException.class).hasMessageContaining("'" + text + "'");
  }

  @Test
  void changesAreThoseOfChmod(@TempDir Path directory) throws Exception {
    String problem = isGnu() ? "" : "GNU chmod and stat are not on this machine: mode changes are NOT compared with them";
    if (!problem.isEmpty() && "1".equals(System.getenv("SLIPWAY_REQUIRE_TOOLS"))) {
      throw new AssertionError(problem);
    }
    assumeTrue(problem.isEmpty(), problem);
    List<Case> cases = cases(new Random(20_260_101));
    Path script = Files.writeString(directory.resolve("script"), "umask 0\n" + String.join("", cases.stream().map(Case::line).toList()));
    List<String> answers = run(directory, "sh", script.toString());
    List<String> wrong = new ArrayList<>();
    assertThat(answers).hasSize(CASES);
    for (int i = 0; i < CASES; i++) {
      Case one = cases.get(i);
      String ours = Integer.toOctalString(ModeChange.parse(one.change()).apply(one.before(), one.directory()));
      if (!ours.equals(answers.get(i))) {
        wrong.add(String.format(Locale.ROOT, "%s gives %s, not %s", one, ours, answers.get(i)));
      }
    }
    assertThat(wrong).isEmpty();
  }

  private static List<Case> cases(Random random) {
    List<Case> cases = new ArrayList<>();
    while (cases.size() < CASES) {
      boolean octal = random.nextInt(5) == 0;
      String change = octal ? String.format(Locale.ROOT, "0%04o", random.nextInt(010000)) : symbolic(random);
      cases.add(new Case(random.nextInt(010000), change, random.nextBoolean()));
    }
    return cases;
  }

  private static String symbolic(Random random) {
    List<String> clauses = new ArrayList<>();
    for (int i = random.nextInt(3); i >= 0; i--) {
      StringBuilder clause = new StringBuilder(some(random, "ugoa", 3));
      for (int j = random.nextInt(3); j >= 0; j--) {
        clause.append("+-=".charAt(random.nextInt(3)))
            .append(random.nextInt(4) == 0 ? "" + "ugo".charAt(random.nextInt(3)) : some(random, "rwxXst", 4));
      }
      clauses.add(clause.toString());
    }
    return String.join(",", clauses);
  }

  private static String some(Random random, String letters, int most) {
    StringBuilder text = new StringBuilder();
    for (int i = random.nextInt(most + 1); i > 0; i--) {
      text.append(letters.charAt(random.nextInt(letters.length())));
    }
    return text.toString();
  }

  private static boolean isGnu() throws Exception {
    boolean linux = System.getProperty("os.name").equals("Linux") && new File("/bin/sh").canExecute();
    return linux && String.join(" ", run(Path.of("/"), "sh", "-c", "chmod --version; stat --version")).contains("GNU coreutils");
  }

  private static List<String> run(Path directory, String... command) throws IOException, InterruptedException {
    Process process = new ProcessBuilder(command).directory(directory.toFile()).redirectErrorStream(true).start();
    List<String> lines = process.inputReader().lines().toList();
    assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
    return lines;
  }
}
