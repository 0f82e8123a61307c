package dev.tidemark.bench.support.redis;

import java.util.Arrays;
import java.util.Optional;

/**
 * The command that does what an id of tier A0 does. Only that tier compares: a Redis command has no
 * transaction around it.
 */
public enum RedisOperation {
  /** One hot key read. */
  GET_HOT("core/get_hot", 10_000, true, false),
  /** One hot key overwritten. */
  SET_HOT("core/put_hot", 10_000, true, true),
  /** A key of many read. */
  GET("facade_tax/get/a0", 100_000, false, false),
  /** A key of many overwritten. */
  SET("facade_tax/put/a0", 100_000, false, true);

  private final String id;
  private final int keys;
  private final boolean hot;
  private final boolean writes;

  RedisOperation(String id, int keys, boolean hot, boolean writes) {
    this.id = id;
    this.keys = keys;
    this.hot = hot;
    this.writes = writes;
  }

  /** The operation that an id is compared with. */
  public static Optional<RedisOperation> of(String id) {
    return Arrays.stream(values()).filter(operation -> operation.id.equals(id)).findFirst();
  }

  /** The id of the benchmark. */
  public String id() {
    return id;
  }

  /** The command. */
  public String command() {
    return writes ? "SET" : "GET";
  }

  /** What a server spends on the command by itself, as the original suite's documents put it. */
  public String reference() {
    return writes ? "200 to 300 ns" : "100 to 200 ns";
  }

  int keys() {
    return keys;
  }

  boolean hot() {
    return hot;
  }

  boolean writes() {
    return writes;
  }
}
