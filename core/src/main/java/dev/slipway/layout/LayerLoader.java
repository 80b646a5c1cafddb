package dev.slipway.layout;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import com.google.common.collect.Lists;
import dev.slipway.layer.Compression;
import dev.slipway.layer.Layer;
import dev.slipway.oci.Descriptor;
import dev.slipway.store.Lease;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.function.Function;

/**
 * Brings many layers at once: while some are fetched, others are expanded or compressed. How many are fetched at once is
 * up to their source; as many are expanded at once as there are processors, and one is compressed, on all processors.
 */
public final class LayerLoader {
  /** More than are ever fetched, expanded and compressed at once. */
  private static final int THREADS = 16;

  private LayerLoader() {}

  /** The layers expanded in the store, in their order; see {@link ImageLayer#expanded}. */
  public static ImmutableList<Layer> expanded(List<ImageLayer> layers, Lease lease) {
    ImmutableMap.Builder<ImageLayer, Layer> known = ImmutableMap.builder();
    List<ImageLayer> missing = new ArrayList<>();
    for (ImageLayer layer : new LinkedHashSet<>(layers)) {
      layer.present(lease).ifPresentOrElse(found -> known.put(layer, found), () -> missing.add(layer));
    }
    ImmutableMap<ImageLayer, Layer> all = known.putAll(map(missing, layer -> layer.expanded(lease))).buildOrThrow();
    return ImmutableList.copyOf(Lists.transform(layers, layer -> Objects.requireNonNull(all.get(layer))));
  }

  /** The forms in which the layers go out, their bytes in the store; see {@link ImageLayer#packed}. */
  public static ImmutableMap<ImageLayer, Descriptor> packed(Collection<ImageLayer> layers, Lease lease, Compression preferred) {
    return map(layers, layer -> layer.packed(lease, preferred));
  }

  /** The forms in which the layers go out, without bringing bytes from elsewhere; see {@link ImageLayer#described}. */
  public static ImmutableMap<ImageLayer, Descriptor> described(Collection<ImageLayer> layers, Lease lease, Compression preferred) {
    return map(layers, layer -> layer.described(lease, preferred));
  }

  private static <R> ImmutableMap<ImageLayer, R> map(Collection<ImageLayer> layers, Function<ImageLayer, R> work) {
    ImmutableList<ImageLayer> distinct = ImmutableList.copyOf(new LinkedHashSet<>(layers));
    ImmutableList<R> results = Parallel.map(THREADS, distinct, work);
    ImmutableMap.Builder<ImageLayer, R> map = ImmutableMap.builder();
    for (int i = 0; i < distinct.size(); i++) {
      map.put(distinct.get(i), results.get(i));
    }
    return map.buildOrThrow();
  }
}
