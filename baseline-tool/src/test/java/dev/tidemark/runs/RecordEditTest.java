package dev.tidemark.runs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RecordEditTest {

  @TempDir Path directory;

  @Test
  void annotate_file_changesOnlyWhatIsNamed() {
    Path file = write(directory.resolve("results.json"), Records.full());
    RecordEdit.annotate(file, Map.of("tag", "simd"));
    RunRecord edited = RunRecordJson.read(file);
    assertThat(edited.run().tag()).contains("simd");
    assertThat(edited.run().notes()).isEqualTo(Records.full().run().notes());
    assertThat(edited.results()).isEqualTo(Records.full().results());
  }

  @Test
  void annotate_unknownFields_stay() throws IOException {
    Path file = write(directory.resolve("a.json"), Records.full());
    String text = Files.readString(file).replaceFirst("\\{", "{\"later\":[1,2.50],");
    Files.writeString(file, text);
    RecordEdit.annotate(file, Map.of("decision", "keep"));
    assertThat(Files.readString(file)).contains("\"later\"").contains("\"keep\"");
  }

  @Test
  void annotate_runFolder_changesTheCopiesToo() throws IOException {
    Path folder = Files.createDirectory(directory.resolve("run_2026-01-17_12-00-00_abc"));
    Path file = write(folder.resolve("results.json"), Records.full());
    Path copy =
        write(directory.resolve("environment_2026-01-17_12-00-00_abc.json"), Records.full());
    Path metadata = Files.writeString(folder.resolve("run_metadata.json"), "{\"labels\":{}}");
    RecordEdit.annotate(file, Map.of("notes", "again"));
    assertThat(RunRecordJson.read(copy).run().notes()).contains("again");
    assertThat(metadata).content().contains("\"notes\" : \"again\"");
  }

  @Test
  void renameId_everywhere_movesResultGatesAndFailures() throws IOException {
    Path file = write(directory.resolve("a.json"), Records.full());
    Files.writeString(
        file,
        Files.readString(file)
            .replace(
                "\"vector_get/size_10k\" : {\n      \"target",
                "\"vector_get/size_10k#p99_ns\" : {\n      \"target")
            .replace("\"vector_count\"", "\"vector_get/size_10k\""));
    assertThat(RecordEdit.renameId(List.of(file), "vector_get/size_10k", "vector_get/keys_10k"))
        .containsExactly(file);
    RunRecord edited = RunRecordJson.read(file);
    assertThat(edited.results()).containsOnlyKeys("vector_get/keys_10k");
    assertThat(edited.gates()).containsKeys("vector_get/keys_10k#p99_ns", "ratio/a1_over_a0");
    assertThat(edited.failures()).extracting(Failure::id).containsExactly("vector_get/keys_10k");
  }

  @Test
  void renameId_absent_changesNothing() throws IOException {
    Path file = write(directory.resolve("a.json"), Records.full());
    byte[] before = Files.readAllBytes(file);
    assertThat(RecordEdit.renameId(List.of(file), "none", "other")).isEmpty();
    assertThat(Files.readAllBytes(file)).isEqualTo(before);
  }

  @Test
  void renameId_ontoAnother_isRefusedAndChangesNothing() throws IOException {
    RunRecord two = Records.run(Map.of("a", Records.forked(1), "b", Records.forked(2)));
    Path file = write(directory.resolve("a.json"), Records.run(Map.of("a", Records.forked(1))));
    Path both = write(directory.resolve("b.json"), two);
    byte[] before = Files.readAllBytes(file);
    assertThatThrownBy(() -> RecordEdit.renameId(List.of(file, both), "a", "b"))
        .isInstanceOf(RunRecordException.class)
        .hasMessageContaining("b.json: holds b besides a");
    assertThat(Files.readAllBytes(file)).isEqualTo(before);
  }

  @Test
  void annotate_damaged_isRefused() throws IOException {
    Path file = Files.writeString(directory.resolve("a.json"), "[]");
    assertThatThrownBy(() -> RecordEdit.annotate(file, Map.of("tag", "x")))
        .isInstanceOf(RunRecordException.class)
        .hasMessageContaining("a.json");
  }

  private static Path write(Path file, RunRecord record) {
    RunRecordJson.write(file, record);
    return file;
  }
}
