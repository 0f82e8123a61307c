package dev.tidemark.types;

import java.util.Objects;

/** One change of one key, complete in itself: applying it reads nothing. */
public sealed interface Mutation {
  Key key();

  /**
   * Sets the key's value.
   *
   * @param expiresAtMicros time from which the entry is absent, in microseconds since the epoch, or
   *     {@link #NEVER}
   */
  record Put(Key key, Value value, long expiresAtMicros) implements Mutation {
    public Put {
      Objects.requireNonNull(key, "key");
      Objects.requireNonNull(value, "value");
    }

    public Put(Key key, Value value) {
      this(key, value, NEVER);
    }
  }

  /** Marks the key as absent from this version on. */
  record Tombstone(Key key) implements Mutation {
    public Tombstone {
      Objects.requireNonNull(key, "key");
    }
  }

  /** Expiry of an entry that has none. */
  long NEVER = Long.MAX_VALUE;
}
