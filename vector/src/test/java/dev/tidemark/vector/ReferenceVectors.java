package dev.tidemark.vector;

import dev.tidemark.transaction.Committed;
import dev.tidemark.types.Versioned;
import dev.tidemark.vector.distance.Kernels;
import dev.tidemark.vector.distance.MeasuredVector;
import dev.tidemark.vector.distance.Scorer;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** What a vector store should hold, searched by scoring and sorting everything. ASCII keys only. */
final class ReferenceVectors {
  private final TreeMap<String, Contents> collections = new TreeMap<>();
  private long nowMicros;

  record Contents(CollectionConfig config, TreeMap<String, VectorEntry> entries) {}

  ReferenceVectors copy() {
    ReferenceVectors copy = new ReferenceVectors();
    collections.forEach(
        (name, c) -> copy.collections.put(name, new Contents(c.config, new TreeMap<>(c.entries))));
    return copy;
  }

  /** Begins a transaction, whose writes have this time until it commits. */
  void begin(long micros) {
    nowMicros = micros;
  }

  /** The pending entries as of the commit that wrote them. */
  ReferenceVectors committedAs(Committed<?> commit) {
    ReferenceVectors copy = copy();
    for (Contents contents : copy.collections.values()) {
      contents.entries.replaceAll(
          (key, e) ->
              e.version() == Versioned.PENDING
                  ? new VectorEntry(
                      key,
                      e.vector(),
                      e.metadata(),
                      e.source(),
                      commit.version(),
                      commit.timeMicros())
                  : e);
    }
    return copy;
  }

  Map<String, Contents> collections() {
    return collections;
  }

  void create(String name, CollectionConfig config) {
    collections.put(name, new Contents(config, new TreeMap<>()));
  }

  void put(String name, VectorItem item) {
    VectorEntry entry =
        new VectorEntry(
            item.key(),
            item.vector(),
            item.metadata(),
            item.source(),
            Versioned.PENDING,
            nowMicros);
    collections.get(name).entries.put(item.key(), entry);
  }

  Optional<VectorEntry> get(String name, String key) {
    return Optional.ofNullable(collections.get(name)).map(c -> c.entries.get(key));
  }

  List<VectorMatch> search(String name, float[] query, int k, MetadataFilter filter) {
    Contents contents = collections.get(name);
    Scorer scorer =
        new Scorer(contents.config.metric().similarity(), Kernels.current(), measured(query));
    return contents.entries.values().stream()
        .filter(e -> filter.matches(e.metadata()))
        .map(e -> match(e, scorer.score(measured(e.vector().toArray()))))
        .sorted(
            Comparator.comparing(VectorMatch::score, Comparator.reverseOrder())
                .thenComparing(VectorMatch::key))
        .limit(k)
        .toList();
  }

  private static VectorMatch match(VectorEntry e, float score) {
    return new VectorMatch(e.key(), score, e.metadata(), e.source(), e.version());
  }

  private static MeasuredVector measured(float[] values) {
    return MeasuredVector.of(values, values.length);
  }
}
