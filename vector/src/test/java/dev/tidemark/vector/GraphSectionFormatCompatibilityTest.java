package dev.tidemark.vector;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tidemark.vector.distance.Similarity;
import dev.tidemark.vector.index.GraphSpec;
import dev.tidemark.vector.index.SavedGraph;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What is beside checkpoints already, written out: a change here is a change of format. */
class GraphSectionFormatCompatibilityTest {
  /** Two nodes, the second on level 1 as well, linked both ways. */
  private static final SavedGraph GRAPH =
      new SavedGraph(
          new GraphSpec(3, Similarity.EUCLIDEAN, 2, 4, -1),
          5,
          7,
          1,
          new byte[][] {"d\0a".getBytes(UTF_8), "d\0é".getBytes(UTF_8)},
          new long[] {4, 6},
          new byte[] {0, 1},
          new int[] {-1, 0},
          new int[] {1, 1, 1, 0, 0});

  private static final String BYTES =
      "00000001" // graphs
          + "000164" // "d"
          + "00000003" // dimension
          + "0000000000000003" // created
          + "00094555434c494445414e" // EUCLIDEAN
          + "00000002" // m
          + "00000004" // efConstruction
          + "ffffffffffffffff" // seed
          + "0000000000000005" // floor
          + "0000000000000007" // ordinal
          + "00000001" // entry
          + "00000002" // nodes
          + "0000000000000004"
          + "0003"
          + "640061"
          + "00"
          + "ffffffff"
          + "0000000000000006"
          + "0004"
          + "6400c3a9"
          + "01"
          + "00000000"
          + "00000005" // ints
          + "00000001"
          + "00000001"
          + "00000001"
          + "00000000"
          + "00000000";

  private static byte[] written() throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    GraphSectionFormat.write(List.of(new GraphSectionFormat.Of("d", 3, GRAPH)), out);
    return out.toByteArray();
  }

  private static List<GraphSectionFormat.Of> read(byte[] bytes) throws IOException {
    return GraphSectionFormat.read(new ByteArrayInputStream(bytes));
  }

  @Test
  void write_aGraph_givesTheseBytes() throws IOException {
    assertThat(HexFormat.of().formatHex(written())).isEqualTo(BYTES);
  }

  @Test
  void read_theseBytes_givesTheGraph() throws IOException {
    List<GraphSectionFormat.Of> graphs = read(HexFormat.of().parseHex(BYTES));

    assertThat(graphs).hasSize(1);
    assertThat(graphs.get(0).collection()).isEqualTo("d");
    assertThat(graphs.get(0).dimension()).isEqualTo(3);
    assertThat(graphs.get(0).graph()).usingRecursiveComparison().isEqualTo(GRAPH);
  }

  @Test
  void read_cutAnywhere_isRefused() throws IOException {
    byte[] bytes = written();
    for (int length = 0; length < bytes.length; length++) {
      byte[] cut = Arrays.copyOf(bytes, length);
      assertThatThrownBy(() -> read(cut))
          .isInstanceOfAny(EOFException.class, IllegalArgumentException.class);
    }
  }

  @Test
  void read_whatIsNoGraph_isRefused() throws IOException {
    assertThatThrownBy(() -> read(changed(8, 9))) // a link beyond the nodes
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("leads nowhere");
    assertThatThrownBy(() -> read(changed(12, 9))) // a list longer than lists are
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("length");
  }

  /** The bytes with an int, counted from the end, changed. */
  private static byte[] changed(int fromEnd, int value) throws IOException {
    byte[] bytes = written();
    bytes[bytes.length - fromEnd + 3] = (byte) value;
    return bytes;
  }
}
