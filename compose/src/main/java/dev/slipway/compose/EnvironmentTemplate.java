package dev.slipway.compose;

import com.google.common.base.CharMatcher;
import com.google.common.collect.ImmutableMap;
import dev.slipway.compose.format.Variable;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** Makes the {@code .env} file that shows what a project wants to be told. */
final class EnvironmentTemplate {
  private static final CharMatcher PLAIN = CharMatcher.inRange('a', 'z').or(CharMatcher.inRange('A', 'Z')).or(CharMatcher.inRange('0', '9'))
      .or(CharMatcher.anyOf("_-.,:/@+%="));

  /** What is known of one variable. */
  private static final class Wanted {
    private final Set<String> messages = new LinkedHashSet<>();
    private final Set<String> defaults = new LinkedHashSet<>();
    private final Set<String> users = new TreeSet<>();
    private boolean required;
  }

  private final Map<String, Wanted> variables = new TreeMap<>();

  private EnvironmentTemplate() {}

  static String of(Project project) {
    EnvironmentTemplate template = new EnvironmentTemplate();
    project.variables().forEach(template::declared);
    project.services().values().forEach(template::passedOn);
    project.secrets().values().forEach(secret -> secret.value(Secret.ENVIRONMENT).flatMap(Text::literal)
        .ifPresent(name -> template.content(name, "content of the secret '" + secret.key() + "'")));
    project.configs().values().forEach(config -> config.value(Config.ENVIRONMENT).flatMap(Text::literal)
        .ifPresent(name -> template.content(name, "content of the config '" + config.key() + "'")));
    return template.text(project);
  }

  private Wanted wanted(String name) {
    return variables.computeIfAbsent(name, unused -> new Wanted());
  }

  private void declared(Variable variable) {
    Wanted wanted = wanted(variable.name());
    if (variable.operator().isRequired()) {
      wanted.required = true;
      wanted.messages.add(variable.word());
    } else if (variable.operator().isDefault()) {
      wanted.defaults.add(variable.word());
    }
  }

  private void passedOn(Service service) {
    Set<String> names = new LinkedHashSet<>();
    names.addAll(inherited(service.environment()));
    service.build().flatMap(build -> build.value(Build.ARGS)).ifPresent(args -> names.addAll(inherited(args)));
    names.forEach(name -> wanted(name).users.add(service.key()));
  }

  private static Set<String> inherited(ImmutableMap<String, Setting<Text>> variables) {
    Set<String> names = new LinkedHashSet<>();
    variables.forEach((name, setting) -> {
      if (setting.value().isEmpty()) {
        names.add(name);
      }
    });
    return names;
  }

  private void content(String name, String message) {
    Wanted wanted = wanted(name);
    wanted.required = true;
    wanted.messages.add(message);
  }

  private String text(Project project) {
    StringBuilder out = new StringBuilder("# Variables of " + project + ". Lines that begin with # are defaults or explanations.\n");
    variables.forEach((name, wanted) -> {
      out.append('\n');
      if (wanted.required) {
        wanted.messages.forEach(message -> out.append("# required").append(message.isEmpty() ? "" : ": " + line(message)).append('\n'));
      }
      if (!wanted.users.isEmpty()) {
        out.append("# passed on to ").append(String.join(", ", wanted.users)).append('\n');
      }
      if (wanted.required || wanted.defaults.isEmpty()) {
        out.append(name).append("=\n");
      } else {
        wanted.defaults.forEach(word -> out.append('#').append(name).append('=').append(value(word)).append('\n'));
      }
    });
    return out.toString();
  }

  private static String line(String text) {
    return CharMatcher.javaIsoControl().replaceFrom(text, ' ');
  }

  /** A value that readers of such files take as it is; one in which variables stand is in double quotes, where they are replaced. */
  private static String value(String word) {
    if (PLAIN.matchesAllOf(word)) {
      return word;
    }
    return word.indexOf('\'') < 0 && word.indexOf('$') < 0
        ? "'" + line(word) + "'"
        : "\"" + line(word).replace("\\", "\\\\").replace("\"", "\\\"") + "\"";
  }
}
