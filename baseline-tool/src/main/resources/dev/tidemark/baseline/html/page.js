const data = JSON.parse(document.getElementById("data").textContent);
const SIGNS = {
  REGRESSED: "▲", REGRESSED_POINT: "▲", MISSING: "∅", NOT_COMPARABLE: "≠", INCONCLUSIVE: "?", UNSTABLE: "~",
  SLOWER: "△", IMPROVED: "▼", IMPROVED_POINT: "▼", FASTER: "▽", EQUIVALENT: "=", NEW: "+",
};
const DOUBTFUL = new Set(["MISSING", "NOT_COMPARABLE", "INCONCLUSIVE", "UNSTABLE"]);
const words = (name) => name.toLowerCase().replaceAll("_", " ");
data.verdicts.forEach((verdict) => {
  verdict.tone = verdict.bad ? "bad" : verdict.good ? "good" : DOUBTFUL.has(verdict.name) ? "doubt" : "";
  verdict.sign = SIGNS[verdict.name] || "•";
});
data.rows.forEach((row) => { row.verdict = data.verdicts[row.v]; });
const rowsById = new Map(data.rows.map((row) => [row.id, row]));
const tally = data.verdicts
  .map((verdict) => ({ verdict, n: data.rows.filter((row) => row.verdict === verdict).length }))
  .filter(({ n }) => n > 0);
const countOf = (wanted) => tally.filter(({ verdict }) => wanted(verdict)).reduce((sum, { n }) => sum + n, 0);

/* The head: what came out, of which runs, and what to keep in mind. */

const CONCLUSIONS = {
  PASSED: ["good", "✓ Passed"], FAILED: ["bad", "✕ Failed"], INCONCLUSIVE: ["doubt", "? Inconclusive"],
  VACUOUS: ["doubt", "! Not a comparison"],
};
const sentence = () => {
  const failing = data.gates.filter((gate) => gate.fails).length;
  const regressed = countOf((verdict) => verdict.bad);
  const said = tally.filter(({ verdict }) => !verdict.bad).map(({ verdict, n }) => `${n} ${words(verdict.name)}`);
  return [
    `${regressed ? count(regressed, "id", "ids") : "no id"} slower by more than ${data.criteria.threshold}`,
    failing ? count(failing, "enforced gate failed", "enforced gates failed") : null,
    ...said,
  ].filter(Boolean).join(" · ") + ". " +
    `Geometric mean ${change(data.geomean.ratio)} over ${count(data.geomean.rows, "pair", "pairs")}; ` +
    `${data.unpaired} could not be paired.`;
};
const runLine = (name, run, key) => [
  el("dt", {}, key, name),
  el("dd", {}, run.name),
  el("dd", { class: "soft" }, [
    day(run.timestamp), `commit ${run.commit.slice(0, 10)}${run.dirty ? " (dirty)" : ""} on ${run.branch}`,
    run.profile && `profile ${run.profile}`, run.tag && `tag ${run.tag}`, run.notes,
  ].filter(Boolean).join(" · ")),
];
const notices = [
  ...data.forced.map((text) => ["bad", `Compared by force although ${text}`]),
  ...data.incomplete.map((text) => ["bad", `Current run incomplete: ${text}`]),
  ...data.absentGates.map((id) => ["bad", `Gated but not measured: ${id}`]),
  ...data.warnings.map((text) => ["doubt", text]),
];
const [tone, title] = CONCLUSIONS[data.conclusion] || ["doubt", data.conclusion];
document.title = `${title.slice(2)}: ${data.base.name} against ${data.current.name}`;
document.getElementById("head").append(
  el("div", { class: `verdict ${tone}` }, el("h1", {}, title), el("p", {}, sentence())),
  el("dl", { class: "runs" },
    runLine("Base", data.base, picture(22, 10, "hollow", svg("circle", { class: "of-base", cx: 5, cy: 5, r: 3 }), svg("line", { class: "mean-base", x1: 11, x2: 22, y1: 5, y2: 5, "stroke-dasharray": "4 3" }))),
    runLine("Current", data.current, picture(22, 10, "filled", svg("circle", { class: "of-current", cx: 5, cy: 5, r: 3.2 }), svg("line", { class: "mean-current", x1: 11, x2: 22, y1: 5, y2: 5 })))),
  notices.length ? el("ul", { class: "notices" }, notices.map(([t, text]) => el("li", {}, el("span", { class: t }, "⚠ "), text))) : null);
document.querySelectorAll(".runs svg").forEach((mark) => mark.classList.add("key"));

/* The table of ids. */

const scale = ratioScale(data.rows, data.criteria.thresholdRatio || 1.05);
const worst = (row) => -(row.r ?? 0);
const COLUMNS = [
  { key: "id", title: "Id", order: (a, b) => natural(a.id, b.id) },
  { key: "verdict", title: "Verdict", order: (a, b) => a.v - b.v || worst(a) - worst(b) || natural(a.id, b.id) },
  { key: "change", title: "Change", of: (row) => row.r, numeric: true },
  { key: "interval", title: `${percent(data.criteria.confidence)} interval, ${change(1 / scale.reach)} to ${change(scale.reach)}` },
  { key: "base", title: "Base", of: (row) => row.b && row.b.m, numeric: true, kind: "side" },
  { key: "current", title: "Current", of: (row) => row.c && row.c.m, numeric: true, kind: "side" },
  { key: "forks", title: "Forks", kind: "forks" },
  { key: "note", title: "Note", kind: "note" },
];
/** Rows without a value come last in either direction. */
const compared = (column, sign) => column.order
  ? (a, b) => sign * column.order(a, b)
  : (a, b) => (column.of(a) === undefined) - (column.of(b) === undefined) || sign * (column.of(a) - column.of(b)) || natural(a.id, b.id);

const view = { column: "verdict", sign: 1, words: [], verdicts: new Set() };
const body = el("tbody");
const shown = el("span", { id: "shown", class: "soft", role: "status" });
const headers = new Map(COLUMNS.map((column) => {
  const sortable = column.order || column.of;
  const classes = [column.numeric && "num", column.kind].filter(Boolean).join(" ");
  return [column.key, el("th", { scope: "col", class: classes || null, "data-column": column.key },
    sortable ? el("button", { type: "button", onclick: () => sortBy(column.key) }, column.title) : column.title)];
}));

const build = (row, index) => {
  const panel = `detail-${index}`;
  row.button = el("button", { type: "button", "aria-expanded": "false", "aria-controls": panel, onclick: () => toggle(row) }, row.id);
  row.line = el("tr", { class: "row", "data-id": row.id, "data-verdict": row.verdict.name },
    el("th", { scope: "row" }, row.button),
    el("td", { class: `nowrap ${row.verdict.tone}` }, `${row.verdict.sign} ${words(row.verdict.name)}`),
    el("td", { class: `num change ${row.verdict.tone}` }, change(row.r)),
    el("td", { class: row.verdict.tone }, ratioStrip(row, scale, data.criteria)),
    el("td", { class: "num side" }, amount(row.b && row.b.m, row.u)),
    el("td", { class: "num side" }, amount(row.c && row.c.m, row.u)),
    el("td", { class: "forks" }, forkStrip(row)),
    el("td", { class: "note" }, (row.n || "").replaceAll(" %", "\u00a0%")));
  row.cell = el("td", { colspan: COLUMNS.length });
  row.panel = el("tr", { class: "detail", id: panel, hidden: "" }, row.cell);
};
data.rows.forEach(build);

const matches = (row) =>
  (view.verdicts.size === 0 || view.verdicts.has(row.verdict.name)) &&
  view.words.every((word) => row.id.toLowerCase().includes(word));
const render = () => {
  const column = COLUMNS.find(({ key }) => key === view.column);
  const rows = data.rows.filter(matches).sort(compared(column, view.sign));
  body.replaceChildren(...rows.flatMap((row) => [row.line, row.panel]));
  if (!rows.length) body.append(el("tr", {}, el("td", { class: "none", colspan: COLUMNS.length }, "No id matches; clear the filter to see all.")));
  shown.textContent = `${rows.length} of ${count(data.rows.length, "id", "ids")} shown`;
  headers.forEach((header, key) => {
    if (!header.firstElementChild) return;
    header.setAttribute("aria-sort", key !== view.column ? "none" : view.sign > 0 ? "ascending" : "descending");
  });
};
const sortBy = (key) => {
  view.sign = view.column === key ? -view.sign : 1;
  view.column = key;
  render();
};
const isOpen = (row) => row.button.getAttribute("aria-expanded") === "true";
const open = (row) => {
  row.button.setAttribute("aria-expanded", "true");
  row.panel.hidden = false;
  const node = detail(row, data, rowsById);
  row.cell.replaceChildren(node);
  node.draw();
  history.replaceState(null, "", `#${encodeURIComponent(row.id)}`);
};
const close = (row) => {
  row.button.setAttribute("aria-expanded", "false");
  row.panel.hidden = true;
  row.cell.replaceChildren();
};
const toggle = (row) => (isOpen(row) ? close(row) : open(row));

const search = el("input", { type: "search", id: "filter", placeholder: "Filter ids  ( / )", "aria-label": "Filter ids by words", oninput: () => {
  view.words = search.value.toLowerCase().split(/\s+/).filter(Boolean);
  render();
} });
const chips = tally.map(({ verdict, n }) => {
  const chip = el("button", { type: "button", class: `chip ${verdict.tone}`, "aria-pressed": "false", "data-verdict": verdict.name, onclick: () => {
    const on = !view.verdicts.delete(verdict.name);
    if (on) view.verdicts.add(verdict.name);
    chip.setAttribute("aria-pressed", String(on));
    render();
  } }, `${verdict.sign} ${words(verdict.name)} `, el("b", {}, String(n)));
  return chip;
});

document.getElementById("main").append(
  el("div", { class: "tools", role: "search" }, search, chips, shown),
  el("div", { class: "sheet" }, el("table", { id: "ids" },
    el("caption", { class: "hush" }, "Verdict by id; the id opens its details, column heads sort"),
    el("thead", {}, el("tr", {}, [...headers.values()])), body)),
  ...(data.gates.length ? [el("h2", { id: "gates" }, "Gates"), gateTable(data.gates)] : []),
  el("h2", { id: "environment" }, "Environment"),
  data.environment.length ? environmentTable(data.environment) : el("p", { class: "soft" }, "No recorded field differs."));
render();

/* The foot: method and keys. */

const { criteria } = data;
document.getElementById("foot").append(
  el("p", {}, `Change: how many times worse the current run is, by the ratio of mean times, or of what should be more. ` +
    `The unit of every statistic is the fork, one fresh JVM. Intervals hold ${percent(criteria.confidence)}; ` +
    `threshold ${criteria.threshold} (dashed), margin ${percent(criteria.margin)} (shaded), alpha ${plain(criteria.alpha)}. ` +
    `Percentiles are shown where ten samples or more lie beyond them, and are not judged.`),
  el("p", {}, "Keys: ", el("kbd", {}, "/"), " filter, ", el("kbd", {}, "↑"), " ", el("kbd", {}, "↓"), " from id to id, ",
    el("kbd", {}, "Enter"), " details, ", el("kbd", {}, "Esc"), " close."));

/* Keys, links and colour schemes. */

const step = (from, by) => {
  const buttons = [...body.querySelectorAll("tr.row button")];
  const next = buttons[buttons.indexOf(from) + by];
  if (next) next.focus();
};
document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey) return;
  const here = document.activeElement;
  const row = here && here.closest("tr.row");
  if (event.key === "/" && here !== search) {
    event.preventDefault();
    search.focus();
  } else if (row && (event.key === "ArrowDown" || event.key === "ArrowUp")) {
    event.preventDefault();
    step(here, event.key === "ArrowDown" ? 1 : -1);
  } else if (here === search && event.key === "ArrowDown") {
    event.preventDefault();
    step(null, 1);
  } else if (event.key === "Escape") {
    const panel = here && here.closest("tr.row, tr.detail");
    const owner = panel && data.rows.find((each) => each.line === panel || each.panel === panel);
    if (owner && isOpen(owner)) {
      close(owner);
      owner.button.focus();
    } else if (here === search) {
      search.value = "";
      search.dispatchEvent(new Event("input"));
    }
  }
});

const redraw = () => data.rows.filter(isOpen).forEach((row) => row.cell.firstElementChild.draw());
matchMedia("(prefers-color-scheme: dark)").addEventListener("change", redraw);
let resized;
addEventListener("resize", () => {
  cancelAnimationFrame(resized);
  resized = requestAnimationFrame(redraw);
});
const follow = () => {
  const row = rowsById.get(decodeURIComponent(location.hash.slice(1)));
  if (!row) return;
  open(row);
  row.line.scrollIntoView();
};
addEventListener("hashchange", follow);
follow();
