package dev.tidemark.index;

import dev.tidemark.index.KeptIndex.Behaviour;
import dev.tidemark.types.KeySpace;
import dev.tidemark.types.RunId;
import java.io.IOException;

/** Makes indexes that keep themselves; in every database of these tests. */
public final class KeptIndexProvider implements IndexProvider {
  public static final KeySpace SPACE = new KeySpace(0x7A, "kept");

  private static volatile Behaviour behaviour = Behaviour.NOTHING_WRONG;
  private static volatile Runnable whenWriting = () -> {};

  static Behaviour behaviour() {
    return behaviour;
  }

  static Runnable whenWriting() {
    return whenWriting;
  }

  /** Does something with the indexes of all databases misbehaving meanwhile. */
  public static void with(Behaviour wrong, Runnable action) {
    behaviour = wrong;
    try {
      action.run();
    } finally {
      behaviour = Behaviour.NOTHING_WRONG;
    }
  }

  /** Does something, and something else whenever a section is being written meanwhile. */
  public static void whenWriting(Runnable writing, Runnable action) {
    whenWriting = writing;
    try {
      action.run();
    } finally {
      whenWriting = () -> {};
    }
  }

  @Override
  public KeySpace space() {
    return SPACE;
  }

  @Override
  public DerivedIndex create(RunId run) {
    return new KeptIndex();
  }

  @Override
  public DerivedIndex restore(SavedSection saved) throws IOException {
    if (!saved.name().equals(KeptIndex.NAME) || saved.format() != KeptIndex.FORMAT) {
      return null;
    }
    return switch (behaviour) {
      case REFUSE -> null;
      case FAIL_TO_READ -> throw new IllegalStateException("told to fail");
      case READ_NOTHING -> new KeptIndex();
      case HIDE_DAMAGE -> readHidingDamage(saved);
      default -> KeptIndex.read(saved);
    };
  }

  private static DerivedIndex readHidingDamage(SavedSection saved) {
    try {
      return KeptIndex.read(saved);
    } catch (IOException e) {
      return new KeptIndex();
    }
  }
}
