package dev.slipway.compose.schema;

import static dev.slipway.compose.schema.Forms.DISTINCT;
import static dev.slipway.compose.schema.Forms.DURATION;
import static dev.slipway.compose.schema.Forms.FLAG;
import static dev.slipway.compose.schema.Forms.INTEGER;
import static dev.slipway.compose.schema.Forms.NAMED_STRINGS;
import static dev.slipway.compose.schema.Forms.OPTIONS;
import static dev.slipway.compose.schema.Forms.STRING;
import static dev.slipway.compose.schema.Forms.STRINGS;
import static dev.slipway.compose.schema.Forms.WHOLE_BYTES;
import static dev.slipway.compose.schema.ScalarKind.NOTHING;
import static dev.slipway.compose.schema.ScalarKind.NUMBER;
import static dev.slipway.compose.schema.ScalarKind.TEXT;
import static dev.slipway.compose.schema.ScalarKind.TRUTH;

/** The smaller elements of a service. */
final class ServiceParts {

  private static final Element WEIGHT = Element.named("weight of a device")
      .with("path", STRING)
      .with("weight", INTEGER);

  private static final Element RATE = Element.named("rate of a device")
      .with("path", STRING)
      .with("rate", WHOLE_BYTES);

  private static final Form RATES = Form.list(Form.of(RATE));

  static final Element BLKIO = Element.named("block I/O section")
      .with("device_read_bps", RATES)
      .with("device_read_iops", RATES)
      .with("device_write_bps", RATES)
      .with("device_write_iops", RATES)
      .with("weight", INTEGER)
      .with("weight_device", Form.list(Form.of(WEIGHT)));

  static final Element CREDENTIAL_SPEC = Element.named("credential specification")
      .with("config", STRING)
      .with("file", STRING)
      .with("registry", STRING);

  private static final Element DEPENDENCY = Element.named("dependency")
      .with("restart", FLAG)
      .with("required", Forms.CAST_FLAG)
      .needs("condition", Form.oneOf("service_started", "service_healthy", "service_completed_successfully"));

  /** Short: a list of services. Canonical: a mapping; what is not said is that they are needed and started. */
  static final Form DEPENDS_ON = DISTINCT.or(Form.named(NameRule.RESOURCE, Form.of(DEPENDENCY)))
      .merged(Merging.DEPENDENCIES)
      .lengthened(ListForms::dependencies);

  private static final Element ENVIRONMENT_FILE = Element.named("environment file")
      .needs("path", STRING)
      .with("format", STRING)
      .with("required", FLAG);

  /** Short: one path, or paths. Canonical: a list of mappings; what is not said is that the file is needed. */
  static final Form ENV_FILE = STRING
      .or(Form.list(STRING.or(Form.of(ENVIRONMENT_FILE)).lengthened(ListForms::environmentFile)))
      .merged(Merging.LIST)
      .oncePer(Identity.PATH)
      .lengthened(ListForms::list);

  private static final Element EXTENSION = Element.named("extends section")
      .needs("service", STRING)
      .with("file", STRING);

  /** Short: a service of the same file. Canonical: a mapping. */
  static final Form EXTENDS = STRING.or(Form.of(EXTENSION)).merged(Merging.REPLACE).lengthened(ListForms::extension);

  private static final Form OPTION = Form.scalar(TEXT, NUMBER, TRUTH).lengthened(ScalarForms::text);

  static final Element PROVIDER = Element.named("provider")
      .needs("type", STRING)
      .with("options", Form.named(NameRule.ANY, OPTION.or(Form.list(OPTION)).lengthened(ListForms::list)));

  static final Element HEALTHCHECK = Element.named("health check")
      .with("disable", FLAG)
      .with("interval", DURATION)
      .with("retries", Form.scalar(NUMBER, TEXT).cast(Typing.WHOLE).lengthened(ScalarForms::count))
      .with("test", STRING.or(STRINGS).merged(Merging.REPLACE).lengthened(ListForms::healthTest))
      .with("timeout", DURATION)
      .with("start_period", DURATION)
      .with("start_interval", DURATION);

  private static final Element LOGGING_SECTION = Element.named("logging section")
      .with("driver", STRING)
      .with("options", Form.named(NameRule.ANY, Form.scalar(TEXT, NUMBER, NOTHING).lengthened(ScalarForms::filledText)));

  static final Form LOGGING = Form.of(LOGGING_SECTION).merged(Merging.LOGGING);

  private static final Element MODEL_USE = Element.named("use of a model")
      .with("endpoint_var", STRING)
      .with("model_var", STRING);

  /** Short: a list of models. Canonical: a mapping from them to the names of variables. */
  static final Form MODELS = DISTINCT.or(Form.named(NameRule.LOOSE_RESOURCE, Form.of(MODEL_USE).orNothing()))
      .merged(Merging.NAMES)
      .lengthened(ListForms::names);

  private static final Element CONNECTION = Element.named("connection to a network")
      .with("aliases", NAMED_STRINGS)
      .with("interface_name", STRING)
      .with("ipv4_address", STRING)
      .with("ipv6_address", STRING)
      .with("link_local_ips", NAMED_STRINGS)
      .with("mac_address", STRING)
      .with("driver_opts", OPTIONS)
      .with("priority", Forms.STRICT_ROUND)
      .with("gw_priority", Forms.STRICT_ROUND);

  /** Short: a list of networks. Canonical: a mapping from them to how the service is connected. */
  static final Form NETWORKS = DISTINCT.or(Form.named(NameRule.RESOURCE, Form.of(CONNECTION).orNothing()))
      .merged(Merging.NAMES)
      .lengthened(ListForms::names);

  private ServiceParts() {}
}
