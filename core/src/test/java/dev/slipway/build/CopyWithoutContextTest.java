package dev.slipway.build;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.common.collect.ImmutableList;
import dev.slipway.image.Add;
import dev.slipway.image.Base;
import dev.slipway.image.CopyOptions;
import dev.slipway.image.Heredoc;
import dev.slipway.image.ImagePath;
import dev.slipway.image.Stage;
import dev.slipway.image.Word;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CopyWithoutContextTest {
  @TempDir
  Path directory;

  @Test
  void textsOfTheInstructionNeedNoContext() {
    Heredoc text = Heredoc.file("f", "text\n");
    Add add = new Add(ImmutableList.of(new Add.Text(text)), Word.of("/added/"), CopyOptions.NONE, Optional.empty(), false,
        Optional.empty());
    try (Engine engine = Engine.open(directory)) {
      BuiltImage built = engine.build(Stage.scratch().copy(text, "/copied/").add(add).toImage(), Context.empty());
      assertThat(built.tree().lookup(ImagePath.of("/copied/f"))).isPresent();
      assertThat(built.tree().lookup(ImagePath.of("/added/f"))).isPresent();
    }
  }

  @Test
  void filesOfAStageNeedNoContext() {
    Base other = Stage.scratch().workdir("/w");
    try (Engine engine = Engine.open(directory)) {
      BuiltImage built = engine.build(Stage.scratch().copy(other.file("/w"), "/v/").toImage(), Context.empty());
      assertThat(built.tree().lookup(ImagePath.of("/v"))).isPresent();
    }
  }
}
