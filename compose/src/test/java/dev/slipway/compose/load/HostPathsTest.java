package dev.slipway.compose.load;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class HostPathsTest {
  @ParameterizedTest
  @CsvSource({"/a/b,/a/c,../c", "/a,/a,.", "/a,/a/b/c,b/c", "/a/b/c,/a,../..", "a,/b,/b", "a/b,a/c/d,../c/d", "'',a,a", ".,a/b,a/b", "../a,b,b", "/,/a,a",
      "testdata/include,testdata/subdir,../subdir"})
  void theWayFromADirectoryToAPath(String directory, String path, String way) {
    assertThat(HostPaths.relative(directory, path)).isEqualTo(way);
  }

  @ParameterizedTest
  @CsvSource({"/a/b,/a", "/a,/", "a,.", "a/b,a", "a/b/,a/b", "'',."})
  void theDirectoryOfAPath(String path, String parent) {
    assertThat(HostPaths.parent(path)).isEqualTo(parent);
  }
}
