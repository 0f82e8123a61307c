package dev.tidemark.vector;

import dev.tidemark.vector.distance.Similarity;
import dev.tidemark.vector.index.GraphSpec;
import dev.tidemark.vector.index.SavedGraph;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.List;

/**
 * The graphs of a run's collections as they are kept beside a checkpoint, numbers big-endian:
 *
 * <pre>
 * 4 bytes  number of graphs, and for each:
 *   2 bytes length, then the collection's name in modified UTF-8
 *   4 bytes  dimension
 *   8 bytes  version that created the collection
 *   2 bytes length, then the similarity: COSINE, EUCLIDEAN or DOT_PRODUCT
 *   4 bytes  m
 *   4 bytes  efConstruction
 *   8 bytes  seed
 *   8 bytes  floor: older views are not answered by the graph
 *   8 bytes  how many nodes it was ever given
 *   4 bytes  node that searches begin at
 *   4 bytes  number of nodes, and for each, by version and key:
 *     8 bytes  version of its row
 *     2 bytes  length, then the row's key
 *     1 byte   its highest level
 *     4 bytes  its parent, -1 for none
 *   4 bytes  number of ints, and these: for each node and level from 0 up, a count and the links
 * </pre>
 */
final class GraphSectionFormat {
  static final String NAME = "graphs";
  static final int FORMAT = 1;

  private GraphSectionFormat() {}

  /** A collection's graph. */
  record Of(String collection, int dimension, SavedGraph graph) {}

  static void write(List<Of> graphs, OutputStream out) throws IOException {
    DataOutputStream data = new DataOutputStream(out);
    data.writeInt(graphs.size());
    for (Of graph : graphs) {
      data.writeUTF(graph.collection);
      data.writeInt(graph.dimension);
      write(graph.graph, data);
    }
    data.flush();
  }

  private static void write(SavedGraph graph, DataOutputStream data) throws IOException {
    data.writeLong(graph.spec().created());
    data.writeUTF(graph.spec().similarity().name());
    data.writeInt(graph.spec().m());
    data.writeInt(graph.spec().efConstruction());
    data.writeLong(graph.spec().seed());
    data.writeLong(graph.floor());
    data.writeLong(graph.ordinal());
    data.writeInt(graph.entry());
    data.writeInt(graph.size());
    for (int node = 0; node < graph.size(); node++) {
      data.writeLong(graph.born()[node]);
      data.writeShort(graph.keys()[node].length);
      data.write(graph.keys()[node]);
      data.writeByte(graph.levels()[node]);
      data.writeInt(graph.parents()[node]);
    }
    data.writeInt(graph.lists().length);
    for (int number : graph.lists()) {
      data.writeInt(number);
    }
  }

  /**
   * Reads what was written.
   *
   * @throws IllegalArgumentException if it is not that
   */
  static List<Of> read(InputStream in) throws IOException {
    DataInputStream data = new DataInputStream(in);
    int count = data.readInt();
    List<Of> graphs = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      String collection = data.readUTF();
      graphs.add(new Of(collection, data.readInt(), readGraph(data)));
    }
    return graphs;
  }

  private static SavedGraph readGraph(DataInputStream data) throws IOException {
    GraphSpec spec =
        new GraphSpec(
            data.readLong(),
            Similarity.valueOf(data.readUTF()),
            data.readInt(),
            data.readInt(),
            data.readLong());
    long floor = data.readLong();
    long ordinal = data.readLong();
    int entry = data.readInt();
    int size = data.readInt();
    byte[][] keys = new byte[size][];
    long[] born = new long[size];
    byte[] levels = new byte[size];
    int[] parents = new int[size];
    for (int node = 0; node < size; node++) {
      born[node] = data.readLong();
      keys[node] = data.readNBytes(data.readUnsignedShort());
      levels[node] = data.readByte();
      parents[node] = data.readInt();
    }
    int[] lists = new int[data.readInt()];
    for (int i = 0; i < lists.length; i++) {
      lists[i] = data.readInt();
    }
    SavedGraph graph =
        new SavedGraph(spec, floor, ordinal, entry, keys, born, levels, parents, lists);
    graph.validate();
    return graph;
  }
}
