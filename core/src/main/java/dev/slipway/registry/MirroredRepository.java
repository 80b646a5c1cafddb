package dev.slipway.registry;

import com.google.common.collect.ImmutableList;
import dev.slipway.ErrorCode;
import dev.slipway.SlipwayException;
import dev.slipway.image.Digest;
import dev.slipway.image.ImageReference;
import dev.slipway.oci.Descriptor;
import dev.slipway.oci.ManifestDocument;
import dev.slipway.oci.MediaType;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A repository that is read from copies elsewhere as long as they can, and written itself. A copy that fails for any reason
 * is passed over; content that is asked for by digest is verified wherever it comes from.
 */
final class MirroredRepository implements Repository {
  private static final Logger LOG = LoggerFactory.getLogger(MirroredRepository.class);

  private final Repository own;
  private final List<Repository> copies;

  MirroredRepository(Repository own, List<Repository> copies) {
    this.own = own;
    this.copies = copies;
  }

  @Override
  public ImageReference name() {
    return own.name();
  }

  @Override
  public Optional<Descriptor> resolve(ImageReference image) {
    for (Repository copy : copies) {
      try {
        Optional<Descriptor> found = copy.resolve(in(copy, image));
        if (found.isPresent()) {
          return found;
        }
      } catch (SlipwayException failure) {
        passOver(copy, failure);
      }
    }
    return own.resolve(image);
  }

  @Override
  public ManifestDocument manifest(ImageReference image) {
    for (Repository copy : copies) {
      try {
        return copy.manifest(in(copy, image));
      } catch (SlipwayException failure) {
        passOver(copy, failure);
      }
    }
    return own.manifest(image);
  }

  @Override
  public InputStream open(Descriptor blob, long from) throws IOException {
    for (Repository copy : copies) {
      try {
        return copy.open(blob, from);
      } catch (SlipwayException failure) {
        passOver(copy, failure);
      }
    }
    return own.open(blob, from);
  }

  private static ImageReference in(Repository copy, ImageReference image) {
    return new ImageReference(copy.name().domain(), copy.name().path(), image.tag(), image.digest());
  }

  private static void passOver(Repository copy, SlipwayException failure) {
    if (failure.code() == ErrorCode.CANCELLED) {
      throw failure;
    }
    LOG.info("mirror '{}' is passed over: {}", copy.name(), failure.getMessage());
  }

  @Override
  public boolean has(Digest blob) {
    return own.has(blob);
  }

  @Override
  public boolean mount(Digest blob, ImageReference from) {
    return own.mount(blob, from);
  }

  @Override
  public void push(Descriptor blob, Call.Body content) {
    own.push(blob, content);
  }

  @Override
  public void push(ManifestDocument manifest, ImageReference as) {
    own.push(manifest, as);
  }

  @Override
  public ImmutableList<String> tags() {
    return own.tags();
  }

  @Override
  public ImmutableList<Descriptor> referrers(Digest subject, Optional<MediaType> artifactType) {
    return own.referrers(subject, artifactType);
  }
}
