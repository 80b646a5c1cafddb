package dev.slipway.oci;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.common.collect.ImmutableList;
import dev.slipway.image.Digest;
import dev.slipway.image.Platform;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class DocumentsTest {
  static final String A = "sha256:" + "a".repeat(64);
  static final String B = "sha256:" + "b".repeat(64);

  static byte[] bytes(String json) {
    return json.replace('\'', '"').getBytes(StandardCharsets.UTF_8);
  }

  private static String text(byte[] bytes) {
    return new String(bytes, StandardCharsets.UTF_8).replace('"', '\'');
  }

  @Test
  void aConfigurationIsWrittenInTheOrderOfTheSpecification() {
    ImageConfig config = ImageConfig.of(Platform.parse("linux/arm/v7"))
        .withCreated(Instant.parse("2026-01-31T12:00:00Z"))
        .withAuthor("A <a@example.org>")
        .withContainer(
            ContainerConfig.EMPTY.withCommand(List.of("run", "--ä", "<&>"))
                .withEntrypoint(List.of())
                .withEnvironment("PATH", "/bin")
                .withEnvironment("B", "1")
                .withEnvironment("PATH", "/usr/bin")
                .withExposedPorts(List.of("90/tcp", "80/udp"))
                .withLabels(Map.of("z", "1", "a", "\"\\\n"))
                .withHealthcheck(HealthcheckConfig.of(List.of("CMD", "true")).withInterval(Duration.ofSeconds(30)).withRetries(3))
                .withStopTimeout(5)
                .withUser("app")
                .withShell(List.of("/bin/bash", "-c")))
        .withStep(HistoryEntry.layer("ENV B=1").withComment("slipway"))
        .withLayer(Digest.parse(A), HistoryEntry.layer("COPY . ."));

    assertThat(text(config.bytes())).isEqualTo(
        "{'created':'2026-01-31T12:00:00Z','author':'A <a@example.org>','architecture':'arm','os':'linux','variant':'v7','config':"
            + "{'User':'app','ExposedPorts':{'80/udp':{},'90/tcp':{}},'Env':['PATH=/usr/bin','B=1'],'Entrypoint':[],'Cmd':['run','--ä','<&>'],"
            + "'Labels':{'a':'\\'\\\\\\n','z':'1'},'Healthcheck':{'Test':['CMD','true'],'Interval':30000000000,'Retries':3},"
            + "'Shell':['/bin/bash','-c'],'StopTimeout':5},'rootfs':{'type':'layers','diff_ids':['" + A + "']},"
            + "'history':[{'created_by':'ENV B=1','comment':'slipway','empty_layer':true},{'created_by':'COPY . .'}]}");
    assertThat(ImageConfig.read(config.bytes())).isEqualTo(config);
  }

  @Test
  void aManifestAndAnIndexAreWrittenInTheOrderOfTheSpecification() {
    Descriptor layer = Descriptor.of(MediaType.OCI_LAYER_GZIP, Digest.parse(B), 7);
    Manifest manifest = Manifest.of(ImageConfig.of(Platform.LINUX_AMD64).descriptor(), List.of(layer)).withAnnotations(Map.of("k", "v"));
    assertThat(text(manifest.bytes()))
        .startsWith("{'schemaVersion':2,'mediaType':'application/vnd.oci.image.manifest.v1+json','config':{'mediaType':")
        .endsWith(
            "'layers':[{'mediaType':'application/vnd.oci.image.layer.v1.tar+gzip','digest':'" + B
                + "','size':7}],'annotations':{'k':'v'}}");
    Index index = Index.of(List.of(manifest.descriptor().withAnnotation("n", "1").withPlatform(Platform.parse("linux/arm/v7"))));
    assertThat(text(index.bytes())).isEqualTo(
        "{'schemaVersion':2,'mediaType':'application/vnd.oci.image.index.v1+json','manifests':[{'mediaType':'application/vnd.oci.image.manifest.v1+json',"
            + "'digest':'" + manifest.digest() + "','size':" + manifest.bytes().length
            + ",'annotations':{'n':'1'},'platform':{'architecture':'arm','os':'linux','variant':'v7'}}]}");
    assertThat(Index.read(index.bytes())).isEqualTo(index);
    assertThat(ManifestDocument.read(manifest.bytes(), MediaType.OCI_MANIFEST)).isEqualTo(manifest);
  }

  @Test
  void whatIsNotKnownSurvivesAChangeAtEveryLevel() {
    ImageConfig config = ImageConfig.read(
        bytes(
            "{ 'x-top': [1.10, 1e5, 12345678901234567890123], 'os':'linux','architecture':'amd64','config':{'MacAddress':'aa','Env':['A','B=']},"
                + "'rootfs':{'x-root':{},'type':'layers','diff_ids':null},'history':[{'x-h':null,'created_by':'a'}],'container_config':{'Cmd':null}}"));
    ImageConfig changed = config.withContainer(config.container().withUser("u")).withLayer(Digest.parse(A), HistoryEntry.layer("b"));
    assertThat(text(changed.bytes())).isEqualTo(
        "{'architecture':'amd64','os':'linux','config':{'User':'u','Env':['A','B='],'MacAddress':'aa'},'rootfs':{'type':'layers','diff_ids':['"
            + A
            + "'],'x-root':{}},'history':[{'created_by':'a','x-h':null},{'created_by':'b'}],'x-top':[1.10,1E+5,12345678901234567890123],"
            + "'container_config':{'Cmd':null}}");
  }

  @Test
  void aDocumentThatWasReadKeepsItsBytes() {
    byte[] raw = bytes(" {'manifests' : [ ] , 'schemaVersion':2 }\n");
    assertThat(Index.read(raw).bytes()).isEqualTo(raw);
    assertThat(Index.read(raw).digest()).isEqualTo(Digest.sha256(raw));
  }

  @Test
  void absentNullAndEmptyCommandsAreKeptApart() {
    String frame = "{'os':'linux','architecture':'amd64','rootfs':{'type':'layers'},'config':{%s}}";
    assertThat(ImageConfig.read(bytes(String.format(java.util.Locale.ROOT, frame, "'Cmd':[]"))).container().command())
        .contains(ImmutableList.of());
    assertThat(ImageConfig.read(bytes(String.format(java.util.Locale.ROOT, frame, "'Cmd':null"))).container().command()).isEmpty();
    ImageConfig config = ImageConfig.read(bytes(String.format(java.util.Locale.ROOT, frame, "'Entrypoint':null,'Cmd':[]")));
    assertThat(text(config.withAuthor("a").bytes())).contains("'Entrypoint':null,'Cmd':[]");
    assertThat(text(config.withContainer(config.container().withoutCommand()).bytes())).doesNotContain("Cmd");
  }

  @Test
  void aHistoryIsMadeToAccountForEachLayer() {
    ImageConfig two = ImageConfig.of(Platform.LINUX_AMD64).withDiffIds(List.of(Digest.parse(A), Digest.parse(B)));
    assertThat(two.hasConsistentHistory()).isFalse();
    assertThat(two.withConsistentHistory().history()).hasSize(2).noneMatch(HistoryEntry::emptyLayer);
    ImageConfig surplus = two
        .withHistory(List.of(HistoryEntry.layer("1"), HistoryEntry.configuration("2"), HistoryEntry.layer("3"), HistoryEntry.layer("4")));
    assertThat(surplus.withConsistentHistory().history()).extracting(HistoryEntry::emptyLayer).containsExactly(true, true, false, false);
    assertThat(surplus.withConsistentHistory().hasConsistentHistory()).isTrue();
  }

  @Test
  void anIndexIsSearchedForTheBestVariant() {
    Index index = Index.of(
        List.of(entry("linux/amd64", 1), entry("linux/arm/v5", 2), entry("linux/arm/v6", 3), entry("linux/arm64/v8", 4),
            entry("unknown/unknown", 5)));
    assertThat(index.choose(Platform.parse("linux/arm/v7")).map(Descriptor::size)).contains(3L);
    assertThat(index.choose(Platform.LINUX_ARM64).map(Descriptor::size)).contains(4L);
    assertThat(index.choose(Platform.parse("linux/s390x"))).isEmpty();
  }

  private static Descriptor entry(String platform, long size) {
    return Descriptor.of(MediaType.OCI_MANIFEST, Digest.parse(A), size).withPlatform(Platform.parse(platform));
  }
}
