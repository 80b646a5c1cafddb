package dev.slipway.dockerfile.check;

import com.google.common.collect.ImmutableSet;
import dev.slipway.dockerfile.Arguments;
import dev.slipway.dockerfile.Statement;
import dev.slipway.dockerfile.Token;
import dev.slipway.image.Word;
import java.util.Locale;
import java.util.Optional;

/** How {@code EXPOSE} writes ports. */
final class PortRules {
  private static final ImmutableSet<String> PROTOCOLS = ImmutableSet.of("tcp", "udp", "sctp");

  private final CheckedFile checked;

  PortRules(CheckedFile checked) {
    this.checked = checked;
  }

  void check(Statement statement, StageState state) {
    if (statement.arguments() instanceof Arguments.Words words) {
      for (Token token : words.words()) {
        Optional<Word> word = checked.file().word(token.text());
        if (word.isPresent() && state.variables().knows(word.get())) {
          checked.file().words(token.text(), state.variables().values())
              .ifPresent(ports -> ports.forEach(port -> port(statement, token, port, state)));
        }
      }
    }
  }

  private void port(Statement statement, Token token, String port, StageState state) {
    int colon = port.lastIndexOf(':');
    String container = port.substring(colon + 1);
    int slash = container.indexOf('/');
    String protocol = slash < 0 ? "" : container.substring(slash + 1);
    String lower = protocol.toLowerCase(Locale.ROOT);
    boolean known = slash < 0 || slash > 0 && (lower.isEmpty() || PROTOCOLS.contains(lower));
    if (!known || container.isEmpty()) {
      // no port at all, which the file's problems tell
      return;
    }
    boolean literal = token.text().equals(port);
    if (!protocol.equals(lower)) {
      String wanted = port.substring(0, port.length() - protocol.length()) + lower;
      add(BuildkitRules.EXPOSE_PROTO_CASING, statement, token, state, "the protocol of '" + port + "' has capitals",
          "write '" + wanted + "'",
          literal ? Optional.of(Edit.Text.of("write '" + wanted + "'", token.span(), wanted)) : Optional.empty());
    }
    if (!port.substring(0, Math.max(colon, 0)).replace(":", "").isEmpty()) {
      add(BuildkitRules.EXPOSE_INVALID_FORMAT, statement, token, state, "'" + port + "' has an address or a port of the host",
          "write '" + container + "'",
          literal ? Optional.of(Edit.Text.of("write '" + container + "'", token.span(), container)) : Optional.empty());
    }
  }

  private void add(Rule rule, Statement statement, Token token, StageState state, String message, String fix,
      Optional<? extends Edit> edit) {
    Finding finding = Finding.of(rule, checked.place(statement, token.span()), message, fix);
    StageRules.add(checked, state, statement, edit.isPresent() ? finding.withEdit(edit.get()) : finding);
  }
}
