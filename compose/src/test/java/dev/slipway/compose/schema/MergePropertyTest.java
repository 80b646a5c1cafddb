package dev.slipway.compose.schema;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.compose.tree.Findings;
import dev.slipway.yaml.YamlMap;
import dev.slipway.yaml.YamlScalar;
import dev.slipway.yaml.YamlValue;
import net.jqwik.api.Assume;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

/**
 * Laws of merging. Files may be merged from the left or from the right, except where the specification forbids it:
 * <ul>
 * <li>{@code logging}: a file without a driver takes the options of the one before it, so that which options are left depends
 * on which files meet first;</li>
 * <li>{@code ulimits}: one number replaces two, and is replaced by two;</li>
 * <li>values of different forms: a list in place of a single value replaces it, the other way round it is an error;</li>
 * <li>tags, which are gone once they were followed.</li>
 * </ul>
 */
class MergePropertyTest {
  private static final double SHARE = 0.06;

  @Property(seed = "1", tries = 2_000)
  void mergingIsAssociative(@ForAll long first, @ForAll long second, @ForAll long third) {
    YamlValue a = withoutExceptions(project(first));
    YamlValue b = withoutExceptions(project(second));
    YamlValue c = withoutExceptions(project(third));
    Findings findings = new Findings();
    YamlValue left = merged(merged(a, b, findings), c, findings);
    YamlValue right = merged(a, merged(b, c, findings), findings);
    Assume.that(!findings.hasErrors());
    assertThat(canonical(left)).as(() -> a + "\n" + b + "\n" + c).isEqualTo(canonical(right));
  }

  @Property(seed = "2", tries = 2_000)
  void mergingWithNothingChangesNothing(@ForAll long seed) {
    YamlValue project = project(seed);
    assertThat(ComposeSchema.merge(project, YamlMap.empty(), new Findings())).isEqualTo(project);
    assertThat(ComposeSchema.merge(YamlMap.empty(), project, new Findings())).isEqualTo(project);
    assertThat(ComposeSchema.merge(project, YamlScalar.ofNull(), new Findings())).isEqualTo(project);
  }

  @Property(seed = "3", tries = 2_000)
  void mergingWithItselfChangesNothingButListsWhoseItemsMayRepeat(@ForAll long seed) {
    YamlValue project = withoutRepeating(Projects.FILE, ComposeSchema.unique(project(seed)));
    Findings findings = new Findings();
    YamlValue twice = merged(project, project, findings);
    assertThat(findings.all()).isEmpty();
    assertThat(canonical(twice)).isEqualTo(canonical(project));
  }

  @Property(seed = "4", tries = 2_000)
  void whatIsUniqueStaysAsItIs(@ForAll long seed) {
    YamlValue once = ComposeSchema.unique(project(seed));
    assertThat(ComposeSchema.unique(once)).isSameAs(once);
  }

  @Property(seed = "5", tries = 500)
  void anyTreesCanBeMergedAndMadeUniqueAndCanonical(@ForAll long first, @ForAll long second) {
    RandomTrees random = new RandomTrees(first, SHARE);
    YamlValue base = random.mutated(random.mutated(random.project()));
    RandomTrees other = new RandomTrees(second, SHARE);
    YamlValue override = other.mutated(other.mutated(other.project()));
    Findings findings = new Findings();
    YamlValue merged = merged(base, ComposeSchema.cast(override, findings), findings);
    ComposeSchema.check(merged, findings);
    ComposeSchema.validate(ComposeSchema.unique(ComposeSchema.canonical(merged, findings)), findings);
    assertThat(findings.all()).allSatisfy(found -> assertThat(found.advice()).isPresent());
  }

  @Test
  void loggingIsTheExceptionThatIsDocumented() {
    YamlValue a = Trees.service("logging: {driver: x, options: {a: 1}}");
    YamlValue b = Trees.service("logging: {options: {b: 1}}");
    YamlValue c = Trees.service("logging: {driver: y}");
    Findings findings = new Findings();
    assertThat(merged(merged(a, b, findings), c, findings)).isNotEqualTo(merged(a, merged(b, c, findings), findings));
  }

  private static YamlValue project(long seed) {
    return new RandomTrees(seed, SHARE).project();
  }

  private static YamlValue merged(YamlValue base, YamlValue override, Findings findings) {
    return ComposeSchema.unique(ComposeSchema.merge(base, override, findings));
  }

  private static YamlValue canonical(YamlValue tree) {
    return ComposeSchema.unique(ComposeSchema.canonical(tree, new Findings()));
  }

  /** The tree without attributes whose rules depend on the order in which files meet. */
  private static YamlValue withoutExceptions(YamlValue tree) {
    return Pruned.of(Projects.FILE, tree, form -> form.isAnything() || form.merging() == Merging.LOGGING || form.merging() == Merging.LIMIT
        || form.items().isPresent() && form.merging() == Merging.DEEP && !form.scalars().isEmpty());
  }

  /** The tree without lists to which a file adds what stands there already. */
  private static YamlValue withoutRepeating(Form form, YamlValue tree) {
    return Pruned.of(form, tree, one -> one.isAnything() || one.items().isPresent() && one.identity().isEmpty() && switch (one.merging()) {
      case DEEP, LIST, GPUS, SUBNETS -> true;
      default -> false;
    });
  }
}
