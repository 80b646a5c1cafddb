package dev.slipway.testkit.arbitraries;

import static dev.slipway.testkit.arbitraries.Generators.oneOf;

import com.google.common.collect.ImmutableMap;
import dev.slipway.image.Add;
import dev.slipway.image.Base;
import dev.slipway.image.BindMount;
import dev.slipway.image.CacheMount;
import dev.slipway.image.Command;
import dev.slipway.image.Copy;
import dev.slipway.image.CopyOptions;
import dev.slipway.image.Digest;
import dev.slipway.image.DockerArchive;
import dev.slipway.image.Healthcheck;
import dev.slipway.image.Heredoc;
import dev.slipway.image.Image;
import dev.slipway.image.ImageLocation;
import dev.slipway.image.ImagePath;
import dev.slipway.image.ImageReference;
import dev.slipway.image.Instruction;
import dev.slipway.image.ModeChange;
import dev.slipway.image.Mount;
import dev.slipway.image.OciArchive;
import dev.slipway.image.OciLayout;
import dev.slipway.image.PathFilter;
import dev.slipway.image.PathPattern;
import dev.slipway.image.Platform;
import dev.slipway.image.Port;
import dev.slipway.image.PortRange;
import dev.slipway.image.Reuse;
import dev.slipway.image.Run;
import dev.slipway.image.SecretMount;
import dev.slipway.image.SecretValue;
import dev.slipway.image.SshMount;
import dev.slipway.image.Stage;
import dev.slipway.image.TmpfsMount;
import dev.slipway.image.TreePattern;
import dev.slipway.image.UserSpec;
import dev.slipway.image.Word;
import dev.slipway.oci.ContainerConfig;
import dev.slipway.oci.Descriptor;
import dev.slipway.oci.HealthcheckConfig;
import dev.slipway.oci.HistoryEntry;
import dev.slipway.oci.ImageConfig;
import dev.slipway.oci.Index;
import dev.slipway.oci.Manifest;
import dev.slipway.oci.ManifestDocument;
import dev.slipway.oci.MediaType;
import dev.slipway.oci.SavedImages;
import java.util.List;
import java.util.function.Supplier;
import net.jqwik.api.Arbitrary;

/** Which values are generated, by their type. */
final class Registry {
  static final ImmutableMap<Class<?>, Supplier<Arbitrary<?>>> VALUES = new Registry().values();

  private final ImmutableMap.Builder<Class<?>, Supplier<Arbitrary<?>>> all = ImmutableMap.builder();

  private Registry() {}

  private ImmutableMap<Class<?>, Supplier<Arbitrary<?>>> values() {
    stages();
    instructions();
    names();
    texts();
    documents();
    return all.buildOrThrow();
  }

  private void stages() {
    put(Image.class, () -> Stages.nested().images());
    put(Stage.class, () -> Stages.nested().stages());
    put(Base.class, () -> Stages.nested().bases());
    put(Base.Files.class, () -> Stages.nested().files());
    put(Base.Reference.class, Stages::references);
    put(Base.DockerImage.class, Stages::dockerImages);
    put(Base.NamedContext.class, Stages::contexts);
    put(Mount.class, () -> Stages.nested().mounts());
    put(BindMount.class, () -> Stages.nested().bindMounts());
    put(CacheMount.class, () -> Stages.nested().cacheMounts());
    put(TmpfsMount.class, Stages::tmpfsMounts);
    put(SecretMount.class, Stages::secretMounts);
    put(SshMount.class, Stages::sshMounts);
    put(Mount.Access.class, Settings::access);
  }

  private void instructions() {
    put(Instruction.class, () -> Stages.nested().instructions());
    put(Run.class, () -> Stages.nested().runs());
    put(Run.Device.class, Settings::devices);
    put(Reuse.class, Settings::reuses);
    put(Copy.class, () -> Stages.nested().copies());
    put(Copy.Path.class, () -> Settings.paths().map(Copy.Path::new));
    put(Copy.Text.class, () -> Settings.heredocs().map(Copy.Text::new));
    put(Copy.Source.class, () -> oneOf(Settings.paths().map(Copy.Path::new), Settings.heredocs().map(Copy.Text::new)));
    put(CopyOptions.class, Settings::copyOptions);
    put(Add.class, Settings::adds);
    put(Add.Path.class, () -> Settings.paths().map(Add.Path::new));
    put(Add.Text.class, () -> Settings.heredocs().map(Add.Text::new));
    put(Add.Address.class, Settings::addresses);
    put(Add.Source.class, Settings::added);
    put(Instruction.Onbuild.class, () -> Stages.nested().triggers());
    for (Class<? extends Instruction> kind : List.of(Instruction.Arg.class, Instruction.Args.class, Instruction.Env.class, Instruction.Label.class,
        Instruction.Workdir.class, Instruction.User.class, Instruction.Expose.class, Instruction.Volume.class, Instruction.Cmd.class,
        Instruction.Entrypoint.class, Instruction.Health.class, Instruction.Shell.class, Instruction.StopSignal.class,
        Instruction.Maintainer.class)) {
      all.put(kind, () -> Settings.instructions().filter(kind::isInstance).map(kind::cast));
    }
    put(Instruction.Pair.class, Settings::pairs);
    put(Command.class, Settings::commands);
    put(Command.ShellForm.class, Settings::shellForms);
    put(Command.ExecForm.class, Settings::execForms);
    put(Command.Script.class, Settings::scripts);
    put(Healthcheck.class, Settings::healthchecks);
    put(Healthcheck.Probe.class, Settings::probes);
    put(Heredoc.class, Settings::heredocs);
  }

  private void names() {
    put(ImageReference.class, Names::references);
    put(ImageLocation.class, Names::locations);
    put(OciLayout.class, Names::ociLayouts);
    put(OciArchive.class, Names::ociArchives);
    put(DockerArchive.class, Names::dockerArchives);
    put(Platform.class, Names::platforms);
    put(Port.class, Names::ports);
    put(PortRange.class, Names::portRanges);
    put(SecretValue.class, Names::secrets);
  }

  private void texts() {
    put(Digest.class, Texts::digests);
    put(ImagePath.class, Texts::paths);
    put(Word.class, Texts::words);
    put(Word.Part.class, () -> oneOf(Texts.literals(), Texts.variables()));
    put(Word.Literal.class, Texts::literals);
    put(Word.Variable.class, Texts::variables);
    put(Word.Expansion.class, Texts::expansions);
    put(ModeChange.class, Texts::modeChanges);
    put(UserSpec.class, Texts::users);
    put(PathPattern.class, Texts::pathPatterns);
    put(PathPattern.Element.class, () -> Texts.pathPatterns().filter(pattern -> !pattern.elements().isEmpty())
        .map(pattern -> pattern.elements().get(0)));
    put(TreePattern.class, Texts::treePatterns);
    put(PathFilter.class, Texts::pathFilters);
    put(PathFilter.Rule.class, Texts::pathRules);
  }

  private void documents() {
    put(MediaType.class, Documents::mediaTypes);
    put(Descriptor.class, Documents::descriptors);
    put(Manifest.class, Documents::manifests);
    put(Index.class, Documents::indexes);
    put(ManifestDocument.class, Documents::manifestDocuments);
    put(ImageConfig.class, Documents::configs);
    put(ContainerConfig.class, Documents::containers);
    put(HealthcheckConfig.class, Documents::healthchecks);
    put(HistoryEntry.class, Documents::history);
    put(SavedImages.class, Documents::savedArchives);
    put(SavedImages.SavedImage.class, Documents::savedImages);
  }

  private <T> void put(Class<T> type, Supplier<? extends Arbitrary<? extends T>> values) {
    all.put(type, values::get);
  }
}
