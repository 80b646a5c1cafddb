package dev.slipway.testkit.compose;

import dev.slipway.compose.Project;
import java.util.Map;

final class GeneratedProjects {
  static Map<String, Project> some(int n) {
    return Map.of("s", Storefront.project());
  }
}
