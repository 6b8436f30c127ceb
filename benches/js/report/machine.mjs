// On what, and with what, the figures came about.

import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { cpus, loadavg, release, totalmem, type } from "node:os";
import { fileURLToPath } from "node:url";

const ROOT = new URL("../../../", import.meta.url);
const CRATES = ["portcullis", "jsonwebtoken", "aws-lc-rs", "jwt-simple", "boring"];
const PACKAGES = ["jose", "fast-jwt", "hono"];

/** The processor, its cores, memory and system. */
export function machine() {
  const [cpu] = cpus();
  return {
    cpu: cpu?.model.trim() ?? "unknown",
    cores: cpus().length,
    memory: `${Math.round(totalmem() / 2 ** 30)} GiB`,
    system: `${distribution()}, ${type()} ${release()}, ${process.arch}`,
  };
}

/** What else the machine was doing in the last minute, in processors. */
export function load() {
  return loadavg()[0];
}

/** The versions of the peers and of what compiled them. */
export function versions() {
  const found = { rustc: command("rustc", "--version").split(" ")[1] ?? "unknown" };
  for (const name of PACKAGES) {
    const file = new URL(`node_modules/${name}/package.json`, ROOT);
    found[name] = JSON.parse(readFileSync(file, "utf8")).version;
  }
  const lock = readFileSync(new URL("benches/native/Cargo.lock", ROOT), "utf8");
  for (const name of CRATES) {
    found[name] = lock.match(new RegExp(`name = "${name}"\nversion = "([^"]+)"`))?.[1];
  }
  found.portcullis += ` (${commit()})`;
  return found;
}

function commit() {
  const changed = command("git", "status", "--porcelain") !== "";
  const hash = command("git", "rev-parse", "--short", "HEAD") || "no commit";
  return changed ? `${hash}, changed` : hash;
}

function distribution() {
  try {
    const release = readFileSync("/etc/os-release", "utf8");
    return release.match(/^PRETTY_NAME="?([^"\n]+)/m)?.[1] ?? "unknown";
  } catch {
    return "unknown";
  }
}

function command(program, ...args) {
  try {
    const options = {
      cwd: fileURLToPath(ROOT),
      encoding: "utf8",
      stdio: ["ignore", "pipe", "ignore"],
    };
    return execFileSync(program, args, options).trim();
  } catch {
    return "";
  }
}
