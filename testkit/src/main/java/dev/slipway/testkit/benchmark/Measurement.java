package dev.slipway.testkit.benchmark;

import com.google.common.io.MoreFiles;
import com.google.common.io.RecursiveDeleteOption;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * All rounds of one workload. Contenders take turns; each round begins with an empty state in a new directory. Stores
 * and caches have few files, so that deleting them between rounds leaves the file system as it was.
 */
final class Measurement {
  private final Workload workload;
  private final WorkloadFiles files;
  private final Path scratch;
  private final boolean quick;
  private final Map<Phase, Samples> slipwayStore = empty();
  private final Map<Phase, Samples> slipwayArchive = empty();
  private final Map<Phase, Samples> jib = empty();
  private final Map<ToolPipe, Samples> tools = new LinkedHashMap<>();
  private Optional<Long> peak = Optional.empty();
  private int edits;

  Measurement(Workload workload, WorkloadFiles files, Path scratch, boolean quick) {
    this.workload = workload;
    this.files = files;
    this.scratch = scratch;
    this.quick = quick;
  }

  /** Runs everything. */
  void run() throws Exception {
    List<Contender> contenders = List.of(new SlipwayContender(), new JibContender());
    for (int round = -workload.warmups(); round < workload.rounds(); round++) {
      for (Contender contender : contenders) {
        round(contender, round);
      }
    }
    for (ToolPipe pipe : List.of(ToolPipe.HASHED, ToolPipe.COMPRESSED)) {
      Samples samples = new Samples();
      tools.put(pipe, samples);
      for (int round = 0; pipe.isAvailable() && round < Math.min(3, workload.rounds()); round++) {
        samples.add(pipe.run(files.root()));
      }
    }
    Path place = Files.createTempDirectory(scratch, "memory");
    peak = MemoryProbe.run(files.root(), place.resolve("store"), place.resolve("image.tar"));
    delete(place);
  }

  private void round(Contender contender, int round) throws Exception {
    Path place = Files.createTempDirectory(scratch, contender.name().toLowerCase(Locale.ROOT));
    for (Phase phase : Phase.values()) {
      Machine.calm(!quick && phase == Phase.COLD);
      if (phase == Phase.EDITED) {
        files.edit(++edits);
      }
      Contender.Costs costs = contender.build(files.root(), place.resolve("state"), place.resolve(phase.name() + ".tar"));
      if (round >= 0 && contender instanceof JibContender) {
        samples(jib, phase).add(costs.archive());
      } else if (round >= 0) {
        samples(slipwayStore, phase).add(costs.store());
        samples(slipwayArchive, phase).add(costs.archive());
      }
    }
    delete(place);
  }

  Workload workload() {
    return workload;
  }

  Samples store(Phase phase) {
    return samples(slipwayStore, phase);
  }

  Samples archive(Phase phase) {
    return samples(slipwayArchive, phase);
  }

  Samples jib(Phase phase) {
    return samples(jib, phase);
  }

  Map<ToolPipe, Samples> tools() {
    return tools;
  }

  Optional<Long> peakKilobytes() {
    return peak;
  }

  private static Samples samples(Map<Phase, Samples> map, Phase phase) {
    return map.computeIfAbsent(phase, missing -> new Samples());
  }

  private static Map<Phase, Samples> empty() {
    return new EnumMap<>(Phase.class);
  }

  private static void delete(Path place) throws IOException {
    MoreFiles.deleteRecursively(place, RecursiveDeleteOption.ALLOW_INSECURE);
  }
}
