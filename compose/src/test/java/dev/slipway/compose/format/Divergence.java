package dev.slipway.compose.format;

import com.google.common.base.CharMatcher;
import java.math.BigDecimal;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** Where the package means another result than the reference implementation; each has a row in the package documentation. */
enum Divergence {
  /** Without a line break at the end of the file, the name is read as the value of an empty name. */
  NAME_AT_THE_END_OF_A_FILE("dotenv") {
    @Override
    boolean explains(FunctionCase row, Optional<?> ours) {
      String last = row.input().substring(row.input().lastIndexOf('\n') + 1);
      boolean twoNames = last.strip().indexOf(' ') >= 0;
      return !last.isEmpty() && row.map().containsKey("")
          && (ours.isEmpty() ? twoNames : without(row.map(), "").equals(without(ours.get(), row.map().get(""))));
    }
  },
  /** A value without a name. */
  VALUE_WITHOUT_A_NAME("dotenv") {
    @Override
    boolean explains(FunctionCase row, Optional<?> ours) {
      return ours.isPresent() && row.map().containsKey("") && without(row.map(), "").equals(ours.get())
          && CharMatcher.anyOf("=:").matchesAnyOf(row.input());
    }
  },
  /** Ports of a range sorted as numbers. */
  ORDER_OF_A_RANGE("ports") {
    @Override
    boolean explains(FunctionCase row, Optional<?> ours) {
      return ours.isPresent() && row.yaml() instanceof List<?> theirs && ours.get() instanceof List<?> list && theirs.size() == list.size()
          && new HashSet<>(theirs).equals(new HashSet<>(list));
    }
  },
  /** A volume of one letter. */
  VOLUME_OF_ONE_LETTER("volume") {
    @Override
    boolean explains(FunctionCase row, Optional<?> ours) {
      String text = row.input();
      return text.length() > 2 && Character.isLetter(text.charAt(0)) && text.charAt(1) == ':' && text.charAt(2) != '\\'
          && (ours.isEmpty() || ours.get() instanceof Map<?, ?> mount && text.substring(0, 1).equals(mount.get("source")));
    }
  },
  /** A variable that is not closed. */
  OPEN_VARIABLE_IN_A_MOUNT("volume") {
    @Override
    boolean explains(FunctionCase row, Optional<?> ours) {
      int open = 0;
      for (int i = 0; i < row.input().length(); i++) {
        open += row.input().startsWith("${", i) ? 1 : row.input().charAt(i) == '}' && open > 0 ? -1 : 0;
      }
      return open > 0;
    }
  },
  /** A null character. */
  NULL_CHARACTER_IN_A_MOUNT("volume") {
    @Override
    boolean explains(FunctionCase row, Optional<?> ours) {
      return ours.isEmpty() && row.input().indexOf('\0') >= 0;
    }
  },
  /** An amount of bytes beyond 64 bits. */
  AMOUNT_BEYOND_64_BITS("bytes") {
    @Override
    boolean explains(FunctionCase row, Optional<?> ours) {
      String number = CharMatcher.inRange('0', '9').or(CharMatcher.is('.')).retainFrom(row.input());
      String unit = CharMatcher.inRange('a', 'z').retainFrom(row.input().toLowerCase(Locale.ROOT));
      int power = unit.isEmpty() ? 0 : "kmgtp".indexOf(unit.charAt(0)) + 1;
      // the reference implementation counts in doubles
      return ours.isEmpty() && new BigDecimal(number).multiply(BigDecimal.valueOf(1L << 10 * power)).doubleValue() >= 0x1p63;
    }
  },
  /** Two letters that have small ones of ASCII. */
  LETTERS_OUTSIDE_ASCII_IN_A_NAME("substitute", "dotenv") {
    @Override
    boolean explains(FunctionCase row, Optional<?> ours) {
      return row.input().indexOf('\u017F') >= 0 || row.input().indexOf('\u212A') >= 0;
    }
  },
  /** Bounds of depth, count and length. */
  BOUNDS("substitute", "dotenv") {
    @Override
    boolean explains(FunctionCase row, Optional<?> ours) {
      return ours.isEmpty() && (count(row.input(), "${") > TemplateScan.DEEPEST || row.input().length() > TemplateRun.LONGEST);
    }
  };

  private final List<String> operations;

  Divergence(String... operations) {
    this.operations = List.of(operations);
  }

  /**
   * Whether this is why the result differs from one that is no error.
   *
   * @param ours what the package gives; empty for an error
   */
  abstract boolean explains(FunctionCase row, Optional<?> ours);

  boolean concerns(FunctionCase row) {
    return operations.contains(row.operation()) && row.expected().isPresent();
  }

  /** The name of its row. */
  String id() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  private static Map<?, ?> without(Object map, String key) {
    Map<Object, Object> rest = new HashMap<>((Map<?, ?>) map);
    rest.remove(key);
    return rest;
  }

  private static int count(String text, String part) {
    int count = 0;
    for (int i = text.indexOf(part); i >= 0; i = text.indexOf(part, i + 1)) {
      count++;
    }
    return count;
  }
}
