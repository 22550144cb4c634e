// `npm run build`: compiles src aside and then puts it in place of dist, so that a build that fails, or another one at
// the same time, never leaves half of one.
import { chmodSync, renameSync, rmSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { run } from './steps.mjs';

const at = (path) => fileURLToPath(new URL(`../${path}`, import.meta.url));
const draft = at(`.cache/build-${process.pid}`);
const old = at(`.cache/old-${process.pid}`);

process.on('exit', () => [draft, old].forEach((path) => rmSync(path, { recursive: true, force: true })));
const compile = ['node_modules/typescript/bin/tsc', '-p', 'tsconfig.build.json', '--noEmitOnError', '--outDir', draft];
run(process.execPath, compile);
chmodSync(`${draft}/bin.js`, 0o755);
try {
  renameSync(at('dist'), old);
} catch (error) {
  if (error.code !== 'ENOENT') throw error;
}
renameSync(draft, at('dist'));
