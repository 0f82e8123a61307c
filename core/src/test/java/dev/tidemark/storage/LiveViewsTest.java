package dev.tidemark.storage;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class LiveViewsTest {
  private final AtomicLong watermark = new AtomicLong(10);
  private final LiveViews views = new LiveViews(watermark::get, newest -> newest, horizon -> {});

  @Test
  void horizon_noView_isTheWatermark() {
    views.advanceHorizon();
    assertThat(views.horizon()).isEqualTo(10);
  }

  @Test
  void horizon_liveViews_staysAtTheOldest() {
    LiveViews.Slot old = views.acquire(true);
    watermark.set(20);
    LiveViews.Slot young = views.acquire(false);
    watermark.set(30);

    views.advanceHorizon();
    assertThat(views.horizon()).isEqualTo(10);
    old.release();
    views.advanceHorizon();
    assertThat(views.horizon()).isEqualTo(20);
    young.release();
    views.advanceHorizon();
    assertThat(views.horizon()).isEqualTo(30);
  }

  @Test
  void acquire_moreViewsThanSlotsOfAChunk_countsEach() {
    List<LiveViews.Slot> slots = new ArrayList<>();
    for (int i = 0; i < 500; i++) {
      watermark.set(100 + i);
      slots.add(views.acquire(false));
    }
    views.advanceHorizon();
    assertThat(views.horizon()).isEqualTo(100);
    for (int i = 0; i < 499; i++) {
      slots.get(i).release();
    }
    views.advanceHorizon();
    assertThat(views.horizon()).isEqualTo(599);
  }

  @Test
  void acquire_whileTheHorizonAdvances_isNeverOvertaken() throws Exception {
    int rounds = 50_000;
    Thread writer =
        new Thread(
            () -> {
              for (int i = 0; i < rounds; i++) {
                watermark.incrementAndGet();
                views.advanceHorizon();
              }
            });
    writer.start();
    long violations = 0;
    while (writer.isAlive()) {
      LiveViews.Slot slot = views.acquire(false);
      violations += views.horizon() > slot.version() ? 1 : 0;
      slot.release();
    }
    writer.join();
    assertThat(violations).isZero();
  }

  @Test
  void transactions_plainViewsAndEndedOnes_doNotCount() {
    LiveViews.Slot plain = views.acquire(false);
    assertThat(views.transactions()).isZero();
    LiveViews.Slot transaction = views.acquire(true);
    assertThat(views.transactions()).isEqualTo(1);
    transaction.release();

    assertThat(views.transactions()).isZero();
    assertThat(plain.version()).isEqualTo(10);
  }
}
