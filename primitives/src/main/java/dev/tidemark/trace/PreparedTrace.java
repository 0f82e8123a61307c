package dev.tidemark.trace;

import dev.tidemark.transaction.TransactionScope;
import dev.tidemark.transaction.ValueBytes;
import dev.tidemark.types.InvalidArgumentException;
import dev.tidemark.types.LimitExceededException;
import dev.tidemark.types.Limits;
import dev.tidemark.types.Names;
import dev.tidemark.types.NotFoundException;
import dev.tidemark.types.Value;
import dev.tidemark.types.Versioned;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** A trace checked and encoded, as far as that goes without its id. */
final class PreparedTrace {
  private static final Value INDEXED = Value.nil();

  private final String what;
  private final Optional<TraceId> parent;
  private final Value row;
  private final List<byte[]> indexPrefixes;

  private PreparedTrace(
      String what, Optional<TraceId> parent, Value row, List<byte[]> indexPrefixes) {
    this.what = what;
    this.parent = parent;
    this.row = row;
    this.indexPrefixes = indexPrefixes;
  }

  /**
   * Checks and encodes a trace.
   *
   * @param what names the trace in errors
   */
  static PreparedTrace of(NewTrace trace, String what, Limits limits) {
    if (trace == null) {
      throw new InvalidArgumentException(what + " is missing");
    }
    int maxKeyBytes = limits.keyBytes();
    List<byte[]> prefixes = new ArrayList<>(trace.tags().size() + 2);
    prefixes.add(typePrefix(trace.content().type(), what + ": name of its type", maxKeyBytes));
    for (byte[] tag : Names.keys(trace.tags(), what + ": tag", maxKeyBytes)) {
      prefixes.add(TraceKeys.tagPrefix(tag));
    }
    trace.parent().map(TraceKeys::parentPrefix).ifPresent(prefixes::add);
    return new PreparedTrace(what, trace.parent(), row(trace, what, limits), prefixes);
  }

  /**
   * What the index rows of a type begin with; a user's name is checked.
   *
   * @param what calls the name in errors
   */
  static byte[] typePrefix(TraceType type, String what, int maxKeyBytes) {
    if (type instanceof CustomType custom) {
      return TraceKeys.typePrefix(Names.key(custom.name(), what, maxKeyBytes));
    }
    return TraceKeys.typePrefix((BuiltInType) type);
  }

  private static Value row(NewTrace trace, String what, Limits limits) {
    Value row = encode(trace, what);
    int bytes = ValueBytes.size(row, limits, what);
    if (bytes > limits.valueBytes()) {
      throw new LimitExceededException(
          what + " in bytes", limits.valueBytes(), bytes, "record it in a shorter form");
    }
    return row;
  }

  private static Value encode(NewTrace trace, String what) {
    try {
      return TraceFormat.encode(trace);
    } catch (InvalidArgumentException e) {
      throw new InvalidArgumentException(what + ": " + e.getMessage(), e);
    } catch (LimitExceededException e) {
      throw new LimitExceededException(
          what + ": " + e.what(), e.limit(), e.actual(), "record it in a shorter form");
    }
  }

  /** Writes the trace and its index rows. */
  void write(TransactionScope tx, TraceId id) {
    parent.ifPresent(p -> requireParent(tx, p));
    // That nobody else takes the id is relied on, not left to chance: of two commits one would win.
    tx.compareAndSet(TraceStore.ROWS, TraceKeys.row(id), Versioned.ABSENT, row).orThrow();
    for (byte[] prefix : indexPrefixes) {
      tx.put(TraceStore.INDEX, TraceKeys.of(prefix, id), INDEXED);
    }
  }

  private void requireParent(TransactionScope tx, TraceId id) {
    if (tx.get(TraceStore.ROWS, TraceKeys.row(id)) == null) {
      throw new NotFoundException(
          "parent "
              + id
              + " of "
              + what
              + " is not in run "
              + tx.run()
              + "; record it there first, or leave it out");
    }
  }
}
