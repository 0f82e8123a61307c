const TIMES = ["ns", "µs", "ms", "s"];
const MINUS = "\u2212";

/** Up to four significant digits, no exponent below a billion. */
const plain = (value) => {
  if (value === 0) return "0";
  const size = Math.abs(value);
  const text = size >= 1e9 ? value.toExponential(2)
    : size >= 1000 ? Math.round(value).toLocaleString("en").replaceAll(",", "\u202f")
    : String(Number(value.toPrecision(4)));
  return text.replace("-", MINUS);
};
const time = (nanos) => {
  let unit = 0;
  while (Math.abs(nanos) >= 999.95 && unit < TIMES.length - 1) {
    nanos /= 1000;
    unit++;
  }
  return `${plain(nanos)} ${TIMES[unit]}`;
};
const amount = (value, unit) =>
  value === undefined || value === null ? "–" : unit === "ns" ? time(value) : `${plain(value)} ${unit}`;
/** A ratio of worse to better as people say it: +4.1 % or 2.3×. */
const change = (ratio) => {
  if (ratio === undefined) return "–";
  if (ratio >= 2 || ratio <= 0.5) return `${plain(ratio)}×`;
  const percent = (ratio - 1) * 100;
  return `${percent < 0 ? MINUS : "+"}${Math.abs(percent).toFixed(1)} %`;
};
const interval = (low, high) => `${change(low)} to ${change(high)}`;
const day = (timestamp) => timestamp.slice(0, 16).replace("T", " ") + " UTC";
const count = (n, one, many) => `${n} ${n === 1 ? one : many}`;
const percent = (share) => `${plain(share * 100)} %`;
/** Names in the order of their numbers: size_9k before size_10k. */
const natural = new Intl.Collator("en", { numeric: true }).compare;
