package dev.tidemark.isolation;

import dev.tidemark.isolation.DependencyGraph.Edge;
import dev.tidemark.isolation.DependencyGraph.Kind;
import dev.tidemark.isolation.History.Append;
import dev.tidemark.isolation.History.Read;
import dev.tidemark.isolation.History.Step;
import dev.tidemark.isolation.History.Transaction;
import dev.tidemark.isolation.ListOrders.Written;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;

/**
 * Finds the anomalies of a history: of each kind, the first. No finding means that the committed
 * transactions have an order, one that agrees with real time, in which each of them alone would
 * have seen what it saw.
 */
public final class HistoryChecker {
  private static final Set<Kind> WRITES = EnumSet.of(Kind.WW);
  private static final Set<Kind> FLOW = EnumSet.of(Kind.WW, Kind.WR);
  private static final Set<Kind> ALL = EnumSet.allOf(Kind.class);

  private final List<Transaction> transactions;
  private final Map<String, List<Long>> finalLists;
  private final ListOrders orders;
  private final DependencyGraph graph = new DependencyGraph();
  private final Map<Anomaly, Finding> findings = new EnumMap<>(Anomaly.class);

  private HistoryChecker(History history) {
    transactions = history.transactions();
    finalLists = history.finalLists();
    orders = new ListOrders(history);
  }

  /** The anomalies of a history, at most one finding each. */
  public static List<Finding> check(History history) {
    HistoryChecker checker = new HistoryChecker(history);
    checker.checkLists();
    checker.checkReads();
    checker.checkCircles();
    checker.checkRealTime();
    return List.copyOf(checker.findings.values());
  }

  private void found(Anomaly anomaly, String where) {
    findings.putIfAbsent(anomaly, new Finding(anomaly, where));
  }

  private void checkLists() {
    finalLists.forEach((list, numbers) -> checkNumbers("at the end", list, numbers));
    Map<String, Set<Long>> present = new HashMap<>();
    finalLists.forEach((list, numbers) -> present.put(list, new HashSet<>(numbers)));
    for (Transaction transaction : transactions) {
      for (Step step : transaction.steps()) {
        if (transaction.committed()
            && step instanceof Append append
            && !present.getOrDefault(append.list(), Set.of()).contains(append.number())) {
          found(Anomaly.LOST_APPEND, append + " of " + transaction);
        }
      }
    }
  }

  private void checkReads() {
    for (Transaction transaction : transactions) {
      if (transaction.committed()) {
        checkInternal(transaction);
        for (Read read : transaction.readsOfOthers()) {
          checkNumbers(transaction.toString(), read.list(), read.numbers());
          checkNotIntermediate(read, transaction);
        }
      }
    }
  }

  private void checkInternal(Transaction transaction) {
    Map<String, List<Long>> expected = new HashMap<>();
    Map<String, List<Long>> own = new HashMap<>();
    for (Step step : transaction.steps()) {
      if (step instanceof Append append) {
        own.computeIfAbsent(append.list(), any -> new ArrayList<>()).add(append.number());
        expected.computeIfPresent(append.list(), (any, seen) -> with(seen, append.number()));
      } else if (step instanceof Read read) {
        List<Long> before = expected.put(read.list(), read.numbers());
        boolean repeated = before == null || before.equals(read.numbers());
        if (!repeated || !endsWith(read, own.getOrDefault(read.list(), List.of()))) {
          found(Anomaly.INTERNAL, read + " of " + transaction);
        }
      }
    }
  }

  private static List<Long> with(List<Long> numbers, long number) {
    List<Long> more = new ArrayList<>(numbers);
    more.add(number);
    return more;
  }

  private static boolean endsWith(Read read, List<Long> own) {
    int others = read.numbers().size() - own.size();
    return others >= 0 && read.numbers().subList(others, read.numbers().size()).equals(own);
  }

  /** What anybody may see of a list: committed appends, each once, in the order all others see. */
  private void checkNumbers(String where, String list, List<Long> numbers) {
    if (!orders.isAppended(list, numbers)) {
      found(Anomaly.GARBAGE, list + " = " + numbers + ", " + where);
    } else if (!numbers.stream().allMatch(number -> orders.writer(list, number).committed())) {
      found(Anomaly.G1A, list + " = " + numbers + ", " + where);
    }
    if (!orders.isBeginning(list, numbers)) {
      found(Anomaly.FORKED_ORDER, list + " = " + numbers + ", " + where);
    }
  }

  private void checkNotIntermediate(Read read, Transaction transaction) {
    if (!read.numbers().isEmpty()) {
      long last = read.numbers().get(read.numbers().size() - 1);
      Written writer = orders.writer(read.list(), last);
      if (writer != null && !writer.lastOfItsTransaction()) {
        found(Anomaly.G1B, read + " of " + transaction);
      }
    }
  }

  private void checkCircles() {
    transactions.forEach(any -> graph.addNode());
    orders.lists().forEach(this::addWriteOrder);
    for (int i = 0; i < transactions.size(); i++) {
      if (transactions.get(i).committed()) {
        addReads(i, transactions.get(i).readsOfOthers());
      }
    }
    graph.cyclicEdges().forEach(this::checkCircleThrough);
  }

  private void addWriteOrder(String list) {
    Written before = null;
    for (long number : orders.order(list)) {
      Written writer = orders.writer(list, number);
      if (before != null && writer != null) {
        graph.add(before.transaction(), writer.transaction(), Kind.WW);
      }
      before = writer;
    }
  }

  private void addReads(int reader, List<Read> reads) {
    reads.forEach(read -> addRead(reader, read.list(), read.numbers().size()));
  }

  /** The reader saw the first so many numbers of a list. */
  private void addRead(int reader, String list, int length) {
    List<Long> order = orders.order(list);
    Written last = length == 0 ? null : orders.writer(list, order.get(length - 1));
    if (last != null) {
      graph.add(last.transaction(), reader, Kind.WR);
    }
    Written next = length == order.size() ? null : orders.writer(list, order.get(length));
    if (next != null) {
      graph.add(reader, next.transaction(), Kind.RW);
    }
  }

  private void checkCircleThrough(Edge edge) {
    switch (edge.kind()) {
      case WW -> foundCircle(Anomaly.G0, () -> graph.circle(edge, WRITES));
      case WR -> foundCircle(Anomaly.G1C, () -> graph.circle(edge, FLOW));
      default -> checkCircleThroughRead(edge);
    }
  }

  private void checkCircleThroughRead(Edge edge) {
    List<Edge> single = graph.circle(edge, FLOW);
    List<Edge> apart = single.isEmpty() ? graph.circleWithoutAdjacentReads(edge) : single;
    if (!single.isEmpty()) {
      foundCircle(Anomaly.G_SINGLE, () -> single);
    } else if (!apart.isEmpty()) {
      foundCircle(Anomaly.G_NONADJACENT, () -> apart);
    } else {
      foundCircle(Anomaly.G2, () -> graph.circle(edge, ALL));
    }
  }

  private interface Search {
    List<Edge> circle();
  }

  private void foundCircle(Anomaly anomaly, Search search) {
    if (!findings.containsKey(anomaly)) {
      List<Edge> circle = search.circle();
      if (!circle.isEmpty()) {
        found(anomaly, describe(circle));
      }
    }
  }

  private String describe(List<Edge> circle) {
    StringBuilder text = new StringBuilder();
    for (Edge edge : circle) {
      text.append("\n  ").append(edge);
      if (edge.from() < transactions.size()) {
        text.append(' ').append(transactions.get(edge.from()));
      }
    }
    return text.toString();
  }

  /**
   * Adds a node per end of a transaction, in the order of time: what ended comes before it, what
   * began later after it.
   */
  private void checkRealTime() {
    if (!findings.isEmpty()) {
      return;
    }
    int[] byEnd = committed(Comparator.comparingLong(i -> transactions.get(i).ended()));
    int[] byBegin = committed(Comparator.comparingLong(i -> transactions.get(i).began()));
    int end = 0;
    int latest = graph.addNode();
    for (int beginner : byBegin) {
      while (transactions.get(byEnd[end]).ended() < transactions.get(beginner).began()) {
        int next = graph.addNode();
        graph.add(latest, next, Kind.RT);
        graph.add(byEnd[end++], next, Kind.RT);
        latest = next;
      }
      graph.add(latest, beginner, Kind.RT);
    }
    graph
        .cyclicEdges()
        .forEach(edge -> foundCircle(Anomaly.REAL_TIME, () -> graph.circle(edge, ALL)));
  }

  private int[] committed(Comparator<Integer> order) {
    return IntStream.range(0, transactions.size())
        .filter(i -> transactions.get(i).committed())
        .boxed()
        .sorted(order)
        .mapToInt(Integer::intValue)
        .toArray();
  }
}
