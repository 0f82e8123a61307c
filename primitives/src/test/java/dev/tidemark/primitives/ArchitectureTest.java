package dev.tidemark.primitives;

import static com.tngtech.archunit.base.DescribedPredicate.alwaysTrue;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

@AnalyzeClasses(
    packages = {
      "dev.tidemark.kv",
      "dev.tidemark.event",
      "dev.tidemark.state",
      "dev.tidemark.trace",
      "dev.tidemark.run",
      "dev.tidemark.json"
    },
    importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {
  @ArchTest
  static final ArchRule onlyTheApiOfCore =
      classes()
          .should()
          .onlyDependOnClassesThat()
          .resideInAnyPackage(
              "java..",
              "dev.tidemark.index..",
              "dev.tidemark.transaction..",
              "dev.tidemark.types..",
              "dev.tidemark.kv..",
              "dev.tidemark.event..",
              "dev.tidemark.state..",
              "dev.tidemark.trace..",
              "dev.tidemark.run..",
              "dev.tidemark.json..");

  @ArchTest
  static final ArchRule siblingsDoNotKnowEachOther =
      slices()
          .matching("dev.tidemark.(*)..")
          .should()
          .notDependOnEachOther()
          .ignoreDependency(
              alwaysTrue(),
              resideInAnyPackage(
                  "dev.tidemark.index..", "dev.tidemark.transaction..", "dev.tidemark.types.."));

  @ArchTest
  static final ArchRule facadesHoldNoDatabase =
      noClasses().should().dependOnClassesThat().resideInAPackage("dev.tidemark");

  @ArchTest
  static void scan_mainClasses_isNotEmpty(JavaClasses classes) {
    assertThat(classes.stream().map(c -> c.getSimpleName()))
        .contains("KVStore", "EventLog", "StateCell", "TraceStore", "RunIndex");
  }
}
