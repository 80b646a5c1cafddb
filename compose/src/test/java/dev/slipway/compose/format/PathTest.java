package dev.slipway.compose.format;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PathTest {
  @ParameterizedTest
  @CsvSource(nullValues = "none", value = {"'', .", "abc, abc", "abc/def, abc/def", "a/b/c, a/b/c", "., .", ".., ..", "../.., ../..",
      "/, /", "abc/, abc",
      "/abc/, /abc", "abc//def//ghi, abc/def/ghi", "//abc, /abc", "abc/./def, abc/def", "abc/def/ghi/../jkl, abc/def/jkl",
      "abc/def/../.., .",
      "/abc/def/../.., /", "abc/def/../../.., ..", "/abc/def/../../.., /", "abc/def/../../../ghi/jkl/../../../mno, ../../mno",
      "abc/../../././../def, ../../def",
      "/../a, /a"})
  void pathsOfContainersAreCleaned(String path, String clean) {
    assertThat(ContainerPath.clean(path)).isEqualTo(clean);
  }

  @ParameterizedTest
  @CsvSource(delimiter = '|', value = {"''|.", "c:|c:.", "c:\\|c:\\", "c:\\abc|c:\\abc", "c:abc\\..\\..\\.\\.\\..\\def|c:..\\..\\def",
      "c:\\abc\\def\\..\\..|c:\\", "c:\\..\\abc|c:\\abc", "c:..\\abc|c:..\\abc", "c:\\b:\\..\\..\\..\\d|c:\\d", "\\|\\", "/|\\",
      "\\\\i\\..\\c$|\\\\i\\..\\c$", "\\\\i\\..\\i\\c$|\\\\i\\..\\i\\c$", "//host/share/foo/../baz|\\\\host\\share\\baz",
      "\\\\host\\share\\foo\\..\\..\\..\\..\\baz|\\\\host\\share\\baz", "\\\\.\\C:\\a\\..\\..\\..\\..\\baz|\\\\.\\C:\\baz",
      "\\\\.\\NUL|\\\\.\\NUL", "\\\\a/b|\\\\a\\b", "//|\\\\", "a/../c:|.\\c:", "a/../c:/a|.\\c:\\a", "a\\..\\..\\c:|..\\c:",
      "foo:bar|foo:bar",
      "/a/../??/a|\\.\\??\\a", "a/b|a\\b", "\\\\?\\c:\\|\\\\?\\c:\\"})
  void pathsOfWindowsAreCleaned(String path, String clean) {
    assertThat(WindowsPath.clean(path)).isEqualTo(clean);
  }

  @ParameterizedTest
  @CsvSource(delimiter = '|', value = {"directory|file|directory\\file", "C:\\Windows\\|System32|C:\\Windows\\System32",
      "C:\\|Windows|C:\\Windows",
      "C:|a|C:a", "C:|\\a|C:\\a", "C:.|a|C:a", "\\|a|\\a", "\\\\host\\share|foo|\\\\host\\share\\foo",
      "//host/share|foo/bar|\\\\host\\share\\foo\\bar",
      "\\|??\\a|\\.\\??\\a", "\\|\\??\\a|\\.\\??\\a", "//|a|\\\\a", "\\|\\\\a\\b|\\a\\b", "a|''|a"})
  void pathsOfWindowsAreJoined(String first, String second, String joined) {
    assertThat(WindowsPath.join(first, second)).isEqualTo(joined);
  }

  @ParameterizedTest
  @ValueSource(strings = {"C:\\", "c:\\a\\b", "c:/a/b", "\\\\host\\share\\foo", "//host/share/foo/bar", "c:/", "\\\\.\\pipe\\x"})
  void pathsOfWindowsAreAbsoluteWithADriveOrShare(String path) {
    assertThat(WindowsPath.isAbsolute(path)).isTrue();
    assertThat(PathSystem.WINDOWS.isAbsolute(path)).isTrue();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "/", "\\", "c\\", "c::", "c:", "\\Windows", "c:a\\b", "..", "lala", "/usr/bin/gcc", "c:lala", "\\??"})
  void otherPathsAreNot(String path) {
    assertThat(WindowsPath.isAbsolute(path)).isFalse();
  }

  @Test
  void pathsAreSeenFromADirectory() {
    Optional<String> home = Optional.of("/home/me");
    assertThat(PathSystem.UNIX.resolve("/project", "./a/../b", home)).isEqualTo("/project/b");
    assertThat(PathSystem.UNIX.resolve("/project", "/a/../b", home)).isEqualTo("/a/../b");
    assertThat(PathSystem.UNIX.resolve("/project", "", home)).isEmpty();
    assertThat(PathSystem.UNIX.resolve("/project", "~/x", home)).isEqualTo("/home/me/x");
    assertThat(PathSystem.UNIX.resolve("/project", "~", home)).isEqualTo("/home/me");
    assertThat(PathSystem.UNIX.resolve("/project", "~/x", Optional.empty())).isEqualTo("/project/~/x");
    assertThat(PathSystem.UNIX.resolveAny("/project", "C:\\x", home)).isEqualTo("C:\\x");
    assertThat(PathSystem.UNIX.resolveAny("/project", "", home)).isEqualTo("/project");
    assertThat(PathSystem.WINDOWS.resolve("C:\\project", ".\\a", Optional.of("C:\\me"))).isEqualTo("C:\\project\\a");
    assertThat(PathSystem.WINDOWS.resolve("C:\\project", "~/a", Optional.of("C:\\me"))).isEqualTo("C:\\me\\a");
    assertThat(PathSystem.WINDOWS.resolveAny("C:\\project", "/var/run/docker.sock", home)).isEqualTo("/var/run/docker.sock");
    assertThat(ContainerPath.join("", "")).isEmpty();
    assertThat(ContainerPath.join("/a", "", "../b")).isEqualTo("/b");
  }
}
