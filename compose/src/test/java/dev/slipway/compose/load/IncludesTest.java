package dev.slipway.compose.load;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;

class IncludesTest {
  private static final String MODULE = "services: {db: {image: \"db:${TAG:-none}\", build: ./src, environment: [TAG]}}\n";

  @Test
  void anIncludedFileHasItsOwnDirectory() {
    Texts texts = Texts.of("include: [module/compose.yaml]\nservices: {web: {image: web}}").and("module/compose.yaml", MODULE);
    assertThat(texts.resolved("services", "db", "build", "context")).isEqualTo("/p/module/src");
    assertThat(texts.resolved("services", "web", "image")).isEqualTo("web");
  }

  @Test
  void theProjectDirectoryOfAnIncludeHoldsForItsFiles() {
    Texts texts = Texts.of("include: [{path: module/compose.yaml, project_directory: other/place}]").and("module/compose.yaml", MODULE);
    assertThat(texts.resolved("services", "db", "build", "context")).isEqualTo("/p/other/place/src");
  }

  @Test
  void variablesComeFromAroundThenFromTheFileOfTheInclude() {
    Texts texts = Texts.of("include: [{path: module/compose.yaml, env_file: [a.env, b.env]}]\nservices: {web: {image: \"web:${TAG-none}\"}}")
        .and("module/compose.yaml", MODULE).and("a.env", "TAG=a").and("b.env", "TAG=b");
    assertThat(texts.resolved("services", "db", "image")).isEqualTo("db:b");
    assertThat(texts.resolved("services", "db", "environment")).isEqualTo("{TAG: b}");
    assertThat(texts.resolved("services", "web", "image")).isEqualTo("web:none");
    assertThat(texts.with(request -> request.withEnvironment(Map.of("TAG", "around"))).resolved("services", "db", "image")).isEqualTo("db:around");
  }

  @Test
  void withoutAFileTheOneOfItsDirectoryIsTakenUnlessTheNullDeviceIsNamed() {
    Texts texts = Texts.of("include: [module/compose.yaml]").and("module/compose.yaml", MODULE).and("module/.env", "TAG=own");
    assertThat(texts.resolved("services", "db", "image")).isEqualTo("db:own");
    Texts none = Texts.of("include: [{path: module/compose.yaml, env_file: /dev/null}]").and("module/compose.yaml", MODULE).and("module/.env", "TAG=own");
    assertThat(none.resolved("services", "db", "image")).isEqualTo("db:none");
  }

  @Test
  void whatTheFileSaysItselfStandsOverWhatItIncludes() {
    Texts texts = Texts.of("""
        include: [a.yaml, b.yaml]
        services:
          db:
            image: mine
            ports: !override ["1:1"]
            command: !reset null
        """)
        .and("a.yaml", "services: {db: {image: a, ports: ['2:2'], command: run, hostname: a}}")
        .and("b.yaml", "services: {db: {image: b, hostname: b, domainname: b}}\nx-b: 1\nname: b");
    assertThat(texts.resolved("services", "db", "image")).isEqualTo("mine");
    assertThat(texts.resolved("services", "db", "hostname")).as("the first include wins over the second").isEqualTo("a");
    assertThat(texts.resolved("services", "db", "domainname")).isEqualTo("b");
    assertThat(texts.resolved("services", "db", "command")).isEqualTo("-");
    assertThat(texts.resolved("services", "db", "ports")).contains("published: 1").doesNotContain("published: 2");
    assertThat(texts.resolved("x-b")).isEqualTo("-");
    assertThat(texts.resolved("name")).isEqualTo("p");
  }

  @Test
  void severalFilesOfOneItemAreMergedInTheirOrder() {
    Texts texts = Texts.of("include: [{path: [sub/a.yaml, sub/b.yaml]}]")
        .and("sub/a.yaml", "services: {db: {image: a, hostname: a}}").and("sub/b.yaml", "services: {db: {image: b, build: .}}");
    assertThat(texts.resolved("services", "db", "image")).isEqualTo("b");
    assertThat(texts.resolved("services", "db", "hostname")).isEqualTo("a");
    assertThat(texts.resolved("services", "db", "build", "context")).isEqualTo("/p/sub");
  }

  @Test
  void includesOfIncludesStartFromTheirOwnDirectories() {
    Texts texts = Texts.of("include: [a/compose.yaml]").and("a/compose.yaml", "include: [{path: b/compose.yaml, env_file: ../x.env}]")
        .and("a/b/compose.yaml", MODULE).and("x.env", "TAG=x");
    assertThat(texts.resolved("services", "db", "build", "context")).isEqualTo("/p/a/b/src");
    assertThat(texts.resolved("services", "db", "image")).isEqualTo("db:x");
    assertThat(texts.with(request -> request.with(LoadOption.RELATIVE_PATHS)).resolved("services", "db", "build", "context")).isEqualTo("a/b/src");
  }

  @Test
  void theWholeWayOfACycleIsTold() {
    Texts texts = Texts.of("include: [a.yaml]").and("a.yaml", "include: [b.yaml]").and("b.yaml", "include: [a.yaml]");
    assertThat(texts.errors()).containsExactly(
        "/p/b.yaml:1:11: include[0]: include cycle: '/p/a.yaml' includes '/p/b.yaml' includes '/p/a.yaml'");
  }

  @Test
  void theSameFileMayBeIncludedTwiceSideBySide() {
    Texts texts = Texts.of("include: [a.yaml, b.yaml]").and("a.yaml", "include: [c.yaml]").and("b.yaml", "include: [c.yaml]")
        .and("c.yaml", "services: {db: {image: c}}");
    assertThat(texts.resolved("services", "db", "image")).isEqualTo("c");
  }

  @Test
  void everythingThatIsWrongWithIncludesIsToldAtOnce() {
    assertThat(Texts.of("include:\n- missing.yaml\n- {pth: a.yaml}\n- [a]\n- {path: [1, a.yaml], env_file: none.env}\nservices: {web: {image: x}}")
        .and("a.yaml", "services: {db: {image: a}}").errors()).containsExactly(
            "/p/compose.yaml:2:3: include[0]: the file '/p/missing.yaml' does not exist",
            "/p/compose.yaml:3:3: include[1]: 'path' is missing",
            "/p/compose.yaml:4:3: include[2]: an item of 'include' must be a string or a mapping",
            "/p/compose.yaml:5:11: include[3].path[0]: a path must be a string",
            "/p/compose.yaml:5:33: include[3]: the file '/p/none.env' does not exist");
    assertThat(Texts.of("include: a.yaml\nservices: {web: {image: x}}").errors()).containsExactly("/p/compose.yaml:1:10: include: 'include' must be a list");
  }

  @Test
  void whatIsWrongInAnIncludedFileAlsoTellsWhereItIsIncluded() {
    assertThat(Texts.of("include:\n- a.yaml").and("a.yaml", "services:\n  db: {image: x, depends_on: [cache]}\n").errors()).containsExactly(
        "/p/a.yaml:2:31: services.db.depends_on.cache: service 'db' depends on undefined service 'cache' (included at /p/compose.yaml:2:3)");
  }

  @Test
  void includedFilesThatAreNotWantedStayOut() {
    assertThat(Texts.of("include: [missing.yaml]\nservices: {web: {image: x}}").with(request -> request.with(LoadOption.KEEP_INCLUDES)).load().hasErrors())
        .isFalse();
  }
}
