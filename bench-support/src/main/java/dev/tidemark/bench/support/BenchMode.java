package dev.tidemark.bench.support;

import dev.tidemark.types.Durability;
import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;

/** The durability mode that a run asks its benchmarks to open their databases in. */
public enum BenchMode {
  /** No log. */
  INMEMORY,
  /** Logged, synchronised in the background. */
  BATCHED,
  /** Synchronised before a commit is acknowledged. */
  STRICT;

  /** System property that carries the mode to each fork. */
  public static final String PROPERTY = "tidemark.bench.mode";

  /** The mode of this process; {@link #INMEMORY} when none was asked for. */
  public static BenchMode requested() {
    return parse(System.getProperty(PROPERTY, INMEMORY.label()));
  }

  /**
   * The mode of a name given on the command line; {@code buffered} is another name for {@code
   * batched}.
   *
   * @throws IllegalArgumentException if the name is none of them
   */
  public static BenchMode parse(String name) {
    String wanted = name.equals("buffered") ? "batched" : name;
    return Arrays.stream(values())
        .filter(mode -> mode.label().equals(wanted))
        .findFirst()
        .orElseThrow(() -> new IllegalArgumentException(unknown(name)));
  }

  private static String unknown(String name) {
    return Arrays.stream(values())
        .map(BenchMode::label)
        .collect(Collectors.joining(", ", "unknown mode '" + name + "'; allowed: ", ", buffered"));
  }

  /** The engine's option for this mode. */
  public Durability durability() {
    return switch (this) {
      case INMEMORY -> Durability.inMemory();
      case BATCHED -> Durability.buffered();
      case STRICT -> Durability.strict();
    };
  }

  /** The mode of an engine's option. */
  static BenchMode of(Durability durability) {
    if (durability instanceof Durability.InMemory) {
      return INMEMORY;
    }
    return durability instanceof Durability.Strict ? STRICT : BATCHED;
  }

  /** The name used on the command line and in records. */
  public String label() {
    return name().toLowerCase(Locale.ROOT);
  }
}
