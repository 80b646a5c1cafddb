package dev.slipway.compose;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.common.collect.ImmutableMap;
import com.google.common.collect.ImmutableSet;
import dev.slipway.InvalidValueException;
import dev.slipway.compose.Dependency.Condition;
import dev.slipway.image.Port.Protocol;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ProjectOperationsTest {
  private static final Project SHOP = WrittenProjectTest.shop();

  private static Service service(String key) {
    return SHOP.service(key).orElseThrow();
  }

  @Test
  void aProjectTakesEverythingThatItsServicesReferToAlong() {
    assertThat(SHOP.services().keySet()).containsExactly("database", "migration", "web");
    assertThat(SHOP.networks().keySet()).containsExactly("back", "front");
    assertThat(SHOP.volumes().keySet()).containsExactly("data");
    assertThat(SHOP.secrets().keySet()).containsExactly("db-password");
    assertThat(SHOP.configs().keySet()).containsExactly("robots");
  }

  @Test
  void buildsAndNamespacesBringAlongWhatTheyReferToToo() {
    Service library = Service.named("library").build("./lib");
    Service app = Service.named("app").build(Build.of(".").additionalContext("lib", library).secret(Secret.environment("token", "TOKEN")));
    Project project = Project.named("p").with(Service.named("sidecar").networkOf(app));
    assertThat(project.services().keySet()).containsExactly("app", "library", "sidecar");
    assertThat(project.secrets().keySet()).containsExactly("token");
    assertThat(project.builds().get("app").services()).isEqualTo(ImmutableMap.of("lib", "library"));
    assertThat(project.service("app")).contains(app);
  }

  @Test
  void twoDifferentThingsWithOneKeyAreRefused() {
    Service one = Service.named("one").network(Network.named("net").driver("bridge"));
    Service two = Service.named("two").network(Network.named("net").driver("overlay"));
    assertThatThrownBy(() -> Project.named("p").with(one, two)).isInstanceOf(InvalidValueException.class)
        .hasMessage("two different things are called network net: give one of them another key, or refer to the same value everywhere");
    assertThat(Project.named("p").with(one, one).services()).hasSize(1);
  }

  @Test
  void usersOfAThingAreFound() {
    assertThat(SHOP.usersOf(Network.named("front")).keySet()).containsExactly("web");
    assertThat(SHOP.usersOf(Volume.named("data")).keySet()).containsExactly("database");
    assertThat(SHOP.usersOf(SHOP.secrets().get("db-password")).keySet()).containsExactly("database");
    assertThat(SHOP.usersOf(SHOP.configs().get("robots")).keySet()).containsExactly("web");
    assertThat(SHOP.usersOf(service("database")).keySet()).containsExactly("migration", "web");
    assertThat(SHOP.unused()).isEmpty();
    assertThat(SHOP.with(Volume.named("spare")).unused()).containsExactly(Volume.named("spare"));
  }

  @Test
  void servicesThatSayNothingOfNetworksAreInTheUsualOne() {
    Project project = Project.named("p").with(Service.named("a"), Service.named("b").with(ServiceAttributes.NETWORK_MODE, Text.of("host")));
    assertThat(project.usersOf(Network.named("default")).keySet()).containsExactly("a");
  }

  @Test
  void aDifferenceNamesTheAttributesAndWhoIsAffected() {
    Project newer = SHOP.replace(service("database").image("postgres:17").env("EXTRA", "1")).with(Service.named("cron").image("busybox"));
    ProjectDifference difference = SHOP.difference(newer);
    assertThat(difference.added()).containsExactly("cron");
    assertThat(difference.removed()).isEmpty();
    assertThat(difference.changed()).isEqualTo(ImmutableMap.of("database", ImmutableSet.of("environment", "image")));
    assertThat(difference.affected()).containsExactly("cron", "database");
    assertThat(newer.startOrder().dependants(difference.affected())).containsExactly("cron", "database", "migration", "web");
    assertThat(SHOP.difference(SHOP).isEmpty()).isTrue();
    assertThat(newer.difference(SHOP).removed()).containsExactly("cron");
  }

  @Test
  void aChangedResourceAffectsItsUsersAndWhoeverRestartsWithThem() {
    Service network = Service.named("proxy").with(ServiceAttributes.NETWORK_MODE, Text.of("service:web"));
    Service restarted = Service.named("watcher").dependsOn(Service.named("proxy").apply(any -> network),
        Dependency.on(Condition.STARTED).with(Dependency.RESTART, true));
    Project older = SHOP.with(network, restarted);
    Project newer = older.with(Project.CONFIGS, ImmutableMap.of("robots", Config.content("robots", "changed")));
    assertThat(older.difference(newer).resources()).containsExactly(Config.content("robots", "changed"));
    assertThat(older.difference(newer).affected()).containsExactly("proxy", "watcher", "web");
  }

  @Test
  void portsThatTwoServicesTakeClash() {
    Project project = Project.named("p").with(Service.named("a").port(8080, 80),
        Service.named("b").port(PublishedPort.of(8080, 80).on("127.0.0.1")),
        Service.named("c").port(PublishedPort.of(8080, 80).protocol(Protocol.UDP)), Service.named("d").port(9000, 80).port(9000, 81),
        Service.named("e").port(PublishedPort.of(7000, 80).on("127.0.0.1")),
        Service.named("f").port(PublishedPort.of(7000, 80).on("127.0.0.2")),
        Service.named("g").port(PublishedPort.of(6000, 80).on("::1")), Service.named("h").port(PublishedPort.of(6000, 80).on("0.0.0.0")));
    assertThat(project.clashes()).extracting(Clash::message).containsExactly(
        "services 'a' and 'b' publish the same port 8080/tcp of the host: change one of them, or publish it on another address",
        "service 'd' publishes port 9000/tcp of the host twice: change one of them, or publish it on another address");
    assertThat(project.portsInUse()).extracting(PortUse::toString).contains("a 8080:80/tcp", "b 127.0.0.1:8080:80/tcp",
        "g [::1]:6000:80/tcp");
  }

  @Test
  void aRangeClashesOnlyIfNoneOfItsPortsIsFree() {
    PublishedPort range = PublishedPort.of(80).with(PublishedPort.PUBLISHED, Text.of("8000-8001"));
    Project free = Project.named("p").with(Service.named("a").port(8000, 80), Service.named("b").port(range));
    assertThat(free.clashes()).isEmpty();
    assertThat(free.with(Service.named("c").port(8001, 80)).clashes()).extracting(Clash::what).containsExactly("8000-8001/tcp");
  }

  @Test
  void severalContainersCannotShareAPortOrAName() {
    Service service = Service.named("a").scale(3).port(8080, 80).with(ServiceAttributes.CONTAINER_NAME, Text.of("one"));
    assertThat(Project.named("p").with(service, Service.named("b").with(ServiceAttributes.CONTAINER_NAME, Text.of("one"))).clashes())
        .extracting(Clash::message).containsExactly(
            "3 containers of 'a' cannot all have port 8080/tcp of the host: publish a range of ports, or none",
            "the containers of 'a' and 'b' are all named 'one': give each its own container_name, or none");
  }

  @Test
  void fixedAddressesAreTheServicesOwn() {
    Network net = Network.named("net").subnet("10.5.0.0/16");
    NetworkAttachment fixed = NetworkAttachment.empty().ipv4("10.5.0.7");
    assertThat(Project.named("p").with(Service.named("a").network(net, fixed), Service.named("b").network(net, fixed)).clashes())
        .extracting(Clash::kind).containsExactly(Clash.Kind.ADDRESS);
  }

  @Test
  void volumesAndPathsInUseAreListed() {
    assertThat(SHOP.volumesInUse()).extracting(VolumeUse::toString)
        .containsExactly("database data:/var/lib/postgresql/data", "web ./conf:/etc/web");
    assertThat(Project.named("p").with(Service.named("a").bind("./x", "/data").mount(Mount.tmpfs("/data").readOnly())).clashes())
        .extracting(Clash::message).containsExactly("service 'a' has 2 mounts at '/data': only the last is seen; take the others out");
  }

  @Test
  void theEnvironmentOfAServiceHasTheValuesOfTheSurroundings() {
    assertThat(service("web").environment(name -> Optional.of(name + "!"))).containsEntry("LOG_LEVEL", "LOG_LEVEL!")
        .containsEntry("DATABASE_URL", "postgres://app:DB_PASSWORD!@database/app");
    assertThat(service("web").without(ServiceAttributes.ENVIRONMENT).env("A").environment(name -> Optional.empty())).isEmpty();
  }

  @Test
  void imagesAreBuiltOrPulled() {
    assertThat(SHOP.builds().keySet()).containsExactly("migration");
    assertThat(SHOP.pulledImages().keySet()).containsExactly("database", "web");
    assertThat(service("database").imageReference()).isPresent();
    assertThat(service("web").imageReference()).isEmpty();
  }
}
