package dev.tidemark.vector;

import dev.tidemark.types.Value;
import dev.tidemark.types.Versioned;
import dev.tidemark.vector.distance.Kernels;
import dev.tidemark.vector.distance.MeasuredVector;
import dev.tidemark.vector.distance.Scorer;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** What a vector store should hold, searched by scoring and sorting everything. ASCII keys only. */
final class ReferenceVectors {
  private final TreeMap<String, Contents> collections = new TreeMap<>();

  record Contents(CollectionConfig config, TreeMap<String, VectorEntry> entries) {}

  ReferenceVectors copy() {
    ReferenceVectors copy = new ReferenceVectors();
    collections.forEach(
        (name, c) -> copy.collections.put(name, new Contents(c.config, new TreeMap<>(c.entries))));
    return copy;
  }

  /** The pending entries as of the commit that wrote them. */
  ReferenceVectors committedAs(long version) {
    ReferenceVectors copy = copy();
    for (Contents contents : copy.collections.values()) {
      contents.entries.replaceAll(
          (key, e) ->
              e.version() == Versioned.PENDING
                  ? new VectorEntry(key, e.vector(), e.metadata(), version)
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

  void put(String name, String key, Value.VectorValue vector, Value.MapValue metadata) {
    VectorEntry entry = new VectorEntry(key, vector, metadata, Versioned.PENDING);
    collections.get(name).entries.put(key, entry);
  }

  List<VectorMatch> search(String name, float[] query, int k, MetadataFilter filter) {
    Contents contents = collections.get(name);
    Scorer scorer =
        new Scorer(contents.config.metric().similarity(), Kernels.current(), measured(query));
    return contents.entries.values().stream()
        .filter(e -> filter.matches(e.metadata()))
        .map(e -> new VectorMatch(e.key(), score(scorer, e), e.metadata(), e.version()))
        .sorted(
            Comparator.comparing(VectorMatch::score, Comparator.reverseOrder())
                .thenComparing(VectorMatch::key))
        .limit(k)
        .toList();
  }

  private static float score(Scorer scorer, VectorEntry entry) {
    return scorer.score(measured(entry.vector().toArray()));
  }

  private static MeasuredVector measured(float[] values) {
    return MeasuredVector.of(values, values.length);
  }
}
