package dev.slipway.dockerfile.check;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.Collectors;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ShellScriptTest {
  /** Each command in brackets, words with bars between them; a dollar sign before words in which variables stand. */
  private static String commands(String script) {
    return ShellScript.parse(script, true).commands().stream()
        .map(command -> command.words().stream().map(word -> (word.literal() ? "" : "$") + word.text())
            .collect(Collectors.joining("|", "[", "]")))
        .collect(Collectors.joining(" "));
  }

  @ParameterizedTest
  @CsvSource(delimiter = '§', ignoreLeadingAndTrailingWhitespace = true, value = {
      "a b c § [a|b|c]",
      "a && b || c; d & e | f |& g § [a] [b] [c] [d] [e] [f] [g]",
      "a 'b c' \"d e\"f\\ g § [a|b c|d ef g]",
      "echo 'a && b; c | d' # && e § [echo|a && b; c | d]",
      "echo a#b '#c' § [echo|a#b|#c]",
      "echo \"a \\\" \\$b \\n\" § [echo|a \" $b \\n]",
      "echo $a ${b:-\"} x\"} $((1 + (2))) ${c} $ § [echo|$$a|$${b:-\"} x\"}|$$((1 + (2)))|$${c}|$]",
      "echo $(curl -s \"x)\" | sh) `a \\`b\\`` § [echo|$$(curl -s \"x)\" | sh)|$`a \\`b\\``] [curl|-s|x)] [sh] [b] [a|$`b`]",
      "A=1 B='x y' make C=2 § [make|C=2]",
      "A=$(curl x) § [] [curl|x]",
      "a > b 2>&1 < c >> d 2>/dev/null &> e § [a]",
      "> a b § [b]",
      "(a; b) && { c; } § [a] [b] [c]",
      "if a; then b; elif c; then d; else e; fi && f § [a] [b] [c] [d] [e] [f]",
      "for x in a b $c; do d $x; done; e § [d|$$x] [e]",
      "while read -r x; do a; done < b § [read|-r|x] [a]",
      "until a; do b; done § [a] [b]",
      "case \"$x\" in a|b) c ;; (d) e; f ;; *) g;; esac; h § [c] [e] [f] [g] [h]",
      "case x in esac § ''",
      "f() { a; }; f § [a] [f]",
      "[[ -f a && b < c ]] || d § [d]",
      "[ -f a ] && b § [[|-f|a|]] [b]",
      "! a && time b § [a] [time|b]",
      "bash <(curl x) § [bash|$<(curl x)] [curl|x]",
      "echo if then fi do § [echo|if|then|fi|do]",
      "echo \"a $'b'\" § [echo|a $'b']",
      "echo $'a\\'b' c § [echo|$$'a\\'b'|c]",
  })
  void commandsAreTakenApart(String script, String expected) {
    assertThat(commands(script)).isEqualTo(expected);
  }

  @ParameterizedTest
  @ValueSource(strings = {"echo 'a", "echo \"a", "echo $(a", "echo `a", "echo ${a", "a=(b c)", "((a++))", "(a", "a)", "{ a", "if a; then b",
      "done",
      "case x a) b;; esac", "select x in a; do b; done", "function f { a; }", "coproc a", "[[ a", "cat <<EOF\na", "a >", "(a) b", "echo \\",
      "a (b)"})
  void aScriptThatIsNotUnderstoodHasNoCommands(String script) {
    assertThat(ShellScript.parse(script, true).commands()).isEmpty();
    assertThat(ShellScript.parse(script, true).isExtensible()).isFalse();
  }

  @ParameterizedTest
  @CsvSource(delimiter = '§', value = {"a \\¶  b § [a|b]", "a\\¶b § [ab]", "a¶b¶ § [a] [b]", "a # c¶b § [a] [b]",
      "cat <<EOF && b¶rm $(x)¶EOF¶c § [cat] [b] [c]", "cat <<-'E F'¶\tx¶\tE F¶b § [cat] [b]", "a <<A <<B¶1¶A¶2¶B¶b § [a] [b]",
      "a <<< b && c § [a] [c]", "if a¶then b¶fi¶ § [a] [b]", "case x in¶ a) b¶ ;;¶ esac § [b]", "a &&¶ b § [a] [b]", "f()¶{¶ a¶}¶ § [a]"})
  void linesAndTextsAreRead(String script, String expected) {
    assertThat(commands(script.replace('¶', '\n'))).isEqualTo(expected.strip());
  }

  @ParameterizedTest
  @CsvSource(delimiter = '§', value = {"a && b § true", "a; b § true", "a | b § true", "(a) § true", "a > b § true", "a & § false",
      "a; § false",
      "a # b § false", "if a; then b; fi § true", "a <<E¶b¶E¶ § false", "a \\¶ # b § false"})
  void whatCanBeGoneOnWithIsKnown(String script, boolean expected) {
    assertThat(ShellScript.parse(script.strip().replace('¶', '\n'), true).isExtensible()).isEqualTo(expected);
  }

  @ParameterizedTest
  @CsvSource({"sudo apt-get update, apt-get", "/usr/bin/apt-get update, apt-get", "sudo -E -u root env A=1 apk add x, apk",
      "exec nice -n 5 a, a",
      "timeout 5 a b, a", "sudo, sudo", "A=1 b, b", "time make, make"})
  void wrappersAreLeftOut(String script, String program) {
    assertThat(ShellScript.parse(script, true).commands().get(0).program()).contains(program);
  }

  @Property(seed = "1", tries = 2000)
  void anyTextIsReadQuicklyAndPositionsFit(@ForAll("scripts") String script) {
    for (ShellCommand command : ShellScript.parse(script, true).commands()) {
      for (ShellWord word : command.words()) {
        assertThat(word.start()).isLessThanOrEqualTo(word.end());
        if (!command.inner()) {
          assertThat(word.end()).isLessThanOrEqualTo(script.length());
          assertThat(word.quoted() || !word.literal() || script.substring(word.start(), word.end()).replace("\\\n", "").equals(word.text()))
              .isTrue();
        }
      }
    }
  }

  @Provide
  Arbitrary<String> scripts() {
    return Arbitraries
        .of(List.of("a", "b ", " ", "'", "\"", "$(", ")", "(", "`", "${", "}", "{ ", "\\", "\n", ";", "&&", "|", "<<E", "E", ">", "if ",
            "then ", "fi", "case ", "in ", "esac", "for ", "do ", "done", "$x", "#", "<(", "$((", "))", "[[ ", "]]", "="))
        .list().ofMaxSize(30)
        .map(parts -> String.join("", parts));
  }
}
