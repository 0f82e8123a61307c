package dev.tidemark.isolation;

import dev.tidemark.isolation.History.Append;
import dev.tidemark.isolation.History.Transaction;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Who appended each number, and the order of each list's numbers: that of its longest read. */
final class ListOrders {
  private record Place(String list, long number) {}

  /** An append of a history. */
  record Written(int transaction, boolean committed, boolean lastOfItsTransaction) {}

  private final Map<Place, Written> written = new HashMap<>();
  private final Map<String, List<Long>> orders = new HashMap<>();

  ListOrders(History history) {
    List<Transaction> transactions = history.transactions();
    for (int i = 0; i < transactions.size(); i++) {
      Transaction transaction = transactions.get(i);
      addAppends(i, transaction);
      if (transaction.committed()) {
        transaction.readsOfOthers().forEach(read -> addOrder(read.list(), read.numbers()));
      }
    }
    history.finalLists().forEach(this::addOrder);
  }

  private void addAppends(int index, Transaction transaction) {
    Map<String, Append> last = new HashMap<>();
    for (History.Step step : transaction.steps()) {
      if (step instanceof Append append) {
        Append before = last.put(append.list(), append);
        if (before != null) {
          put(index, transaction, before, false);
        }
      }
    }
    last.values().forEach(append -> put(index, transaction, append, true));
  }

  private void put(int index, Transaction transaction, Append append, boolean last) {
    Written before =
        written.put(
            new Place(append.list(), append.number()),
            new Written(index, transaction.committed(), last));
    if (before != null) {
      throw new IllegalArgumentException(append + " happens twice; numbers must be unique");
    }
  }

  private void addOrder(String list, List<Long> numbers) {
    orders.merge(list, numbers, (a, b) -> a.size() >= b.size() ? a : b);
  }

  Set<String> lists() {
    return orders.keySet();
  }

  List<Long> order(String list) {
    return orders.get(list);
  }

  /** Who appended a number to a list, or null. */
  Written writer(String list, long number) {
    return written.get(new Place(list, number));
  }

  /** Whether numbers are the beginning of the list's order. */
  boolean isBeginning(String list, List<Long> numbers) {
    return numbers.equals(orders.get(list).subList(0, numbers.size()));
  }

  /** Whether all numbers of a list were appended to it, each once. */
  boolean isAppended(String list, List<Long> numbers) {
    return new HashSet<>(numbers).size() == numbers.size()
        && numbers.stream().allMatch(number -> writer(list, number) != null);
  }
}
