package dev.tidemark.types;

import java.util.List;
import java.util.Objects;

/**
 * One change of one key. Applying it reads at most the key's state before it, so that the same
 * mutations in the same order always give the same states.
 */
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

  /**
   * Changes parts of the key's value, which is a map or a list.
   *
   * @param changes at least one, each made onto what the one before left; the transaction that
   *     makes the edit may add some until it commits
   */
  record Edit(Key key, List<Change> changes) implements Mutation {
    public Edit {
      Objects.requireNonNull(key, "key");
      if (changes.isEmpty()) {
        throw new InvalidArgumentException("an edit of " + key + " changes nothing");
      }
    }

    /**
     * The put with the same effect on this state; the expiry stays.
     *
     * @param base the key's value, null if it is absent
     * @throws NotFoundException if the key is absent or a path leads nowhere in it
     */
    public Put onto(Value base, long expiresAtMicros) {
      if (base == null) {
        throw new NotFoundException("an edit needs a value, but " + key + " is absent; put one");
      }
      Value edited = base;
      for (Change change : changes) {
        edited = change.onto(edited);
      }
      return new Put(key, edited, expiresAtMicros);
    }
  }

  /** Expiry of an entry that has none. */
  long NEVER = Long.MAX_VALUE;
}
