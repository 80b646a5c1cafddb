package dev.slipway.dockerfile;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;

/** The instructions of the Dockerfile language and the flags that each takes. */
public enum Keyword {
  /** {@code FROM}. */
  FROM(flag("platform", FlagKind.ONCE)),
  /** {@code RUN}. */
  RUN(
      flag("mount", FlagKind.REPEATED), flag("network", FlagKind.ONCE), flag("security", FlagKind.ONCE),
      flag("device", FlagKind.REPEATED)),
  /** {@code COPY}. */
  COPY(
      flag("from", FlagKind.ONCE), flag("chown", FlagKind.ONCE), flag("chmod", FlagKind.ONCE), flag("link", FlagKind.BOOLEAN),
      flag("parents", FlagKind.BOOLEAN), flag("exclude", FlagKind.REPEATED)),
  /** {@code ADD}. */
  ADD(
      flag("chown", FlagKind.ONCE), flag("chmod", FlagKind.ONCE), flag("link", FlagKind.BOOLEAN), flag("exclude", FlagKind.REPEATED),
      flag("keep-git-dir", FlagKind.BOOLEAN), flag("checksum", FlagKind.ONCE), flag("unpack", FlagKind.BOOLEAN)),
  /** {@code ARG}. */
  ARG,
  /** {@code ENV}. */
  ENV,
  /** {@code LABEL}. */
  LABEL,
  /** {@code WORKDIR}. */
  WORKDIR,
  /** {@code USER}. */
  USER,
  /** {@code EXPOSE}. */
  EXPOSE,
  /** {@code VOLUME}. */
  VOLUME,
  /** {@code CMD}. */
  CMD,
  /** {@code ENTRYPOINT}. */
  ENTRYPOINT,
  /** {@code HEALTHCHECK}. */
  HEALTHCHECK(
      flag("interval", FlagKind.ONCE), flag("timeout", FlagKind.ONCE), flag("start-period", FlagKind.ONCE),
      flag("start-interval", FlagKind.ONCE), flag("retries", FlagKind.ONCE)),
  /** {@code SHELL}. */
  SHELL,
  /** {@code STOPSIGNAL}. */
  STOPSIGNAL,
  /** {@code ONBUILD}. */
  ONBUILD,
  /** {@code MAINTAINER}, deprecated. */
  MAINTAINER,
  /** What stands where a keyword should be and is none; the file has a problem there. */
  UNKNOWN;

  private static final ImmutableMap<String, Keyword> BY_NAME = Stream.of(values())
      .filter(keyword -> keyword != UNKNOWN)
      .collect(ImmutableMap.toImmutableMap(Keyword::name, Function.identity()));

  /** How often a flag may stand and what it takes. */
  public enum FlagKind {
    /** With {@code =true}, {@code =false} or nothing behind it, once. */
    BOOLEAN,
    /** With a value, once. */
    ONCE,
    /** With a value, any number of times. */
    REPEATED
  }

  private record FlagRule(String name, FlagKind kind) {}

  private final ImmutableMap<String, FlagKind> flags;

  Keyword(FlagRule... flags) {
    this.flags = Stream.of(flags).collect(ImmutableMap.toImmutableMap(FlagRule::name, FlagRule::kind));
  }

  private static FlagRule flag(String name, FlagKind kind) {
    return new FlagRule(name, kind);
  }

  /** The keyword that is spelled so, in capitals or small letters. */
  public static Optional<Keyword> of(String word) {
    return word.length() > "HEALTHCHECK".length() ? Optional.empty() : Optional.ofNullable(BY_NAME.get(word.toUpperCase(Locale.ROOT)));
  }

  /** All keywords as they are mostly written, such as {@code RUN}. */
  public static ImmutableList<String> names() {
    return BY_NAME.keySet().asList();
  }

  /** The flags that may follow, by their name without hyphens. */
  public ImmutableMap<String, FlagKind> flags() {
    return flags;
  }

  /** Whether texts of several lines can follow: {@code RUN}, {@code COPY} and {@code ADD}. */
  public boolean takesHeredocs() {
    return this == RUN || this == COPY || this == ADD;
  }
}
