package dev.slipway.testkit;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.common.collect.ImmutableMap;
import com.google.common.collect.ImmutableSet;
import com.google.common.collect.Sets;
import com.google.errorprone.annotations.CheckReturnValue;
import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaCodeUnit;
import com.tngtech.archunit.core.domain.JavaField;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.domain.JavaPackage;
import com.tngtech.archunit.core.domain.JavaType;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import dev.slipway.SlipwayException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.Test;

/** Keeps the table of packages true: who may depend on whom, and what the public face may show. */
class ArchitectureTest {
  private static final String ROOT = SlipwayException.class.getPackageName();

  /** Each package and what it may use besides itself, the errors in the root package, the JDK and annotations. */
  private static final ImmutableMap<String, ImmutableSet<String>> PACKAGES = ImmutableMap.<String, ImmutableSet<String>>builder()
      .put("image", ImmutableSet.of())
      .put("dockerfile", ImmutableSet.of("image"))
      .put("yaml", ImmutableSet.of())
      .put("recipe", ImmutableSet.of("image"))
      .put("deploy", ImmutableSet.of("image"))
      .put("store", ImmutableSet.of("image"))
      .put("layer", ImmutableSet.of("image", "store"))
      .put("oci", ImmutableSet.of("image"))
      .put("layout", ImmutableSet.of("image", "store", "layer", "oci"))
      .put("context", ImmutableSet.of("image"))
      .put("registry", ImmutableSet.of("image", "store", "layer", "oci", "layout"))
      .put("run", ImmutableSet.of("image"))
      .put("build",
          ImmutableSet.of("image", "dockerfile", "yaml", "recipe", "deploy", "store", "layer", "oci", "layout", "context", "registry",
              "run"))
      .build();

  private static final ImmutableSet<String> CORE = PACKAGES.keySet();
  private static final ImmutableSet<String> MODULES = ImmutableSet.of("compose", "render", "testkit");

  /** Libraries that only these packages may know. */
  private static final ImmutableMap<String, ImmutableSet<String>> LIBRARIES = ImmutableMap.of(
      "com.google.cloud.tools..", ImmutableSet.of("registry", "testkit"),
      // regular expressions in linear time
      "com.google.re2j..", ImmutableSet.of("dockerfile"),
      "org.snakeyaml..", ImmutableSet.of("yaml"));

  private static final JavaClasses CLASSES = new ClassFileImporter()
      .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
      .importPackages(ROOT);

  private static String part(JavaClass type) {
    String rest = type.getPackageName().substring(Math.min(type.getPackageName().length(), ROOT.length() + 1));
    return rest.contains(".") ? rest.substring(0, rest.indexOf('.')) : rest;
  }

  private static String[] packages(Set<String> names) {
    return names.stream().map(name -> ROOT + "." + name + "..").toArray(String[]::new);
  }

  private static boolean isOurs(JavaClass type) {
    return type.getPackageName().equals(ROOT) || type.getPackageName().startsWith(ROOT + ".");
  }

  /** Test classes lie in the same packages, but in another directory; a jar has none. */
  private static JavaClasses classesOf(Set<String> parts) {
    return CLASSES.that(describe("in " + parts, type -> parts.contains(part(type))));
  }

  @Test
  void thereAreClassesToLookAt() {
    Map<String, Long> counts = new TreeMap<>(
        CLASSES.stream().collect(Collectors.groupingBy(ArchitectureTest::part, Collectors.counting())));
    assertThat(counts.get("image")).as("classes of image, of %s", counts).isGreaterThan(50);
    assertThat(counts.get("")).as("errors, of %s", counts).isGreaterThan(6);
    Set<String> withSources = new TreeSet<>(counts.keySet());
    assertThat(withSources).contains("compose", "render", "testkit", "store", "layer", "oci", "layout", "context", "dockerfile");
  }

  @Test
  void everyPackageIsInTheTable() {
    Set<String> found = CLASSES.stream().map(ArchitectureTest::part).filter(part -> !part.isEmpty())
        .collect(Collectors.toCollection(TreeSet::new));
    assertThat(Sets.difference(found, Sets.union(CORE, MODULES))).as("packages that the table of DESIGN does not know").isEmpty();
  }

  @Test
  void aPackageUsesOnlyWhatTheTableSays() {
    PACKAGES.forEach((name, allowed) -> {
      Set<String> forbidden = Sets.difference(Sets.union(CORE, MODULES), Sets.union(allowed, Set.of(name)));
      noClasses().that().resideInAPackage(ROOT + "." + name + "..").should().dependOnClassesThat().resideInAnyPackage(packages(forbidden))
          .allowEmptyShould(true).check(CLASSES);
    });
  }

  @Test
  void modulesStandOnCoreAndOnlyTheTestkitOnTheOthers() {
    noClasses().that().resideInAPackage(ROOT + ".compose..").should().dependOnClassesThat()
        .resideInAnyPackage(packages(Set.of("render", "testkit")))
        .check(CLASSES);
    noClasses().that().resideInAPackage(ROOT + ".render..").should().dependOnClassesThat()
        .resideInAnyPackage(packages(Set.of("compose", "testkit")))
        .check(CLASSES);
  }

  @Test
  void composeReadsFromGrammarsToProjects() {
    List<String> upwards = List.of("tree", "format", "schema", "load");
    for (int i = 0; i < upwards.size(); i++) {
      Set<String> above = new TreeSet<>(upwards.subList(i + 1, upwards.size()));
      noClasses().that().resideInAPackage(ROOT + ".compose." + upwards.get(i)).should()
          .dependOnClassesThat(resideInAPackage(ROOT + ".compose")
              .or(describe("in one of " + above, type -> above.contains(type.getPackageName().replace(ROOT + ".compose.", "")))))
          .check(CLASSES);
    }
    noClasses().that().resideInAPackage(ROOT + ".compose.format").should().dependOnClassesThat().resideInAPackage(ROOT + ".yaml")
        .check(CLASSES);
  }

  @Test
  void theErrorsKnowNothing() {
    noClasses().that().resideInAPackage(ROOT).should().dependOnClassesThat().resideInAnyPackage(packages(Sets.union(CORE, MODULES)))
        .check(CLASSES);
  }

  @Test
  void packagesHaveNoCycles() {
    slices().matching(ROOT + ".(*)..").should().beFreeOfCycles().check(CLASSES);
  }

  @Test
  void theImageTouchesNothing() {
    DescribedPredicate<JavaClass> values = resideInAPackage("java.lang..").or(resideInAPackage("java.util.."))
        .or(resideInAPackage("java.time.."))
        .or(resideInAPackage("java.nio")).or(resideInAPackage("java.nio.charset")).or(resideInAPackage("com.google.common.."))
        .or(resideInAPackage("com.google.errorprone.annotations..")).or(resideInAPackage("org.jspecify.."))
        .or(describe("a path", type -> type.getName().equals("java.nio.file.Path")))
        .or(describe("our own", type -> type.getPackageName().equals(ROOT) || part(type).equals("image")))
        .or(describe("a primitive", type -> type.getBaseComponentType().isPrimitive()));
    classes().that().resideInAPackage(ROOT + ".image..").should().onlyDependOnClassesThat(values).check(CLASSES);
    noClasses().that().resideInAPackage(ROOT + ".image..").should().dependOnClassesThat()
        .resideInAnyPackage("java.util.zip..", "java.util.jar..", "java.util.logging..", "java.util.prefs..").check(CLASSES);
    noClasses().that().resideInAPackage(ROOT + ".image..").should().callMethod(System.class, "getenv", String.class)
        .orShould().callMethod(System.class, "getProperty", String.class).orShould().callMethod(System.class, "currentTimeMillis")
        .orShould().callMethod(System.class, "nanoTime").check(CLASSES);
  }

  @Test
  void untrustedTextIsMatchedWithoutRegularExpressionsThatBacktrack() {
    noClasses().that().resideInAnyPackage(packages(Set.of("image", "dockerfile", "yaml", "compose"))).should().dependOnClassesThat()
        .resideInAPackage("java.util.regex..")
        .check(CLASSES);
    noClasses().that().resideInAnyPackage(packages(Set.of("dockerfile", "yaml", "compose"))).should()
        .callMethod(String.class, "matches", String.class)
        .orShould().callMethod(String.class, "replaceAll", String.class, String.class)
        .orShould().callMethod(String.class, "replaceFirst", String.class, String.class).check(CLASSES);
  }

  @Test
  void aLibraryIsKnownWhereItIsNeededOnly() {
    LIBRARIES.forEach((library, users) -> noClasses()
        .that(describe("are not in " + users, type -> !users.contains(part(type))))
        .should().dependOnClassesThat().resideInAPackage(library).check(CLASSES));
  }

  @Test
  void everyPackageSaysThatNothingIsNullAndThatResultsCount() {
    List<String> missing = new ArrayList<>();
    Set<JavaPackage> packages = CLASSES.stream().map(JavaClass::getPackage).collect(Collectors.toSet());
    for (JavaPackage one : packages) {
      if (!one.isAnnotatedWith(NullMarked.class.getName()) || !one.isAnnotatedWith(CheckReturnValue.class.getName())) {
        missing.add(one.getName());
      }
    }
    assertThat(missing).as("packages without @NullMarked and @CheckReturnValue in a package-info").isEmpty();
    assertThat(packages).hasSizeGreaterThan(9);
  }

  @Test
  void thePublicFaceOfCoreShowsOnlyTheJdkGuavaAndOurTypes() {
    List<String> wrong = new ArrayList<>();
    int members = 0;
    for (JavaClass type : classesOf(Sets.union(CORE, Set.of("")))) {
      if (isPublic(type)) {
        for (String exposed : exposed(type).map(JavaClass::getBaseComponentType).filter(shown -> !isAllowed(shown)).map(JavaClass::getName)
            .distinct().toList()) {
          wrong.add(type.getName() + " shows " + exposed);
        }
        members += type.getMembers().size();
      }
    }
    assertThat(wrong).isEmpty();
    assertThat(members).isGreaterThan(300);
  }

  private static boolean isPublic(JavaClass type) {
    return type.getModifiers().contains(JavaModifier.PUBLIC) && type.getEnclosingClass().map(ArchitectureTest::isPublic).orElse(true);
  }

  private static boolean isAllowed(JavaClass type) {
    String name = type.getPackageName();
    return type.isPrimitive() || isOurs(type) || name.startsWith("java.") || name.startsWith("com.google.common.");
  }

  /** What callers meet: supertypes, and types of public and protected fields, parameters, results and exceptions. */
  private static Stream<JavaClass> exposed(JavaClass type) {
    Stream<JavaClass> above = Stream.concat(type.getRawSuperclass().stream(), type.getRawInterfaces().stream());
    Stream<JavaType> fields = type.getFields().stream().filter(field -> isVisible(field.getModifiers())).map(JavaField::getType);
    Stream<JavaType> units = type.getCodeUnits().stream().filter(unit -> isVisible(unit.getModifiers())).flatMap(ArchitectureTest::types);
    return Stream.concat(above, Stream.concat(fields, units).flatMap(shown -> shown.getAllInvolvedRawTypes().stream()));
  }

  private static Stream<JavaType> types(JavaCodeUnit unit) {
    return Stream
        .of(Stream.of(unit.getReturnType()), unit.getParameterTypes().stream(), unit.getExceptionTypes().stream().map(JavaType.class::cast))
        .flatMap(types -> types);
  }

  private static boolean isVisible(Set<JavaModifier> modifiers) {
    return modifiers.contains(JavaModifier.PUBLIC) || modifiers.contains(JavaModifier.PROTECTED);
  }
}
