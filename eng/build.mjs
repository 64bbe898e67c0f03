// Builds the devhost for ./run, unless the last build was of the same sources and its output is untouched. Prints nothing if so.
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));
const output = join(root, 'devhost/bin/Release/net10.0');
const stamp = join(root, 'devhost/bin/Release/run.stamp');
const folders = ['devhost', 'functions', 'shared'];
// What the projects take from elsewhere: settings of the build, packages, and files that are embedded or copied.
const besides = /\.(props|targets|json|config)$|^\.(editorconfig|globalconfig)$/;
const made = new Set(['bin', 'obj', 'node_modules']);
const product = /^Postern\.|\.json$/;

const files = (folder) =>
  readdirSync(join(root, folder), { withFileTypes: true })
    .filter((entry) => !made.has(entry.name) && !entry.name.endsWith('.md'))
    .flatMap((entry) => (entry.isDirectory() ? files(join(folder, entry.name)) : [join(folder, entry.name)]));

// By content: what a checkout or a copy does to the times of files must neither hide a change nor make one up.
function sources() {
  const hash = createHash('sha256');
  const top = readdirSync(root, { withFileTypes: true }).filter((entry) => entry.isFile() && besides.test(entry.name)).map(({ name }) => name);
  for (const name of [...top, 'docs/openapi.json', ...folders.flatMap(files)].sort()) {
    if (!existsSync(join(root, name))) continue;
    hash.update(`${name}\0`).update(readFileSync(join(root, name))).update('\0');
  }
  return hash.digest('hex');
}

// Another build may have replaced the output since.
function products() {
  if (!existsSync(output)) return '';
  const parts = readdirSync(output).filter((name) => product.test(name)).sort();
  return parts.map((name) => [name, statSync(join(output, name))]).map(([name, { size, mtimeMs }]) => `${name} ${size} ${mtimeMs}`).join('\n');
}

const state = (built) => `${built}\n${products()}`;
const stop = (text) => { process.stderr.write(`run: ${text}\n`); process.exitCode = 1; };

function lacksSdk() {
  if (spawnSync('dotnet', ['--version'], { cwd: root, stdio: 'ignore' }).status === 0) return undefined;
  const { version } = JSON.parse(readFileSync(join(root, 'global.json'), 'utf8')).sdk;
  const listed = spawnSync('dotnet', ['--list-sdks'], { cwd: root, encoding: 'utf8' }).stdout ?? '';
  const found = listed.split('\n').filter(Boolean).map((line) => line.split(' ')[0]);
  return `the .NET SDK ${version} or newer is needed (global.json); ${found.length ? `installed: ${found.join(', ')}` : 'none is installed'}.`;
}

function build() {
  const lacking = lacksSdk();
  if (lacking) return stop(lacking);
  const before = sources();
  process.stdout.write('Building …\n');
  rmSync(stamp, { force: true });
  const { status, stdout, stderr } = spawnSync('dotnet', ['build', '-c', 'Release', 'devhost', '-v', 'quiet', '-nologo', '-p:RunAnalyzers=false'], { cwd: root, encoding: 'utf8', maxBuffer: 64 << 20 });
  if (status !== 0) return stop(`the build failed:\n${stdout}${stderr}`);
  // A source that changed during the build is found by the next start.
  return writeFileSync(stamp, state(before));
}

if (!existsSync(stamp) || readFileSync(stamp, 'utf8') !== state(sources())) build();
