package dev.slipway.testkit.samples;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.image.Image;
import dev.slipway.image.Port;
import dev.slipway.image.Stage;
import dev.slipway.testkit.arbitraries.SlipwayArbitraries;
import dev.slipway.testkit.arbitraries.SlipwayDomain;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.domains.Domain;

/** The generated values that Javadoc shows. */
class ArbitrariesSampleTest {
  // @start region="domain"
  @Property(tries = 100)
  @Domain(SlipwayDomain.class)
  void aNameIsNoPartOfAStage(@ForAll Stage stage) {
    assertThat(stage.named("other")).isEqualTo(stage);
  }
  // @end

  // @start region="arbitraries"
  @Provide
  Arbitrary<Image> services() {
    Arbitrary<Integer> ports = SlipwayArbitraries.ports().map(Port::number);
    return SlipwayArbitraries.stages().flatMap(stage -> ports.map(port -> stage.expose(port).toImage()));
  }
  // @end

  @Property(tries = 100)
  void theSampleMakesServices(@ForAll("services") Image image) {
    assertThat(image.target().instructions()).last().hasToString(image.target().instructions().reverse().get(0).toString());
  }
}
