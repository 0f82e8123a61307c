package dev.tidemark.durability;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tidemark.index.IndexSection;
import dev.tidemark.types.FileProblem;
import dev.tidemark.types.KeySpace;
import dev.tidemark.types.RunId;
import dev.tidemark.types.UnsupportedFormatException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/** What indexes keep beside a checkpoint: what is written is read, what is unknown is refused. */
class IndexFileFormatTest {
  private static final String NAME = CheckpointStore.indexName(8);
  private static final RunId RUN = new RunId(0x0123456789ABCDEFL, 0xFEDCBA9876543210L);

  private static final List<Sample> SAMPLES =
      List.of(
          new Sample(RunId.GLOBAL, KeySpace.unnamed(32), "graph", 1, bytes("links of a graph")),
          new Sample(RUN, KeySpace.unnamed(255), "größe", 300, new byte[0]),
          new Sample(RUN, KeySpace.unnamed(1), "", 0, new byte[7]));

  private final SimulatedDisk disk = new SimulatedDisk();
  private final List<FileProblem> problems = new ArrayList<>();

  private static byte[] bytes(String text) {
    return text.getBytes(UTF_8);
  }

  private record Sample(RunId run, KeySpace space, String name, int format, byte[] content)
      implements IndexSection {
    @Override
    public void writeTo(OutputStream out) throws IOException {
      int half = content.length / 2;
      out.write(content, 0, half);
      for (int i = half; i < content.length; i++) {
        out.write(content[i]);
      }
      out.flush();
      out.close();
    }
  }

  /** Gives up after some bytes, and goes on when it must not. */
  private static final class Late implements IndexSection {
    private OutputStream out;

    @Override
    public String name() {
      return "late";
    }

    @Override
    public int format() {
      return 1;
    }

    @Override
    public void writeTo(OutputStream stream) throws IOException {
      out = stream;
      out.write(bytes("half of it"));
      throw new IOException("given up");
    }
  }

  private static byte[] golden() throws IOException {
    String path = "/formats/v1-indexes/" + NAME;
    try (InputStream in = IndexFileFormatTest.class.getResourceAsStream(path)) {
      return Objects.requireNonNull(in, path).readAllBytes();
    }
  }

  private byte[] write(IndexSection... sections) {
    try (IndexFileWriter writer = new IndexFileWriter(disk, NAME, FormatSamples.CHECKPOINT)) {
      for (IndexSection section : sections) {
        RunId run = section instanceof Sample sample ? sample.run : RUN;
        KeySpace space = section instanceof Sample sample ? sample.space : KeySpace.RUN;
        writer.add(run, space, () -> section);
      }
      writer.finish();
    }
    return disk.content(NAME);
  }

  private List<Sample> read(byte[] content, CheckpointHeader checkpoint) {
    disk.plant(NAME, content);
    List<Sample> found = new ArrayList<>();
    try (DiskFile file = disk.open(NAME, OpenMode.EXISTING)) {
      new IndexFileReader(NAME, file, problems::add)
          .read(
              checkpoint,
              saved -> {
                assertThat(saved.version()).isEqualTo(8);
                try {
                  byte[] bytes = saved.content().readAllBytes();
                  found.add(
                      new Sample(saved.run(), saved.space(), saved.name(), saved.format(), bytes));
                } catch (IOException e) {
                  problems.add(new FileProblem(saved.file(), saved.offset(), e.getMessage()));
                }
              });
    }
    return found;
  }

  private static void assertSame(List<Sample> found, List<Sample> expected) {
    assertThat(found).usingRecursiveComparison().isEqualTo(expected);
  }

  @Test
  void read_fileOfVersion1_givesEverySection() throws IOException {
    assertSame(read(golden(), FormatSamples.CHECKPOINT), SAMPLES);
    assertThat(problems).isEmpty();
  }

  @Test
  void write_fileOfVersion1_givesTheSameBytes() throws IOException {
    assertThat(write(SAMPLES.toArray(IndexSection[]::new))).isEqualTo(golden());
  }

  @Test
  void read_unknownFormatVersion_isRefusedByNumber() throws IOException {
    byte[] content = golden();
    LittleEndian.putInt(content, 8, 9);
    LittleEndian.putInt(content, 68, Checksum.of(content, 0, 68));
    assertThatThrownBy(() -> read(content, FormatSamples.CHECKPOINT))
        .isInstanceOf(UnsupportedFormatException.class)
        .hasMessageContaining("9");
  }

  @Test
  void read_everyByteFlipped_costsOnlyTheSectionOrWhatComesAfter() throws IOException {
    byte[] content =
        Arrays.copyOf(write(SAMPLES.get(0), SAMPLES.get(1)), disk.content(NAME).length);
    for (int i = CheckpointFormat.HEADER_BYTES; i < content.length; i++) {
      content[i] ^= 4;
      problems.clear();
      List<Sample> found = read(content, FormatSamples.CHECKPOINT);
      assertThat(problems).as("byte %d", i).isNotEmpty();
      for (Sample sample : found) {
        Sample written = SAMPLES.get(sample.name.equals("graph") ? 0 : 1);
        assertThat(sample).usingRecursiveComparison().isEqualTo(written);
      }
      content[i] ^= 4;
    }
  }

  @Test
  void write_sectionGivenUpHalfWay_costsTheOthersNothing() throws IOException {
    Late late = new Late();
    byte[] content = write(SAMPLES.get(0), late, SAMPLES.get(1));
    assertThatThrownBy(() -> late.out.write(1)).hasMessageContaining("too late");
    assertSame(read(content, FormatSamples.CHECKPOINT), SAMPLES.subList(0, 2));
    assertThat(problems).singleElement().asString().contains("not written to its end");
  }

  @Test
  void write_nameTooLongOrFormatBelowZero_isLeftOut() {
    Sample longest = new Sample(RUN, KeySpace.RUN, "n".repeat(255), 0, bytes("x"));
    byte[] content =
        write(
            longest,
            new Sample(RUN, KeySpace.RUN, "n".repeat(256), 0, bytes("x")),
            new Sample(RUN, KeySpace.RUN, "n", -1, bytes("x")));
    assertSame(read(content, FormatSamples.CHECKPOINT), List.of(longest));
    assertThat(problems).isEmpty();
  }
}
