package dev.slipway.dockerfile.check;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import dev.slipway.image.Platform;
import java.util.Optional;

/**
 * What a check needs to know of an image that a stage stands on: the part of its configuration that reaches into the
 * stage.
 *
 * @param environment its variables
 * @param shell the shell that its configuration names; empty where it names none
 * @param platform what it is for
 * @param user the user that its configuration names; empty for root
 * @param healthcheck whether it has a health check
 */
public record BaseImage(ImmutableMap<String, String> environment, ImmutableList<String> shell, Optional<Platform> platform,
    Optional<String> user, boolean healthcheck) {
  /** An image that sets nothing. */
  public static final BaseImage EMPTY = new BaseImage(ImmutableMap.of(), ImmutableList.of(), Optional.empty(), Optional.empty(), false);

  /** The same with these variables. */
  public BaseImage environment(ImmutableMap<String, String> newEnvironment) {
    return new BaseImage(newEnvironment, shell, platform, user, healthcheck);
  }

  /** The same with a shell. */
  public BaseImage shell(String... newShell) {
    return new BaseImage(environment, ImmutableList.copyOf(newShell), platform, user, healthcheck);
  }

  /** The same for a platform. */
  public BaseImage platform(Platform newPlatform) {
    return new BaseImage(environment, shell, Optional.of(newPlatform), user, healthcheck);
  }

  /** The same with a user. */
  public BaseImage user(String newUser) {
    return new BaseImage(environment, shell, platform, Optional.of(newUser), healthcheck);
  }

  /** Where images are looked up. Nothing is fetched here: the caller decides what a look-up costs. */
  @FunctionalInterface
  public interface Lookup {
    /** Knows no image. */
    Lookup NONE = (reference, platform) -> Optional.empty();

    /**
     * The image under a reference.
     *
     * @param reference as it is written, variables replaced
     * @param platform what the stage is built for
     */
    Optional<BaseImage> find(String reference, Platform platform);
  }
}
