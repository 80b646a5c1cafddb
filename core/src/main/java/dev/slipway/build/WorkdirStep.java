package dev.slipway.build;

import com.google.common.collect.ImmutableMap;
import dev.slipway.build.Placement.Owner;
import dev.slipway.image.ImagePath;
import dev.slipway.image.Structure;
import dev.slipway.image.UserSpec;
import dev.slipway.layer.Entry;
import dev.slipway.layer.LayerToc;
import java.util.Optional;

/** A WORKDIR: the directory and its parents are made where they are missing, and belong to the user of the image. */
final class WorkdirStep implements Step {
  private final StageRun stage;
  private final ImagePath path;
  private final Optional<UserSpec> user;
  private final Entry made;
  private final ImmutableMap<String, String> arguments;

  WorkdirStep(StageRun stage, ImagePath path, Optional<UserSpec> user, Entry made, ImmutableMap<String, String> arguments) {
    this.stage = stage;
    this.path = path;
    this.user = user;
    this.made = made;
    this.arguments = arguments;
  }

  @Override
  public String operation() {
    return Structure.json(
        ImmutableMap.of("workdir", path, "user", user.map(UserSpec::toString), "time", made.mtimeSeconds() + "." + made.mtimeNanos()));
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
  public String scene() {
    return "";
  }

  @Override
  public boolean isCheaperDoneThanKnown() {
    return false;
  }

  @Override
  public Optional<SourceListing> listing() {
    return Optional.empty();
  }

  @Override
  public Made make(Optional<LayerToc> earlier) {
    LayerDraft draft = stage.draft();
    ImagePath place = draft.resolve(path);
    Optional<Owner> owner = draft.isDirectory(place) ? Optional.empty() : owner();
    draft.makeDirectories(place, owner.map(numbers -> made.withOwner(numbers.uid(), numbers.gid())).orElse(made));
    draft.listParents(made);
    return new Made(stage.assemble(draft, earlier), draft.facts(owner));
  }

  @Override
  public boolean finds(Facts facts) {
    return facts.holdOn(stage.draft(), () -> facts.owner().isEmpty() ? Optional.empty() : owner());
  }

  private Optional<Owner> owner() {
    return user.map(stage.owners()::number);
  }
}
