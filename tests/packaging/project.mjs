// The packed package in an empty project: nothing of the workspace is in reach.

import { execFile } from "node:child_process";
import { cp, mkdir, mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";

const PACKAGE = fileURLToPath(new URL("../../pkg/", import.meta.url));
const CONSUMER = fileURLToPath(new URL("consumer/", import.meta.url));
const VECTORS = new URL("../vectors/access.json", import.meta.url);

const run = promisify(execFile);

/** Packs, installs, copies the consumer; `remove` deletes it all. */
export async function makeProject() {
  const folder = await mkdtemp(join(tmpdir(), "portcullis-packaging-"));
  const project = join(folder, "project");
  await mkdir(project);
  await npm(["pack", "--silent", "--pack-destination", folder], PACKAGE);
  const [tarball] = (await readdir(folder)).filter((name) => name.endsWith(".tgz"));
  await writeFile(join(project, "package.json"), '{ "private": true, "type": "module" }\n');
  // There is nothing to fetch: the package has no dependencies.
  await npm(["install", "--offline", "--no-audit", "--no-fund", join(folder, tarball)], project);
  await cp(CONSUMER, project, { recursive: true });
  await writeFile(join(project, "sample.json"), JSON.stringify(await sample()));
  return { project, remove: () => rm(folder, { recursive: true, force: true }) };
}

/** A token of the vectors with what it takes to verify it. */
async function sample() {
  const { vectors, policies, keys } = JSON.parse(await readFile(VECTORS, "utf8"));
  const [vector] = vectors;
  return {
    policy: policies[vector.policy],
    keys: keys[vector.keys].jwks,
    token: vector.token,
    now: vector.now,
  };
}

async function npm(args, cwd) {
  const program = process.platform === "win32" ? "npm.cmd" : "npm";
  await run(program, args, { cwd });
}
