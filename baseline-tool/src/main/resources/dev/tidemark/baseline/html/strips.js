const STRIP = { width: 190, height: 22 };

/** The scale that all intervals share: logarithmic, wide enough for nine in ten of them. */
const ratioScale = (rows, limit) => {
  const ends = rows
    .filter((row) => row.r !== undefined)
    .map((row) => Math.max(Math.abs(Math.log(row.lo ?? row.r)), Math.abs(Math.log(row.hi ?? row.r))))
    .sort((a, b) => a - b);
  const typical = ends.length ? ends[Math.floor((ends.length - 1) * 0.9)] : 0;
  const reach = Math.min(Math.max(typical * 1.1, Math.log(limit) * 1.3, Math.log(1.06)), Math.log(2.2));
  return {
    reach: Math.exp(reach),
    at: (ratio, width) => {
      const share = Math.log(ratio) / reach;
      return width / 2 + Math.max(-1, Math.min(1, share)) * (width / 2 - 6);
    },
    beyond: (ratio) => Math.abs(Math.log(ratio)) > reach,
  };
};

/** One row's interval of the ratio between the margin, the threshold and no change. */
const ratioStrip = (row, scale, criteria) => {
  const { width, height } = STRIP;
  if (row.r === undefined) return null;
  const x = (ratio) => scale.at(ratio, width);
  const middle = height / 2;
  const low = row.lo ?? row.r;
  const high = row.hi ?? row.r;
  const label = `${change(row.r)}` + (row.lo === undefined ? ", no interval" : `, interval ${interval(low, high)}`);
  const arrow = (ratio, side) =>
    scale.beyond(ratio) && Math.sign(Math.log(ratio)) === side
      ? svg("path", { class: "dot", d: side > 0 ? `M${width - 6} ${middle - 4}l5 4l-5 4z` : `M6 ${middle - 4}l-5 4l5 4z` })
      : null;
  const margin = 1 + criteria.margin;
  return picture(width, height, label,
    svg("rect", { class: "margin", x: x(1 / margin), y: 2, width: x(margin) - x(1 / margin), height: height - 4 }),
    svg("line", { class: "zero", x1: x(1), x2: x(1), y1: 1, y2: height - 1 }),
    criteria.thresholdRatio && !scale.beyond(criteria.thresholdRatio)
      ? svg("line", { class: "limit", x1: x(criteria.thresholdRatio), x2: x(criteria.thresholdRatio), y1: 1, y2: height - 1 })
      : null,
    svg("line", { class: "span", x1: x(low), x2: x(high), y1: middle, y2: middle }),
    arrow(low, -1), arrow(high, 1),
    scale.beyond(row.r) ? null : svg("circle", { class: "dot", cx: x(row.r), cy: middle, r: 3.5 }));
};

const forksOf = (side) => (side && side.f) || [];
/** Forks of several sessions repeat their rounds; they are counted instead. */
const roundsOf = (side) => side.o && new Set(side.o).size === side.o.length ? side.o : side.f.map((_, i) => i + 1);
const rangeOf = (values) => {
  const low = Math.min(...values);
  const high = Math.max(...values);
  const room = (high - low || Math.abs(high) || 1) * 0.04;
  return [low - room, high + room];
};

/** One row's forks as dots: hollow above for the base, filled below for the current run. */
const forkStrip = (row) => {
  const { width, height } = STRIP;
  const all = [...forksOf(row.b), ...forksOf(row.c)];
  if (!all.length) return null;
  const [low, high] = rangeOf(all);
  const x = (value) => 5 + ((value - low) / (high - low)) * (width - 10);
  const dots = (side, y, attributes) =>
    forksOf(side).map((value) => svg("circle", { cx: x(value).toFixed(1), cy: y, r: 2.6, ...attributes }));
  const label = `${forksOf(row.b).length} base and ${forksOf(row.c).length} current forks from ` +
    `${amount(Math.min(...all), row.u)} to ${amount(Math.max(...all), row.u)}`;
  return picture(width, height, label,
    dots(row.b, 6.5, { class: "of-base" }), dots(row.c, 15.5, { class: "of-current", "fill-opacity": 0.75 }));
};

/** Round numbers between two ends. */
const ticks = (low, high, wanted) => {
  const rough = (high - low) / wanted;
  const power = 10 ** Math.floor(Math.log10(rough));
  const step = power * [1, 2, 5, 10].find((factor) => power * factor >= rough);
  const values = [];
  for (let value = Math.ceil(low / step) * step; value <= high; value += step) values.push(value);
  return values;
};

/** Every fork, the first measured on top, and the mean with its interval, of both sides on one axis. */
const forkPicture = (row) => {
  const width = 440;
  const sides = [["base", row.b], ["current", row.c]].filter(([, side]) => side);
  const values = sides.flatMap(([, side]) => [...forksOf(side), side.m, side.lo ?? side.m, side.hi ?? side.m]);
  const [low, high] = rangeOf(values);
  const x = (value) => 58 + ((value - low) / (high - low)) * (width - 74);
  const lane = 52;
  const bottom = sides.length * lane + 4;
  const drawn = sides.map(([name, side], i) => {
    const middle = i * lane + 24;
    const forks = forksOf(side);
    const dots = forks.map((value, j) =>
      svg("circle", { class: `of-${name}`, "fill-opacity": 0.75, r: 3.4, cx: x(value).toFixed(1),
        cy: (middle - 14 + (forks.length > 1 ? j / (forks.length - 1) : 0.5) * 20).toFixed(1) },
        svg("title", {}, `${name}, round ${roundsOf(side)[j]}: ${amount(value, row.u)}`)));
    return [
      svg("text", { x: 2, y: middle + 4 }, name),
      side.lo === undefined ? null
        : svg("line", { class: `mean-${name}`, x1: x(side.lo), x2: x(side.hi), y1: middle + 16, y2: middle + 16 }),
      svg("line", { class: `mean-${name}`, x1: x(side.m), x2: x(side.m), y1: middle + 11, y2: middle + 21 }),
      dots,
    ];
  });
  const marks = ticks(low, high, 5).map((value) => [
    svg("line", { class: "axis", x1: x(value), x2: x(value), y1: 4, y2: bottom }),
    svg("text", { x: x(value), y: bottom + 14, "text-anchor": "middle" }, amount(value, row.u)),
  ]);
  return picture(width, bottom + 20, forkStrip(row)?.getAttribute("aria-label") || "no forks on record", marks, drawn);
};
