package dev.tidemark.isolation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tidemark.isolation.History.Append;
import dev.tidemark.isolation.History.Read;
import dev.tidemark.isolation.History.Step;
import dev.tidemark.isolation.History.Transaction;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** Histories with each anomaly, written by hand: found; and without: nothing found. */
class HistoryCheckerTest {
  private final List<Transaction> transactions = new ArrayList<>();
  private final Map<String, List<Long>> finalLists = new HashMap<>();

  @Test
  void check_emptyHistory_isClean() {
    assertThat(anomalies()).isEmpty();
  }

  @Test
  void check_transactionsOneAfterTheOther_isClean() {
    commit(append("x", 1), append("y", 2));
    commit(read("x", 1), read("y", 2), append("x", 3));
    commit(read("x", 1, 3), append("x", 4), append("x", 5), read("x", 1, 3, 4, 5));
    atTheEnd("x", 1, 3, 4, 5);
    atTheEnd("y", 2);

    assertThat(anomalies()).isEmpty();
  }

  @Test
  void check_concurrentOnesThatHaveAnOrder_isClean() {
    together(append("x", 1), read("y"));
    together(append("y", 2), read("x", 1));
    abort(append("x", 9), read("x", 7));
    atTheEnd("x", 1);
    atTheEnd("y", 2);

    assertThat(anomalies()).isEmpty();
  }

  /** One thread at a time, any steps: clean however the transactions overlap in time. */
  @Test
  void check_randomSerialHistory_isClean() {
    SplittableRandom random = new SplittableRandom(5);
    Map<String, List<Long>> lists = new HashMap<>(Map.of("x", List.of(), "y", List.of()));
    for (long i = 0; i < 2_000; i += 2) {
      String list = random.nextBoolean() ? "x" : "y";
      Step seen = new Read(list, lists.get(list));
      List<Long> longer = new ArrayList<>(lists.get(list));
      longer.addAll(List.of(i, i + 1));
      lists.put(list, longer);
      transactions.add(
          new Transaction(true, List.of(seen, append(list, i), append(list, i + 1)), i - 5, i + 5));
    }
    finalLists.putAll(lists);

    assertThat(anomalies()).isEmpty();
  }

  @Test
  void check_numberFromNowhere_isGarbage() {
    commit(read("x", 7));
    atTheEnd("x", 7);

    assertThat(anomalies()).containsExactly(Anomaly.GARBAGE);
  }

  @Test
  void check_numberTwice_isGarbage() {
    commit(append("x", 1));
    atTheEnd("x", 1, 1);

    assertThat(anomalies()).containsExactly(Anomaly.GARBAGE);
  }

  @Test
  void check_committedAppendMissing_isLost() {
    commit(append("x", 1), append("y", 2));
    atTheEnd("x", 1);

    assertThat(anomalies()).containsExactly(Anomaly.LOST_APPEND);
  }

  @Test
  void check_readsInTwoOrders_isForked() {
    together(append("x", 1));
    together(append("x", 2));
    together(read("x", 2));
    atTheEnd("x", 1, 2);

    assertThat(anomalies()).containsExactly(Anomaly.FORKED_ORDER);
  }

  @Test
  void check_ownAppendNotSeen_isInternal() {
    commit(append("x", 1), read("x"));
    atTheEnd("x", 1);

    assertThat(anomalies()).containsExactly(Anomaly.INTERNAL);
  }

  /** Before its commit a transaction sees its own append behind everything it knows of. */
  @Test
  void check_ownAppendSeenBeforeItsPlaceIsKnown_isNoFork() {
    together(append("x", 1), read("x", 1));
    together(append("x", 2), append("x", 3));
    atTheEnd("x", 2, 3, 1);

    assertThat(anomalies()).containsExactly(Anomaly.G_SINGLE);
  }

  @Test
  void check_secondReadDiffers_isInternal() {
    together(append("x", 1));
    together(read("x"), read("x", 1));
    atTheEnd("x", 1);

    assertThat(anomalies()).contains(Anomaly.INTERNAL);
  }

  @Test
  void check_abortedAppendRead_isG1a() {
    abort(append("x", 1));
    commit(read("x", 1));

    assertThat(anomalies()).contains(Anomaly.G1A).doesNotContain(Anomaly.GARBAGE);
  }

  @Test
  void check_abortedAppendAtTheEnd_isG1a() {
    abort(append("x", 1));
    atTheEnd("x", 1);

    assertThat(anomalies()).containsExactly(Anomaly.G1A);
  }

  @Test
  void check_middleOfATransactionRead_isG1b() {
    together(append("x", 1), append("x", 2));
    together(read("x", 1));
    atTheEnd("x", 1, 2);

    // The reader both follows the writer and comes before it.
    assertThat(anomalies()).containsExactly(Anomaly.G1B, Anomaly.G_SINGLE);
  }

  @Test
  void check_writesInACircle_isG0() {
    together(append("x", 1), append("y", 1));
    together(append("x", 2), append("y", 2));
    atTheEnd("x", 1, 2);
    atTheEnd("y", 2, 1);

    assertThat(anomalies()).containsExactly(Anomaly.G0);
  }

  @Test
  void check_eachReadTheOthersWrite_isG1c() {
    together(append("x", 1), read("y", 2));
    together(append("y", 2), read("x", 1));
    atTheEnd("x", 1);
    atTheEnd("y", 2);

    assertThat(anomalies()).containsExactly(Anomaly.G1C);
  }

  @Test
  void check_halfOfATransactionRead_isGSingle() {
    together(append("x", 1), append("y", 2));
    together(read("x"), read("y", 2));
    atTheEnd("x", 1);
    atTheEnd("y", 2);

    assertThat(anomalies()).containsExactly(Anomaly.G_SINGLE);
  }

  @Test
  void check_bothAppendToTheSameList_isGSingle() {
    together(read("x"), append("x", 1));
    together(read("x"), append("x", 2));
    atTheEnd("x", 1, 2);

    assertThat(anomalies()).containsExactly(Anomaly.G_SINGLE);
  }

  @Test
  void check_twoReadersSeeTwoWritesInOppositeOrder_isGNonadjacent() {
    together(append("x", 1));
    together(append("y", 2));
    together(read("x", 1), read("y"));
    together(read("x"), read("y", 2));
    atTheEnd("x", 1);
    atTheEnd("y", 2);

    assertThat(anomalies()).containsExactly(Anomaly.G_NONADJACENT);
  }

  @Test
  void check_writeSkew_isG2() {
    together(read("x"), append("y", 1));
    together(read("y"), append("x", 2));
    atTheEnd("x", 2);
    atTheEnd("y", 1);

    assertThat(anomalies()).containsExactly(Anomaly.G2);
  }

  @Test
  void check_writeSkewOfThree_isG2() {
    together(read("x"), append("y", 1));
    together(read("y"), append("z", 2));
    together(read("z"), append("x", 3));
    atTheEnd("x", 3);
    atTheEnd("y", 1);
    atTheEnd("z", 2);

    assertThat(anomalies()).containsExactly(Anomaly.G2);
  }

  @Test
  void check_staleReadAfterTheWriterEnded_isRealTime() {
    commit(append("x", 1));
    commit(read("x"));
    atTheEnd("x", 1);

    assertThat(anomalies()).containsExactly(Anomaly.REAL_TIME);
  }

  @Test
  void check_circle_namesItsTransactions() {
    together(read("x"), append("y", 41));
    together(read("y"), append("x", 42));
    atTheEnd("x", 42);
    atTheEnd("y", 41);

    assertThat(HistoryChecker.check(new History(transactions, finalLists)).get(0).where())
        .contains("RW", "41", "42");
  }

  @Test
  void check_numberAppendedTwice_isRefused() {
    commit(append("x", 1));
    commit(append("x", 1));

    assertThatThrownBy(this::anomalies).hasMessageContaining("must be unique");
  }

  private List<Anomaly> anomalies() {
    return HistoryChecker.check(new History(transactions, finalLists)).stream()
        .map(Finding::anomaly)
        .toList();
  }

  private static Step append(String list, long number) {
    return new Append(list, number);
  }

  private static Step read(String list, long... numbers) {
    return new Read(list, Arrays.stream(numbers).boxed().toList());
  }

  private void atTheEnd(String list, long... numbers) {
    finalLists.put(list, Arrays.stream(numbers).boxed().toList());
  }

  /** Commits after everything before it. */
  private void commit(Step... steps) {
    long began = 1_000 + 10L * transactions.size();
    transactions.add(new Transaction(true, List.of(steps), began, began + 5));
  }

  /** Commits at the same time as everything else. */
  private void together(Step... steps) {
    transactions.add(new Transaction(true, List.of(steps), 0, 1_000_000));
  }

  private void abort(Step... steps) {
    transactions.add(new Transaction(false, List.of(steps), 0, 1_000_000));
  }
}
