package dev.tidemark;

import dev.tidemark.transaction.RetryPolicy;
import dev.tidemark.types.CheckpointPolicy;
import dev.tidemark.types.DatabaseListener;
import dev.tidemark.types.Durability;
import dev.tidemark.types.Limits;
import dev.tidemark.types.Retention;
import java.time.InstantSource;
import java.util.Objects;

/**
 * How a database is opened.
 *
 * @param durability what an acknowledged commit survives; buffered by default
 * @param limits the largest things accepted
 * @param retry how often a transaction that met a conflict is run again; a single operation, on a
 *     scope that is not a transaction's, is run again until it wins
 * @param retention how much of the past stays readable; nothing by default
 * @param checkpoints when checkpoints are written, and how much of the log is kept behind them
 * @param listener told what the database does on its own; by default nobody is
 * @param clock where commit times and expiry come from; the system's by default
 */
public record DatabaseOptions(
    Durability durability,
    Limits limits,
    RetryPolicy retry,
    Retention retention,
    CheckpointPolicy checkpoints,
    DatabaseListener listener,
    InstantSource clock) {
  private static final DatabaseOptions DEFAULTS =
      new DatabaseOptions(
          Durability.buffered(),
          Limits.defaults(),
          RetryPolicy.defaults(),
          Retention.none(),
          CheckpointPolicy.defaults(),
          new DatabaseListener() {},
          InstantSource.system());

  public DatabaseOptions {
    Objects.requireNonNull(durability, "durability");
    Objects.requireNonNull(limits, "limits");
    Objects.requireNonNull(retry, "retry");
    Objects.requireNonNull(retention, "retention");
    Objects.requireNonNull(checkpoints, "checkpoints");
    Objects.requireNonNull(listener, "listener");
    Objects.requireNonNull(clock, "clock");
  }

  public static DatabaseOptions defaults() {
    return DEFAULTS;
  }

  public DatabaseOptions durability(Durability durability) {
    return new DatabaseOptions(durability, limits, retry, retention, checkpoints, listener, clock);
  }

  public DatabaseOptions limits(Limits limits) {
    return new DatabaseOptions(durability, limits, retry, retention, checkpoints, listener, clock);
  }

  public DatabaseOptions retry(RetryPolicy retry) {
    return new DatabaseOptions(durability, limits, retry, retention, checkpoints, listener, clock);
  }

  public DatabaseOptions retention(Retention retention) {
    return new DatabaseOptions(durability, limits, retry, retention, checkpoints, listener, clock);
  }

  public DatabaseOptions checkpoints(CheckpointPolicy checkpoints) {
    return new DatabaseOptions(durability, limits, retry, retention, checkpoints, listener, clock);
  }

  public DatabaseOptions listener(DatabaseListener listener) {
    return new DatabaseOptions(durability, limits, retry, retention, checkpoints, listener, clock);
  }

  public DatabaseOptions clock(InstantSource clock) {
    return new DatabaseOptions(durability, limits, retry, retention, checkpoints, listener, clock);
  }
}
