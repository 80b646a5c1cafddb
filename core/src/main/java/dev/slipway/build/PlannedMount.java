package dev.slipway.build;

import com.google.common.collect.ImmutableMap;
import dev.slipway.image.ImagePath;
import dev.slipway.image.Mount;
import dev.slipway.layer.Layer;
import dev.slipway.store.CacheName;
import dev.slipway.store.CacheUse;
import java.nio.file.Path;
import java.util.Optional;

/** A mount of a RUN with its variables replaced, before anything of it is made. */
sealed interface PlannedMount {
  /** Where the command sees it: absolute, links not followed yet. */
  ImagePath target();

  /** What of it decides the result of the command. Contents of stages and images are told by a listing. */
  Object key();

  /** Files of a stage or image, as they lie in its layers. */
  record Stack(StageState from, String name, String source, ImagePath target, boolean writable) implements PlannedMount {
    @Override
    public Object key() {
      return ImmutableMap.of("bind", target, "writable", writable);
    }
  }

  /**
   * Files of a build context, as a layer of their own below {@link #PLACE}.
   *
   * @param reason why the layer had to be made anew; empty if it had not
   */
  record Copied(Layer layer, String reason, ImagePath target, boolean writable) implements PlannedMount {
    static final ImagePath PLACE = ImagePath.of("/mount");

    @Override
    public Object key() {
      return ImmutableMap.of("bind", target, "writable", writable, "content", layer.diffId());
    }
  }

  /** A cache: its content decides nothing. */
  record Cache(CacheName name, CacheUse use, Optional<Initial> initial, Mount.Access access, ImagePath target, boolean readOnly)
      implements
        PlannedMount {
    @Override
    public Object key() {
      return ImmutableMap.of("cache", target, "readOnly", readOnly);
    }
  }

  /** What a cache starts with: the contents of a directory as a layer. */
  record Initial(Optional<Layer> layer, String origin) {}

  /** Memory. */
  record Memory(ImagePath target, Optional<Long> bytes) implements PlannedMount {
    @Override
    public Object key() {
      return ImmutableMap.of("tmpfs", target, "bytes", bytes);
    }
  }

  /** A secret as a file: who may read it decides, its value does not. */
  record SecretFile(String id, Secret secret, ImagePath target, Mount.Access access) implements PlannedMount {
    @Override
    public Object key() {
      return ImmutableMap.of("secret", id, "target", target, "access", access);
    }
  }

  /** An SSH agent. */
  record Agent(String id, Path socket, ImagePath target, Mount.Access access) implements PlannedMount {
    @Override
    public Object key() {
      return ImmutableMap.of("ssh", id, "target", target, "access", access);
    }
  }

  /** A script of the instruction, to be started by its own interpreter. */
  record Script(String content, ImagePath target) implements PlannedMount {
    @Override
    public Object key() {
      return ImmutableMap.of("script", target, "content", content);
    }
  }
}
