package dev.slipway.oci;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.google.common.collect.ImmutableList;
import dev.slipway.DocumentException;
import dev.slipway.ErrorCode;
import java.util.List;

/**
 * The table of contents of a docker archive: its file {@code manifest.json}, which lists images by the files that hold
 * their configuration and layers.
 *
 * @param images the images, in the order of the file
 */
public record SavedImages(ImmutableList<SavedImage> images) {
  /**
   * One image of a docker archive.
   *
   * @param config the file that holds the configuration, relative to the archive's root
   * @param repositoryTags the image's names, such as {@code app:1.0}
   * @param layers the files that hold the layers, lowest first
   */
  public record SavedImage(String config, ImmutableList<String> repositoryTags, ImmutableList<String> layers) {}

  /**
   * Reads {@code manifest.json}.
   *
   * @throws DocumentException if it is malformed
   */
  public static SavedImages read(byte[] bytes) {
    String document = "manifest.json";
    JsonNode node = Json.read(bytes, document);
    if (!(node instanceof ArrayNode array)) {
      throw new DocumentException(ErrorCode.MALFORMED_DOCUMENT, document + ": it is not an array of images, as 'docker save' writes it");
    }
    ImmutableList.Builder<SavedImage> images = ImmutableList.builder();
    for (int i = 0; i < array.size(); i++) {
      Fields fields = Fields.of(Shapes.SAVED_IMAGE, array.get(i), document, "$[" + i + "]");
      images.add(
          new SavedImage(
              fields.requiredText("Config"), fields.texts("RepoTags").orElse(ImmutableList.of()),
              fields.texts("Layers").orElse(ImmutableList.of())));
    }
    return new SavedImages(images.build());
  }

  /** The canonical bytes of the file. */
  public byte[] bytes() {
    ArrayNode array = Json.NODES.arrayNode();
    for (SavedImage image : images) {
      Fields fields = Fields.empty(Shapes.SAVED_IMAGE)
          .with("Config", image.config)
          .withTexts("RepoTags", image.repositoryTags)
          .withTexts("Layers", image.layers);
      array.add(fields.tree());
    }
    return Json.write(array);
  }

  /** The table of an archive that holds one image. */
  public static SavedImages of(String config, List<String> repositoryTags, List<String> layers) {
    return new SavedImages(
        ImmutableList.of(new SavedImage(config, ImmutableList.copyOf(repositoryTags), ImmutableList.copyOf(layers))));
  }
}
