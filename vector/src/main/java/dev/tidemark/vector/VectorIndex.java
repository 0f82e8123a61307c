package dev.tidemark.vector;

import dev.tidemark.index.DerivedIndex;
import dev.tidemark.index.IndexSection;
import dev.tidemark.types.Value;
import dev.tidemark.vector.index.RowTable;
import dev.tidemark.vector.index.SavedGraph;
import java.io.IOException;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The rows of every collection of one run, a table for each pair of name and dimension: a name may
 * come back with another dimension while views still see the rows it had before.
 */
final class VectorIndex implements DerivedIndex {
  private final Map<String, Map<Integer, RowTable<Row>>> tables = new ConcurrentHashMap<>();
  private final Set<Place> watching = new HashSet<>();

  /** Graphs whose rows are still to come. */
  private List<GraphSectionFormat.Of> toRestore = List.of();

  private long restoredVersion;

  private record Place(String collection, int dimension) {}

  VectorIndex() {}

  /** An index whose graphs are those kept at a version. */
  VectorIndex(List<GraphSectionFormat.Of> graphs, long version) {
    toRestore = graphs;
    restoredVersion = version;
  }

  /** The rows of a collection as it is at a view with this dimension; never changed if none. */
  RowTable<Row> rows(String collection, int dimension) {
    RowTable<Row> table = tablesOf(collection).get(dimension);
    return table == null ? new RowTable<>(dimension) : table;
  }

  @Override
  public void installed(byte[] key, Value value, long version) {
    String collection = RowKeys.collectionOf(key);
    Row row = value == null ? null : Row.of(value);
    int dimension = row == null ? 0 : row.vector().dimension();
    tablesOf(collection)
        .forEach(
            (other, table) -> {
              if (other != dimension) {
                table.remove(key, version);
                noteWatching(table, collection, other);
              }
            });
    if (row != null) {
      RowTable<Row> table = tableFor(collection, dimension);
      table.append(key, row.measured(), row, version);
      noteWatching(table, collection, dimension);
    }
  }

  @Override
  public void forgetBefore(long horizon) {
    for (Iterator<Place> places = watching.iterator(); places.hasNext(); ) {
      Place place = places.next();
      RowTable<Row> table = rows(place.collection, place.dimension);
      table.forgetBefore(horizon);
      if (table.size() == 0) {
        places.remove();
        drop(place);
      } else if (!table.isWatching()) {
        places.remove();
      }
    }
  }

  @Override
  public IndexSection section(long version) {
    List<GraphSectionFormat.Of> graphs = new ArrayList<>();
    tables.forEach(
        (collection, byDimension) ->
            byDimension.forEach(
                (dimension, table) -> {
                  SavedGraph graph = table.saveGraph(version);
                  if (graph != null) {
                    graphs.add(new GraphSectionFormat.Of(collection, dimension, graph));
                  }
                }));
    return graphs.isEmpty() ? null : new Graphs(graphs);
  }

  private record Graphs(List<GraphSectionFormat.Of> graphs) implements IndexSection {
    @Override
    public String name() {
      return GraphSectionFormat.NAME;
    }

    @Override
    public int format() {
      return GraphSectionFormat.FORMAT;
    }

    @Override
    public void writeTo(OutputStream out) throws IOException {
      GraphSectionFormat.write(graphs, out);
    }
  }

  @Override
  public boolean restored() {
    for (GraphSectionFormat.Of saved : toRestore) {
      RowTable<Row> table = tablesOf(saved.collection()).get(saved.dimension());
      if (table != null) {
        table.restoreGraph(saved.graph(), restoredVersion);
        noteWatching(table, saved.collection(), saved.dimension());
      }
    }
    toRestore = List.of();
    return true;
  }

  /** Rows held, those included that no view sees any more. */
  int size() {
    return tables.values().stream()
        .flatMap(byDimension -> byDimension.values().stream())
        .mapToInt(RowTable::size)
        .sum();
  }

  private Map<Integer, RowTable<Row>> tablesOf(String collection) {
    return tables.getOrDefault(collection, Map.of());
  }

  private RowTable<Row> tableFor(String collection, int dimension) {
    return tables
        .computeIfAbsent(collection, name -> new ConcurrentHashMap<>())
        .computeIfAbsent(dimension, RowTable::new);
  }

  private void noteWatching(RowTable<Row> table, String collection, int dimension) {
    if (table.isWatching()) {
      watching.add(new Place(collection, dimension));
    }
  }

  private void drop(Place place) {
    Map<Integer, RowTable<Row>> byDimension = tables.get(place.collection);
    byDimension.remove(place.dimension);
    if (byDimension.isEmpty()) {
      tables.remove(place.collection);
    }
  }
}
