package dev.tidemark.vector.index;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.Arrays;

/**
 * Which nodes of a graph lead to which, level by level. A node has the number of its row.
 *
 * <p>One thread writes, any number read, and none waits for another:
 *
 * <ul>
 *   <li>A node's own lists are complete before the first link to it is written. Links are written
 *       with release and read with acquire, so who comes to a node sees its lists and its row.
 *   <li>A list grows by its next place first, then its count. When it is replaced while it is read,
 *       the reader may get old and new neighbours mixed: each of them is a node that may be
 *       visited, and what a reader then returns is decided by rows, not by links.
 *   <li>The entry comes last, and only ever rises.
 *   <li>More room is made in another object, {@link #grown}, which shares the pages of this one. A
 *       reader that keeps to this object passes over nodes at or above its own bound; their rows
 *       came after its view.
 *   <li>No node is ever taken out of a graph that is read: a repaired graph is another object.
 * </ul>
 *
 * <p>Level 0 lies in pages of {@code 2m + 1} ints a node, a count and then the links; the levels
 * above, which one node in {@code m} has, in one array for each such node.
 *
 * <p>Every node but the root has a <em>parent</em> that came before it, and the two are linked both
 * ways on level 0 whatever else is pruned. So every node can be reached from every other.
 */
final class Links {
  static final int NONE = -1;

  private static final VarHandle LINK = MethodHandles.arrayElementVarHandle(int[].class);
  private static final int PAGE_BITS = 10;
  private static final int PAGE = 1 << PAGE_BITS;
  private static final byte UNKNOWN = -1;
  private static final byte APART = -2;

  private final int m;
  private final int stride;
  private final int[][] pages;
  private final int[][] upper;
  private final byte[] levels;
  private final int[] parents;
  private final int[] children;
  private int nodes;
  private volatile int entry = NONE;
  private volatile int settled;
  private volatile int[] apart = {};

  /** No nodes yet, and room for rows below {@code capacity}. */
  Links(int m, int capacity) {
    this(
        m,
        new int[(capacity + PAGE - 1) >> PAGE_BITS][],
        new int[capacity][],
        new byte[capacity],
        new int[capacity],
        new int[capacity]);
    Arrays.fill(levels, UNKNOWN);
  }

  private Links(int m, int[][] pages, int[][] upper, byte[] levels, int[] parents, int[] children) {
    this.m = m;
    this.stride = 2 * m + 1;
    this.pages = pages;
    this.upper = upper;
    this.levels = levels;
    this.parents = parents;
    this.children = children;
  }

  /** The same graph with more room; this one is not written to any more. */
  Links grown(int capacity) {
    int[][] morePages = Arrays.copyOf(pages, (capacity + PAGE - 1) >> PAGE_BITS);
    if (capacity() < PAGE && morePages[0] != null) {
      morePages[0] = Arrays.copyOf(morePages[0], Math.min(capacity, PAGE) * stride);
    }
    byte[] moreLevels = Arrays.copyOf(levels, capacity);
    Arrays.fill(moreLevels, levels.length, capacity, UNKNOWN);
    Links larger =
        new Links(
            m,
            morePages,
            Arrays.copyOf(upper, capacity),
            moreLevels,
            Arrays.copyOf(parents, capacity),
            Arrays.copyOf(children, capacity));
    larger.nodes = nodes;
    larger.entry = entry;
    larger.settled = settled;
    larger.apart = apart;
    return larger;
  }

  int capacity() {
    return levels.length;
  }

  int m() {
    return m;
  }

  /** Most links of a node on a level. */
  int most(int level) {
    return level == 0 ? 2 * m : m;
  }

  /** Nodes in the graph. For the writer. */
  int nodes() {
    return nodes;
  }

  /** Where every search begins, or {@link #NONE}. */
  int entry() {
    return entry;
  }

  void setEntry(int node) {
    entry = node;
  }

  /** Rows below this one are nodes, or apart, or never will be nodes because they were dead. */
  int settled() {
    return settled;
  }

  void setSettled(int rows) {
    settled = rows;
  }

  /** Rows that no graph can hold, because they are wide; never changed. */
  int[] apart() {
    return apart;
  }

  /** Whether the row was looked at. For the writer. */
  boolean isKnown(int row) {
    return levels[row] != UNKNOWN;
  }

  boolean isNode(int row) {
    return levels[row] >= 0;
  }

  /** The highest level of a node. */
  int level(int node) {
    return levels[node];
  }

  /** Passes over a row that was dead before the graph began. */
  void pass(int row) {
    levels[row] = APART;
  }

  /** Keeps a row out of the graph, for searches to score by itself. */
  void setApart(int row) {
    levels[row] = APART;
    int[] more = Arrays.copyOf(apart, apart.length + 1);
    more[apart.length] = row;
    apart = more;
  }

  /** Makes a node without links. */
  void create(int node, int level) {
    levels[node] = (byte) level;
    parents[node] = NONE;
    int page = node >> PAGE_BITS;
    if (pages[page] == null) {
      pages[page] = new int[Math.min(capacity(), PAGE) * stride];
    }
    if (level > 0) {
      upper[node] = new int[level * (m + 1)];
    }
    nodes++;
  }

  /** The node it hangs on, or {@link #NONE} if it is the root. */
  int parent(int node) {
    return parents[node];
  }

  void setParent(int node, int parent) {
    parents[node] = parent;
    children[parent]++;
  }

  /** Whether a node may have one more child and still have places for links of its choice. */
  boolean takesChild(int node) {
    return children[node] < m;
  }

  boolean isBound(int node, int other) {
    return parents[node] == other || parents[other] == node;
  }

  int degree(int level, int node) {
    int[] lists = lists(level, node);
    return lists == null ? 0 : (int) LINK.getAcquire(lists, place(level, node));
  }

  /** Copies those links of a node that lead below a bound; returns how many. */
  int read(int level, int node, int bound, int[] into) {
    int[] lists = lists(level, node);
    if (lists == null) { // a node newer than this object
      return 0;
    }
    int place = place(level, node);
    int count = (int) LINK.getAcquire(lists, place);
    int copied = 0;
    for (int i = place + 1; i <= place + count; i++) {
      int link = (int) LINK.getAcquire(lists, i);
      if (link < bound) {
        into[copied++] = link;
      }
    }
    return copied;
  }

  boolean leadsTo(int level, int node, int other) {
    int[] lists = lists(level, node);
    int place = place(level, node);
    for (int i = place + 1; i <= place + lists[place]; i++) {
      if (lists[i] == other) {
        return true;
      }
    }
    return false;
  }

  /** Adds a link to a list that has room. */
  void append(int level, int node, int link) {
    int[] lists = lists(level, node);
    int place = place(level, node);
    int count = lists[place];
    LINK.setRelease(lists, place + 1 + count, link);
    LINK.setRelease(lists, place, count + 1);
  }

  void replace(int level, int node, int[] links, int count) {
    int[] lists = lists(level, node);
    int place = place(level, node);
    for (int i = 0; i < count; i++) {
      LINK.setRelease(lists, place + 1 + i, links[i]);
    }
    LINK.setRelease(lists, place, count);
  }

  /** Throws an AssertionError unless this is a graph as described. Nobody may write meanwhile. */
  void checkInvariants() {
    int[] links = new int[most(0)];
    RowSet reached = new RowSet();
    reached.reset(capacity());
    int[] queue = new int[nodes];
    int found = entry == NONE ? 0 : 1;
    if (found == 1) {
      queue[0] = entry;
      reached.add(entry);
    }
    for (int next = 0; next < found; next++) {
      int node = queue[next];
      check(levels[node] >= 0 && levels[node] <= levels[entry], "node %d, its level", node);
      for (int level = levels[node]; level >= 0; level--) {
        int count = read(level, node, Integer.MAX_VALUE, links);
        check(count <= most(level), "node %d has too many links", node);
        checkLinks(level, node, links, count);
        for (int i = 0; i < count; i++) {
          if (reached.add(links[i])) {
            queue[found++] = links[i];
          }
        }
      }
      checkParent(node);
    }
    check(found == nodes, "%d nodes are reached, not all", found);
  }

  private void checkLinks(int level, int node, int[] links, int count) {
    for (int i = 0; i < count; i++) {
      check(links[i] != node, "node %d leads to itself", node);
      check(levels[links[i]] >= level, "node %d leads to none of its level", node);
      for (int j = 0; j < i; j++) {
        check(links[i] != links[j], "node %d leads twice to the same", node);
      }
    }
  }

  private void checkParent(int node) {
    int parent = parents[node];
    check(
        parent == NONE || (leadsTo(0, node, parent) && leadsTo(0, parent, node)),
        "node %d and its parent are not linked",
        node);
  }

  private static void check(boolean holds, String complaint, int number) {
    if (!holds) {
      throw new AssertionError(complaint.formatted(number));
    }
  }

  private int[] lists(int level, int node) {
    return level == 0 ? pages[node >> PAGE_BITS] : upper[node];
  }

  private int place(int level, int node) {
    return level == 0 ? (node & (PAGE - 1)) * stride : (level - 1) * (m + 1);
  }
}
