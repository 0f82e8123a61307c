package dev.tidemark.transaction;

import dev.tidemark.durability.EncodedBatch;
import dev.tidemark.storage.RunPartitions;
import dev.tidemark.storage.Version;
import dev.tidemark.types.InvalidArgumentException;
import dev.tidemark.types.Key;
import dev.tidemark.types.KeySpace;
import dev.tidemark.types.Mutation;
import dev.tidemark.types.RunId;
import dev.tidemark.types.Value;
import java.nio.ByteBuffer;

/**
 * What is remembered of a transaction with an {@link IdempotencyKey}: an entry of {@link
 * RunId#GLOBAL} in {@link KeySpace#RUN} that expires, written by the same commit. Its version and
 * time are those of the commit; its value is a list of the kind and the value of the body's result.
 * Its user key:
 *
 * <pre>
 * +---+--------------------------------------+------------------+
 * | 5 | id of the run or zeros, 16 bytes     | the key, UTF-8   |
 * +---+--------------------------------------+------------------+
 * </pre>
 */
final class Once {
  private static final byte KIND = 5;

  private static final int NOTHING = 0;
  private static final int VALUE = 1;
  private static final int STRING = 2;
  private static final int LONG = 3;
  private static final int INTEGER = 4;
  private static final int DOUBLE = 5;
  private static final int BOOLEAN = 6;
  private static final int RUN = 7;

  private Once() {}

  private static Key row(IdempotencyKey key) {
    byte[] name = key.nameBytes();
    byte[] user =
        ByteBuffer.allocate(1 + RunId.BYTES + name.length)
            .put(KIND)
            .putLong(key.scope().high())
            .putLong(key.scope().low())
            .put(name)
            .array();
    return new Key(RunId.GLOBAL, KeySpace.RUN, user);
  }

  private static RunPartitions partitions(Transaction tx) {
    return tx.view().runs().run(RunId.GLOBAL);
  }

  /**
   * What an earlier transaction with the same key did, or null if there was none.
   *
   * @param key may be null: then nothing is looked for
   */
  @SuppressWarnings("unchecked") // The caller's to see to, as that the transactions are the same.
  static <T> Committed<T> before(Transaction tx, IdempotencyKey key) {
    if (key == null) {
      return null;
    }
    Key row = row(key);
    Version seen = tx.read(partitions(tx), row.space(), row.user());
    return tx.view().isLive(seen)
        ? new Committed<>((T) result(seen.value()), seen.version(), seen.timeMicros(), true)
        : null;
  }

  /**
   * Has the commit remember what its body returned.
   *
   * @param key may be null: then nothing is
   */
  static void remember(Transaction tx, IdempotencyKey key, Object result) {
    if (key == null) {
      return;
    }
    long expiresAt = Math.addExact(tx.view().nowMicros(), key.remembered().toNanos() / 1_000);
    Mutation.Put put = new Mutation.Put(row(key), remembered(result, key), expiresAt);
    EncodedBatch.requireNesting(put, tx.view().limits());
    tx.writeUnchecked(partitions(tx), put);
  }

  private static Value remembered(Object result, IdempotencyKey key) {
    if (result == null) {
      return pair(NOTHING, Value.nil());
    } else if (result instanceof Value value) {
      return pair(VALUE, value);
    } else if (result instanceof String text) {
      return pair(STRING, Value.of(text));
    } else if (result instanceof Long number) {
      return pair(LONG, Value.of(number));
    } else if (result instanceof Integer number) {
      return pair(INTEGER, Value.of(number));
    } else if (result instanceof Double number) {
      return pair(DOUBLE, Value.of(number));
    } else if (result instanceof Boolean flag) {
      return pair(BOOLEAN, Value.of(flag));
    } else if (result instanceof RunId run) {
      return pair(RUN, Value.list(Value.of(run.high()), Value.of(run.low())));
    }
    throw new InvalidArgumentException(
        "a transaction with idempotency key \""
            + key.name()
            + "\" returned a "
            + result.getClass().getName()
            + ", which cannot be remembered; return a Value, String, Long, Integer, Double,"
            + " Boolean, RunId or null");
  }

  private static Value pair(int kind, Value value) {
    return Value.list(Value.of(kind), value);
  }

  private static Object result(Value remembered) {
    Value.ListValue pair = (Value.ListValue) remembered;
    Value value = pair.get(1);
    int kind = Math.toIntExact(number(pair.get(0)));
    return switch (kind) {
      case NOTHING -> null;
      case VALUE -> value;
      case STRING -> ((Value.StringValue) value).value();
      case LONG -> number(value);
      case INTEGER -> Math.toIntExact(number(value));
      case DOUBLE -> ((Value.DoubleValue) value).value();
      case BOOLEAN -> ((Value.BoolValue) value).value();
      case RUN -> runId((Value.ListValue) value);
      default ->
          throw new InvalidArgumentException(
              "the result of the earlier transaction is of kind "
                  + kind
                  + ", which a later release wrote; open the database with that");
    };
  }

  private static RunId runId(Value.ListValue halves) {
    return new RunId(number(halves.get(0)), number(halves.get(1)));
  }

  private static long number(Value value) {
    return ((Value.LongValue) value).value();
  }
}
