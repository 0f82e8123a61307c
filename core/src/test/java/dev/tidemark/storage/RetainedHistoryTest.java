package dev.tidemark.storage;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidemark.types.Key;
import dev.tidemark.types.KeySpace;
import dev.tidemark.types.Mutation;
import dev.tidemark.types.Retention;
import dev.tidemark.types.RunId;
import dev.tidemark.types.Value;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class RetainedHistoryTest {
  private static final Key KEY = new Key(RunId.GLOBAL, new KeySpace(0x77, "test"), new byte[] {1});

  @Test
  void floor_nothingCommitted_isZero() {
    for (Retention retention : List.of(Retention.none(), Retention.commits(5))) {
      assertThat(new RetainedHistory(retention).floor(0)).isZero();
    }
  }

  @Test
  void floor_none_isTheNewest() {
    RetainedHistory history = new RetainedHistory(Retention.none());
    history.committed(1, 10, 0);
    history.committed(2, 20, 0);

    assertThat(history.floor(2)).isEqualTo(2);
  }

  @Test
  void floor_byCommits_leavesThatManyBeforeTheNewest() {
    RetainedHistory history = new RetainedHistory(Retention.commits(3));
    for (long version = 1; version <= 100; version++) {
      history.committed(version, version, 0);
      assertThat(history.floor(version)).isEqualTo(Math.max(1, version - 3));
    }
  }

  @Property(tries = 200)
  void floor_byAge_isTheStateAtTheAge(
      @ForAll @IntRange(min = 1, max = 300) int commits, @ForAll long seed) {
    Random random = new Random(seed);
    Duration age = Duration.ofMillis(5);
    RetainedHistory history = new RetainedHistory(Retention.age(age));
    List<Long> times = new ArrayList<>();
    long time = 0;
    for (int version = 1; version <= commits; version++) {
      time += random.nextInt(1_000);
      times.add(time);
      history.committed(version, time, 0);
      long since = time - 5_000;
      long expected = times.stream().filter(t -> t <= since).count();
      assertThat(history.floor(version)).isEqualTo(Math.max(1, expected));
    }
  }

  @Test
  void floor_byBytes_leavesWhatFits() {
    Version before = Version.of(new Mutation.Put(KEY, Value.bytes(new byte[1_000])), 1, 1);
    long size = before.bytes();
    RetainedHistory history = new RetainedHistory(Retention.bytes(10 * size));
    for (long version = 1; version <= 10_000; version++) {
      history.committed(version, version, history.floor(version - 1));
      if (version % 2 == 0) {
        history.superseded(version, before);
      }
      history.superseded(version, null);
      // The last 20 commits superseded ten versions.
      assertThat(history.floor(version)).isEqualTo(Math.max(1, version / 2 * 2 - 20));
    }
  }

  @Test
  void floor_historyThatBeginsLate_isNotBelowItsFirst() {
    for (Retention retention :
        List.of(Retention.commits(1_000), Retention.age(Duration.ofDays(1)), Retention.bytes(1))) {
      RetainedHistory history = new RetainedHistory(retention);
      history.committed(5_000, 10, 0);
      history.committed(5_001, 20, 0);

      assertThat(history.floor(5_001)).isEqualTo(5_000);
    }
  }

  @Property(tries = 100)
  void times_anyCommits_areFoundByVersionAndByTime(
      @ForAll @IntRange(min = 1, max = 20_000) int first,
      @ForAll @IntRange(min = 1, max = 10_000) int commits,
      @ForAll long seed) {
    Random random = new Random(seed);
    RetainedHistory history = new RetainedHistory(Retention.none());
    CommitTimes times = history.times();
    long horizon = first + (long) random.nextInt(commits);
    long time = 0;
    long newest = first + commits - 1L;
    for (long version = first; version <= newest; version++) {
      time += random.nextInt(3);
      history.committed(version, time, Math.min(version, horizon));
    }
    for (long version = horizon; version <= newest; version++) {
      long at = times.timeOf(version);
      long found = times.newestAt(at, newest);
      assertThat(times.timeOf(found)).isEqualTo(at);
      assertThat(found == newest || times.timeOf(found + 1) > at).isTrue();
    }
    assertThat(times.newestAt(Long.MAX_VALUE, newest)).isEqualTo(newest);
    assertThat(times.newestAt(-1, newest)).isLessThan(horizon);
    assertThat(times.timeOf(newest + 10_000)).isEqualTo(CommitTimes.UNKNOWN);
  }

  @Test
  void times_belowTheHorizon_areForgotten() {
    RetainedHistory history = new RetainedHistory(Retention.none());
    for (long version = 1; version <= 100_000; version++) {
      history.committed(version, version, version);
    }

    assertThat(history.times().timeOf(1)).isEqualTo(CommitTimes.UNKNOWN);
    assertThat(history.times().timeOf(90_000)).isEqualTo(CommitTimes.UNKNOWN);
    assertThat(history.times().timeOf(100_000)).isEqualTo(100_000);
  }
}
