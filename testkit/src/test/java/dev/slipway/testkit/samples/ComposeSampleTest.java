package dev.slipway.testkit.samples;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSet;
import dev.slipway.DocumentException;
import dev.slipway.build.Engine;
import dev.slipway.compose.Compose;
import dev.slipway.compose.ComposeFile;
import dev.slipway.compose.ComposeReading;
import dev.slipway.compose.Dependency.Condition;
import dev.slipway.compose.Healthcheck;
import dev.slipway.compose.Network;
import dev.slipway.compose.Project;
import dev.slipway.compose.ReadBuild;
import dev.slipway.compose.Restart;
import dev.slipway.compose.Secret;
import dev.slipway.compose.Service;
import dev.slipway.compose.ServiceAttributes;
import dev.slipway.compose.Text;
import dev.slipway.compose.Volume;
import dev.slipway.compose.Writing;
import dev.slipway.compose.load.LoadRequest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A project is made, written, read, asked and built as the README says. */
class ComposeSampleTest {
  @TempDir
  Path directory = Path.of("");

  @Test
  void aProjectIsMadeAndWritten() throws IOException {
    // @start region="compose-write"
    Network back = Network.named("back").internal();
    Secret password = Secret.file("db-password", "./secrets/db-password.txt");
    Service database = Service.named("database").image("postgres:16").network(back).secret(password)
        .env("POSTGRES_PASSWORD_FILE", "/run/secrets/db-password").volume(Volume.named("data"), "/var/lib/postgresql/data")
        .healthcheck(Healthcheck.shell("pg_isready -U postgres").every(Duration.ofSeconds(10)));
    Service web = Service.named("web").image(Text.of("example/web:").and(Text.variable("TAG").orElse("latest")))
        .env("API_KEY", Text.variable("API_KEY").required("ask the team for one")).env("PRICE", "5$")
        .port(8080, 80).network(back).network(Network.named("front")).dependsOn(database, Condition.HEALTHY);
    Project shop = Project.named("shop").with(web); // what it refers to comes along
    shop.writeTo(directory.resolve("compose.yaml"), Writing.MINIMAL);
    Files.writeString(directory.resolve(".env.template"), shop.environmentTemplate());
    // @end

    assertThat(Files.readString(directory.resolve("compose.yaml"))).contains("PRICE: \"5$$\"", "image: example/web:${TAG:-latest}");
    assertThat(Files.readString(directory.resolve(".env.template"))).contains("# required: ask the team for one\nAPI_KEY=\n");
    assertThat(shop.services().keySet()).containsExactly("database", "web");
  }

  @Test
  void aProjectIsReadAskedAndBuilt() throws IOException {
    Files.writeString(directory.resolve("compose.yaml"), """
        services:
          web:
            build: .
            image: example/web:${TAG:-1}
            depends_on: [database]
          database:
            image: postgres:16   # as in production
            ports: ["5432:5432"]
        """);
    Files.writeString(directory.resolve("compose.override.yaml"), "services:\n  web:\n    environment: {DEBUG: 1}\n");
    Files.writeString(directory.resolve("Dockerfile"), "FROM scratch\nCOPY compose.yaml /\n");

    // @start region="compose-read"
    ComposeReading reading = Compose.read(LoadRequest.of(directory.resolve("compose.yaml"), directory.resolve("compose.override.yaml"))
        .withEnvironment(Map.of("TAG", "7")));
    reading.warnings().forEach(System.err::println);
    Project project = reading.project(); // or one error with all that is wrong
    ImmutableList<ImmutableList<String>> order = project.startOrder().groups(); // [[database], [web]]
    ImmutableSet<String> affected = project.startOrder().dependants(ImmutableSet.of("database")); // [database, web]
    ReadBuild build = project.builds().get("web").read(Map.of(), name -> Optional.empty());
    try (Engine engine = Engine.open(directory.resolve("store"))) {
      engine.build(build.image(), build.context(), build.options());
    }
    ComposeFile.read(directory.resolve("compose.yaml")).with("database", ServiceAttributes.RESTART, Restart.UNLESS_STOPPED)
        .writeTo(directory.resolve("compose.yaml")); // nothing else in the file moves
    // @end

    assertThat(order).containsExactly(ImmutableList.of("database"), ImmutableList.of("web"));
    assertThat(affected).containsExactly("database", "web");
    assertThat(project.service("web").orElseThrow().image().map(Text::toString)).contains("example/web:7");
    assertThat(reading.findings()).isEmpty();
    assertThat(Files.readString(directory.resolve("compose.yaml"))).contains("# as in production", "    restart: unless-stopped\n");
  }

  @Test
  void allThatIsWrongIsTold() throws IOException {
    Files.writeString(directory.resolve("compose.yaml"), """
        services:
          web:
            image: example/web
            port: ["8080:80"]
            depends_on: [databse]
          database:
            image: postgres:16
            command: echo a && echo b
            healthcheck: {interval: 10}
        """);
    ComposeReading reading = Compose.read(directory.resolve("compose.yaml"));
    assertThatThrownBy(reading::project).isInstanceOf(DocumentException.class).hasMessageContainingAll("3 problems", "compose.yaml:4:5: "
        + "services.web.port: 'port' is no attribute of a service", "write 'ports' if that was meant", "Did you mean 'database'?");
    assertThat(reading.warnings()).singleElement().asString().contains("'&& echo b' is dropped");
  }
}
