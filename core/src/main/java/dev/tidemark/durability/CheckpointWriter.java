package dev.tidemark.durability;

import dev.tidemark.durability.CheckpointBlockFormat.Origin;
import dev.tidemark.types.RunId;
import dev.tidemark.types.StoredVersion;
import java.util.Arrays;

/** Streams a checkpoint into a file; holds one block in memory. */
final class CheckpointWriter implements CheckpointSink {
  /** A block is full here; only a single larger entry version exceeds it. */
  static final int BLOCK_BYTES = 256 << 10;

  private final SequentialOutput out;
  private final Origin newest;
  private byte[] block = new byte[BLOCK_BYTES];
  private int end;
  private int kind;
  private int items;
  private RunId run;
  private long lastTimeMicros;
  private int blocks;
  private long entries;

  CheckpointWriter(DiskFile file, CheckpointHeader header) {
    this.out = new SequentialOutput(file);
    this.newest = new Origin(header.version(), header.timeMicros());
    out.append(CheckpointFormat.encodeHeader(header), CheckpointFormat.HEADER_BYTES);
  }

  @Override
  public void committed(long version, long timeMicros) {
    if (items == 0 || end + Varint.MAX_BYTES > BLOCK_BYTES) {
      startBlock(CheckpointBlockFormat.KIND_TIMES, new Origin(version, timeMicros));
      lastTimeMicros = timeMicros;
    }
    end = Varint.write(timeMicros - lastTimeMicros, block, end);
    lastTimeMicros = timeMicros;
    items++;
  }

  @Override
  public void add(StoredVersion stored) {
    assert stored.version() <= newest.version() : stored.version() + " after " + newest.version();
    makeRoom(CheckpointBlockFormat.maxBytes(stored));
    RunId its = stored.mutation().key().run();
    if (!its.equals(run)) {
      end = MutationsFormat.writeRun(its, block, end);
      run = its;
    }
    end = CheckpointBlockFormat.write(stored, newest, block, end);
    items++;
    entries++;
  }

  private void makeRoom(long bytes) {
    if (kind != CheckpointBlockFormat.KIND_ENTRIES || end + bytes > BLOCK_BYTES) {
      startBlock(CheckpointBlockFormat.KIND_ENTRIES, newest);
    }
    if (end + bytes > block.length) {
      block = Arrays.copyOf(block, Math.toIntExact(end + bytes));
    }
  }

  private void startBlock(int nextKind, Origin origin) {
    endBlock();
    end = CheckpointBlockFormat.writeOrigin(origin, block);
    kind = nextKind;
    run = null;
  }

  private void endBlock() {
    if (items > 0) {
      CheckpointBlockFormat.seal(block, end, kind, blocks++, items);
      out.append(block, end);
      items = 0;
    }
  }

  /** Completes the file, which is durable then. */
  void finish() {
    endBlock();
    out.append(CheckpointFormat.encodeFooter(blocks, entries), CheckpointFormat.FOOTER_BYTES);
    out.flush();
  }
}
