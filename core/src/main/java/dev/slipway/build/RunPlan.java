package dev.slipway.build;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import dev.slipway.image.ImagePath;
import dev.slipway.image.Reuse;
import dev.slipway.image.UserSpec;
import dev.slipway.run.Confinement;
import dev.slipway.run.RunNetwork;
import java.util.Optional;

/**
 * A RUN with its variables replaced.
 *
 * @param arguments what is started
 * @param environment the variables that decide the result
 * @param proxies variables that do not: the predefined ones for proxies
 * @param secretVariables by the name of the variable, the secret that it holds
 * @param user whom it runs as
 * @param workingDirectory where, links not followed yet
 * @param mounts in the order of their targets
 * @param versions of the secrets that decide the result, by id, what tells their versions apart
 */
record RunPlan(ImmutableList<String> arguments, ImmutableMap<String, String> environment, ImmutableMap<String, String> proxies,
    ImmutableMap<String, GivenSecret> secretVariables, Optional<UserSpec> user, ImagePath workingDirectory,
    ImmutableList<PlannedMount> mounts,
    RunNetwork network, Confinement confinement, Reuse reuse, ImmutableMap<String, String> versions) {

  /** A secret that the build was given under an id. */
  record GivenSecret(String id, Secret secret) {}

  /** The mounts of a kind. */
  <M extends PlannedMount> ImmutableList<M> mounts(Class<M> kind) {
    return mounts.stream().filter(kind::isInstance).map(kind::cast).collect(ImmutableList.toImmutableList());
  }
}
