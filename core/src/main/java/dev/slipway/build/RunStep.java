package dev.slipway.build;

import com.google.common.base.Suppliers;
import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import com.google.common.collect.ImmutableSortedMap;
import com.google.common.collect.Maps;
import dev.slipway.build.RunPlan.GivenSecret;
import dev.slipway.image.Digest;
import dev.slipway.image.Reuse;
import dev.slipway.image.Structure;
import dev.slipway.image.UserSpec;
import dev.slipway.layer.LayerToc;
import dev.slipway.run.Ownership;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/** A RUN: what a command changes in the files below it. */
final class RunStep implements Step {
  /** Changes whenever the same command would get something else to see. */
  private static final String FORMAT = "run 1";
  private static final String COMMAND = "the command";
  private static final String FILES = "what is mounted at ";

  private final BuildRun build;
  private final StageRun stage;
  private final StageState state;
  private final RunPlan plan;
  private final Supplier<String> operation = Suppliers.memoize(this::describe);

  RunStep(BuildRun build, StageRun stage, StageState state, RunPlan plan) {
    this.build = build;
    this.stage = stage;
    this.state = state;
    this.plan = plan;
  }

  @Override
  public String operation() {
    return operation.get();
  }

  private String describe() {
    Map<String, Object> parts = new LinkedHashMap<>();
    parts.put(FORMAT, plan.arguments());
    parts.put("environment", plan.environment());
    parts.put("user", plan.user().map(UserSpec::toString));
    parts.put("directory", plan.workingDirectory());
    parts.put("network", plan.network());
    parts.put("confinement", plan.confinement());
    parts.put("platform", state.config().platform());
    parts.put("latest", build.options().timestamps().latest().map(Object::toString));
    parts.put("mounts", plan.mounts().stream().map(PlannedMount::key).toList());
    parts.put("secretVariables", Maps.transformValues(plan.secretVariables(), GivenSecret::id));
    parts.put("versions", plan.versions());
    // without subordinate ids all files belong to one user, so the same command leaves other files
    parts.put("owners", build.sandbox().map(sandbox -> sandbox.ownership().kind() != Ownership.Kind.SINGLE).orElse(true));
    return Structure.json(parts);
  }

  @Override
  public ImmutableMap<String, String> arguments() {
    ImmutableSortedMap.Builder<String, String> arguments = ImmutableSortedMap.naturalOrder();
    arguments.put(COMMAND, Structure.json(plan.arguments()));
    plan.environment().forEach((name, value) -> arguments.put("variable " + name, value));
    plan.versions().forEach((id, version) -> arguments.put("the secret " + id, version));
    arguments.put("the user", plan.user().map(UserSpec::toString).orElse(""));
    arguments.put("the working directory", plan.workingDirectory().toString());
    arguments.put("the network", plan.network() + " " + plan.confinement());
    plan.mounts(PlannedMount.Copied.class)
        .forEach(mount -> arguments.put(FILES + "'" + mount.target() + "'", mount.layer().diffId().toString()));
    return ImmutableMap.copyOf(arguments.buildOrThrow());
  }

  @Override
  public boolean namesAll() {
    return true;
  }

  @Override
  public Optional<String> detail(String argument) {
    return plan.mounts(PlannedMount.Copied.class).stream()
        .filter(mount -> argument.equals(FILES + "'" + mount.target() + "'"))
        .map(PlannedMount.Copied::reason)
        .filter(reason -> !reason.isEmpty() && !reason.equals(StepRunner.NEW))
        .findFirst();
  }

  @Override
  public Reuse reuse() {
    return plan.reuse();
  }

  @Override
  public String source() {
    return plan.mounts(PlannedMount.Stack.class).stream().findFirst().map(PlannedMount.Stack::name).orElse("the image");
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
    ImmutableList<PlannedMount.Stack> stacks = plan.mounts(PlannedMount.Stack.class);
    if (stacks.isEmpty()) {
      return Optional.empty();
    }
    ImmutableList.Builder<Object> prints = ImmutableList.<Object>builder().add("mounted", build.rules());
    stacks.forEach(stack -> prints.add(stack.from().chain(), stack.source()));
    Digest fingerprint = Structure.digest(prints.build());
    Optional<Digest> known = build.cache().listing(fingerprint);
    if (known.isPresent()) {
      return Optional.of(SourceListing.known(known.get(), this::text));
    }
    SourceListing listing = SourceListing.of(text());
    build.cache().putListing(fingerprint, listing.digest());
    return Optional.of(listing);
  }

  private byte[] text() {
    Listings listing = new Listings();
    for (PlannedMount.Stack stack : plan.mounts(PlannedMount.Stack.class)) {
      LayerSource source = new LayerSource(build.tree(stack.from()), "'" + stack.name() + "'", build.rules());
      listing.add(Selection.of(source, MountPlanner.escaped(stack.source()), ImmutableList.of(), false));
    }
    return listing.toBytes();
  }

  @Override
  public Made make(Optional<LayerToc> earlier) {
    return new Made(new Execution(build, stage, state, plan).layer(), Facts.NONE);
  }

  @Override
  public boolean isTheSameOnOtherFiles() {
    return false;
  }

  @Override
  public boolean finds(Facts facts) {
    return false;
  }
}
