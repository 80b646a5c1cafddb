package dev.slipway.dockerfile;

import com.google.common.collect.ImmutableList;
import dev.slipway.image.Base;
import dev.slipway.image.BindMount;
import dev.slipway.image.CacheMount;
import dev.slipway.image.Mount;
import dev.slipway.image.Mount.Access;
import dev.slipway.image.Mount.Sharing;
import dev.slipway.image.SecretMount;
import dev.slipway.image.SshMount;
import dev.slipway.image.TmpfsMount;
import dev.slipway.image.Word;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/** Writes the value of {@code RUN --mount}: fields with commas between them, quoted as CSV where they hold one. */
final class MountWriter {
  private final WordWriter words;
  private final Set<DockerfileFeature> features;
  private final Function<Base, String> nameOf;
  private final List<String> fields = new ArrayList<>();

  MountWriter(WordWriter words, Set<DockerfileFeature> features, Function<Base, String> nameOf) {
    this.words = words;
    this.features = features;
    this.nameOf = nameOf;
  }

  String write(Mount mount) {
    fields.clear();
    switch (mount) {
      case BindMount bind -> writeBind(bind);
      case CacheMount cache -> writeCache(cache);
      case TmpfsMount tmpfs -> {
        add("type", "tmpfs");
        add("target", tmpfs.target());
        tmpfs.sizeBytes().ifPresent(size -> add("size", Long.toString(size)));
      }
      case SecretMount secret -> writeSecret(secret);
      case SshMount ssh -> writeSsh(ssh);
    }
    return String.join(",", fields);
  }

  private void writeBind(BindMount bind) {
    add("type", "bind");
    bind.from().ifPresent(from -> add("from", nameOf.apply(from)));
    add("source", bind.source());
    add("target", bind.target());
    if (bind.writable()) {
      fields.add("rw");
    }
  }

  private void writeCache(CacheMount cache) {
    add("type", "cache");
    add("id", cache.id());
    add("target", cache.target());
    if (cache.sharing() != Sharing.SHARED) {
      add("sharing", cache.sharing().id());
    }
    cache.initial().ifPresent(files -> {
      add("from", nameOf.apply(files.base()));
      add("source", files.paths().get(0));
    });
    writeAccess(cache.access());
    if (cache.readOnly()) {
      fields.add("ro");
    }
  }

  private void writeSecret(SecretMount secret) {
    add("type", "secret");
    add("id", secret.id());
    add("target", secret.target());
    secret.variable().ifPresent(variable -> {
      features.add(DockerfileFeature.SECRET_VARIABLE);
      add("env", variable);
    });
    writeRequired(secret.required());
    writeAccess(secret.access());
  }

  private void writeSsh(SshMount ssh) {
    add("type", "ssh");
    add("id", ssh.id());
    add("target", ssh.target());
    writeRequired(ssh.required());
    writeAccess(ssh.access());
  }

  /** With a value: a frontend before 1.3.1 cannot read the bare word. */
  private void writeRequired(boolean required) {
    if (required) {
      add("required", "true");
    }
  }

  private void writeAccess(Access access) {
    access.mode().ifPresent(mode -> add("mode", "0" + Integer.toOctalString(mode)));
    access.uid().ifPresent(uid -> add("uid", uid.toString()));
    access.gid().ifPresent(gid -> add("gid", gid.toString()));
  }

  private void add(String key, Optional<Word> value) {
    value.ifPresent(word -> add(key, word));
  }

  private void add(String key, Word value) {
    String written = words.inFlag(value);
    if (!value.constant().equals(Optional.of(written))) {
      features.add(DockerfileFeature.MOUNT_EXPANSION);
    }
    add(key, written);
  }

  private void add(String key, String value) {
    String field = key + "=" + value;
    boolean quoted = ImmutableList.of(",", "\"", "\n", "\r").stream().anyMatch(field::contains);
    fields.add(quoted ? '"' + field.replace("\"", "\"\"") + '"' : field);
  }
}
