// `npm run build`: compiles src into an empty dist; a build that fails leaves none behind that looks whole.
import { chmodSync, rmSync } from 'node:fs';
import { run } from './steps.mjs';

const dist = new URL('../dist/', import.meta.url);
rmSync(dist, { recursive: true, force: true });
run(process.execPath, ['node_modules/typescript/bin/tsc', '-p', 'tsconfig.build.json', '--noEmitOnError']);
chmodSync(new URL('bin.js', dist), 0o755);
