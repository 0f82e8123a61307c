package dev.tidemark.bench.m3;

import dev.tidemark.types.RunId;
import dev.tidemark.types.RunStatus;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.TreeSet;

/** Runs in maps of the JDK: what a program keeps that needs neither transactions nor the past. */
final class PlainRuns {
  private final Map<RunId, Plain> runs = new HashMap<>();
  private final Map<RunStatus, NavigableSet<RunId>> byStatus = new HashMap<>();
  private final Map<String, NavigableSet<RunId>> byTag = new HashMap<>();
  private long made;

  record Plain(RunId id, String name, RunStatus status, List<String> tags) {}

  RunId create(String name, List<String> tags) {
    RunId id = RunId.timeOrdered(++made);
    runs.put(id, new Plain(id, name, RunStatus.ACTIVE, tags));
    ids(RunStatus.ACTIVE).add(id);
    tags.forEach(tag -> byTag.computeIfAbsent(tag, key -> new TreeSet<>()).add(id));
    return id;
  }

  Plain get(RunId id) {
    return runs.get(id);
  }

  int size() {
    return runs.size();
  }

  RunStatus transition(RunId id, RunStatus next) {
    Plain present = runs.get(id);
    if (!present.status().next().contains(next)) {
      throw new IllegalStateException(present + " cannot become " + next);
    }
    runs.put(id, new Plain(id, present.name(), next, present.tags()));
    ids(present.status()).remove(id);
    ids(next).add(id);
    return present.status();
  }

  List<Plain> in(RunStatus status) {
    return records(ids(status));
  }

  List<Plain> tagged(String tag) {
    return records(byTag.get(tag));
  }

  private NavigableSet<RunId> ids(RunStatus status) {
    return byStatus.computeIfAbsent(status, key -> new TreeSet<>());
  }

  private List<Plain> records(NavigableSet<RunId> ids) {
    List<Plain> found = new ArrayList<>(ids.size());
    ids.forEach(id -> found.add(runs.get(id)));
    return found;
  }
}
