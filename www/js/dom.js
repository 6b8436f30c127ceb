// Elements without markup in strings: nothing that comes from a token or a server is ever parsed as
// HTML.

const SVG = "http://www.w3.org/2000/svg";

/**
 * The element of that id.
 *
 * @param {string} id
 * @returns {HTMLElement}
 */
export function byId(id) {
  const element = document.getElementById(id);
  if (element === null) throw new Error(`the page has no #${id}`);
  return element;
}

/**
 * A new element with a class and children.
 *
 * @param {string} name
 * @param {string} className
 * @param {...(Node | string)} children
 * @returns {HTMLElement}
 */
export function make(name, className, ...children) {
  const element = document.createElement(name);
  if (className !== "") element.className = className;
  element.append(...children);
  return element;
}

/**
 * A drawing that says nothing a screen reader must know.
 *
 * @param {string} className
 * @param {string} path
 * @returns {SVGElement}
 */
export function drawing(className, path) {
  const svg = document.createElementNS(SVG, "svg");
  svg.setAttribute("viewBox", "0 0 48 48");
  svg.setAttribute("class", className);
  svg.setAttribute("aria-hidden", "true");
  const line = document.createElementNS(SVG, "path");
  line.setAttribute("d", path);
  svg.append(line);
  return svg;
}

/**
 * A list of names and values; values that are absent are left out, and a third member is a class of
 * its row.
 *
 * @param {string} className
 * @param {ReadonlyArray<readonly [string, Node | string | null | undefined, string?]>} rows
 * @returns {HTMLElement}
 */
export function facts(className, rows) {
  const list = make("dl", className);
  for (const [name, value, kind] of rows) {
    if (value === null || value === undefined || value === "") continue;
    list.append(make("div", kind ?? "", make("dt", "", name), make("dd", "", value)));
  }
  return list;
}

/**
 * Something to unfold.
 *
 * @param {string} title
 * @param {...Node} children
 * @returns {HTMLElement}
 */
export function unfolding(title, ...children) {
  return make("details", "more", make("summary", "", title), ...children);
}

/**
 * A value as indented JSON, in a box that the keyboard can scroll.
 *
 * @param {string} label
 * @param {unknown} value
 * @returns {HTMLElement}
 */
export function json(label, value) {
  const box = make("pre", "", JSON.stringify(value, null, 2));
  box.tabIndex = 0;
  box.setAttribute("role", "region");
  box.setAttribute("aria-label", label);
  return box;
}
