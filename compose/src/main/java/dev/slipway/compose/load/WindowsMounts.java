package dev.slipway.compose.load;

import com.google.common.base.Ascii;
import com.google.common.base.CharMatcher;
import dev.slipway.compose.format.WindowsPath;
import dev.slipway.yaml.YamlMap;
import dev.slipway.yaml.YamlValue;
import java.util.List;

/** Turns the sources of mounts on drives of Windows into what a Linux engine there calls them. */
final class WindowsMounts {
  private static final CharMatcher LETTERS = CharMatcher.inRange('a', 'z').or(CharMatcher.inRange('A', 'Z'));

  private WindowsMounts() {}

  /** A project with {@code C:\data} as {@code /c/data}. */
  static YamlMap converted(YamlMap project) {
    return (YamlMap) Trees.at(project, List.of("services", Trees.EACH, "volumes", Trees.EACH, "source"),
        (path, source) -> Trees.string(source).filter(WindowsMounts::isOnDrive).map(text -> converted(source, text)).orElse(source));
  }

  private static boolean isOnDrive(String path) {
    return path.length() > 2 && path.charAt(1) == ':' && LETTERS.matches(path.charAt(0)) && WindowsPath.isAbsolute(path);
  }

  private static YamlValue converted(YamlValue source, String path) {
    return Trees.text(source, "/" + Ascii.toLowerCase(path.charAt(0)) + path.substring(2).replace('\\', '/'));
  }
}
