package dev.slipway.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.slipway.InvalidValueException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PlatformTest {
  @ParameterizedTest
  @CsvSource({"linux/amd64,linux/amd64", "linux/x86_64,linux/amd64", "Linux/X86-64,linux/amd64", "linux/aarch64,linux/arm64",
      "linux/arm64/v8,linux/arm64", "linux/arm64/8,linux/arm64", "linux/arm64/v9,linux/arm64/v9", "linux/armhf,linux/arm/v7",
      "linux/armel,linux/arm/v6", "linux/arm,linux/arm/v7", "linux/arm/6,linux/arm/v6", "linux/i386,linux/386",
      "linux/amd64/v1,linux/amd64", "linux/amd64/v3,linux/amd64/v3", "macos/aarch64,darwin/arm64", "linux/riscv64,linux/riscv64",
      "windows/amd64,windows/amd64"})
  void everyCommonSpellingMeansTheSamePlatform(String text, String normal) {
    assertThat(Platform.parse(text)).hasToString(normal).isEqualTo(Platform.parse(normal));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "linux", "/", "linux/", "/amd64", "linux/arm/", "a/b/c/d", "linux/am d64", "linux/amd64/v\u0131", "linux/ä"})
  void otherTextsAreRefusedWithAnExample(String text) {
    assertThatThrownBy(() -> Platform.parse(text)).isInstanceOf(InvalidValueException.class).hasMessageContaining("'linux/");
  }

  @Test
  void lowerVariantsOfTheSameArchitectureRunToo() {
    assertThat(Platform.parse("linux/arm/v7").runnable()).extracting(Platform::toString)
        .containsExactly("linux/arm/v7", "linux/arm/v6", "linux/arm/v5");
    assertThat(Platform.parse("linux/amd64/v3").runnable()).extracting(Platform::toString)
        .containsExactly("linux/amd64/v3", "linux/amd64/v2", "linux/amd64");
    assertThat(Platform.LINUX_ARM64.runs(Platform.parse("linux/arm/v7"))).isFalse();
    assertThat(Platform.LINUX_AMD64.runs(Platform.parse("linux/amd64/v2"))).isFalse();
    assertThat(Platform.parse("linux/arm/v7").preferenceFor(Platform.parse("linux/arm/v6"))).isEqualTo(1);
  }

  @Test
  void aVersionOfTheOperatingSystemCountsWhereBothNameOne() {
    Platform windows = Platform.parse("windows/amd64");
    assertThat(windows.runs(windows.withOsVersion("10.0.1"))).isTrue();
    assertThat(windows.withOsVersion("10.0.1").runs(windows)).isTrue();
    assertThat(windows.withOsVersion("10.0.1").runs(windows.withOsVersion("10.0.2"))).isFalse();
  }

  @Test
  void placesCheckTheirNames() {
    assertThat(OciLayout.at(Path.of("x")).named("1.0", "latest").names()).containsExactly("1.0", "latest");
    assertThat(DockerArchive.at(Path.of("x")).named("app", "localhost:5000/a/b:2").names()).containsExactly("app:latest",
        "localhost:5000/a/b:2");
    assertThatThrownBy(() -> OciArchive.at(Path.of("x")).named("a b")).isInstanceOf(InvalidValueException.class)
        .hasMessageContaining("'a b'");
    assertThatThrownBy(() -> DockerArchive.at(Path.of("x")).named("App:1")).isInstanceOf(InvalidValueException.class);
    assertThatThrownBy(() -> DockerArchive.at(Path.of("x")).named("a/../b:1")).isInstanceOf(InvalidValueException.class);
  }
}
