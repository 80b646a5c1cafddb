package dev.slipway.dockerfile.check;

import com.google.common.collect.ImmutableSet;
import dev.slipway.dockerfile.Arguments;
import dev.slipway.dockerfile.Keyword;
import dev.slipway.dockerfile.Statement;
import dev.slipway.dockerfile.Token;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/** What stages are called, in all of a file. */
final class StageNameRules {
  private static final ImmutableSet<String> RESERVED = ImmutableSet.of("scratch", "context");

  private final CheckedFile checked;
  private final Set<String> names = new HashSet<>();

  StageNameRules(CheckedFile checked) {
    this.checked = checked;
  }

  void check() {
    for (Statement statement : checked.file().statements()) {
      if (statement.keyword() == Keyword.FROM && statement.arguments() instanceof Arguments.Words words) {
        check(statement, words.words());
      }
    }
  }

  private void check(Statement from, List<Token> words) {
    if (words.size() >= 3) {
      as(from, words.get(1));
    }
    if (words.size() == 3) {
      name(from, words.get(2));
    }
  }

  private void as(Statement from, Token as) {
    String keyword = from.keywordToken().text();
    boolean lower = SpellingRules.isLower(keyword);
    boolean consistent = lower || SpellingRules.isUpper(keyword);
    boolean right = lower ? SpellingRules.isLower(as.text()) : SpellingRules.isUpper(as.text());
    if (consistent && !right) {
      String wanted = lower ? as.text().toLowerCase(Locale.ROOT) : as.text().toUpperCase(Locale.ROOT);
      checked.add(BuildkitRules.FROM_AS_CASING, from, as.span(), "'" + as + "' is written otherwise than '" + keyword + "'",
          "write '" + wanted + "'", Optional.of(Edit.Text.of("write '" + wanted + "'", as.span(), wanted)));
    }
  }

  private void name(Statement from, Token token) {
    String name = token.text().toLowerCase(Locale.ROOT);
    if (!token.text().equals(name)) {
      checked.add(BuildkitRules.STAGE_NAME_CASING, from, token.span(), "the name '" + token + "' has capitals", "write '" + name + "'",
          Optional.of(Edit.Text.of("write '" + name + "'", token.span(), name)));
    }
    if (RESERVED.contains(name)) {
      checked.add(BuildkitRules.RESERVED_STAGE_NAME, from, token.span(),
          "a stage cannot well be called '" + name + "', which means something else",
          "give the stage another name");
    }
    if (!names.add(name)) {
      checked.add(BuildkitRules.DUPLICATE_STAGE_NAME, from, token.span(), "another stage above is called '" + name + "' too",
          "give each stage a name of its own");
    }
  }
}
