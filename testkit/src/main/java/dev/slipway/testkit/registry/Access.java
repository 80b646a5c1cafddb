package dev.slipway.testkit.registry;

import com.google.common.collect.ImmutableList;
import dev.slipway.InvalidValueException;
import dev.slipway.image.SecretValue;
import java.time.Duration;

/** Whom a registry lets in, and how they prove who they are. */
public sealed interface Access {
  /** Everybody. */
  enum Open implements Access {
    /** The only value. */
    INSTANCE
  }

  /**
   * Who sends user name and password with each request (RFC 7617).
   *
   * @param accounts who is known
   * @param anonymousPull whether others may read
   */
  record Basic(ImmutableList<Account> accounts, boolean anonymousPull) implements Access {
    /** The same with one more user. */
    public Basic with(Account account) {
      return new Basic(ImmutableList.<Account>builder().addAll(accounts).add(account).build(), anonymousPull);
    }

    /** The same where everybody may read. */
    public Basic withAnonymousPull() {
      return new Basic(accounts, true);
    }
  }

  /**
   * Who sends a token that the token service gave out, for repositories and actions ("Token Authentication" of Docker's
   * registry). A request whose token was not asked for what it needs is answered with 401 and a challenge, one whose token
   * was asked for that in vain with 403.
   *
   * @param accounts who is known
   * @param anonymousPull whether others get tokens for reading
   * @param lifetime how long a token is valid
   */
  record Tokens(ImmutableList<Account> accounts, boolean anonymousPull, Duration lifetime) implements Access {
    /** Checks the lifetime. */
    public Tokens {
      if (lifetime.isNegative() || lifetime.isZero()) {
        throw new InvalidValueException("lifetime '" + lifetime + "' of tokens must be longer than nothing");
      }
    }

    /** The same with one more user. */
    public Tokens with(Account account) {
      return new Tokens(ImmutableList.<Account>builder().addAll(accounts).add(account).build(), anonymousPull, lifetime);
    }

    /** The same where everybody may read. */
    public Tokens withAnonymousPull() {
      return new Tokens(accounts, true, lifetime);
    }

    /** The same with tokens that are valid that long. */
    public Tokens withLifetime(Duration newLifetime) {
      return new Tokens(accounts, anonymousPull, newLifetime);
    }
  }

  /** Everybody may do everything. */
  static Access open() {
    return Open.INSTANCE;
  }

  /** One user, who may do everything. */
  static Basic basic(String user, String password) {
    return new Basic(ImmutableList.of(Account.of(user, SecretValue.of(password))), false);
  }

  /** One user, who gets tokens for everything, valid for five minutes. */
  static Tokens tokens(String user, String password) {
    return new Tokens(ImmutableList.of(Account.of(user, SecretValue.of(password))), false, Duration.ofMinutes(5));
  }
}
