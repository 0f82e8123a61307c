package dev.tidemark.together;

import dev.tidemark.transaction.ReadScope;
import dev.tidemark.transaction.Scope;
import java.util.Random;
import java.util.SortedMap;

/**
 * One primitive as the tests over all of them see it: what a run holds of it is a map of plain
 * things, and so is the model of what it should hold.
 */
interface Participant {
  /** Of the primitive. */
  String name();

  /**
   * Reads what the touch before left, and changes it: of two at the same time, one conflicts. After
   * n of them the {@code n} of the contents is n.
   */
  void touch(Scope scope, SortedMap<String, Object> model);

  /** An operation that random chooses. */
  void change(Scope scope, SortedMap<String, Object> model, Random random);

  /** Something that is refused, and changes nothing. */
  void fail(Scope scope);

  /** Everything the run holds, by every read there is: reads that disagree are an error. */
  SortedMap<String, Object> contents(ReadScope scope);

  /** Version of the commit that touched last. */
  long version(ReadScope scope);
}
