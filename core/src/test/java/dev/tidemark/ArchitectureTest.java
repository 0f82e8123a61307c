package dev.tidemark;

import static com.tngtech.archunit.library.Architectures.layeredArchitecture;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.AccessTarget;
import com.tngtech.archunit.core.domain.JavaCall;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaCodeUnit;
import com.tngtech.archunit.core.domain.JavaConstructor;
import com.tngtech.archunit.core.domain.JavaMethod;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.syntax.ArchRuleDefinition;
import dev.tidemark.storage.MultiVersionMap;
import dev.tidemark.types.CommitBatch;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

@AnalyzeClasses(packages = "dev.tidemark", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {
  @ArchTest
  static final ArchRule arrows =
      layeredArchitecture()
          .consideringOnlyDependenciesInLayers()
          .layer("root")
          .definedBy("dev.tidemark")
          .layer("transaction")
          .definedBy("dev.tidemark.transaction..")
          .layer("durability")
          .definedBy("dev.tidemark.durability..")
          .layer("storage")
          .definedBy("dev.tidemark.storage..")
          .layer("index")
          .definedBy("dev.tidemark.index..")
          .layer("telemetry")
          .definedBy("dev.tidemark.telemetry..")
          .layer("types")
          .definedBy("dev.tidemark.types..")
          .whereLayer("root")
          .mayNotBeAccessedByAnyLayer()
          .whereLayer("transaction")
          .mayOnlyBeAccessedByLayers("root")
          .whereLayer("durability")
          .mayOnlyBeAccessedByLayers("root", "transaction")
          .whereLayer("storage")
          .mayOnlyBeAccessedByLayers("transaction")
          .whereLayer("index")
          .mayOnlyBeAccessedByLayers("storage", "transaction", "durability")
          .whereLayer("telemetry")
          .mayOnlyBeAccessedByLayers("root", "transaction", "durability");

  @ArchTest
  static final ArchRule acyclic = slices().matching("dev.tidemark.(*)..").should().beFreeOfCycles();

  @ArchTest
  static final ArchRule jdkOnly =
      ArchRuleDefinition.classes()
          .should()
          .onlyDependOnClassesThat()
          .resideInAnyPackage("dev.tidemark..", "java..", "jdk.jfr..");

  private static final Set<String> IMPURE_PACKAGES =
      Set.of("java.io", "java.net", "java.nio", "java.security", "dev.tidemark.durability");
  private static final Set<String> IMPURE_CLASSES =
      Set.of(
          "java.lang.Process",
          "java.lang.ProcessBuilder",
          "java.time.Clock",
          "java.time.InstantSource",
          "java.util.Random",
          "java.util.SplittableRandom",
          "java.util.concurrent.ThreadLocalRandom");
  private static final Set<String> IMPURE_METHODS =
      Set.of(
          "now", "nanoTime", "currentTimeMillis", "random", "randomUUID", "getenv", "getProperty");

  /** A commit is data: what applying it does must follow from it and what was applied before. */
  @ArchTest
  static void apply_everythingItReaches_isPure(JavaClasses classes) {
    JavaMethod apply = classes.get(MultiVersionMap.class).getMethod("apply", CommitBatch.class);
    Set<JavaCodeUnit> reached = reachedFrom(apply);
    assertThat(reached)
        .extracting(unit -> unit.getOwner().getSimpleName() + "." + unit.getName())
        .contains("Entry.install", "Change.onto", "Index.replacedIn", "MapValue.with");
    for (JavaCodeUnit unit : reached) {
      for (JavaCall<?> call : unit.getCallsFromSelf()) {
        assertThat(isImpure(call.getTarget())).as(call.getDescription()).isFalse();
      }
    }
  }

  private static boolean isImpure(AccessTarget.CodeUnitCallTarget target) {
    String owner = target.getOwner().getName();
    return IMPURE_CLASSES.contains(owner)
        || IMPURE_METHODS.contains(target.getName())
        || IMPURE_PACKAGES.stream().anyMatch(impure -> isIn(target.getOwner(), impure));
  }

  private static boolean isIn(JavaClass owner, String name) {
    String own = owner.getPackageName();
    boolean text = own.equals("java.nio.charset");
    return !text && (own.equals(name) || own.startsWith(name + "."));
  }

  private static Set<JavaCodeUnit> reachedFrom(JavaCodeUnit start) {
    Set<JavaCodeUnit> reached = new HashSet<>(Set.of(start));
    ArrayDeque<JavaCodeUnit> todo = new ArrayDeque<>(reached);
    while (!todo.isEmpty()) {
      for (JavaCall<?> call : todo.remove().getCallsFromSelf()) {
        for (JavaCodeUnit next : possible(call.getTarget())) {
          if (reached.add(next)) {
            todo.add(next);
          }
        }
      }
    }
    return reached;
  }

  /** What a call may run of our own: its target, and what overrides that. */
  private static List<JavaCodeUnit> possible(AccessTarget.CodeUnitCallTarget target) {
    List<JavaCodeUnit> units = new ArrayList<>();
    target.resolveMember().ifPresent(units::add);
    boolean own = target.getOwner().getPackageName().startsWith("dev.tidemark");
    if (!own || target.getName().equals(JavaConstructor.CONSTRUCTOR_NAME)) {
      return units;
    }
    for (JavaClass subclass : target.getOwner().getAllSubclasses()) {
      subclass.getCodeUnits().stream()
          .filter(unit -> unit.getName().equals(target.getName()))
          .filter(unit -> unit.getRawParameterTypes().equals(target.getRawParameterTypes()))
          .forEach(units::add);
    }
    return units;
  }

  @ArchTest
  static void scan_mainClasses_isNotEmpty(JavaClasses classes) {
    assertThat(classes.size()).isGreaterThan(60);
  }
}
