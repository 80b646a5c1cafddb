package dev.slipway.build;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import dev.slipway.image.Digest;
import dev.slipway.image.Instruction;
import dev.slipway.image.Platform;
import dev.slipway.layer.Layer;
import dev.slipway.layout.ImageLayer;
import dev.slipway.oci.ImageConfig;
import dev.slipway.store.Store;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * What a stage has become after some of its instructions.
 *
 * @param config the configuration so far, with the layers by digest and the history
 * @param layers the layers that make files, lowest first, one for each of the configuration's
 * @param arguments the values of declared arguments, but those that an ENV has replaced
 * @param triggers what images built on this one do first
 * @param commandSet whether this stage has a CMD of its own
 * @param base the image at the bottom, that of the lowest stage; empty where it is the empty one
 */
record StageState(ImageConfig config, ImmutableList<ImageLayer> layers, ImmutableMap<String, String> arguments,
    ImmutableList<Instruction> triggers, boolean commandSet, Optional<Lineage.Bottom> base) {
  /** The chain of an image without layers. */
  static final String NO_LAYERS = "scratch";

  /** A stage without a base. */
  static StageState nothing(Platform platform) {
    return new StageState(ImageConfig.of(platform), ImmutableList.of(), ImmutableMap.of(), ImmutableList.of(), false, Optional.empty());
  }

  /**
   * A stage that is still as its base is.
   *
   * @param name what the base is called, without a digest
   * @param digest what the name stood for
   */
  static StageState of(String name, Digest digest, ImageConfig config, ImmutableList<ImageLayer> layers) {
    Lineage.Bottom base = new Lineage.Bottom(name, digest, chain(config));
    return new StageState(config, layers, ImmutableMap.of(), ImmutableList.of(), false, Optional.of(base));
  }

  /** The digest of all layers together, as the OCI image specification defines a ChainID. */
  String chain() {
    return chain(config);
  }

  private static String chain(ImageConfig config) {
    return Chains.of(config.diffIds()).map(Digest::toString).orElse(NO_LAYERS);
  }

  /** What the next step is done on. */
  Lineage lineage() {
    return new Lineage(chain(), base);
  }

  /** The value of a variable for the next instruction: ENV and ARG of one name replace each other, the later one counts. */
  Optional<String> variable(String name) {
    return Optional.ofNullable(arguments.get(name)).or(() -> config.container().environment(name));
  }

  StageState withConfig(ImageConfig newConfig) {
    return new StageState(newConfig, layers, arguments, triggers, commandSet, base);
  }

  StageState withLayer(Store store, Layer layer, ImageConfig newConfig) {
    return new StageState(newConfig, ImmutableList.<ImageLayer>builder().addAll(layers).add(ImageLayer.of(store, layer)).build(), arguments,
        triggers, commandSet, base);
  }

  StageState withArgument(String name, String value) {
    Map<String, String> more = new LinkedHashMap<>(arguments);
    more.put(name, value);
    return new StageState(config, layers, ImmutableMap.copyOf(more), triggers, commandSet, base);
  }

  /** The state once the environment has a variable of the name. */
  StageState withoutArgument(String name) {
    Map<String, String> fewer = new LinkedHashMap<>(arguments);
    return fewer.remove(name) == null ? this : new StageState(config, layers, ImmutableMap.copyOf(fewer), triggers, commandSet, base);
  }

  StageState withTriggers(ImmutableList<Instruction> newTriggers) {
    return new StageState(config, layers, arguments, newTriggers, commandSet, base);
  }

  StageState withCommandSet() {
    return new StageState(config, layers, arguments, triggers, true, base);
  }

  /** The start of a stage that stands on this one: arguments stay declared, a CMD counts as inherited. */
  StageState asBase() {
    return new StageState(config, layers, arguments, triggers, false, base);
  }
}
