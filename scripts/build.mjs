// `npm run build [-- DIRECTORY]`: checks the types, writes the declarations, and bundles the sources (their dependencies
// stay outside): loading three hundred small files takes longer than all else that happens before the server is ready.
// All is made aside and then put in place of dist, so that a build that fails, or another one at the same time, never
// leaves half of one.
import { chmodSync, mkdirSync, readFileSync, renameSync, rmSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { rolldown } from 'rolldown';
import { run } from './steps.mjs';

const at = (path) => fileURLToPath(new URL(`../${path}`, import.meta.url));
const [, , directory] = process.argv;
const target = resolve(directory ?? at('dist'));
// A folder can be renamed within its file system only.
const aside = directory === undefined ? at('.cache') : dirname(target);
const draft = join(aside, `build-${process.pid}`);
const old = join(aside, `old-${process.pid}`);
process.on('exit', () => [draft, old].forEach((path) => rmSync(path, { recursive: true, force: true })));

const declarations = ['--emitDeclarationOnly', '--noEmitOnError', '--outDir', draft];
run(process.execPath, [at('node_modules/typescript/bin/tsc'), '-p', at('tsconfig.build.json'), ...declarations]);

const { dependencies } = JSON.parse(readFileSync(at('package.json'), 'utf8'));
const bundle = await rolldown({
  cwd: at('.'),
  input: { index: 'src/index.ts', bin: 'src/bin.ts', 'ready-check': 'src/ready-check.ts' },
  platform: 'node',
  preserveEntrySignatures: 'allow-extension',
  external: [/^node:/, ...Object.keys(dependencies)],
  resolve: { extensionAlias: { '.js': ['.ts', '.js'] } },
});
// Else rolldown puts what the start shares with CEL beside CEL, which would be loaded, too.
const cel = { name: 'cel', test: /src.cel./, includeDependenciesRecursively: false };
await bundle.write({ dir: draft, format: 'esm', codeSplitting: { groups: [cel] } });
chmodSync(`${draft}/bin.js`, 0o755);

mkdirSync(dirname(target), { recursive: true });
try {
  renameSync(target, old);
} catch (error) {
  if (error.code !== 'ENOENT') throw error;
}
renameSync(draft, target);
