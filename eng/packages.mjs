// Installs the npm packages that package.json names, in its versions. Prints nothing if they are there.
//   node eng/packages.mjs             all
//   node eng/packages.mjs lit-html    those named, and whatever else is needed to run the app; not what only its development needs
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));
const patience = 5 * 60_000;
const read = (...path) => JSON.parse(readFileSync(join(root, ...path), 'utf8'));

const { dependencies, devDependencies } = read('package.json');
const wanted = { ...dependencies, ...devDependencies };
const names = process.argv.length > 2 ? process.argv.slice(2) : Object.keys(wanted);

const installed = (name) => {
  const path = ['node_modules', name, 'package.json'];
  return existsSync(join(root, ...path)) && read(...path).version === wanted[name];
};
const missing = () => names.filter((name) => !installed(name));

// `npm ci` empties the folder, from which a program may just run: only an empty one is filled by it.
function command() {
  const common = '--no-audit --no-fund --loglevel=error';
  if (existsSync(join(root, 'node_modules'))) return `npm install --no-save ${common}`;
  return names.every((name) => dependencies[name]) ? `npm ci --omit=dev ${common}` : `npm ci ${common}`;
}

// Builds run side by side; the lock of one that was killed is taken after a while.
const lock = join(tmpdir(), `postern-packages-${createHash('sha256').update(root).digest('hex').slice(0, 16)}`);

async function locked(work) {
  for (;;) {
    try {
      mkdirSync(lock);
      break;
    } catch (problem) {
      if (problem.code !== 'EEXIST') throw problem;
      if (Date.now() - (statSync(lock, { throwIfNoEntry: false })?.mtimeMs ?? 0) > patience) rmSync(lock, { recursive: true, force: true });
      await pause(200);
    }
  }
  try {
    return work();
  } finally {
    rmSync(lock, { recursive: true, force: true });
  }
}

function install() {
  const absent = missing();
  if (absent.length === 0) return 0;
  if (spawnSync('npm --version', { shell: true, stdio: 'ignore' }).status !== 0) {
    console.error('npm, which comes with Node.js, is missing: it installs what package.json names.');
    return 1;
  }
  console.log(`Installing ${absent.map((name) => `${name} ${wanted[name]}`).join(', ')}`);
  return spawnSync(command(), { cwd: root, shell: true, stdio: 'inherit' }).status ?? 1;
}

if (missing().length > 0) process.exitCode = await locked(install);
