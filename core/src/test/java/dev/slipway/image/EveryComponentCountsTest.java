package dev.slipway.image;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import com.google.common.collect.ImmutableSortedSet;
import com.google.common.collect.Iterables;
import dev.slipway.InvalidValueException;
import dev.slipway.image.Instruction.Pair;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/**
 * No component of any instruction may be missing from its digest: each is changed by reflection, in every record below an
 * instruction, and the digest of the stage must change too. New components and new instructions take part by themselves.
 */
class EveryComponentCountsTest {
  private static final Stage STAGE = Stage.from("debian").run("make");
  private static final Heredoc TEXT = Heredoc.file("name", "line");
  private static final Base.Files FILES = STAGE.file("/a");
  private static final Mount.Access ACCESS = Mount.Access.DEFAULT.withMode(0700).withOwner(1, 2);

  /** Values of each type that are different, the records among them with no component empty. */
  private static final ImmutableMap<Class<?>, List<Object>> SAMPLES = ImmutableMap.<Class<?>, List<Object>>builder()
      .put(Word.class, List.of(Word.literal("5"), Word.of("$X")))
      .put(String.class, List.of("sample", "text", "localhost"))
      .put(Boolean.class, List.of(true, false))
      .put(Integer.class, List.of(3, 4))
      .put(Long.class, List.of(3L, 4L))
      .put(Digest.class, List.of(Digest.sha256(new byte[]{1}), Digest.sha256(new byte[]{2})))
      .put(Duration.class, List.of(Duration.ofSeconds(1), Duration.ofSeconds(2)))
      .put(Base.class,
          List.of(STAGE, STAGE.run("more"), Base.scratch(), Base.context("files"), Base.docker("tool:1@sha256:" + "5".repeat(64)),
              new Base.Reference(Word.of("a:$V"))))
      .put(Base.Files.class, List.of(FILES))
      .put(Heredoc.class, List.of(TEXT))
      .put(Command.class,
          List.of(new Command.ShellForm("make", ImmutableList.of(TEXT)), Command.shell("make"), Command.exec("make"),
              Command.script("make")))
      .put(Copy.Source.class, List.of(new Copy.Path(Word.literal("a")), new Copy.Text(TEXT)))
      .put(Add.Source.class, List.of(new Add.Address(Word.of("https://a.b/c.git")), new Add.Path(Word.literal("a")), new Add.Text(TEXT)))
      .put(Instruction.Arg.class, List.of(Instruction.Arg.of("A", "b"), Instruction.Arg.of("D")))
      .put(Pair.class, List.of(new Pair(Word.literal("n"), Word.literal("v"))))
      .put(Run.Device.class, List.of(new Run.Device("d", true)))
      .put(Mount.class, List.of(
          new BindMount(Optional.of(STAGE), Word.literal("a"), Word.literal("/b"), false),
          new CacheMount(Word.literal("/a"), Optional.of(Word.literal("i")), Mount.Sharing.SHARED, Optional.of(FILES), ACCESS, false),
          new TmpfsMount(Word.literal("/a"), Optional.of(5L)),
          new SecretMount(Word.literal("i"), Optional.of(Word.literal("/a")), Optional.of("V"), true, ACCESS),
          new SshMount(Word.literal("i"), Optional.of(Word.literal("/a")), true, ACCESS)))
      .put(Healthcheck.class, List.of(
          new Healthcheck.Probe(Command.shell("x"), Optional.of(Duration.ofSeconds(1)), Optional.of(Duration.ofSeconds(2)),
              Optional.of(Duration.ofSeconds(3)),
              Optional.of(Duration.ofSeconds(4)), Optional.of(5)),
          Healthcheck.none()))
      .put(Instruction.class, List.of(
          new Run(Command.shell("x"), ImmutableList.of(CacheMount.at("/c")), Optional.of(Run.Network.NONE),
              Optional.of(Run.Security.SANDBOX),
              ImmutableList.of(new Run.Device("d", true)), new Reuse(true, Optional.of(Duration.ofSeconds(6)), ImmutableSortedSet.of("s"))),
          new Copy(Optional.of(STAGE), ImmutableList.of(new Copy.Path(Word.literal("a"))), Word.literal("/b/"), options(), false),
          new Copy(Optional.empty(), ImmutableList.of(new Copy.Text(TEXT)), Word.literal("/b/"), options(), false),
          new Add(ImmutableList.of(new Add.Address(Word.of("https://a.b/c.git"))), Word.literal("/b/"), options(),
              Optional.of(Word.literal("c")), true,
              Optional.of(true)),
          new Add(ImmutableList.of(new Add.Path(Word.literal("a"))), Word.literal("/b/"), options(), Optional.empty(), false,
              Optional.empty()),
          Instruction.Arg.of("A", "b"),
          new Instruction.Args(ImmutableList.of(Instruction.Arg.of("A", "b"), Instruction.Arg.of("B"), Instruction.Arg.of("C"))),
          new Instruction.Env(ImmutableList.of(new Pair(Word.literal("n"), Word.literal("v")))),
          new Instruction.Label(ImmutableList.of(new Pair(Word.literal("n"), Word.literal("v")))),
          new Instruction.Workdir(Word.literal("/w")),
          new Instruction.User(Word.literal("u")), new Instruction.Expose(ImmutableList.of(Word.literal("80"))),
          new Instruction.Volume(ImmutableList.of(Word.literal("/v"))), new Instruction.Cmd(Command.shell("x")),
          new Instruction.Entrypoint(Command.shell("x")),
          new Instruction.Health(Healthcheck.none()), new Instruction.Shell(ImmutableList.of("sh")),
          new Instruction.StopSignal(Word.literal("1")),
          new Instruction.Onbuild(Run.shell("x")), new Instruction.Maintainer("me")))
      .build();

  private final Set<String> changed = new TreeSet<>();

  private static CopyOptions options() {
    return new CopyOptions(Optional.of(Word.literal("1")), Optional.of(Word.literal("1")), false, ImmutableList.of(Word.literal("x")));
  }

  @Test
  void aChangeOfAnyComponentChangesTheDigest() {
    int mutants = 0;
    for (Object sample : samples(Instruction.class)) {
      Stage stage = Stage.scratch().with((Instruction) sample);
      for (Object mutant : mutants(sample, sample.getClass())) {
        Stage other = Stage.scratch().with((Instruction) mutant);
        assertThat(other.digest()).as("%s and %s", sample, mutant).isNotEqualTo(stage.digest());
      }
    }
    for (Object sample : Iterables.concat(SAMPLES.values())) {
      for (Object mutant : mutants(sample, sample.getClass())) {
        assertThat(Structure.json(mutant)).isNotEqualTo(Structure.json(sample));
        mutants++;
      }
    }
    assertThat(mutants).isGreaterThan(300);
    Set<String> expected = new TreeSet<>();
    addComponents(Instruction.class, expected);
    assertThat(expected).hasSizeGreaterThan(60);
    assertThat(changed).containsAll(expected);
  }

  /** All components of all records that an instruction can be made of; files of images on disk are values of their own. */
  private static void addComponents(Type type, Set<String> components) {
    if (type instanceof ParameterizedType parameterized) {
      Arrays.stream(parameterized.getActualTypeArguments()).forEach(argument -> addComponents(argument, components));
    } else if (type instanceof Class<?> raw && isOurs(raw)) {
      if (raw.isSealed()) {
        Arrays.stream(raw.getPermittedSubclasses()).forEach(permitted -> addComponents(permitted, components));
      }
      for (RecordComponent component : raw.isRecord() ? raw.getRecordComponents() : new RecordComponent[0]) {
        if (components.add(key(component))) {
          addComponents(component.getGenericType(), components);
        }
      }
    }
  }

  private static boolean isOurs(Class<?> type) {
    boolean onDisk = ImageLocation.class.isAssignableFrom(type);
    return type.getPackageName().equals(Instruction.class.getPackageName()) && !onDisk && type != Word.class && type != Stage.class
        && type != Digest.class;
  }

  private static String key(RecordComponent component) {
    return component.getDeclaringRecord().getName() + "." + component.getName();
  }

  private static List<Object> samples(Class<?> type) {
    if (type.isEnum()) {
      return List.of(type.getEnumConstants());
    }
    List<Object> samples = SAMPLES.getOrDefault(type, List.of());
    assertThat(samples).as("samples of " + type + ": add some").isNotEmpty();
    return samples;
  }

  /** Values of the same type that differ from this one in one place. Sets are of texts. */
  @SuppressWarnings("unchecked")
  private List<Object> mutants(Object value, Type type) {
    List<Object> mutants = new ArrayList<>();
    if (type instanceof ParameterizedType parameterized) {
      Class<?> element = (Class<?>) parameterized.getActualTypeArguments()[0];
      if (value instanceof Optional<?> optional) {
        optional.ifPresentOrElse(present -> {
          mutants.add(Optional.empty());
          mutants(present, element).forEach(mutant -> mutants.add(Optional.of(mutant)));
        }, () -> samples(element).forEach(sample -> mutants.add(Optional.of(sample))));
      } else if (value instanceof ImmutableSortedSet<?> set) {
        List<Object> lists = new ArrayList<>();
        addMutantsOfList(set.asList(), element, lists);
        lists.forEach(list -> mutants.add(ImmutableSortedSet.copyOf((List<String>) list)));
        mutants.removeIf(value::equals);
      } else {
        addMutantsOfList(ImmutableList.copyOf((List<?>) value), element, mutants);
      }
      return mutants;
    }
    Class<?> raw = boxed((Class<?>) type);
    if (value instanceof Record record && !(value instanceof Word)) {
      addMutantsOfRecord(record, mutants);
    }
    if (SAMPLES.containsKey(raw) || raw.isEnum()) {
      samples(raw).stream().filter(sample -> !sample.equals(value)).forEach(mutants::add);
    }
    return mutants;
  }

  private void addMutantsOfList(ImmutableList<?> list, Class<?> element, List<Object> mutants) {
    samples(element).forEach(sample -> mutants.add(ImmutableList.builder().addAll(list).add(sample).build()));
    for (int i = 0; i < list.size(); i++) {
      List<Object> shorter = new ArrayList<>(list);
      shorter.remove(i);
      mutants.add(ImmutableList.copyOf(shorter));
      for (Object mutant : mutants(list.get(i), element)) {
        List<Object> other = new ArrayList<>(list);
        other.set(i, mutant);
        mutants.add(ImmutableList.copyOf(other));
      }
    }
  }

  private void addMutantsOfRecord(Record record, List<Object> mutants) {
    RecordComponent[] components = record.getClass().getRecordComponents();
    for (int i = 0; i < components.length; i++) {
      for (Object mutant : mutants(component(record, components[i]), components[i].getGenericType())) {
        Object[] arguments = Arrays.stream(components).map(component -> component(record, component)).toArray();
        arguments[i] = mutant;
        Optional<Object> made = made(record.getClass(), arguments);
        // what a constructor brings to one form is the same
        made.filter(other -> !other.equals(record)).ifPresent(mutants::add);
        if (made.isPresent()) {
          changed.add(key(components[i]));
        }
      }
    }
  }

  private static Class<?> boxed(Class<?> type) {
    return Map.<Class<?>, Class<?>>of(boolean.class, Boolean.class, int.class, Integer.class, long.class, Long.class).getOrDefault(type,
        type);
  }

  private static Object component(Record record, RecordComponent component) {
    try {
      return component.getAccessor().invoke(record);
    } catch (ReflectiveOperationException e) {
      throw new LinkageError(component.toString(), e);
    }
  }

  /** A record of these components; nothing if they do not go together. */
  private static Optional<Object> made(Class<?> type, Object[] arguments) {
    try {
      Class<?>[] types = Arrays.stream(type.getRecordComponents()).map(RecordComponent::getType).toArray(Class<?>[]::new);
      return Optional.of(type.getDeclaredConstructor(types).newInstance(arguments));
    } catch (InvocationTargetException refused) {
      assertThat(refused.getCause()).isInstanceOf(InvalidValueException.class);
      return Optional.empty();
    } catch (ReflectiveOperationException e) {
      throw new LinkageError(type.toString(), e);
    }
  }
}
