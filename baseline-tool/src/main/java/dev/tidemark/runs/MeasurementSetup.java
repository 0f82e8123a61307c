package dev.tidemark.runs;

import java.util.Collections;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * How a result was measured. All but {@code tier} must agree for two results to be comparable; an
 * empty field is not recorded and compares with anything.
 *
 * @param harnessVersion version of the measuring code, raised when it changes what is timed
 * @param mode the JMH mode's short label ({@code avgt}, {@code sample}, {@code ss}, {@code thrpt})
 *     or {@code openloop}
 * @param params by name
 * @param batch operations timed together in one iteration of fixed work
 * @param itemsPerCall items one operation handles, 100 for a batch insert of 100
 * @param rate offered operations per second of an open-loop measurement
 * @param durability as read back from the opened database
 */
public record MeasurementSetup(
    Optional<String> harnessVersion,
    Optional<String> mode,
    OptionalInt threads,
    SortedMap<String, String> params,
    OptionalLong batch,
    OptionalLong itemsPerCall,
    Optional<Phase> warmup,
    Optional<Phase> measurement,
    OptionalDouble rate,
    Optional<String> durability,
    Optional<String> tier) {

  /** Nothing recorded. */
  public static final MeasurementSetup NOT_RECORDED =
      new MeasurementSetup(
          Optional.empty(),
          Optional.empty(),
          OptionalInt.empty(),
          Collections.emptySortedMap(),
          OptionalLong.empty(),
          OptionalLong.empty(),
          Optional.empty(),
          Optional.empty(),
          OptionalDouble.empty(),
          Optional.empty(),
          Optional.empty());

  public MeasurementSetup {
    params = Collections.unmodifiableSortedMap(new TreeMap<>(Map.copyOf(params)));
    threads.ifPresent(v -> Checks.atLeastOne("threads", v));
    batch.ifPresent(v -> Checks.atLeastOne("batch", v));
    itemsPerCall.ifPresent(v -> Checks.atLeastOne("items_per_call", v));
    rate.ifPresent(v -> Checks.positive("rate", v));
  }
}
