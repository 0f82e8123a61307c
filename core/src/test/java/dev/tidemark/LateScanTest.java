package dev.tidemark;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidemark.transaction.Runs;
import dev.tidemark.transaction.Scope;
import dev.tidemark.types.KeyRange;
import dev.tidemark.types.KeySpace;
import dev.tidemark.types.RunId;
import dev.tidemark.types.Value;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A transaction that scans, against others that keep inserting into its range. */
@Timeout(60)
class LateScanTest {
  private static final KeySpace SPACE = KeySpace.unnamed(200);
  private static final int OPTIMISTIC_ATTEMPTS = 4;

  private final Database db = Database.inMemory(DatabaseOptions.defaults());
  private final RunId run = new Runs().create(db.global(), "run");
  private final Scope scope = db.in(run);
  private final List<Thread> inserters = new ArrayList<>();
  private int attempts;

  @Test
  void transact_insertsInEveryAttempt_winsAtTheFirstLateOne() throws InterruptedException {
    long found =
        db.transactResult(
                tx -> {
                  attempts++;
                  long count = count(tx.in(run));
                  insertInAnotherThread();
                  tx.in(run).put(SPACE, bytes("!sum"), Value.of(count));
                  return count;
                })
            .value();

    assertThat(attempts).isEqualTo(OPTIMISTIC_ATTEMPTS + 1);
    assertThat(found).isEqualTo(OPTIMISTIC_ATTEMPTS);
    for (Thread inserter : inserters) {
      inserter.join();
    }
    assertThat(count(scope)).as("inserted, late ones included").isEqualTo(attempts);
    db.close();
  }

  /** Returns once the insert is done or waits for this transaction. */
  private void insertInAnotherThread() {
    int number = attempts;
    Thread inserter = new Thread(() -> scope.put(SPACE, bytes("key" + number), Value.of(number)));
    inserters.add(inserter);
    inserter.start();
    while (inserter.isAlive() && inserter.getState() != Thread.State.TIMED_WAITING) {
      Thread.onSpinWait();
    }
  }

  @Test
  void transact_bodyWaitsForAnInsertIntoItsRange_isOvertakenAndRepeated()
      throws InterruptedException {
    long found =
        db.transactResult(
                tx -> {
                  attempts++;
                  long count = count(tx.in(run));
                  if (attempts <= OPTIMISTIC_ATTEMPTS + 1) {
                    insertAndWait();
                  }
                  tx.in(run).put(SPACE, bytes("!sum"), Value.of(count));
                  return count;
                })
            .value();

    assertThat(attempts).isEqualTo(OPTIMISTIC_ATTEMPTS + 2);
    assertThat(found).isEqualTo(OPTIMISTIC_ATTEMPTS + 1);
    db.close();
  }

  private void insertAndWait() throws InterruptedException {
    int number = attempts;
    Thread inserter = new Thread(() -> scope.put(SPACE, bytes("key" + number), Value.of(number)));
    inserter.start();
    inserter.join();
  }

  private static long count(Scope scope) {
    long[] seen = new long[1];
    scope.scan(
        SPACE, new KeyRange(bytes("key"), null), (key, value, version, time) -> ++seen[0] > 0);
    return seen[0];
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
