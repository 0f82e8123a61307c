package dev.tidemark;

import dev.tidemark.types.Value;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** What the engine must equal: every version of one run's key space as a sorted map of its own. */
public final class ReferenceStore {
  private final List<Long> versions = new ArrayList<>(List.of(0L));
  private final List<Map<String, Value>> states = new ArrayList<>(List.of(new TreeMap<>()));

  /** The state after the newest commit; change a copy and {@link #commit} it. */
  public Map<String, Value> latest() {
    return new TreeMap<>(states.get(states.size() - 1));
  }

  public void commit(long version, Map<String, Value> state) {
    assert version > versions.get(versions.size() - 1) : "versions must rise";
    versions.add(version);
    states.add(new TreeMap<>(state));
  }

  /** The state a view of this version sees. */
  public Map<String, Value> at(long version) {
    int i = versions.size() - 1;
    while (versions.get(i) > version) {
      i--;
    }
    return states.get(i);
  }
}
