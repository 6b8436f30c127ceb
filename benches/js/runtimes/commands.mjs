// Node, Deno and Bun as child processes.

import { spawn } from "node:child_process";
import { once } from "node:events";
import { createInterface } from "node:readline";

import { binary } from "../../../tests/runtimes/binary.mjs";

const COMMANDS = {
  node: () => [process.execPath],
  deno: () => [
    binary("deno"),
    "run",
    "--no-remote",
    "--no-lock",
    "--node-modules-dir=manual",
    "--allow-read",
    "--allow-env",
  ],
  bun: () => [binary("bun"), "--no-install"],
};

export const COMMAND_NAMES = Object.keys(COMMANDS);

/** Runs a script in a runtime and yields the values of its lines. */
export async function* linesOf(runtime, script, ...args) {
  const [program, ...flags] = COMMANDS[runtime]();
  const child = spawn(program, [...flags, script, ...args], {
    stdio: ["ignore", "pipe", "inherit"],
  });
  const closed = once(child, "close");
  for await (const line of createInterface({ input: child.stdout })) yield JSON.parse(line);
  const [code] = await closed;
  if (code !== 0) throw new Error(`${runtime} ended with ${code}`);
}

/** The value of the only line that a script prints. */
export async function lineOf(runtime, script, ...args) {
  let last;
  for await (const value of linesOf(runtime, script, ...args)) last = value;
  return last;
}
