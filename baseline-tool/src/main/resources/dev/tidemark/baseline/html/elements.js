/** Makes an element; strings among the children become text, never markup. */
const element = (make, name, attributes, children) => {
  const node = make(name);
  for (const [key, value] of Object.entries(attributes || {})) {
    if (key.startsWith("on")) node.addEventListener(key.slice(2), value);
    else if (value !== undefined && value !== null && value !== false) node.setAttribute(key, value);
  }
  node.append(...children.flat(Infinity).filter((child) => child !== null && child !== undefined));
  return node;
};
const el = (name, attributes, ...children) =>
  element((n) => document.createElement(n), name, attributes, children);
const svg = (name, attributes, ...children) =>
  element((n) => document.createElementNS("http://www.w3.org/2000/svg", n), name, attributes, children);
/** An SVG that says in words what it shows. */
const picture = (width, height, label, ...children) =>
  svg("svg", { viewBox: `0 0 ${width} ${height}`, width, height, role: "img", "aria-label": label }, ...children);
