package dev.slipway.compose.load;

import com.google.common.collect.Lists;
import dev.slipway.Suggestions;
import dev.slipway.compose.tree.Findings;
import dev.slipway.compose.tree.TreePath;
import dev.slipway.yaml.YamlMap;
import dev.slipway.yaml.YamlScalar;
import dev.slipway.yaml.YamlValue;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Checks that what a project refers to is there, and that services can be started one after the other. */
final class Consistency {
  private static final String SERVICE = "service:";

  private final YamlMap project;
  private final Selection.Parts services;
  private final Findings findings;
  /** Whether what is missing may stand in something that could not be read. */
  private final boolean incomplete;

  private Consistency(YamlMap project, Selection.Parts services, Session session) {
    this.project = project;
    this.services = services;
    this.findings = session.in(Stage.REFERENCES);
    this.incomplete = session.isIncomplete();
  }

  /** Checks the services that are wanted, and the resources. */
  static void check(YamlMap project, Selection.Parts services, Session session) {
    Consistency consistency = new Consistency(project, services, session);
    for (YamlMap.Entry entry : services.enabled().entries()) {
      if (entry.value() instanceof YamlMap service) {
        consistency.service(TreePath.of("services", entry.name()), entry.name(), service);
        new ServiceConsistency(TreePath.of("services", entry.name()), entry.name(), service, consistency.findings).check();
      }
    }
    consistency.secrets();
    DependencyCycles.find(services.enabled(), consistency.findings);
  }

  private void service(TreePath path, String name, YamlMap service) {
    boolean image = Trees.string(service, "image").filter(text -> !text.isEmpty()).isPresent();
    if (!incomplete && !image && isMissing(service, "build") && isMissing(service, "provider")) {
      findings.error(path, service, "service '" + name + "' has neither an image nor a build context specified",
          "write 'image:' with an image, or 'build:' with a directory");
    }
    resources(path, name, service);
    dependencies(path, name, service);
    contexts(path, name, service);
    namespace(path, service);
  }

  private static boolean isMissing(YamlMap map, String key) {
    return map.get(key).map(YamlValue::isNull).orElse(true);
  }

  private void resources(TreePath path, String name, YamlMap service) {
    for (String section : References.SECTIONS) {
      YamlMap defined = Trees.mapOrEmpty(project, section);
      for (References.Use use : References.of(service, section)) {
        if (!incomplete && defined.get(use.name()).isEmpty()) {
          findings.error(use.path(path), use.value(),
              "service '" + name + "' refers to undefined " + use.what() + " '" + use.name() + "'"
                  + Suggestions.among(use.name(), names(defined)),
              "define it: '" + use.name() + ":' below '" + section + ":' at the top level");
        }
      }
    }
  }

  /** The keys of a mapping, taken from it only when they are looked at. */
  private static List<String> names(YamlMap map) {
    return Lists.transform(map.entries(), YamlMap.Entry::name);
  }

  private void dependencies(TreePath path, String name, YamlMap service) {
    for (YamlMap.Entry dependency : Trees.mapOrEmpty(service, "depends_on").entries()) {
      YamlMap how = Trees.map(dependency.value()).orElseGet(YamlMap::empty);
      boolean required = how.get("required").isEmpty() || Trees.isTrue(how, "required");
      Optional<YamlMap> other = Trees.map(services.enabled(), dependency.name());
      if (other.isEmpty()) {
        undefined(path.to("depends_on").to(dependency.name()), name, dependency, required);
      } else if (Trees.string(how, "condition").filter("service_healthy"::equals).isPresent() && !hasHealthcheck(other.get())) {
        findings.warning(path.to("depends_on").to(dependency.name()), dependency.key(),
            "service '" + name + "' waits until '" + dependency.name() + "' is healthy, which has no healthcheck",
            "give '" + dependency.name() + "' a healthcheck, unless its image has one");
      }
    }
  }

  private static boolean hasHealthcheck(YamlMap service) {
    YamlMap healthcheck = Trees.mapOrEmpty(service, "healthcheck");
    return healthcheck.get("test").isPresent() && !Trees.isTrue(healthcheck, "disable") || !isMissing(service, "provider");
  }

  private void undefined(TreePath path, String name, YamlMap.Entry dependency, boolean required) {
    Optional<YamlMap> disabled = Trees.map(services.disabled(), dependency.name());
    YamlValue place = dependency.key().place().isPresent() ? dependency.key() : dependency.value();
    if (disabled.isPresent() && required) {
      findings.error(path, place, "service '" + name + "' depends on undefined service '" + dependency.name() + "': its profiles "
          + Trees.items(disabled.get(), "profiles") + " are not active", "activate one of them, or write 'required: false'");
    } else if (disabled.isEmpty() && !incomplete) {
      findings.error(path, place, "service '" + name + "' depends on undefined service '" + dependency.name() + "'"
          + Suggestions.among(dependency.name(), names(services.enabled())), "define it, or take the dependency out");
    }
  }

  private void contexts(TreePath path, String name, YamlMap service) {
    for (YamlMap.Entry context : Trees.mapOrEmpty(Trees.mapOrEmpty(service, "build"), "additional_contexts").entries()) {
      Optional<String> target = Trees.string(context.value()).filter(text -> text.startsWith(SERVICE))
          .map(text -> text.substring(SERVICE.length()));
      if (target.isPresent()) {
        context(path.to("build").to("additional_contexts").to(context.name()), name, context, target.get());
      }
    }
  }

  private void context(TreePath path, String name, YamlMap.Entry context, String target) {
    Optional<YamlMap> other = Trees.map(services.enabled(), target);
    if (other.isPresent() && isMissing(other.get(), "build")) {
      findings.error(path, context.value(), "service '" + name + "' declares non-buildable service '" + target + "' as additional context '"
          + context.name() + "'", "name a service with 'build:', or the image itself as 'docker-image://...'");
    } else if (other.isEmpty() && !incomplete) {
      findings.error(path, context.value(), "service '" + name + "' declares unknown service '" + target + "' as additional context '"
          + context.name() + "'" + Suggestions.among(target, names(services.enabled())), "name a service of the project");
    }
  }

  private void namespace(TreePath path, YamlMap service) {
    Optional<YamlValue> mode = service.get("network_mode")
        .filter(value -> Trees.string(value).filter(text -> text.startsWith(SERVICE)).isPresent());
    String target = mode.flatMap(Trees::string).map(text -> text.substring(SERVICE.length())).orElse("");
    boolean known = Trees.mapOrEmpty(service, "depends_on").get(target).isPresent() || services.enabled().get(target).isPresent();
    if (mode.isPresent() && !known && !incomplete) {
      findings.error(path.to("network_mode"), mode.get(), "service '" + target + "' not found for network_mode 'service:" + target + "'"
          + Suggestions.among(target, names(services.enabled())), "name a service of the project");
    }
  }

  private void secrets() {
    Set<String> sources = new HashSet<>(List.of("file", "environment", "driver", "content"));
    for (YamlMap.Entry entry : Trees.mapOrEmpty(project, "secrets").entries()) {
      YamlMap secret = Trees.map(entry.value()).orElseGet(YamlMap::empty);
      boolean given = Trees.isTrue(secret, "external") || secret.entries().stream()
          .anyMatch(own -> sources.contains(own.name()) && !(own.value() instanceof YamlScalar scalar && scalar.text().isEmpty()));
      if (!given) {
        findings.error(TreePath.of("secrets", entry.name()), entry.key(),
            "secret '" + entry.name() + "' must declare either 'file' or 'environment'",
            "name the file, or the environment variable, that holds it");
      }
    }
  }
}
