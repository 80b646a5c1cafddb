package dev.slipway.compose.schema;

import static dev.slipway.compose.schema.Forms.FLAG;
import static dev.slipway.compose.schema.Forms.LABELS;
import static dev.slipway.compose.schema.Forms.OPTIONS;
import static dev.slipway.compose.schema.Forms.STRING;
import static dev.slipway.compose.schema.Forms.STRINGS;
import static dev.slipway.compose.schema.Forms.STRING_OR_LIST;
import static dev.slipway.compose.schema.Forms.STRING_VALUES;
import static dev.slipway.compose.schema.ScalarKind.WHOLE;

/** The top level of a compose file, and the resources that services share. */
final class Projects {

  private static final Element OUTDATED_NAME = Element.named("external section").with("name", STRING);

  /** Whether somebody else made the resource. Outdated: a mapping with its name. Canonical: true or false. */
  private static final Form EXTERNAL = FLAG.or(Form.of(OUTDATED_NAME));
  private static final Form LOOSE_EXTERNAL = FLAG.or(Form.of(OUTDATED_NAME.open()));

  private static final Element POOL = Element.named("address pool")
      .with("subnet", STRING)
      .with("ip_range", STRING)
      .with("gateway", STRING)
      .with("aux_addresses", STRING_VALUES);

  private static final Element IPAM = Element.named("ipam section")
      .with("driver", STRING)
      .with("config", Form.list(Form.of(POOL)).merged(Merging.SUBNETS))
      .with("options", STRING_VALUES);

  static final Element NETWORK = Element.named("network")
      .with("name", STRING)
      .with("driver", STRING)
      .with("driver_opts", OPTIONS)
      .with("ipam", Form.of(IPAM))
      .with("external", EXTERNAL)
      .with("internal", FLAG)
      .with("enable_ipv4", FLAG)
      .with("enable_ipv6", FLAG)
      .with("attachable", FLAG)
      .with("labels", LABELS);

  static final Element VOLUME = Element.named("volume")
      .with("name", STRING)
      .with("driver", STRING)
      .with("driver_opts", OPTIONS)
      .with("external", EXTERNAL)
      .with("labels", LABELS);

  static final Element SECRET = Element.named("secret")
      .with("name", STRING)
      .with("environment", STRING)
      .with("file", STRING)
      .with("external", LOOSE_EXTERNAL)
      .with("labels", LABELS)
      .with("driver", STRING)
      .with("driver_opts", OPTIONS)
      .with("template_driver", STRING);

  static final Element CONFIG = Element.named("config")
      .with("name", STRING)
      .with("content", STRING.hidden())
      .with("environment", STRING)
      .with("file", STRING)
      .with("external", LOOSE_EXTERNAL)
      .with("labels", LABELS)
      .with("template_driver", STRING);

  static final Element MODEL = Element.named("model")
      .with("name", STRING)
      .needs("model", STRING)
      .with("context_size", Form.scalar(WHOLE).lengthened(ScalarForms::whole))
      .with("runtime_flags", STRINGS);

  private static final Element INCLUSION = Element.named("include section")
      .with("path", STRING_OR_LIST)
      .with("env_file", STRING_OR_LIST)
      .with("project_directory", STRING);

  static final Element PROJECT = Element.named("project")
      .with("version", STRING)
      .with("name", STRING)
      .with("include", Form.list(STRING.or(Form.of(INCLUSION)).lengthened(ListForms::inclusion)))
      .with("services", Form.named(NameRule.RESOURCE, Form.of(Services.SERVICE)))
      .with("models", Form.named(NameRule.LOOSE_RESOURCE, Form.of(MODEL)))
      .with("networks", Form.named(NameRule.LOOSE_RESOURCE, resource(NETWORK).orNothing()))
      .with("volumes", Form.named(NameRule.RESOURCE, resource(VOLUME).orNothing()))
      .with("secrets", Form.named(NameRule.RESOURCE, resource(SECRET)))
      .with("configs", Form.named(NameRule.RESOURCE, resource(CONFIG)));

  /** A compose file as a whole. */
  static final Form FILE = Form.of(PROJECT);

  private Projects() {}

  private static Form resource(Element element) {
    return Form.of(element).merged(Merging.RESOURCE).lengthened(ListForms::resource);
  }
}
