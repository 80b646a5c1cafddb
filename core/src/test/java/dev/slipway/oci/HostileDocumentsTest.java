package dev.slipway.oci;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.slipway.DocumentException;
import dev.slipway.ErrorCode;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class HostileDocumentsTest {
  private static final String D = "'mediaType':'application/vnd.oci.image.config.v1+json','digest':'" + DocumentsTest.A + "','size':1";
  private static final String MANIFEST = "{'schemaVersion':2,'config':{" + D + "},'layers':[]";

  private static Arguments row(String json, String place, ErrorCode code) {
    return Arguments.of(json, place, code);
  }

  private static Arguments row(String json, String place) {
    return row(json, place, ErrorCode.MALFORMED_DOCUMENT);
  }

  private static Arguments config(String descriptor, String place) {
    return row("{'schemaVersion':2,'layers':[],'config':{" + descriptor + "}}", place);
  }

  private static String digest(String text) {
    return "'mediaType':'a/b','size':1,'digest':'" + text + "'";
  }

  static Stream<Arguments> manifests() {
    String hex = "a".repeat(64);
    return Stream.of(
        row("", "is empty"), row("   ", "is empty"), row("null", "$ is not an object"), row("[]", "$ is not an object"),
        row("3", "$ is not an object"),
        row("{", "manifest:1"), row("{}x", "manifest"), row(MANIFEST + "} {}", "after the end"), row("{'a':1,}", "manifest:1"),
        row("{a:1}", "manifest:1"), row("// c\n{}", "manifest:1"), row("{'a':NaN}", "manifest:1"), row("{'a':01}", "manifest:1"),
        row("{'a':'\t'}", "manifest:1"), row("\uFEFF" + MANIFEST + "}", "manifest:1"), row("{'a':'\\ud800'}", "$.a holds half"),
        row("{'a\\udc00':1}", "$ holds half"), row("{'schemaVersion':2,'schemaVersion':2,'layers':[]}", "schemaVersion"),
        row("{'schemaVersion':2,'config':{" + D + ",'size':2},'layers':[]}", "'/config/size'"),
        row("{'schemaVersion':2}", "neither 'layers' nor 'manifests'"), row("{}", "$.schemaVersion is not 2"),
        row("{'schemaVersion':3,'layers':[]}", "$.schemaVersion"), row("{'schemaVersion':'2','layers':[]}", "$.schemaVersion"),
        row("{'schemaVersion':2.0,'layers':[]}", "$.schemaVersion"),
        row("{'schemaVersion':1,'layers':[]}", "schema 1", ErrorCode.UNSUPPORTED),
        row("{'schemaVersion':2,'fsLayers':[]}", "schema 1", ErrorCode.UNSUPPORTED),
        row("{'schemaVersion':2,'mediaType':'application/vnd.docker.distribution.manifest.v1+prettyjws','layers':[]}", "schema 1",
            ErrorCode.UNSUPPORTED),
        row(MANIFEST + ",'manifests':[]}", "both 'manifests' and 'layers'"), row(MANIFEST + ",'manifests':null}", "both 'manifests'"),
        row("{'schemaVersion':2,'config':{" + D + "},'manifests':[]}", "both 'manifests' and 'config'"),
        row(MANIFEST + ",'mediaType':'application/vnd.oci.image.index.v1+json'}", "$.mediaType"),
        row(MANIFEST + ",'mediaType':'text/plain'}", "$.mediaType"), row(MANIFEST + ",'mediaType':'nonsense'}", "$.mediaType"),
        row(MANIFEST + ",'mediaType':5}", "$.mediaType"),
        row("{'schemaVersion':2,'manifests':[],'mediaType':'application/vnd.oci.image.manifest.v1+json'}", "$.mediaType"),
        row(MANIFEST + ",'Layers':[]}", "differs from 'layers' only in case"), row(MANIFEST + ",'\u212Aonfig':1,'LAYERS':[]}", "'layers'"),
        row(MANIFEST + ",'\u017Fubject':{}}", "'subject'"), row(MANIFEST + ",'annotations':[]}", "$.annotations"),
        row(MANIFEST + ",'annotations':{'a':1}}", "$.annotations"), row(MANIFEST + ",'annotations':{'a':null}}", "$.annotations"),
        row(MANIFEST + ",'subject':[]}", "$.subject"), row(MANIFEST + ",'subject':{}}", "$.subject.mediaType"),
        row("{'schemaVersion':2,'layers':[]}", "$.config is missing"),
        row("{'schemaVersion':2,'config':{" + D + "}}", "$.layers is missing"),
        row("{'schemaVersion':2,'config':{" + D + "},'layers':{}}", "$.layers is not an array"),
        row("{'schemaVersion':2,'config':{" + D + "},'layers':[null]}", "$.layers[0]"),
        row("{'schemaVersion':2,'config':{" + D + "},'layers':[{" + D + "},{" + D.replace("sha256:a", "sha256:A") + "}]}",
            "$.layers[1].digest"),
        row("{'schemaVersion':2,'config':{" + D + "},'layers':['" + DocumentsTest.A + "']}", "$.layers[0]"),
        config("", "$.config.mediaType"),
        config("'mediaType':'a/b','digest':'" + DocumentsTest.A + "'", "$.config.size is missing"),
        config("'mediaType':'a/b','digest':'" + DocumentsTest.A + "','size':-1", "$.config.size"),
        config("'mediaType':'a/b','digest':'" + DocumentsTest.A + "','size':1.5", "$.config.size"),
        config("'mediaType':'a/b','digest':'" + DocumentsTest.A + "','size':'1'", "$.config.size"),
        config("'mediaType':'a/b','digest':'" + DocumentsTest.A + "','size':9223372036854775808", "$.config.size"),
        config("'mediaType':'a/b','digest':'" + DocumentsTest.A + "','size':1e999999999", "$.config.size"),
        config("'mediaType':'a/b','size':1", "$.config.digest"), config(digest("sha256:../../x"), "$.config.digest"),
        config(digest("sha256:" + hex.substring(1)), "$.config.digest"), config(digest("SHA256:" + hex), "$.config.digest"),
        config(digest("md5:" + hex), "$.config.digest"), config(digest("sha512:" + hex), "$.config.digest"),
        config(digest("a:b:c"), "$.config.digest"), config(digest("sha256:" + hex + "/"), "$.config.digest"),
        config(digest("sha256:" + "\u0661".repeat(64)), "$.config.digest"),
        config("'mediaType':'../x'," + D.substring(D.indexOf("'digest'")), "$.config.mediaType"),
        config(D + ",'urls':'x'", "$.config.urls"), config(D + ",'urls':[1]", "$.config.urls"), config(D + ",'data':'!'", "$.config.data"),
        config(D + ",'platform':[]", "$.config.platform"), config(D + ",'platform':{'os':'a b','architecture':'x'}", "$.config.platform"),
        config(D + ",'Digest':'x'", "'digest'"), config(D + ",'artifactType':'x'", "$.config.artifactType"),
        row("{'schemaVersion':2,'layers':[],'config':{" + D + ",'data':'aGk='}}", "$.config.data", ErrorCode.DIGEST_MISMATCH),
        row("{'schemaVersion':2,'layers':[],'config':{" + D.replace("'size':1", "'size':1125899906842625") + "}}", "$.config.size",
            ErrorCode.LIMIT_EXCEEDED),
        row("{'a':" + "[".repeat(64) + "]".repeat(64) + "}", "manifest", ErrorCode.LIMIT_EXCEEDED),
        row("[".repeat(100_000), "manifest", ErrorCode.LIMIT_EXCEEDED),
        row("{'a':" + "1".repeat(2000) + "}", "manifest", ErrorCode.LIMIT_EXCEEDED),
        row("{'schemaVersion':2,'manifests':[{" + D + ",'digest':null}]}", "digest"),
        row("{'schemaVersion':2,'manifests':{}}", "$.manifests"), row("{'schemaVersion':2,'manifests':[[]]}", "$.manifests[0]"));
  }

  @ParameterizedTest
  @MethodSource("manifests")
  void aManifestWithTwoReadingsOrNoneIsRefused(String json, String place, ErrorCode code) {
    DocumentException refused = catchThrowableOfType(DocumentException.class,
        () -> ManifestDocument.read(DocumentsTest.bytes(json)).digest());
    assertThat(refused).isNotNull().hasMessageContaining(place);
    assertThat(refused.code()).isEqualTo(code);
    assertThat(String.valueOf(refused.getMessage()).length()).isLessThan(600);
  }

  static Stream<Arguments> configurations() {
    String frame = "{'os':'linux','architecture':'amd64','rootfs':{'type':'layers','diff_ids':[]}";
    return Stream.of(
        row("{}", "$.os"), row("{'os':'linux'}", "$.architecture"), row("{'os':'linux','architecture':''}", "$.architecture"),
        row("{'os':'li nux','architecture':'amd64','rootfs':{'type':'layers'}}", "$.architecture"),
        row("{'os':'linux','architecture':'amd64'}", "$.rootfs"),
        row("{'os':'linux','architecture':'amd64','rootfs':{'type':'x'}}", "$.rootfs.type"),
        row("{'os':'linux','architecture':'amd64','rootfs':{'type':'layers','diff_ids':['x']}}", "$.rootfs.diff_ids"),
        row("{'os':'linux','architecture':'amd64','rootfs':{'type':'layers','diff_ids':'x'}}", "$.rootfs.diff_ids"),
        row(frame + ",'created':'yesterday'}", "$.created"), row(frame + ",'created':5}", "$.created"),
        row(frame + ",'history':{}}", "$.history"),
        row(frame + ",'history':[{'empty_layer':'no'}]}", "$.history[0].empty_layer"),
        row(frame + ",'history':[{'created':'x'}]}", "$.history[0].created"),
        row(frame + ",'config':[]}", "$.config"), row(frame + ",'config':{'Env':'A=b'}}", "$.config.Env"),
        row(frame + ",'config':{'Env':[null]}}", "$.config.Env"), row(frame + ",'config':{'cmd':[]}}", "'Cmd'"),
        row(frame + ",'config':{'Cmd':'sh'}}", "$.config.Cmd"), row(frame + ",'config':{'Volumes':['/x']}}", "$.config.Volumes"),
        row(frame + ",'config':{'Volumes':{'/x':1}}}", "$.config.Volumes"), row(frame + ",'config':{'Labels':{'a':1}}}", "$.config.Labels"),
        row(frame + ",'config':{'User':0}}", "$.config.User"), row(frame + ",'config':{'StopTimeout':'5'}}", "$.config.StopTimeout"),
        row(frame + ",'config':{'Healthcheck':{'Interval':'1s'}}}", "$.config.Healthcheck.Interval"),
        row(frame + ",'config':{'Healthcheck':{'Retries':-1}}}", "$.config.Healthcheck.Retries"),
        row(frame + ",'config':{'Labels':{'a':'\\ud800'}}}", "$.config.Labels"), row(frame + ",'config':{},'config':{}}", "/config"));
  }

  @ParameterizedTest
  @MethodSource("configurations")
  void aMalformedConfigurationIsRefusedWithThePlace(String json, String place, ErrorCode code) {
    DocumentException refused = catchThrowableOfType(DocumentException.class, () -> ImageConfig.read(DocumentsTest.bytes(json)).digest());
    assertThat(refused).isNotNull().hasMessageContaining(place);
    assertThat(refused.code()).isEqualTo(code);
  }

  @Test
  void moreThanFourMebibytesAreNotEvenParsed() {
    byte[] large = new byte[(4 << 20) + 1];
    Arrays.fill(large, (byte) ' ');
    DocumentException refused = catchThrowableOfType(DocumentException.class, () -> ManifestDocument.read(large).digest());
    assertThat(refused.code()).isEqualTo(ErrorCode.LIMIT_EXCEEDED);
  }

  @Test
  void bytesThatAreNotUtf8AreRefused() {
    byte[] bytes = DocumentsTest.bytes(MANIFEST + ",'a':'x'}");
    for (byte[] bad : new byte[][]{{(byte) 0xFF}, {(byte) 0xC0, (byte) 0x80}, {(byte) 0xED, (byte) 0xA0, (byte) 0x80}}) {
      byte[] damaged = Arrays.copyOf(bytes, bytes.length);
      System.arraycopy(bad, 0, damaged, damaged.length - 5, bad.length);
      DocumentException refused = catchThrowableOfType(DocumentException.class, () -> ManifestDocument.read(damaged).digest());
      assertThat(refused.code()).isEqualTo(ErrorCode.MALFORMED_DOCUMENT);
    }
    byte[] utf16 = "{}".getBytes(StandardCharsets.UTF_16LE);
    assertThat(catchThrowableOfType(DocumentException.class, () -> ManifestDocument.read(utf16).digest())).isNotNull();
  }

  @Test
  void anAnnouncedTypeMustBeTheStatedOne() {
    byte[] manifest = DocumentsTest.bytes(MANIFEST + ",'mediaType':'application/vnd.oci.image.manifest.v1+json'}");
    for (MediaType other : new MediaType[]{MediaType.DOCKER_MANIFEST, MediaType.OCI_INDEX, MediaType.of("application/json"),
        MediaType.DOCKER_SCHEMA_1}) {
      assertThat(catchThrowableOfType(DocumentException.class, () -> ManifestDocument.read(manifest, other).digest())).isNotNull();
    }
    byte[] silent = DocumentsTest.bytes(MANIFEST + "}");
    assertThat(ManifestDocument.read(silent, MediaType.DOCKER_MANIFEST).mediaType()).isEqualTo(MediaType.DOCKER_MANIFEST);
    assertThat(catchThrowableOfType(DocumentException.class, () -> ManifestDocument.read(silent, MediaType.OCI_INDEX).digest()))
        .isNotNull();
  }
}
