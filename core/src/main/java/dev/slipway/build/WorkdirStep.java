package dev.slipway.build;

import com.google.common.collect.ImmutableMap;
import dev.slipway.image.ImagePath;
import dev.slipway.image.Structure;
import dev.slipway.layer.Entry;
import dev.slipway.layer.Layer;
import dev.slipway.layer.LayerToc;
import java.util.Optional;

/** A WORKDIR: the directory is made where it is missing. */
final class WorkdirStep implements Step {
  private final StageRun stage;
  private final ImagePath path;
  private final Entry made;
  private final ImmutableMap<String, String> arguments;

  WorkdirStep(StageRun stage, ImagePath path, Entry made, ImmutableMap<String, String> arguments) {
    this.stage = stage;
    this.path = path;
    this.made = made;
    this.arguments = arguments;
  }

  @Override
  public String operation() {
    return Structure.json(
        ImmutableMap.of("workdir", path, "owner", made.uid() + ":" + made.gid(), "time", made.mtimeSeconds() + "." + made.mtimeNanos()));
  }

  @Override
  public ImmutableMap<String, String> arguments() {
    return arguments;
  }

  @Override
  public String source() {
    return "the image";
  }

  @Override
  public boolean isCheaperDoneThanKnown() {
    return false;
  }

  @Override
  public Optional<byte[]> listing() {
    return Optional.empty();
  }

  @Override
  public Optional<Layer> make(Optional<LayerToc> earlier) {
    LayerDraft draft = stage.draft();
    draft.makeDirectories(draft.resolve(path), made);
    return stage.assemble(draft, earlier);
  }
}
