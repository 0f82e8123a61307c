package dev.tidemark.isolation;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.tidemark.transaction.ReadScope;
import dev.tidemark.transaction.Scope;
import dev.tidemark.types.KeyRange;
import dev.tidemark.types.KeySpace;
import dev.tidemark.types.Value;
import dev.tidemark.types.Versioned;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** How a list of numbers is kept in a run. */
enum ListStore {
  /** As one value: an append reads it. */
  VALUE {
    @Override
    void append(Scope scope, String list, long number) {
      List<Value> longer = new ArrayList<>();
      read(scope, list).forEach(each -> longer.add(Value.of(each)));
      longer.add(Value.of(number));
      scope.put(SPACE, list.getBytes(UTF_8), Value.list(longer));
    }

    @Override
    List<Long> read(ReadScope scope, String list) {
      List<Long> numbers = new ArrayList<>();
      if (scope.get(SPACE, list) instanceof Value.ListValue found) {
        found.forEach(each -> numbers.add(((Value.LongValue) each).value()));
      }
      return numbers;
    }
  },

  /** A row for each number, in the order of commits: an append is a blind write, a read a scan. */
  ROWS {
    @Override
    void append(Scope scope, String list, long number) {
      scope.put(SPACE, (list + "/" + number).getBytes(UTF_8), Value.of(number));
    }

    @Override
    List<Long> read(ReadScope scope, String list) {
      record Row(long version, long number) {}
      List<Row> rows = new ArrayList<>();
      scope.scan(
          SPACE,
          KeyRange.prefix((list + "/").getBytes(UTF_8)),
          (key, value, version, time) -> {
            long order = version == Versioned.PENDING ? Long.MAX_VALUE : version;
            return rows.add(new Row(order, ((Value.LongValue) value).value()));
          });
      rows.sort(Comparator.comparingLong(Row::version).thenComparingLong(Row::number));
      return rows.stream().map(Row::number).toList();
    }
  };

  private static final KeySpace SPACE = new KeySpace(0x77, "test");

  abstract void append(Scope scope, String list, long number);

  abstract List<Long> read(ReadScope scope, String list);
}
