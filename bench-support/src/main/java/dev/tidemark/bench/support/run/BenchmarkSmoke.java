package dev.tidemark.bench.support.run;

import dev.tidemark.bench.support.BenchMode;
import dev.tidemark.bench.support.Profile;
import dev.tidemark.bench.support.ScratchDirectory;
import dev.tidemark.bench.support.catalog.Catalog;
import dev.tidemark.bench.support.catalog.CatalogEntry;
import dev.tidemark.bench.support.data.Seed;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.openjdk.jmh.annotations.Mode;

/** Runs every benchmark of a module once, in this process, and throws the times away. */
public final class BenchmarkSmoke {
  private static final long ITERATION_MILLIS = 10;
  private static final int BATCH = 16;
  private static final Overrides ONCE =
      new Overrides(0, ITERATION_MILLIS, 1, ITERATION_MILLIS, BATCH, true, List.of());

  private BenchmarkSmoke() {}

  /** What failed in a whole catalogue, each method at its smallest size. */
  public static List<String> failures(Catalog catalog, BenchMode mode) throws IOException {
    return failures(catalog.of(Profile.SMOKE), mode);
  }

  /**
   * What failed, a line for each id: thrown errors, failed checks, missing reports. Empty if all is
   * well.
   */
  public static List<String> failures(List<CatalogEntry> entries, BenchMode mode)
      throws IOException {
    // Nothing is measured, so another JMH on this machine is not disturbed.
    System.setProperty("jmh.ignoreLock", "true");
    Path scratch = ScratchDirectory.create();
    try (PrintStream nowhere =
        new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8)) {
      return failures(entries, mode, scratch, nowhere);
    } finally {
      ScratchDirectory.delete(scratch);
    }
  }

  private static List<String> failures(
      List<CatalogEntry> entries, BenchMode mode, Path scratch, PrintStream log)
      throws IOException {
    List<String> ids = entries.stream().map(CatalogEntry::id).toList();
    RunPlan plan =
        new RunPlan(
            "smoke", "smoke", "smoke", ids, 1, mode, Seed.current(), ONCE, "unused", false, 0);
    JmhFork process = new JmhFork(plan, scratch, log, result -> {});
    List<String> failures = new ArrayList<>();
    for (CatalogEntry entry : entries) {
      for (Mode jmhMode : entry.modes()) {
        ForkRecord record = process.run(entry, jmhMode, 1, 0);
        if (!record.succeeded()) {
          failures.add(entry.id() + ": " + record.failure());
        }
      }
    }
    return failures;
  }
}
