package dev.slipway.compose.schema;

import static dev.slipway.compose.schema.Forms.COUNT;
import static dev.slipway.compose.schema.Forms.DECIMAL;
import static dev.slipway.compose.schema.Forms.DISTINCT;
import static dev.slipway.compose.schema.Forms.DURATION;
import static dev.slipway.compose.schema.Forms.INTEGER;
import static dev.slipway.compose.schema.Forms.LABELS;
import static dev.slipway.compose.schema.Forms.STRING;
import static dev.slipway.compose.schema.Forms.STRINGS;
import static dev.slipway.compose.schema.Forms.TEXT_BYTES;
import static dev.slipway.compose.schema.ScalarKind.TEXT;
import static dev.slipway.compose.schema.ScalarKind.WHOLE;

/** How many containers of a service there are, where, and what each may use. */
final class Deployments {

  private static final Form DEVICE_COUNT = Form.scalar(TEXT, WHOLE).lengthened(ScalarForms::deviceCount);

  private static final Element DEVICE_REQUEST = Element.named("device request")
      .needs("capabilities", DISTINCT)
      .with("count", DEVICE_COUNT)
      .with("device_ids", DISTINCT)
      .with("driver", STRING)
      .with("options", LABELS);

  private static final Element GPU_REQUEST = Element.named("GPU request")
      .with("capabilities", DISTINCT)
      .with("count", DEVICE_COUNT)
      .with("device_ids", DISTINCT)
      .with("driver", STRING)
      .with("options", LABELS)
      .open();

  /** Short: {@code all}. Canonical: a list with one request for all. */
  static final Form GPUS = Form.oneOf("all").or(Form.list(Form.of(GPU_REQUEST))).merged(Merging.GPUS).lengthened(MountForms::gpus);

  private static final Element UPDATE = Element.named("update policy")
      .with("parallelism", COUNT)
      .with("delay", DURATION)
      .with("failure_action", STRING)
      .with("monitor", DURATION)
      .with("max_failure_ratio", DECIMAL)
      .with("order", Form.oneOf("start-first", "stop-first"));

  private static final Element DISCRETE = Element.named("discrete resource")
      .with("kind", STRING)
      .with("value", Forms.ROUND);

  private static final Element GENERIC = Element.named("generic resource")
      .with("discrete_resource_spec", Form.of(DISCRETE));

  private static final Element LIMITS = Element.named("limit of resources")
      .with("cpus", DECIMAL)
      .with("memory", TEXT_BYTES)
      .with("pids", INTEGER);

  private static final Element RESERVATIONS = Element.named("reservation of resources")
      .with("cpus", DECIMAL)
      .with("memory", TEXT_BYTES)
      .with("generic_resources", Form.list(Form.of(GENERIC)))
      .with("devices", Form.list(Form.of(DEVICE_REQUEST)));

  private static final Element RESOURCES = Element.named("resources section")
      .with("limits", Form.of(LIMITS))
      .with("reservations", Form.of(RESERVATIONS));

  private static final Element RESTART_POLICY = Element.named("restart policy")
      .with("condition", STRING)
      .with("delay", DURATION)
      .with("max_attempts", COUNT)
      .with("window", DURATION);

  private static final Element PREFERENCE = Element.named("placement preference")
      .with("spread", STRING);

  private static final Element PLACEMENT = Element.named("placement")
      .with("constraints", STRINGS)
      .with("preferences", Form.list(Form.of(PREFERENCE)))
      .with("max_replicas_per_node", COUNT);

  static final Element DEPLOY = Element.named("deploy section")
      .with("mode", STRING)
      .with("endpoint_mode", STRING)
      .with("replicas", INTEGER)
      .with("labels", LABELS)
      .with("rollback_config", Form.of(UPDATE))
      .with("update_config", Form.of(UPDATE))
      .with("resources", Form.of(RESOURCES))
      .with("restart_policy", Form.of(RESTART_POLICY))
      .with("placement", Form.of(PLACEMENT));

  private Deployments() {}
}
