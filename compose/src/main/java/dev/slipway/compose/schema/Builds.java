package dev.slipway.compose.schema;

import static dev.slipway.compose.schema.Forms.CONTEXTS;
import static dev.slipway.compose.schema.Forms.DISTINCT;
import static dev.slipway.compose.schema.Forms.ENVIRONMENT;
import static dev.slipway.compose.schema.Forms.EXTRA_HOSTS;
import static dev.slipway.compose.schema.Forms.FLAG;
import static dev.slipway.compose.schema.Forms.INTEGER;
import static dev.slipway.compose.schema.Forms.LABELS;
import static dev.slipway.compose.schema.Forms.SSH;
import static dev.slipway.compose.schema.Forms.STRICT_FLAG;
import static dev.slipway.compose.schema.Forms.STRING;
import static dev.slipway.compose.schema.Forms.STRINGS;
import static dev.slipway.compose.schema.Forms.STRING_OR_LIST;
import static dev.slipway.compose.schema.ScalarKind.TEXT;
import static dev.slipway.compose.schema.ScalarKind.TRUTH;

/** How images are built, and what is done with containers while they are developed, started and stopped. */
final class Builds {

  private static final Element LIMIT = Element.named("limit")
      .needs("soft", INTEGER)
      .needs("hard", INTEGER);

  /** Short: one number for the soft and the hard limit. */
  static final Form ULIMITS = Form.named(NameRule.LIMIT, INTEGER.or(Form.of(LIMIT)).merged(Merging.LIMIT));

  private static final Form ATTESTATION = Form.scalar(TEXT, TRUTH).lengthened(ScalarForms::text);

  static final Element BUILD = Element.named("build")
      .with("context", STRING)
      .with("dockerfile", STRING)
      .with("dockerfile_inline", STRING)
      .with("entitlements", STRINGS)
      .with("args", ENVIRONMENT)
      .with("ssh", SSH)
      .with("labels", LABELS)
      .with("cache_from", STRINGS)
      .with("cache_to", STRINGS)
      .with("no_cache", FLAG)
      .with("no_cache_filter", STRING_OR_LIST.oncePer(Identity.NAME))
      .with("additional_contexts", CONTEXTS)
      .with("network", STRING)
      .with("provenance", ATTESTATION)
      .with("sbom", ATTESTATION)
      .with("pull", FLAG)
      .with("target", STRING)
      .with("shm_size", Forms.WHOLE_BYTES)
      .with("extra_hosts", EXTRA_HOSTS)
      .with("isolation", STRING)
      .with("privileged", FLAG)
      .with("secrets", Mounts.BUILD_SECRETS)
      .with("tags", STRINGS.oncePer(Identity.NAME))
      .with("ulimits", ULIMITS)
      .with("platforms", STRINGS);

  /** Short: the directory of the context. */
  static final Form BUILDS = STRING.or(Form.of(BUILD)).merged(Merging.BUILD).lengthened(ListForms::build);

  static final Element HOOK = Element.named("hook")
      .needs("command", Forms.COMMAND)
      .with("user", STRING)
      .with("privileged", FLAG)
      .with("working_dir", STRING)
      .with("environment", ENVIRONMENT);

  static final Element START_HOOK = Element.named("hook before the start")
      .with("command", Forms.COMMAND)
      .with("image", STRING)
      .with("user", STRING)
      .with("privileged", FLAG)
      .with("working_dir", STRING)
      .with("environment", ENVIRONMENT)
      .with("per_replica", FLAG);

  private static final Form FILTERS = STRING.or(DISTINCT).lengthened(ListForms::list);

  private static final Element WATCH = Element.named("watch rule")
      .with("ignore", FILTERS)
      .with("include", FILTERS)
      .needs("path", STRING)
      .needs("action", Form.oneOf("rebuild", "sync", "restart", "sync+restart", "sync+exec"))
      .with("target", STRING)
      .with("exec", Form.of(HOOK))
      .with("initial_sync", STRICT_FLAG);

  static final Element DEVELOP = Element.named("develop section")
      .with("watch", Form.list(Form.of(WATCH)));

  private Builds() {}
}
