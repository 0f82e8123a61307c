package dev.tidemark.json;

import dev.tidemark.types.LimitExceededException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.function.IntPredicate;

/**
 * A regular expression of RFC 9485, run as an automaton: in time proportional to the text, whatever
 * the expression. That of the JDK backtracks, and may take for ever.
 */
final class RegularExpression {
  private static final int MOST_PARTS = 10_000;

  /** One state of the automaton, which goes on with the next unless it says otherwise. */
  private sealed interface Instruction {}

  /** Takes one character. */
  private record Take(IntPredicate set) implements Instruction {}

  /** Goes on at two places at once. */
  private record Split(int first, int second) implements Instruction {}

  /** Goes on only at the beginning, or the end, of the text. */
  private record Only(boolean atStart) implements Instruction {}

  private record Accept() implements Instruction {}

  private final List<Instruction> program = new ArrayList<>();

  /** Parts written out so far; those that are empty, and add nothing, count. */
  private int emitted;

  private RegularExpression() {}

  /**
   * The expression, or empty if the pattern is none.
   *
   * @throws LimitExceededException if it is too long when its repetitions are written out
   */
  static Optional<RegularExpression> compile(String pattern) {
    return RegularExpressionParser.parse(pattern)
        .map(
            parsed -> {
              RegularExpression compiled = new RegularExpression();
              compiled.emit(parsed);
              compiled.add(new Accept());
              return compiled;
            });
  }

  /** How many states the automaton has. */
  int size() {
    return program.size();
  }

  private int add(Instruction instruction) {
    program.add(instruction);
    return program.size() - 1;
  }

  private void emit(Pattern pattern) {
    emitted += pattern instanceof Pattern.One one ? one.members() : 1;
    if (emitted > MOST_PARTS) {
      throw new LimitExceededException(
          "a regular expression in parts", MOST_PARTS, emitted, "repeat less in it");
    }
    if (pattern instanceof Pattern.One one) {
      add(new Take(one.set()));
    } else if (pattern instanceof Pattern.Edge edge) {
      add(new Only(edge.atStart()));
    } else if (pattern instanceof Pattern.Sequence sequence) {
      sequence.parts().forEach(this::emit);
    } else if (pattern instanceof Pattern.Choice choice) {
      emitChoice(choice.options());
    } else {
      emitRepeat((Pattern.Repeat) pattern);
    }
  }

  private void emitChoice(List<Pattern> options) {
    List<Integer> exits = new ArrayList<>();
    for (Pattern option : options.subList(0, options.size() - 1)) {
      int split = add(new Accept());
      emit(option);
      exits.add(add(new Accept()));
      program.set(split, new Split(split + 1, program.size()));
    }
    emit(options.get(options.size() - 1));
    for (int exit : exits) {
      program.set(exit, new Split(program.size(), program.size()));
    }
  }

  private void emitRepeat(Pattern.Repeat repeat) {
    for (int i = 0; i < repeat.least(); i++) {
      emit(repeat.part());
    }
    if (repeat.most() == Pattern.Repeat.UNBOUNDED) {
      int loop = add(new Accept());
      emit(repeat.part());
      add(new Split(loop, loop));
      program.set(loop, new Split(loop + 1, program.size()));
      return;
    }
    List<Integer> exits = new ArrayList<>();
    for (int i = repeat.least(); i < repeat.most(); i++) {
      exits.add(add(new Accept()));
      emit(repeat.part());
    }
    for (int exit : exits) {
      program.set(exit, new Split(exit + 1, program.size()));
    }
  }

  /** The states the automaton is in, each once, in the order they were reached. */
  private final class States {
    private final int[] reached = new int[program.size()];
    private final int[] place = new int[program.size()];
    private final Deque<Integer> todo = new ArrayDeque<>();
    private int count;

    private boolean contains(int state) {
      return place[state] < count && reached[place[state]] == state;
    }

    /** Adds a state with all that are reached from it without a character. */
    void add(int first, boolean atStart, boolean atEnd) {
      todo.push(first);
      while (!todo.isEmpty()) {
        int state = todo.pop();
        if (!contains(state)) {
          place[state] = count;
          reached[count++] = state;
          Instruction instruction = program.get(state);
          if (instruction instanceof Split split) {
            todo.push(split.second);
            todo.push(split.first);
          } else if (instruction instanceof Only only && (only.atStart ? atStart : atEnd)) {
            todo.push(state + 1);
          }
        }
      }
    }

    boolean isAccepting() {
      return contains(program.size() - 1);
    }

    void clear() {
      count = 0;
    }
  }

  /**
   * Whether it describes a text.
   *
   * @param whole whether the whole of it, or a part
   */
  boolean matches(String text, boolean whole, Effort effort) {
    effort.spend(size());
    States now = new States();
    States next = new States();
    int at = 0;
    while (true) {
      if (at == 0 || !whole) {
        now.add(0, at == 0, at == text.length());
      }
      effort.spend(now.count + 1L);
      if (at == text.length() || (!whole && now.isAccepting())) {
        return now.isAccepting();
      }
      int c = text.codePointAt(at);
      at += Character.charCount(c);
      step(now, c, next, at == text.length());
      States emptied = now;
      now = next;
      next = emptied;
      next.clear();
    }
  }

  private void step(States now, int c, States next, boolean atEnd) {
    for (int i = 0; i < now.count; i++) {
      int state = now.reached[i];
      if (program.get(state) instanceof Take take && take.set.test(c)) {
        next.add(state + 1, false, atEnd);
      }
    }
  }
}
