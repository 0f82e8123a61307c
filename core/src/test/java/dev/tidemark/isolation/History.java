package dev.tidemark.isolation;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * What concurrent transactions over lists of numbers did, as their clients saw it. A number is
 * appended to a list at most once, so that a list read shows who wrote before whom.
 *
 * @param transactions all of them, attempts that lost and bodies that threw included
 * @param finalLists each list after the last of them
 */
public record History(List<Transaction> transactions, Map<String, List<Long>> finalLists) {
  public History {
    transactions = List.copyOf(transactions);
    finalLists = Map.copyOf(finalLists);
  }

  /** One operation of a transaction. */
  public sealed interface Step {
    String list();
  }

  /** A number was put at the end of a list. */
  public record Append(String list, long number) implements Step {}

  /** A whole list was read. */
  public record Read(String list, List<Long> numbers) implements Step {
    public Read {
      numbers = List.copyOf(numbers);
    }
  }

  /**
   * A transaction.
   *
   * @param committed whether it was acknowledged; else none of it may be seen
   * @param began time before it was asked for
   * @param ended time after it was acknowledged
   */
  public record Transaction(boolean committed, List<Step> steps, long began, long ended) {
    public Transaction {
      steps = List.copyOf(steps);
    }

    /** Its reads, of each list without the numbers it had appended itself. */
    List<Read> readsOfOthers() {
      List<Read> reads = new ArrayList<>();
      Map<String, Integer> own = new HashMap<>();
      for (Step step : steps) {
        if (step instanceof Append append) {
          own.merge(append.list(), 1, Integer::sum);
        } else if (step instanceof Read read) {
          int others = read.numbers().size() - own.getOrDefault(read.list(), 0);
          reads.add(new Read(read.list(), read.numbers().subList(0, Math.max(others, 0))));
        }
      }
      return reads;
    }
  }
}
