// The story as a table, one row per step, printed as it happens.

const COLUMNS = [
  { title: "request", width: 28 },
  { title: "token", width: 20 },
  { title: "verdict", width: 34 },
  { title: "clause", width: 22 },
];
const TIME_WIDTH = 7;
const MARK_WIDTH = 3;

/** A printer of rows; colours only on a terminal. */
export function createTable(output) {
  const paint = painter(output.isTTY && !process.env.NO_COLOR);
  const line = (text) => output.write(`${text}\n`);
  return {
    head() {
      const titles = COLUMNS.map(({ title, width }) => title.padEnd(width)).join("  ");
      line(paint.bold(`${" ".repeat(MARK_WIDTH)}${titles}  ${"time".padStart(TIME_WIDTH)}`));
      line(
        paint.dim(
          "─".repeat(MARK_WIDTH + COLUMNS.reduce((sum, { width }) => sum + width + 2, TIME_WIDTH)),
        ),
      );
    },
    row({ request, token, verdict, clause, milliseconds, faults }) {
      const cells = [request, token, verdict, clause ?? ""].map((text, column) =>
        fit(text, COLUMNS[column].width),
      );
      const mark = faults.length === 0 ? paint.green(" ✓ ") : paint.red(" ✗ ");
      line(`${mark}${cells.join("  ")}  ${paint.dim(time(milliseconds))}`);
      for (const fault of faults) line(paint.red(`     ${fault}`));
    },
    note(text) {
      line(paint.red(`\n   ${text}`));
    },
  };
}

function fit(text, width) {
  return (text.length > width ? `${text.slice(0, width - 1)}…` : text).padEnd(width);
}

function time(milliseconds) {
  return `${milliseconds.toFixed(milliseconds < 100 ? 1 : 0)} ms`.padStart(TIME_WIDTH);
}

function painter(coloured) {
  const wrap = (code) => (text) => (coloured ? `\x1b[${code}m${text}\x1b[0m` : text);
  return { bold: wrap(1), dim: wrap(2), green: wrap(32), red: wrap(31) };
}
