package dev.tidemark.runs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tidemark.runs.RunStore.StoredRun;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RunStoreTest {

  private static final Map<String, BenchmarkResult> RESULTS = Map.of("a", Records.forked(5, 6));

  @TempDir Path directory;
  private RunStore store;

  @BeforeEach
  void open() {
    store = RunStore.at(directory.resolve("target/benchmark-results"));
  }

  @Test
  void folderName_allParts_isUtc() {
    Instant time = Instant.parse("2026-01-17T23:59:59Z");
    assertThat(RunStore.folderName(time, "0123456789abcdef", true, Optional.of("strict")))
        .isEqualTo("run_2026-01-17_23-59-59_0123456789-dirty_strict");
    assertThat(RunStore.folderName(time, "abc", false, Optional.empty()))
        .isEqualTo("run_2026-01-17_23-59-59_abc");
  }

  @Test
  void near_ancestorWithMvnw_isTheStore() throws IOException {
    Path inner = Files.createDirectories(directory.resolve("repo/module/src"));
    Files.createFile(directory.resolve("repo/mvnw"));
    assertThat(RunStore.near(inner).root())
        .isEqualTo(directory.resolve("repo/target/benchmark-results"));
  }

  @Test
  void near_noMvnwAbove_isTheWorkingDirectory() {
    assertThat(RunStore.near(directory).root())
        .isEqualTo(directory.resolve("target/benchmark-results"));
  }

  @Test
  void create_secondTime_isRefused() {
    String name = RunStore.folderName(Records.NOON, "abc", false, Optional.empty());
    assertThat(store.create(name)).isDirectory();
    assertThatThrownBy(() -> store.create(name)).hasMessageContaining("exists");
  }

  @Test
  void create_foreignName_isRefused() {
    assertThatIllegalArgumentException().isThrownBy(() -> store.create("../elsewhere"));
  }

  @Test
  void resolve_latestAndPrevious_areByTime() {
    save(1, Records.environment());
    String second = save(2, Records.environment());
    String third = save(3, Records.environment());
    RunStore.StoredRun latest = store.resolve("@latest");
    assertThat(latest.name()).isEqualTo(third);
    assertThat(store.previous(latest).name()).isEqualTo(second);
  }

  @Test
  void previous_incomparableOrUnreadableRunsBetween_arePassedOver() throws IOException {
    String first = save(1, Records.environment());
    ObjectNode otherMachine = Records.environment();
    otherMachine.withObject("/cpu").put("model", "Other");
    save(2, otherMachine);
    Files.writeString(
        store.root().resolve(save(3, Records.environment())).resolve("results.json"), "{");
    save(4, Records.environment());
    assertThat(store.previous(store.resolve("@latest")).name()).isEqualTo(first);
  }

  @Test
  void previous_incompleteOrUnrelatedRuns_arePassedOver() {
    RunRecord failed =
        record(1, Records.environment())
            .with(RESULTS, Map.of(), List.of(new Failure("a", OptionalInt.of(1), "died")));
    save(failed);
    save(
        record(2, Records.environment())
            .with(Map.of("b", Records.forked(1, 2)), Map.of(), List.of()));
    save(3, Records.environment());
    assertThatThrownBy(() -> store.previous(store.resolve("@latest")))
        .isInstanceOf(RunRecordException.class)
        .hasMessageContaining("@previous");
  }

  @Test
  void resolve_latestWithoutRecord_isAnErrorNotTheRunBefore() throws IOException {
    save(1, Records.environment());
    Files.delete(store.root().resolve(save(2, Records.environment())).resolve("results.json"));
    assertThatThrownBy(() -> store.resolve("@latest")).hasMessageContaining("no such file");
  }

  @Test
  void resolve_idPathCommitAndBranch_findTheRun() {
    String name = save(1, Records.environment());
    assertThat(store.resolve(name).name()).isEqualTo(name);
    assertThat(store.resolve(store.root().resolve(name).toString()).name()).isEqualTo(name);
    assertThat(store.resolve(store.root().resolve(name).resolve("results.json").toString()).name())
        .isEqualTo(name);
    assertThat(store.resolve("commit:abc").name()).isEqualTo(name);
    assertThat(store.resolve("branch:develop").name()).isEqualTo(name);
  }

  @Test
  void resolve_unknownReferences_nameWhatIsAllowed() {
    save(1, Records.environment());
    assertThatThrownBy(() -> store.resolve("commit:fff")).hasMessageContaining("commit:fff");
    assertThatThrownBy(() -> store.resolve("branch:main")).hasMessageContaining("branch:main");
    assertThatThrownBy(() -> store.resolve("@newest"))
        .hasMessageContaining("@latest and @previous");
    assertThatThrownBy(() -> store.resolve("nowhere.json")).hasMessageContaining("commit:HASH");
    assertThatThrownBy(() -> RunStore.at(directory.resolve("none")).resolve("@latest"))
        .hasMessageContaining("holds no run");
  }

  @Test
  void complete_runsAndAWreck_holdTheIdAloneNewestFirst() throws IOException {
    String first = save(1, Records.environment());
    String second = save(2, Records.environment());
    Files.writeString(
        store.root().resolve(save(3, Records.environment())).resolve("results.json"), "{");
    save(
        Records.run(
            Records.NOON, Records.environment(), RunInfo.NOT_RECORDED, Map.of("b", aResult())));
    String id = RESULTS.keySet().iterator().next();

    List<StoredRun> runs = store.complete(id);

    assertThat(runs).extracting(StoredRun::name).containsExactly(second, first);
    assertThat(runs.get(0).record().results()).isEqualTo(Map.of(id, RESULTS.get(id)));
    assertThat(store.complete("unknown")).isEmpty();
  }

  private static BenchmarkResult aResult() {
    return RESULTS.values().iterator().next();
  }

  @Test
  void index_runsAndAWreck_listsAllNewestFirst() throws IOException {
    String first = save(1, Records.environment());
    String second = save(2, Records.environment());
    Files.writeString(store.root().resolve(first).resolve("results.json"), "");

    assertThat(RunIndex.write(store)).isEqualTo(2);

    List<String> lines = Files.readAllLines(store.root().resolve("INDEX.md"));
    assertThat(lines.get(4)).startsWith("| [" + second + "](" + second + "/SUMMARY.md) |");
    assertThat(lines.get(4)).contains("Ruler 9000 x16").contains("complete");
    assertThat(lines.get(5)).contains(first).contains("unreadable").contains("is empty");
    JsonNode json = RunRecordJson.MAPPER.readTree(store.root().resolve("index.json").toFile());
    assertThat(json.at("/0/run").asText()).isEqualTo(second);
    assertThat(json.at("/0/ids").isInt()).isTrue();
    assertThat(json.at("/0/commit").asText()).isEqualTo("abc123");
    assertThat(json.at("/1/status").asText()).startsWith("unreadable");
  }

  @Test
  void index_runRemoved_forgetsIt() throws IOException {
    Path gone = store.root().resolve(save(1, Records.environment()));
    RunIndex.write(store);
    Files.delete(gone.resolve("results.json"));
    Files.delete(gone);
    RunIndex.write(store);
    assertThat(Files.readString(store.root().resolve("INDEX.md"))).doesNotContain("2026");
  }

  @Test
  void index_noteWithPipeAndNewline_staysOneCell() throws IOException {
    RunRecord plain = record(1, Records.environment());
    RunInfo info =
        new RunInfo(
            RunInfo.Status.COMPLETE,
            List.of("m8"),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.of("a|b\nc"),
            Optional.empty());
    save(Records.run(plain.timestamp(), plain.environment(), info, RESULTS));
    RunIndex.write(store);
    assertThat(Files.readString(store.root().resolve("INDEX.md"))).contains("| a\\|b c |");
  }

  private String save(int minute, ObjectNode environment) {
    return save(record(minute, environment));
  }

  private static RunRecord record(int minute, ObjectNode environment) {
    return Records.run(
        Records.NOON.plusSeconds(60L * minute), environment, RunInfo.NOT_RECORDED, RESULTS);
  }

  private String save(RunRecord record) {
    String name =
        RunStore.folderName(record.timestamp(), record.gitCommit(), false, Optional.empty());
    RunRecordJson.write(store.create(name).resolve(RunStore.RECORD), record);
    return name;
  }
}
