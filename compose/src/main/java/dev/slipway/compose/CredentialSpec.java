package dev.slipway.compose;

/** Where a Windows service account is described. */
public final class CredentialSpec extends Element<CredentialSpec> {
  private static final ElementType.Declaring<CredentialSpec> DECLARING = ElementType.declare("credential_spec", CredentialSpec::new);

  /** A config of the project. */
  public static final Attribute<CredentialSpec, Text> CONFIG = DECLARING.attribute("config", Forms.TEXT);
  /** A file. */
  public static final Attribute<CredentialSpec, Text> FILE = DECLARING.attribute("file", Forms.TEXT);
  /** A value of the Windows registry. */
  public static final Attribute<CredentialSpec, Text> REGISTRY = DECLARING.attribute("registry", Forms.TEXT);

  static final ElementType<CredentialSpec> ELEMENT = DECLARING.close();

  private CredentialSpec(Content<CredentialSpec> content) {
    super(content);
  }

  /** No place yet. */
  public static CredentialSpec empty() {
    return ELEMENT.empty();
  }
}
