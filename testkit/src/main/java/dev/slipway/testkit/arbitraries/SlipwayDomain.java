package dev.slipway.testkit.arbitraries;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSet;
import java.util.Collection;
import java.util.Set;
import java.util.function.Supplier;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.configurators.ArbitraryConfigurator;
import net.jqwik.api.domains.Domain;
import net.jqwik.api.domains.DomainContext;
import net.jqwik.api.providers.ArbitraryProvider;
import net.jqwik.api.providers.TypeUsage;

/**
 * Generated values for the parameters of properties, by type: {@code @Domain(SlipwayDomain.class)} on a property or its
 * class, and {@code @ForAll Image image}. All that jqwik itself generates is there, too.
 *
 * {@snippet file = "dev/slipway/testkit/samples/ArbitrariesSampleTest.java" region = "domain"}
 */
@Domain(DomainContext.Global.class)
public final class SlipwayDomain implements DomainContext {
  /** The domain; jqwik makes it for the annotation. */
  public SlipwayDomain() {}

  @Override
  public Collection<ArbitraryProvider> getArbitraryProviders() {
    return ImmutableList.of(new Values());
  }

  @Override
  public Collection<ArbitraryConfigurator> getArbitraryConfigurators() {
    return ImmutableList.of();
  }

  private static final class Values implements ArbitraryProvider {
    @Override
    public boolean canProvideFor(TypeUsage type) {
      return Registry.VALUES.containsKey(type.getRawType());
    }

    @Override
    public Set<Arbitrary<?>> provideFor(TypeUsage type, SubtypeProvider subtypes) {
      Supplier<Arbitrary<?>> values = Registry.VALUES.get(type.getRawType());
      return values == null ? ImmutableSet.of() : ImmutableSet.of(values.get());
    }
  }
}
