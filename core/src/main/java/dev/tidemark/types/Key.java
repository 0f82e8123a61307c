package dev.tidemark.types;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Objects;

/** Full name of an entry, ordered by run, then key space, then the user key's unsigned bytes. */
public final class Key implements Comparable<Key> {
  private final RunId run;
  private final KeySpace space;
  private final byte[] user;

  /**
   * @param user the user key, 1 byte to the configured limit; not copied, never to be changed
   */
  public Key(RunId run, KeySpace space, byte[] user) {
    this.run = Objects.requireNonNull(run, "run");
    this.space = Objects.requireNonNull(space, "space");
    this.user = Objects.requireNonNull(user, "user");
  }

  public RunId run() {
    return run;
  }

  public KeySpace space() {
    return space;
  }

  /** The user key's bytes, shared: not to be changed. */
  public byte[] user() {
    return user;
  }

  @Override
  public int compareTo(Key other) {
    int c = run.compareTo(other.run);
    if (c == 0) {
      c = Integer.compare(space.id(), other.space.id());
    }
    return c != 0 ? c : Arrays.compareUnsigned(user, other.user);
  }

  @Override
  public boolean equals(Object o) {
    return o instanceof Key other
        && space.id() == other.space.id()
        && run.equals(other.run)
        && Arrays.equals(user, other.user);
  }

  @Override
  public int hashCode() {
    return (run.hashCode() * 31 + space.id()) * 31 + Arrays.hashCode(user);
  }

  @Override
  public String toString() {
    return space.name() + " key \"" + printable() + "\" of run " + run;
  }

  private String printable() {
    return new String(user, StandardCharsets.UTF_8).replace('\0', '/');
  }
}
