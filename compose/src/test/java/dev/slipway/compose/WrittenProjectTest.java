package dev.slipway.compose;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.compose.Dependency.Condition;
import dev.slipway.compose.format.ByteCount;
import dev.slipway.compose.tree.Findings;
import dev.slipway.yaml.YamlDialect;
import dev.slipway.yaml.YamlFile;
import dev.slipway.yaml.YamlScalar;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/** What people read of projects that code makes. */
class WrittenProjectTest {
  static Project shop() {
    Network back = Network.named("back").internal();
    Volume data = Volume.named("data");
    Secret password = Secret.file("db-password", "./secrets/db-password.txt");
    Service database = Service.named("database").image("postgres:16").env("POSTGRES_PASSWORD_FILE", "/run/secrets/db-password")
        .env("PRICE", "5$ and more").volume(data, "/var/lib/postgresql/data").secret(password).network(back)
        .healthcheck(
            Healthcheck.shell("pg_isready -U postgres").every(Duration.ofSeconds(10)).retries(5).startingIn(Duration.ofMinutes(1)));
    Service migration = Service.named("migration").build(Build.of("./app").target("migrate").arg("VERSION", Text.variable("VERSION")))
        .command("migrate", "--all").network(back).dependsOn(database, Condition.HEALTHY).restart(Restart.NO);
    Service web = Service.named("web").image(Text.of("example/web:").and(Text.variable("TAG").orElse("latest"))).port(8080, 80)
        .port(PublishedPort.of(Text.variable("ADMIN_PORT").orElse("9000"), 9000).on("127.0.0.1"))
        .env("DATABASE_URL", Text.of("postgres://app:").and(Text.variable("DB_PASSWORD").required("set the password of the database"))
            .and("@database/app"))
        .env("LOG_LEVEL").env("MOTD", "line one\nline two\n").bind("./conf", "/etc/web").envFile(".env").memory(ByteCount.of(512 << 20))
        .dependsOn(database, Condition.HEALTHY).dependsOn(migration, Condition.COMPLETED).network(back).network(Network.named("front"))
        .config(Config.content("robots", "User-agent: *\n"), "/srv/robots.txt").profiles("web", "all").label("com.example.team", "shop")
        .restart(Restart.UNLESS_STOPPED).extension("x-note", YamlScalar.of("costs $5"));
    return Project.named("shop").with(web);
  }

  @Test
  void aProjectIsWrittenAsPeopleWriteOne() {
    assertThat(shop().toYaml(Writing.MINIMAL.withHead("The shop.\n\nMade by code."))).isEqualTo(golden("shop.minimal.yaml"));
  }

  @Test
  void aCanonicalFileHasLongForms() {
    assertThat(shop().toYaml(Writing.CANONICAL)).isEqualTo(golden("shop.canonical.yaml"));
  }

  @Test
  void whatMustBeSuppliedStandsInATemplate() {
    assertThat(shop().environmentTemplate()).isEqualTo(golden("shop.env"));
  }

  @Test
  void aCanonicalFileIsReadAsTheSameProject() {
    Findings findings = new Findings();
    String text = shop().toYaml(Writing.CANONICAL);
    assertThat(Project.decodeTemplates(YamlFile.parse("compose.yaml", text).values(YamlDialect.COMPOSE).orThrow().get(0), findings))
        .contains(shop());
    assertThat(findings.all()).isEmpty();
  }

  static String golden(String name) {
    try (var in = Objects.requireNonNull(WrittenProjectTest.class.getResourceAsStream("/golden/" + name), name)) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException unreadable) {
      throw new UncheckedIOException(unreadable);
    }
  }
}
