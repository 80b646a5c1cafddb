package dev.slipway.testkit.registry;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.Sets;
import com.google.common.hash.Hashing;
import dev.slipway.image.SecretValue;
import dev.slipway.registry.Timeline;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;

/** The tokens that were given out. */
final class TokenIssuer {
  /** Counted over all registries, so that no two of them give out the same token. */
  private static final AtomicLong ISSUED = new AtomicLong();

  private final Timeline timeline;
  private final Map<String, Token> tokens = new ConcurrentHashMap<>();
  private final Map<String, Account> refreshTokens = new ConcurrentHashMap<>();

  TokenIssuer(Timeline timeline) {
    this.timeline = timeline;
  }

  /** A token that is valid at present, with what was asked for and what of it may be done. */
  record Token(Optional<Account> account, ImmutableList<Scope> asked, ImmutableList<Scope> granted, Instant expiry) {
    boolean asksFor(Scope needed) {
      return covers(asked, needed);
    }

    boolean allows(Scope needed) {
      return covers(granted, needed);
    }

    private static boolean covers(ImmutableList<Scope> scopes, Scope needed) {
      return needed.actions().stream().allMatch(action -> scopes.stream().anyMatch(scope -> scope.covers(needed.repository(), action)));
    }
  }

  private static String next(String kind) {
    return Hashing.sha256().hashString("slipway test " + kind + " " + ISSUED.incrementAndGet(), StandardCharsets.UTF_8).toString();
  }

  /** Gives out a token for those of the scopes that an account (or nobody in particular) may use. */
  String issue(Optional<Account> account, List<Scope> asked, Duration lifetime) {
    ImmutableList<Scope> granted = asked.stream().map(scope -> granted(account, scope)).collect(ImmutableList.toImmutableList());
    String text = next("token");
    tokens.put(text, new Token(account, ImmutableList.copyOf(asked), granted, timeline.now().plus(lifetime)));
    return text;
  }

  private static Scope granted(Optional<Account> account, Scope asked) {
    return new Scope(asked.repository(), asked.actions().stream()
        .filter(action -> account.map(user -> user.may(asked.repository(), action)).orElse(action == Action.PULL))
        .collect(Sets.toImmutableEnumSet()));
  }

  String issueRefreshToken(Account account) {
    String text = next("refresh token");
    refreshTokens.put(text, account);
    return text;
  }

  Optional<Token> find(String text) {
    return Optional.ofNullable(tokens.get(text)).filter(token -> timeline.now().isBefore(token.expiry()));
  }

  Optional<Account> refreshed(String text) {
    return Optional.ofNullable(refreshTokens.get(text));
  }

  Instant now() {
    return timeline.now();
  }

  void revoke(String text) {
    tokens.remove(text);
  }

  void revokeAll() {
    tokens.clear();
  }

  ImmutableList<SecretValue> all() {
    return tokens.keySet().stream().map(SecretValue::of).collect(ImmutableList.toImmutableList());
  }
}
