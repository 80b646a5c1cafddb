package dev.slipway.oci;

import dev.slipway.DocumentException;
import dev.slipway.ErrorCode;
import java.util.Optional;
import java.util.OptionalLong;

/** Decides what a manifest document is, or refuses it. */
final class DocumentReader {
  private DocumentReader() {}

  static ManifestDocument read(byte[] bytes, Optional<MediaType> announced) {
    Fields fields = Fields.document(Shape.object(), bytes, "manifest");
    checkVersion(fields, announced);
    boolean index = isIndex(fields);
    MediaType type = mediaType(fields, announced, index);
    return index ? Index.of(type, bytes) : Manifest.of(type, bytes);
  }

  private static void checkVersion(Fields fields, Optional<MediaType> announced) {
    OptionalLong version = fields.number("schemaVersion");
    boolean schema1 = version.orElse(0) == 1
        || fields.has("fsLayers")
        || announced.filter(MediaType::isSchema1).isPresent()
        || fields.text("mediaType").filter(DocumentReader::isSchema1).isPresent();
    if (schema1) {
      throw new DocumentException(
          ErrorCode.UNSUPPORTED,
          "manifest: it is of Docker's schema 1, which names no configuration by digest and is refused; "
              + "push the image again with a current tool, which writes schema 2 or OCI");
    }
    if (version.isEmpty() || version.getAsLong() != 2) {
      throw fields.malformed("schemaVersion", "is not 2");
    }
  }

  private static boolean isSchema1(String mediaType) {
    return mediaType.equals(MediaType.DOCKER_SCHEMA_1.text()) || mediaType.equals(MediaType.DOCKER_SCHEMA_1_SIGNED.text());
  }

  private static boolean isIndex(Fields fields) {
    boolean index = fields.has("manifests");
    boolean manifest = fields.has("layers") || fields.has("config");
    if (index && manifest) {
      throw fields.malformed(
          "it has both 'manifests' and '" + (fields.has("layers") ? "layers" : "config")
              + "', so that it is an index to some tools and an image to others; such documents are refused");
    }
    if (!index && !manifest) {
      throw fields.malformed("it has neither 'layers' nor 'manifests', so it is neither an image manifest nor an index");
    }
    return index;
  }

  private static MediaType mediaType(Fields fields, Optional<MediaType> announced, boolean index) {
    Optional<MediaType> stated = fields.text("mediaType").map(text -> fields.checked("mediaType", () -> MediaType.of(text)));
    if (announced.isPresent() && stated.isPresent() && !announced.equals(stated)) {
      throw fields.malformed(
          "mediaType", "is '" + Texts.abbreviated(stated.get().text()) + "', but the document was announced as '" + announced.get() + "'");
    }
    MediaType type = stated.or(() -> announced).orElse(index ? MediaType.OCI_INDEX : MediaType.OCI_MANIFEST);
    if (index ? !type.isIndex() : !type.isManifest()) {
      throw fields.malformed(
          "mediaType",
          "is '" + Texts.abbreviated(type.text()) + "', but the content is that of " + (index ? "an index" : "an image manifest"));
    }
    return type;
  }
}
