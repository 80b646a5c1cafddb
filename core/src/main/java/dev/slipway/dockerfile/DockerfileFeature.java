package dev.slipway.dockerfile;

import java.util.Locale;

/**
 * Something in a Dockerfile that the frontend built into old daemons cannot read, with the release of
 * {@code docker/dockerfile} that first can. A Dockerfile that uses one begins with a {@code # syntax} line; one that
 * uses none is read by every daemon since Docker 20.10, whose frontend is {@value #BUILT_IN_MINOR} in the numbering
 * below, without fetching anything.
 */
public enum DockerfileFeature {
  /** {@code RUN --network}. */
  RUN_NETWORK(3),
  /** Variables, escapes and quotes in fields of {@code RUN --mount}. */
  MOUNT_EXPANSION(3),
  /** Texts of several lines. */
  HEREDOC(4),
  /** {@code COPY --link} and {@code ADD --link}. */
  LINK(4),
  /** Further build contexts by name. */
  NAMED_CONTEXT(4),
  /** Git addresses in {@code ADD}, and {@code ADD --keep-git-dir}. */
  ADD_GIT(6),
  /** {@code ADD --checksum}. */
  ADD_CHECKSUM(6),
  /** {@code HEALTHCHECK --start-interval}. */
  START_INTERVAL(6),
  /** <code>${x-word}</code>, <code>${x+word}</code>, <code>${x?word}</code> and <code>${x:?word}</code>. */
  MORE_DEFAULTS(6),
  /** <code>${x#pattern}</code>, <code>${x%pattern}</code>, <code>${x/pattern/word}</code>. */
  TRIMMING(7),
  /** Secrets as environment variables. */
  SECRET_VARIABLE(10),
  /** Variables in {@code --chmod}. */
  MODE_EXPANSION(10),
  /** {@code ONBUILD COPY --from} and {@code ONBUILD RUN --mount=from=…}. */
  ONBUILD_FROM(11),
  /** {@code --chmod=u=rwX,go=rX}. */
  SYMBOLIC_MODE(14),
  /** {@code ADD --unpack}. */
  ADD_UNPACK(17),
  /** {@code --exclude}. */
  EXCLUDE(19),
  /** {@code COPY --parents}. */
  PARENTS(20),
  /** {@code RUN --security}. */
  RUN_SECURITY(20),
  /** {@code RUN --device}, which only the channel for experiments can read. */
  RUN_DEVICE(14, true);

  /** The second number of the frontend's version that Docker 20.10 has built in. */
  static final int BUILT_IN_MINOR = 2;

  private final int minor;
  private final boolean experimental;

  DockerfileFeature(int minor) {
    this(minor, false);
  }

  DockerfileFeature(int minor, boolean experimental) {
    this.minor = minor;
    this.experimental = experimental;
  }

  /** The first release of the frontend that reads it, such as {@code 1.4}. */
  public String since() {
    return "1." + minor;
  }

  /** Whether only the channel for experiments ({@code docker/dockerfile:1-labs}) reads it. */
  public boolean isExperimental() {
    return experimental;
  }

  /** The constant's name for people, such as {@code named context}. */
  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT).replace('_', ' ');
  }
}
