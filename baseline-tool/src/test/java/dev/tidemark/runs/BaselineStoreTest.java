package dev.tidemark.runs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tidemark.runs.RunStore.StoredRun;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BaselineStoreTest {

  @TempDir Path root;
  private BaselineStore store;

  @BeforeEach
  void open() {
    store = BaselineStore.at(root.resolve("baselines"));
  }

  @Test
  void record_runs_becomeSessionsOfTheMachine() {
    Path file = store.record("main", run(0, "Ruler 9000"));
    store.record("main", run(1, "Ruler 9000"));
    store.record("main", run(0, "Other"));

    assertThat(file)
        .hasFileName("run_2026-01-17_12-00-00_abc123.json")
        .isRegularFile()
        .satisfies(path -> assertThat(path.toString()).contains("/ruler-9000-").contains("/main/"));
    assertThat(store.list()).hasSize(2);
    assertThat(store.find("main", run(9, "Ruler 9000").record()))
        .hasValueSatisfying(baseline -> assertThat(baseline.sessions()).hasSize(2));
    assertThat(store.find("main", run(9, "Third").record())).isEmpty();
    assertThat(store.files()).hasSize(3);
  }

  @Test
  void resolve_name_isAllSessionsAsOneRun() {
    store.record("main", run(0, "Ruler 9000"));
    store.record("main", run(1, "Ruler 9000"));
    StoredRun merged = store.resolve("main", Optional.empty()).orElseThrow();
    assertThat(merged.name()).isEqualTo("main");
    assertThat(merged.record().results().get("id").forkMeans()).containsExactly(10, 20, 11, 21);
    assertThat(store.resolve("dev", Optional.empty())).isEmpty();
  }

  @Test
  void resolve_runThatIsASession_isNotComparedWithItself() {
    store.record("main", run(0, "Ruler 9000"));
    Optional<RunRecord> itself = Optional.of(run(0, "Ruler 9000").record());
    assertThatThrownBy(() -> store.resolve("main", itself))
        .isInstanceOf(RunRecordException.class)
        .hasMessageContaining("holds only the run it is compared with");
    store.promote("main", "run_2026-01-17_12-00-00_abc123");
    assertThatThrownBy(() -> store.resolve("main@anchor", itself))
        .isInstanceOf(RunRecordException.class);
    store.record("main", run(1, "Ruler 9000"));
    assertThat(store.resolve("main", itself).orElseThrow().record().results().get("id").forkMeans())
        .containsExactly(11, 21);
  }

  @Test
  void resolve_severalMachines_takesThatOfTheOtherRun() {
    store.record("main", run(0, "Ruler 9000"));
    store.record("main", run(5, "Other"));
    StoredRun found = store.resolve("main", Optional.of(run(9, "Other").record())).orElseThrow();
    assertThat(found.record().results().get("id").forkMeans()).containsExactly(15, 25);
    assertThatThrownBy(() -> store.resolve("main", Optional.empty()))
        .isInstanceOf(RunRecordException.class)
        .hasMessageContaining("main: is a baseline of 2 machines");
  }

  @Test
  void promote_session_becomesTheAnchor() {
    store.record("main", run(0, "Ruler 9000"));
    store.record("main", run(1, "Ruler 9000"));
    assertThatThrownBy(() -> store.resolve("main@anchor", Optional.empty()))
        .hasMessageContaining("has no anchor; choose one with promote main RUN");
    store.promote("main", "run_2026-01-17_12-00-00_abc123");
    assertThat(store.resolve("main@anchor", Optional.empty()).orElseThrow().record())
        .satisfies(
            record -> assertThat(record.results().get("id").forkMeans()).containsExactly(10, 20));
    assertThatThrownBy(() -> store.promote("main", "run_none"))
        .isInstanceOf(RunRecordException.class)
        .hasMessageContaining("no baseline main holds the session run_none");
  }

  @Test
  void keepNewest_oldSessions_goButTheAnchorStays() {
    for (int i = 0; i < 4; i++) {
      store.record("main", run(i, "Ruler 9000"));
    }
    store.promote("main", "run_2026-01-17_12-00-00_abc123");
    assertThat(store.keepNewest(2)).hasSize(1);
    assertThat(store.list().get(0).sessions())
        .containsExactly(
            "run_2026-01-17_12-00-00_abc123",
            "run_2026-01-17_12-00-02_abc123",
            "run_2026-01-17_12-00-03_abc123");
    assertThat(store.keepNewest(2)).isEmpty();
  }

  @Test
  void keepNewest_oldSessionThatWasProfiled_takesItsStacksAlong() throws IOException {
    Path old = store.record("main", run(0, "Ruler 9000"));
    Path recent = store.record("main", run(1, "Ruler 9000"));
    for (Path session : List.of(old, recent)) {
      Files.createDirectories(stacks(session));
      Files.createFile(stacks(session).resolve("a.collapsed"));
    }

    store.keepNewest(1);

    assertThat(stacks(old)).doesNotExist();
    assertThat(stacks(recent)).isNotEmptyDirectory();
    assertThat(store.list()).hasSize(1);
  }

  private static Path stacks(Path session) {
    return session.resolveSibling(
        session.getFileName().toString().replace(".json", BaselineStore.STACKS));
  }

  @Test
  void record_sameRunTwice_isRefused() {
    store.record("main", run(0, "Ruler 9000"));
    assertThatThrownBy(() -> store.record("main", run(0, "Ruler 9000")))
        .isInstanceOf(RunRecordException.class)
        .hasMessageContaining("holds this run already");
  }

  @ParameterizedTest
  @CsvSource({"main-17, true", "a.b_c, true", "@main, false", "a/b, false", "run_1, false"})
  void isName_text_isToldFromOtherReferences(String text, boolean name) {
    assertThat(BaselineStore.isName(text)).isEqualTo(name);
    if (!name) {
      assertThatThrownBy(() -> store.record(text, run(0, "Ruler 9000")))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining(text);
    }
  }

  @Test
  void resolve_damagedSession_namesTheFile() throws IOException {
    Files.writeString(store.record("main", run(0, "Ruler 9000")), "{");
    assertThatThrownBy(() -> store.resolve("main", Optional.empty()))
        .isInstanceOf(RunRecordException.class)
        .hasMessageContaining("run_2026-01-17_12-00-00_abc123.json");
  }

  private static StoredRun run(int second, String model) {
    var environment = Records.environment();
    environment.withObject("/cpu").put("model", model);
    RunRecord record =
        Records.run(
            Records.NOON.plusSeconds(second),
            environment,
            RunInfo.NOT_RECORDED,
            Map.of("id", Records.forked(10 + second, 20 + second)));
    return new StoredRun("results.json", Path.of("results.json"), record);
  }
}
