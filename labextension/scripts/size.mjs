// Prints what JupyterLab loads of Bolt before its first use, gzipped, and fails above the limit.
import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';

const LIMIT_BYTES = 150_000;
const output = join(dirname(fileURLToPath(import.meta.url)), '../../jupyter_bolt/labextension');
const statics = join(output, 'static');
const { jupyterlab } = JSON.parse(readFileSync(join(output, 'package.json'), 'utf8'));
const remoteEntry = jupyterlab._build.load.replace('static/', '');

/** The chunks that stand behind the modules which the entry exposes: they come with the page. */
function eagerChunks() {
  const source = readFileSync(join(statics, remoteEntry), 'utf8');
  const exposed = /"\.\/index":.*?\},/s.exec(source)?.[0] ?? '';
  const ids = new Set(Array.from(exposed.matchAll(/\.e\("?(\w+)"?\)/g), match => match[1]));
  if (ids.size === 0) {
    throw new Error(`${remoteEntry} names no chunk: is this a production build?`);
  }
  return readdirSync(statics).filter(name => ids.has(name.split('.')[0]) && name.endsWith('.js'));
}

function gzippedBytes(name) {
  return gzipSync(readFileSync(join(statics, name))).length;
}

const eager = [remoteEntry, ...eagerChunks()];
const later = readdirSync(statics).filter(name => name.endsWith('.js') && !eager.includes(name));
const total = eager.reduce((sum, name) => sum + gzippedBytes(name), 0);
const onDemand = later.reduce((sum, name) => sum + gzippedBytes(name), 0);

for (const name of eager) {
  console.log(`${String(gzippedBytes(name)).padStart(8)}  ${name}`);
}
console.log(`${String(total).padStart(8)}  bytes gzipped before first use (limit ${LIMIT_BYTES})`);
console.log(`${String(onDemand).padStart(8)}  bytes gzipped on demand`);
process.exitCode = total > LIMIT_BYTES ? 1 : 0;
