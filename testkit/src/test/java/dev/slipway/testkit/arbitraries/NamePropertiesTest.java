package dev.slipway.testkit.arbitraries;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.image.Digest;
import dev.slipway.image.ImagePath;
import dev.slipway.image.ImageReference;
import dev.slipway.image.ModeChange;
import dev.slipway.image.PathFilter;
import dev.slipway.image.PathPattern;
import dev.slipway.image.Platform;
import dev.slipway.image.Port;
import dev.slipway.image.PortRange;
import dev.slipway.image.SecretValue;
import dev.slipway.image.TreePattern;
import dev.slipway.image.UserSpec;
import dev.slipway.image.Word;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.domains.Domain;

@Domain(SlipwayDomain.class)
class NamePropertiesTest {
  @Property(tries = 1000, seed = "42")
  void aReferenceIsReadFromEachOfItsTexts(@ForAll ImageReference reference, @ForAll Digest digest) {
    assertThat(ImageReference.parse(reference.toString())).isEqualTo(reference);
    assertThat(ImageReference.parse(reference.familiar())).isEqualTo(reference).hasSameHashCodeAs(reference);
    assertThat(reference.withDigest(digest).digest()).contains(digest);
    assertThat(reference.withDigest(digest).tag()).isEqualTo(reference.tag());
    assertThat(reference.withTag("1").digest()).isEmpty();
  }

  @Property(tries = 1000, seed = "42")
  void aWordIsReadFromItsText(@ForAll Word word) {
    assertThat(Word.of(word.toString())).isEqualTo(word);
    word.constant().ifPresent(text -> assertThat(Word.literal(text)).isEqualTo(word));
  }

  @Property(tries = 1000, seed = "42")
  void smallNamesAreReadFromTheirTexts(@ForAll Digest digest, @ForAll Port port, @ForAll PortRange range, @ForAll UserSpec user,
      @ForAll ModeChange mode) {
    assertThat(Digest.parse(digest.toString())).isEqualTo(digest);
    assertThat(PortRange.parse(port.toString()).ports()).containsExactly(port);
    assertThat(PortRange.parse(range.toString())).isEqualTo(range);
    assertThat(UserSpec.parse(user.toString())).isEqualTo(user);
    assertThat(ModeChange.parse(mode.toString()).apply(0640, false)).isEqualTo(mode.apply(0640, false)).isBetween(0, 07777);
  }

  @Property(tries = 1000, seed = "42")
  void aPlatformIsReadFromItsTextAndRunsItself(@ForAll Platform platform) {
    assertThat(Platform.parse(platform.withOsVersion("").toString()).withOsVersion(platform.osVersion().orElse(""))).isEqualTo(platform);
    assertThat(platform.runs(platform)).isTrue();
    assertThat(platform.preferenceFor(platform)).isZero();
    assertThat(platform.runnable()).allMatch(platform::runs);
  }

  @Property(tries = 1000, seed = "42")
  void aPathIsItsBytesAndItsParts(@ForAll ImagePath path, @ForAll ImagePath other) {
    assertThat(ImagePath.ofBytes(path.toBytes())).isEqualTo(path);
    assertThat(ImagePath.of(path.toString())).isEqualTo(path);
    assertThat(ImagePath.of(String.join("/", path.parts()))).isEqualTo(path);
    assertThat(path.parent().map(parent -> parent.child(path.name())).orElse(ImagePath.ROOT)).isEqualTo(path);
    assertThat(Integer.signum(path.compareTo(other))).isEqualTo(-Integer.signum(other.compareTo(path)));
    assertThat(path.compareTo(other) == 0).isEqualTo(path.equals(other));
    assertThat(path.rebase(ImagePath.ROOT, other).startsWith(other)).isTrue();
  }

  @Property(tries = 1000, seed = "42")
  void aPatternIsReadFromItsText(@ForAll PathPattern pattern, @ForAll TreePattern tree, @ForAll PathFilter filter, @ForAll ImagePath path) {
    assertThat(PathPattern.compile(pattern.toString())).isEqualTo(pattern);
    assertThat(TreePattern.compile(tree.toString()).matches(path.relative())).isEqualTo(tree.matches(path.relative()));
    pattern.literal().ifPresent(text -> assertThat(pattern.matches(text)).isTrue());
    assertThat(filter.excludes(ImagePath.ROOT)).isFalse();
    assertThat(filter.excludes(path)).isEqualTo(filter.decidingRule(path).isPresent()
        && !filter.rules().get(filter.decidingRule(path).getAsInt()).reincludes());
  }

  @Property(tries = 300, seed = "42")
  void aSecretNeverPrints(@ForAll SecretValue secret) {
    assertThat(secret).hasToString("***").isEqualTo(SecretValue.of(secret.reveal()));
  }
}
