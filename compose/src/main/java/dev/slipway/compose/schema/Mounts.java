package dev.slipway.compose.schema;

import static dev.slipway.compose.schema.Forms.COUNT;
import static dev.slipway.compose.schema.Forms.FLAG;
import static dev.slipway.compose.schema.Forms.LABELS;
import static dev.slipway.compose.schema.Forms.OCTAL;
import static dev.slipway.compose.schema.Forms.STRING;
import static dev.slipway.compose.schema.ScalarKind.NUMBER;
import static dev.slipway.compose.schema.ScalarKind.TEXT;
import static dev.slipway.compose.schema.ScalarKind.WHOLE;

/** What is put into a container, and which of its ports are seen from outside. */
final class Mounts {

  static final Element PORT = Element.named("port")
      .with("name", STRING)
      .with("mode", STRING)
      .with("host_ip", STRING)
      .needs("target", COUNT)
      .with("published", Form.scalar(TEXT, WHOLE).lengthened(ScalarForms::decimal))
      .with("protocol", STRING)
      .with("app_protocol", STRING);

  /** Short: {@code [[ip:]published:]target[/protocol]} with ranges. Canonical: one mapping for each port. */
  static final Form PORTS = Form.set(Form.scalar(NUMBER, TEXT).or(Form.of(PORT)))
      .oncePer(Identity.PORT)
      .lengthened(MountForms::ports);

  private static final Element BIND = Element.named("bind mount")
      .with("propagation", STRING)
      .with("create_host_path", FLAG)
      .with("recursive", Form.oneOf("enabled", "disabled", "writable", "readonly"))
      .with("selinux", Form.oneOf("z", "Z"));

  private static final Element VOLUME = Element.named("volume mount")
      .with("labels", LABELS)
      .with("nocopy", FLAG)
      .with("subpath", STRING);

  private static final Element TMPFS = Element.named("tmpfs mount")
      .with("size", Forms.WHOLE_BYTES.where(ScalarRules.atLeast(0)))
      .with("mode", Form.scalar(NUMBER, TEXT).lengthened(ScalarForms::permissions));

  private static final Element IMAGE = Element.named("image mount").with("subpath", STRING);

  static final Element MOUNT = Element.named("mount")
      .needs("type", Form.oneOf("bind", "volume", "tmpfs", "cluster", "npipe", "image"))
      .with("source", STRING)
      .needs("target", STRING)
      .with("read_only", FLAG)
      .with("consistency", STRING)
      .with("bind", Form.of(BIND))
      .with("volume", Form.of(VOLUME))
      .with("tmpfs", Form.of(TMPFS))
      .with("image", Form.of(IMAGE));

  /** Short: {@code [source:]target[:options]}. Canonical: a mapping with the target cleaned. */
  static final Form MOUNTS = Form.set(STRING.or(Form.of(MOUNT)).lengthened(MountForms::mount)).oncePer(Identity.TARGET);

  private static final Element DEVICE = Element.named("device")
      .needs("source", STRING)
      .needs("target", STRING)
      .with("permissions", STRING);

  /** Short: {@code source[:target[:permissions]]}. Canonical: a mapping. */
  static final Form DEVICES = Form.list(STRING.or(Form.of(DEVICE)).lengthened(MountForms::device)).oncePer(Identity.DEVICE);

  private static final Element FILE = Element.named("file reference")
      .with("source", STRING)
      .with("target", STRING)
      .with("uid", STRING)
      .with("gid", STRING)
      .with("mode", OCTAL);

  /** Configs or secrets. Short: the name of one. Canonical: a mapping. */
  private static final Form FILES = Form.list(STRING.or(Form.of(FILE)).lengthened(MountForms::file));
  static final Form CONFIGS = FILES.oncePer(Identity.CONFIG);
  static final Form SECRETS = FILES.oncePer(Identity.SECRET);
  /** Secrets of a build, which all files together may name several times. */
  static final Form BUILD_SECRETS = FILES;

  private Mounts() {}
}
