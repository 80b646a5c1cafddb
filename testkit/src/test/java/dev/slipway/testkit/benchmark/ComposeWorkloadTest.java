package dev.slipway.testkit.benchmark;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.common.collect.ImmutableMap;
import dev.slipway.compose.Compose;
import dev.slipway.compose.ComposeReading;
import dev.slipway.compose.load.LoadRequest;
import dev.slipway.compose.load.MemoryFiles;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The projects that the benchmark reads. */
class ComposeWorkloadTest {
  @ParameterizedTest
  @EnumSource
  void aProjectIsTheSameEachTimeAndIsReadWithoutAnyFinding(ComposeWorkload workload) {
    String text = workload.text();
    assertThat(workload.text()).isEqualTo(text);
    ComposeReading reading = Compose.read(LoadRequest.of(Path.of("/project/compose.yaml")),
        MemoryFiles.of(ImmutableMap.of("/project/compose.yaml", text)));
    assertThat(reading.findings()).isEmpty();
    assertThat(reading.project().services()).hasSize(workload.services());
    assertThat(reading.project().startOrder().cycles()).isEmpty();
  }

  @Test
  void theResolvedProjectIsAsLargeAsThoseOfPeople() {
    assertThat(ComposeWorkload.C1.text().lines().count()).isBetween(3_600L, 3_800L);
  }
}
