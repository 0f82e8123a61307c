const fact = (name, ...value) => el("div", {}, el("dt", {}, name), el("dd", {}, ...value));

/** Where the forks of a side vary, and what to repeat. */
const spread = (name, { vs, mm }, data) => [
  vs ? fact(`Variance of ${name}`, `${vs[0]} % between forks: `
    + (vs[0] > 50 ? "add forks, not iterations" : "add iterations, or forks")
    + (vs[1] ? `; at the least cost a fork runs ${count(vs[1], "iteration", "iterations")}` : "")) : null,
  mm ? fact(`Modes of ${name}`, el("span", { class: "doubt" }, "⚠ "), data.modes) : null,
];

const facts = (row, data) => {
  const allocation = [row.b, row.c].map((side) => (side ? side.a : undefined));
  const level = percent(data.criteria.confidence);
  return el("dl", { class: "facts" },
    fact("Verdict", row.verdict.name),
    row.r === undefined ? null : fact("Change", `${change(row.r)} (ratio ${plain(row.r)})`),
    row.lo === undefined ? null : fact(`${level} interval`, interval(row.lo, row.hi)),
    row.p === undefined ? null : fact("Adjusted p", plain(row.p)),
    row.b ? fact("Base", amount(row.b.m, row.u)) : null,
    row.c ? fact("Current", amount(row.c.m, row.u)) : null,
    allocation.some((bytes) => bytes !== undefined)
      ? fact("Allocated per operation", allocation.map((bytes) => amount(bytes, "B")).join(" → ")) : null,
    ...[["base", row.b], ["current", row.c]].flatMap(([name, side]) => spread(name, side || {}, data)),
    row.s ? fact("Measured", row.s) : null,
    row.up ? fact("Direction", "more is better") : null,
    row.n ? fact("Note", row.n) : null);
};

const forkFigure = (row) =>
  el("figure", {}, el("figcaption", {}, el("span", {}, "Every fork")), forkPicture(row),
    el("p", {}, "Dots: forks, the first on top. Bar below: mean with its 99 % interval."));

/** Everything known of one id; charts are drawn by the caller once the detail is on the page. */
const detail = (row, data, rowsById) => {
  const families = data.families.filter((family) => family.ids.includes(row.id));
  const charts = [
    roundChart(row), percentileChart(row),
    ...families.map((family) => scalingChart(row, family, rowsById)), trendChart(row, data),
  ].filter(Boolean);
  const own = data.gates.filter((gate) => gate.id === row.id || gate.id.startsWith(`${row.id}#`));
  const node = el("div", {},
    facts(row, data),
    row.b || row.c ? el("div", { class: "charts" }, forkFigure(row), charts) : null,
    own.length ? el("div", { class: "links" }, el("h3", {}, "Gates"), gateTable(own)) : null,
    row.fg ? el("p", { class: "links" }, "Flame graphs: ",
      row.fg.map(([text, href]) => el("a", { href }, text))) : null);
  node.draw = () => charts.forEach((figure) => figure.draw());
  return node;
};

const GATE_TONES = { PASS: ["good", "✓"], MARGINAL: ["doubt", "~"], FAIL: ["bad", "✕"], UNDECIDED: ["doubt", "?"] };
const gateVerdict = (gate) => {
  const [tone, sign] = GATE_TONES[gate.verdict] || (gate.passed ? ["good", "✓"] : ["doubt", "✕"]);
  return el("span", { class: `${tone} nowrap` }, `${sign} ${gate.verdict || (gate.passed ? "passed" : "missed")}`);
};
const gateTable = (gates) =>
  el("div", { class: "sheet" }, el("table", {},
    el("caption", { class: "hush" }, "Gates of the current run"),
    el("thead", {}, el("tr", {},
      ["Gate", "Verdict"].map((name) => el("th", { scope: "col" }, name)),
      ["Target", "Actual", "Margin"].map((name) => el("th", { scope: "col", class: "num" }, name)),
      ["Level", "Enforced"].map((name) => el("th", { scope: "col" }, name)))),
    el("tbody", {}, gates.map((gate) => el("tr", {},
      el("th", { scope: "row", class: "mono" }, gate.id),
      el("td", {}, gateVerdict(gate)),
      el("td", { class: "num" }, amount(gate.target, gate.unit)),
      el("td", { class: "num" }, amount(gate.actual, gate.unit)),
      el("td", { class: "num" }, gate.margin === undefined ? "–" : `${plain(gate.margin)} %`),
      el("td", {}, gate.level || "–"),
      el("td", {}, gate.enforced ? "yes" : "no"))))));

const WEIGHTS = { FORBIDS: ["bad", "✕ forbids comparing"], WARNS: ["doubt", "⚠ warning"], DIFFERS: ["soft", "≠ differs"] };
const environmentTable = (lines) =>
  el("div", { class: "sheet" }, el("table", {},
    el("caption", { class: "hush" }, "Fields in which the environments of both runs differ"),
    el("thead", {}, el("tr", {}, ["Field", "Base", "Current", "Effect"].map((name) => el("th", { scope: "col" }, name)))),
    el("tbody", {}, lines.map(([name, base, current, weight]) => {
      const [tone, text] = WEIGHTS[weight];
      return el("tr", {},
        el("th", { scope: "row", class: "mono" }, name),
        el("td", {}, base), el("td", {}, current), el("td", { class: `nowrap ${tone}` }, text));
    }))));
