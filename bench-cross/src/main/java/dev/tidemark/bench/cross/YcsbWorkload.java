package dev.tidemark.bench.cross;

import dev.tidemark.bench.support.data.SplitMix64;
import dev.tidemark.bench.support.data.Zipf;

/**
 * The core workloads of the Yahoo! Cloud Serving Benchmark (Cooper et al., 2010), as their
 * operations.
 */
public enum YcsbWorkload {
  /** Half reads, half updates. */
  A(50, Kind.UPDATE),
  /** 95 % reads, 5 % updates. */
  B(95, Kind.UPDATE),
  /** Reads alone. */
  C(100, Kind.UPDATE),
  /** 95 % reads of what was inserted last, 5 % inserts. */
  D(95, Kind.INSERT),
  /** 95 % scans of 1 to 100 records, 5 % inserts. */
  E(95, Kind.INSERT),
  /** Half reads, half reads with an update of what was read. */
  F(50, Kind.READ_MODIFY_WRITE);

  private static final int PERCENT = 100;

  /** What one operation does. */
  enum Kind {
    READ,
    UPDATE,
    INSERT,
    SCAN,
    READ_MODIFY_WRITE
  }

  private final int reads;
  private final Kind other;

  YcsbWorkload(int reads, Kind other) {
    this.reads = reads;
    this.other = other;
  }

  /**
   * Operations drawn before the clock starts.
   *
   * @param kinds what each does
   * @param records the record each begins at, in the order of insertion
   * @param lengths how many records each reads at most
   * @param inserts how many insert
   */
  record Operations(Kind[] kinds, int[] records, int[] lengths, int inserts) {}

  /**
   * Draws operations over {@code stored} records.
   *
   * @param popularity ranks of as many records: which record has a rank is drawn as well, but for
   *     workload D, where the newest is the most popular
   */
  Operations draw(int count, int stored, Zipf popularity, SplitMix64 stream) {
    Kind[] kinds = new Kind[count];
    int[] records = new int[count];
    int[] lengths = new int[count];
    int[] ranked = ranked(stored, stream);
    int inserted = 0;
    for (int i = 0; i < count; i++) {
      kinds[i] = stream.nextInt(PERCENT) < reads ? reading() : other;
      int rank = popularity.next(stream);
      lengths[i] = kinds[i] == Kind.SCAN ? 1 + stream.nextInt(PERCENT) : 1;
      if (kinds[i] == Kind.INSERT) {
        records[i] = stored + inserted++;
      } else {
        records[i] = this == D ? stored + inserted - 1 - rank : ranked[rank];
      }
    }
    return new Operations(kinds, records, lengths, inserted);
  }

  private Kind reading() {
    return this == E ? Kind.SCAN : Kind.READ;
  }

  /** Which record has a rank, so that popular ones do not lie side by side. */
  private static int[] ranked(int count, SplitMix64 stream) {
    int[] records = new int[count];
    for (int i = 0; i < count; i++) {
      int other = stream.nextInt(i + 1);
      records[i] = records[other];
      records[other] = i;
    }
    return records;
  }
}
