package dev.slipway.dockerfile.check;

import com.google.common.base.CharMatcher;
import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSet;
import com.google.re2j.Pattern;
import java.util.Locale;
import java.util.Optional;

/** What secrets look like: values by the forms that services give them, names of variables, names of files. */
final class SecretForm {
  /**
   * A form of values; none of its matches is ever shown.
   *
   * @param marks texts of which one stands in each match: looked for first, as that is fast
   */
  private record Form(String kind, ImmutableList<String> marks, Pattern pattern) {
    static Form of(String kind, String pattern, String... marks) {
      // a token does not begin in the middle of a word
      return new Form(kind, ImmutableList.copyOf(marks), Pattern.compile("(?:^|[^A-Za-z0-9_])(?:" + pattern + ")"));
    }

    boolean isIn(String text) {
      return marks.stream().anyMatch(text::contains) && pattern.matcher(text).find();
    }
  }

  private static final ImmutableList<Form> FORMS = ImmutableList.of(
      Form.of("a private key", "-----BEGIN (?:[A-Z]{2,12} ){0,2}PRIVATE KEY(?: BLOCK)?-----", "PRIVATE KEY"),
      Form.of("an AWS access key", "(?:AKIA|ASIA)[A-Z2-7]{16}(?:[^A-Za-z0-9]|$)", "AKIA", "ASIA"),
      Form.of("a GitHub token", "(?:gh[pousr]_[A-Za-z0-9]{36}|github_pat_[A-Za-z0-9_]{50})", "ghp_", "gho_", "ghu_", "ghs_", "ghr_",
          "github_pat_"),
      Form.of("a GitLab token", "glpat-[A-Za-z0-9_\\-]{20}", "glpat-"),
      Form.of("a Slack token", "xox[abeoprs]-[A-Za-z0-9\\-]{10}", "xox"),
      Form.of("a Stripe key", "[sr]k_live_[A-Za-z0-9]{16}", "k_live_"),
      Form.of("an npm token", "npm_[A-Za-z0-9]{36}", "npm_"),
      Form.of("a PyPI token", "pypi-AgE[A-Za-z0-9_\\-]{30}", "pypi-AgE"),
      Form.of("an API key of an AI service", "sk-(?:ant-|proj-|svcacct-|or-v1-)[A-Za-z0-9_\\-]{20}", "sk-"),
      Form.of("an API key of an AI service", "sk-[A-Za-z0-9]{48}(?:[^A-Za-z0-9]|$)", "sk-"),
      Form.of("a Google API key", "AIza[A-Za-z0-9_\\-]{35}(?:[^A-Za-z0-9_\\-]|$)", "AIza"),
      Form.of("a SendGrid key", "SG\\.[A-Za-z0-9_\\-]{22}\\.[A-Za-z0-9_\\-]{43}", "SG."),
      Form.of("a Hugging Face token", "hf_[A-Za-z0-9]{34}(?:[^A-Za-z0-9]|$)", "hf_"),
      Form.of("a Docker Hub token", "dckr_pat_[A-Za-z0-9_\\-]{20}", "dckr_pat_"),
      Form.of("a Vault token", "hvs\\.[A-Za-z0-9_\\-]{24}", "hvs."),
      Form.of("a JSON Web Token", "eyJ[A-Za-z0-9_\\-]{10,}\\.eyJ[A-Za-z0-9_\\-]{10,}\\.[A-Za-z0-9_\\-]{10}", ".eyJ"),
      Form.of("an address with a password", "[a-z][a-z0-9+.\\-]{1,20}://[^\\s:/@$<>{}'\"]{1,64}:[^\\s/@$<>{}'\"]{1,128}@[^\\s/@]", "://"));

  private static final ImmutableSet<String> NAMES = ImmutableSet.of("password", "passwd", "pwd", "secret", "token", "apikey", "accesskey",
      "privatekey",
      "credential", "credentials", "passphrase");
  /** Words that make a name one of something else: where a secret lies, what it is called, how long it lasts. */
  private static final ImmutableSet<String> NO_SECRET = ImmutableSet.of("file", "path", "dir", "name", "url", "uri", "id", "ttl", "length",
      "expiry",
      "expires", "enabled", "type", "header", "algorithm", "prefix", "min", "max", "limit", "limits", "public", "endpoint", "count",
      "tokens", "issuer");
  /** Values that people write where a real one will be. */
  private static final ImmutableSet<String> PLACEHOLDERS = ImmutableSet.of("changeme", "change-me", "change_me", "example", "placeholder",
      "dummy", "none",
      "null", "true", "false", "xxx", "todo", "test", "unset", "build", "fake");

  private static final CharMatcher CROSSED_OUT = CharMatcher.anyOf("x*.0");
  private static final Pattern SAMPLE = Pattern.compile("\\.env\\.(.*\\.)?(example|sample|template|dist|defaults?|schema|test|ci|vault)");
  private static final Pattern CERTIFICATE = Pattern.compile(
      ".*(cert|chain|bundle|public|pub|trust|root|ca|dhparams?|gpg|archive|release|signing|repo)[-_.0-9]*(pem|key)|(ca|certs?|dh)[-_.].*");
  private static final Pattern KEY = Pattern.compile(".*(server|tls|ssl|private|priv|client|host|domain)[-_.]?.*\\.key");
  private static final Pattern WORDS = Pattern.compile("[_.\\-]+");

  private static final int MAX_LOOKED_AT = 1 << 18;

  private SecretForm() {}

  /** What kind of secret a text holds in its first characters, by its form. */
  static Optional<String> kind(String text) {
    String looked = text.substring(0, Math.min(text.length(), MAX_LOOKED_AT));
    return FORMS.stream().filter(form -> form.isIn(looked)).map(Form::kind).findFirst();
  }

  /** Whether a variable of the name would hold a secret. */
  static boolean isName(String name) {
    ImmutableList<String> words = ImmutableList.copyOf(WORDS.split(name.toLowerCase(Locale.ROOT)));
    if (words.isEmpty() || NO_SECRET.contains(words.get(words.size() - 1)) || words.contains("public")) {
      return false;
    }
    String joined = String.join("", words);
    return words.stream().anyMatch(NAMES::contains) || joined.endsWith("apikey") || joined.endsWith("accesskey")
        || joined.endsWith("privatekey")
        || joined.endsWith("secretkey");
  }

  /** Whether a value stands in for a secret that comes later. */
  static boolean isPlaceholder(String value) {
    String lower = value.toLowerCase(Locale.ROOT);
    boolean marked = lower.startsWith("<") || lower.startsWith("your") || lower.startsWith("/") || CROSSED_OUT.matchesAllOf(lower);
    return value.isBlank() || marked || PLACEHOLDERS.contains(lower);
  }

  /** Whether a file of the name is likely to hold a secret. */
  static boolean isFile(String path) {
    String lower = CharMatcher.is('/').trimTrailingFrom(path.toLowerCase(Locale.ROOT));
    String name = lower.substring(lower.lastIndexOf('/') + 1);
    boolean known = FILES.contains(name) || name.equals("credentials") && lower.endsWith(".aws/credentials")
        || name.equals("config.json") && lower.endsWith(".docker/config.json") || name.equals("config") && lower.endsWith(".kube/config");
    return known || isEnvironment(name) || isKey(name) || name.startsWith("service-account") && name.endsWith(".json");
  }

  private static final ImmutableSet<String> FILES = ImmutableSet.of("id_rsa", "id_dsa", "id_ecdsa", "id_ed25519", ".netrc", ".pypirc",
      ".pgpass",
      ".git-credentials", ".htpasswd", ".vault-token", "credentials.json", "client_secret.json", "secrets.yml", "secrets.yaml",
      "secrets.json",
      "secrets.toml", "kubeconfig", ".dockerconfigjson", ".dockercfg", "terraform.tfstate", "master.key", ".ssh", ".aws", ".gnupg",
      "credentials");

  private static boolean isEnvironment(String name) {
    boolean sample = SAMPLE.matches(name);
    return name.equals(".env") || name.equals(".env*") || name.startsWith(".env.") && !sample;
  }

  /** Whether it is a private key by its name; certificates have the same endings, and are told apart by theirs. */
  private static boolean isKey(String name) {
    boolean store = name.endsWith(".p12") || name.endsWith(".pfx") || name.endsWith(".jks") || name.endsWith(".keystore")
        || name.endsWith(".kdbx")
        || name.endsWith(".ppk");
    boolean shared = CERTIFICATE.matches(name) || name.contains("bundle") || name.contains("truststore") || name.contains("cacert");
    boolean key = name.endsWith(".pem") || KEY.matches(name)
        || name.equals("key.pem");
    return !shared && (store || key);
  }
}
