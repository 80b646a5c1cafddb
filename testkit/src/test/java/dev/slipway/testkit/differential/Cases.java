package dev.slipway.testkit.differential;

import com.google.common.collect.ImmutableList;
import java.util.stream.Stream;

/** All cases that are written in Java. */
final class Cases {
  private Cases() {}

  static ImmutableList<Case> all() {
    return Stream.of(CopyCases.all(), LinkCases.all(), AttributeCases.all(), NameCases.all(), StageCases.all(), AddCases.all(),
        DirectoryCases.all(), ConfigCases.all(), IgnoreCases.all(), NewerCases.all()).flatMap(ImmutableList::stream)
        .collect(ImmutableList.toImmutableList());
  }
}
