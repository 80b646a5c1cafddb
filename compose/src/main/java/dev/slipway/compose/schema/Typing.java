package dev.slipway.compose.schema;

import dev.slipway.compose.format.Cast;
import dev.slipway.compose.format.Parsed;
import dev.slipway.compose.tree.Findings;
import dev.slipway.compose.tree.TreePath;
import dev.slipway.yaml.YamlScalar;
import java.util.Optional;

/** What a string is read as where a number or a truth value is meant, so that variables can stand for those. */
enum Typing {
  /** True or false, in the words of YAML 1.1 as well. */
  TRUTH {
    @Override
    Optional<YamlScalar> read(YamlScalar value, TreePath path, Findings findings) {
      return TextFindings.value(Cast.toBoolean(value.text()), value, path, findings).map(YamlScalar::of);
    }
  },
  /** A whole number of 64 bits in decimal digits. */
  WHOLE {
    @Override
    Optional<YamlScalar> read(YamlScalar value, TreePath path, Findings findings) {
      return TextFindings.value(Cast.toInteger(value.text()), value, path, findings).map(YamlScalar::of);
    }
  },
  /** A finite number, perhaps with a fraction or an exponent. */
  NUMBER {
    @Override
    Optional<YamlScalar> read(YamlScalar value, TreePath path, Findings findings) {
      Parsed<Long> whole = Cast.toInteger(value.text());
      if (whole.isValid()) {
        return whole.value().map(YamlScalar::of);
      }
      Optional<Double> number = TextFindings.value(Cast.toDecimal(value.text()), value, path, findings);
      if (number.filter(parsed -> parsed.isInfinite() || parsed.isNaN()).isPresent()) {
        findings.error(path, value, Shown.text(value) + " is no finite number", "write digits, such as '0.5'");
        return Optional.empty();
      }
      return number.map(parsed -> YamlScalar.number(value.text(), parsed));
    }
  };

  /** What a string means; tells what is wrong with it if it means nothing. */
  abstract Optional<YamlScalar> read(YamlScalar value, TreePath path, Findings findings);
}
