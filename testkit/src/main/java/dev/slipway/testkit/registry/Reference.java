package dev.slipway.testkit.registry;

import dev.slipway.InvalidValueException;
import dev.slipway.image.Digest;
import dev.slipway.image.ImageReference;
import java.util.Optional;

/** What names a manifest within its repository. */
sealed interface Reference {
  /** A name that may be given to another manifest later. */
  record Tag(String name) implements Reference {}

  /** The digest. */
  record ByDigest(Digest digest) implements Reference {}

  /** A host that exists nowhere, to check the rest of a name with. */
  String NOWHERE = "registry.invalid";

  /** Reads a tag or a digest of a request. */
  static Reference parse(String text) {
    return text.indexOf(':') >= 0 ? new ByDigest(Digests.parse(text)) : new Tag(tag(text));
  }

  static String tag(String text) {
    try {
      var unused = new ImageReference(NOWHERE, "any", Optional.of(text), Optional.empty());
      return text;
    } catch (InvalidValueException e) {
      throw new Refusal(ProtocolError.MANIFEST_INVALID, e);
    }
  }

  /** Checks the name of a repository. */
  static String repository(String name) {
    try {
      var unused = new ImageReference(NOWHERE, name, Optional.empty(), Optional.empty());
      return name;
    } catch (InvalidValueException e) {
      throw new Refusal(ProtocolError.NAME_INVALID, e);
    }
  }
}
