const SHARES = [0.5, 0.9, 0.95, 0.99, 0.999];
const PERCENTILE_NAMES = ["p50", "p90", "p95", "p99", "p99.9"];
const CHART_HEIGHT = 210;

const ink = (name) => getComputedStyle(document.documentElement).getPropertyValue(`--${name}`).trim();
const faint = (colour, alpha) => colour + Math.round(alpha * 255).toString(16).padStart(2, "0");

const baseLine = (more) => ({
  label: "base", stroke: ink("base"), width: 1.5, dash: [5, 4], spanGaps: true,
  points: { show: true, size: 6, stroke: ink("base"), fill: ink("card") }, ...more,
});
const currentLine = (more) => ({
  label: "current", stroke: ink("current"), width: 2, spanGaps: true,
  points: { show: true, size: 6, stroke: ink("current"), fill: ink("current") }, ...more,
});
const faintLine = (colour) => ({
  label: "", stroke: faint(ink(colour), 0.35), width: 0.8, points: { show: false }, spanGaps: true,
});

const axis = (more) => ({
  stroke: ink("soft"), font: "11px system-ui, sans-serif",
  grid: { stroke: ink("line"), width: 1 }, ticks: { stroke: ink("line"), width: 1, size: 4 }, ...more,
});
/** Whether values need a logarithmic scale. */
const isWide = (values) => Math.min(...values) > 0 && Math.max(...values) > 8 * Math.min(...values);
const valueScale = (values) => isWide(values)
  ? { distr: 3, range: (_, low, high) => [low / 1.3, high * 1.3] }
  : { range: (_, low, high) => rangeOf([low, high]) };

/** Marks of a logarithmic axis: powers of ten, and between them 2 and 5 where there are few. */
const logMarks = (low, high) => {
  const factors = Math.log10(high / low) > 2.5 ? [1] : [1, 2, 5];
  const marks = [];
  for (let power = 10 ** Math.floor(Math.log10(low)); power <= high; power *= 10) {
    marks.push(...factors.map((factor) => factor * power).filter((mark) => mark >= low && mark <= high));
  }
  return marks;
};

const valueAxis = (unit, values) => axis({
  size: 62, values: (_, splits) => splits.map((v) => amount(v, unit)),
  ...(isWide(values) && { splits: (_, side, low, high) => logMarks(low, high), filter: (_, splits) => splits }),
});


/**
 * A figure with one uPlot in it. The chart is drawn when the figure is on the page; the caption's
 * right end reads out what is under the pointer.
 */
const chart = (title, label, options, data, read) => {
  const readout = el("output", { "aria-live": "off" });
  const plot = el("div", { class: "plot", role: "img", "aria-label": label });
  const node = el("figure", {}, el("figcaption", {}, el("span", {}, title), readout), plot);
  node.draw = () => {
    plot.replaceChildren();
    const made = options();
    new uPlot({
      width: Math.max(plot.clientWidth, 240), height: CHART_HEIGHT, legend: { show: false },
      padding: [8, 10, 0, 0], ...made,
      cursor: { y: false, drag: { x: false, y: false }, points: { show: false } },
      hooks: {
        ...made.hooks,
        setCursor: [(u) => { readout.textContent = Number.isInteger(u.cursor.idx) ? read(u.cursor.idx) : ""; }],
      },
    }, data, plot);
  };
  return node;
};

const sidesText = (row, base, current) =>
  [["base", base], ["current", current]]
    .filter(([, value]) => value !== undefined && value !== null)
    .map(([name, value]) => `${name} ${amount(value, row.u)}`).join(", ");

/** The forks in the order they were measured: shows drift and two-humped forks. */
const roundChart = (row) => {
  const sides = [row.b, row.c].filter((side) => side && side.f);
  if (!sides.length || Math.max(...sides.map((side) => side.f.length)) < 2) return null;
  const rounds = [...new Set(sides.flatMap(roundsOf))].sort((a, b) => a - b);
  const line = (side) => {
    const byRound = new Map(side && side.f ? roundsOf(side).map((round, i) => [round, side.f[i]]) : []);
    return rounds.map((round) => byRound.get(round) ?? null);
  };
  const base = line(row.b);
  const current = line(row.c);
  const values = [...base, ...current].filter((value) => value !== null);
  return chart("Forks by round", `mean of each fork over ${rounds.length} rounds`, () => ({
    scales: { x: { time: false, range: (_, low, high) => [low - 0.3, high + 0.3] }, y: valueScale(values) },
    series: [{}, baseLine(), currentLine()],
    axes: [axis({ incrs: [1, 2, 5, 10, 20, 50, 100, 200], size: 28 }), valueAxis(row.u, values)],
  }), [rounds, base, current], (i) => `round ${rounds[i]}: ${sidesText(row, base[i], current[i])}`);
};

/** Percentiles over 1/(1−p), logarithmic, the forks' own curves faint behind the merged ones. */
const percentileChart = (row) => {
  const merged = [row.b && row.b.Q, row.c && row.c.Q];
  const forks = [row.b, row.c].map((side) => (side && side.q) || []);
  if (!merged.some(Boolean) && !forks.flat().length) return null;
  const fill = (curve) => SHARES.map((_, i) => (curve && curve[i] !== undefined ? curve[i] : null));
  const x = SHARES.map((share) => 1 / (1 - share));
  const values = [...merged, ...forks.flat()].filter(Boolean).flat().filter((value) => value !== null);
  const shown = SHARES.filter((_, i) => [...merged, ...forks.flat()].some((curve) => curve && curve[i] != null)).length;
  const [base, current] = merged.map(fill);
  return chart("Percentiles (not judged)", "latency percentiles of both runs, logarithmic in 1/(1−p)", () => ({
    scales: { x: { time: false, distr: 3, range: () => [1.8, x[Math.max(shown - 1, 1)] * 1.15] }, y: valueScale(values) },
    series: [{}, ...forks[0].map(() => faintLine("base")), ...forks[1].map(() => faintLine("current")), baseLine(), currentLine()],
    axes: [
      axis({ size: 28, splits: () => x, filter: (_, splits) => splits, values: (_, splits) => splits.map((at) => PERCENTILE_NAMES[x.indexOf(at)] ?? "") }),
      valueAxis(row.u, values),
    ],
  }), [x, ...forks.flat().map(fill), base, current],
  (i) => `${PERCENTILE_NAMES[i]}: ${sidesText(row, base[i], current[i])}`);
};

/** The result over the values of one parameter. */
const scalingChart = (row, family, rowsById) => {
  const members = family.ids.map((id) => rowsById.get(id));
  const of = (side) => members.map((member) => (member && member[side] ? member[side].m : null));
  const base = of("b");
  const current = of("c");
  const values = [...base, ...current].filter((value) => value !== null);
  const wide = family.x[family.x.length - 1] >= 8 * family.x[0];
  return chart(`Scaling over ${family.parameter}`, `results at ${family.x.length} values of ${family.parameter}`, () => ({
    scales: {
      x: { time: false, ...(wide ? { distr: 3, range: (_, low, high) => [low * 0.8, high * 1.25] } : { range: (_, low, high) => rangeOf([low, high]) }) },
      y: valueScale(values),
    },
    series: [{}, baseLine(), currentLine()],
    axes: [axis({ size: 28, splits: () => family.x, filter: (_, splits) => splits, values: (_, splits) => splits.map(plain) }), valueAxis(row.u, values)],
  }), [family.x, base, current], (i) => `${family.parameter} ${plain(family.x[i])}: ${sidesText(row, base[i], current[i])}`);
};

/** Means and intervals over the runs of the store, with the change points marked. */
const trendChart = (row, data) => {
  if (!row.t) return null;
  const at = data.runs.map((_, i) => i);
  const { m, w } = row.t;
  const end = (sign) => m.map((mean, i) => (mean === null ? null : mean * (1 + w[i] / 100) ** sign));
  const [lo, hi] = [end(-1), end(1)];
  const points = row.t.cp || [];
  const values = [...lo, ...hi].filter((value) => value !== null);
  const baseAt = data.runs.findIndex((run) => run.name === data.base.name);
  const mark = (u, i, colour, dash, text) => {
    const x = u.valToPos(i, "x", true);
    u.ctx.save();
    u.ctx.strokeStyle = u.ctx.fillStyle = colour;
    u.ctx.setLineDash(dash);
    u.ctx.beginPath();
    u.ctx.moveTo(x, u.bbox.top);
    u.ctx.lineTo(x, u.bbox.top + u.bbox.height);
    u.ctx.stroke();
    u.ctx.textAlign = i > at.length / 2 ? "right" : "left";
    u.ctx.font = `${11 * devicePixelRatio}px system-ui, sans-serif`;
    u.ctx.fillText(text, x + (i > at.length / 2 ? -4 : 4) * devicePixelRatio, u.bbox.top + 11 * devicePixelRatio);
    u.ctx.restore();
  };
  const told = points.length ? `, changed at ${points.map((i) => data.runs[i].name).join(", ")}` : ", no change point";
  return chart("Trend over the store's runs", `${row.id} over ${at.length} runs${told}`, () => ({
    scales: { x: { time: false, range: (_, low, high) => [low - 0.4, high + 0.4] }, y: valueScale(values) },
    series: [
      {},
      { stroke: "transparent", points: { show: false } }, { stroke: "transparent", points: { show: false } },
      currentLine({ label: "mean", points: { show: true, size: 5, fill: ink("current"), stroke: ink("current") } }),
    ],
    bands: [{ series: [2, 1], fill: faint(ink("current"), 0.16) }],
    axes: [
      axis({ size: 28, incrs: [1, 2, 5, 10, 20], values: (_, splits) => splits.map((i) => (data.runs[i] ? data.runs[i].timestamp.slice(5, 10) : "")) }),
      valueAxis(row.u, values),
    ],
    hooks: { draw: [(u) => {
      if (baseAt >= 0 && baseAt < at.length - 1) mark(u, baseAt, ink("base"), [4, 4], "base");
      points.forEach((i) => mark(u, i - 0.5, ink("doubt"), [], "change"));
    }] },
  }), [at, lo, hi, m], (i) => m[i] === null ? `${data.runs[i].name}: not measured`
    : `${data.runs[i].name}: ${amount(m[i], row.u)}` + (lo[i] < hi[i] ? ` (${amount(lo[i], row.u)} to ${amount(hi[i], row.u)})` : ""));
};
