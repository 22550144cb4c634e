/** The examples as a reader runs them, but for the build: kubemint comes from a bundle of the sources as they are now. */
import { spawn } from 'node:child_process';
import fs from 'node:fs/promises';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { rolldown } from 'rolldown';

export const ROOT = fileURLToPath(new URL('../../', import.meta.url));
export const EXAMPLES = path.join(ROOT, 'examples');

/** Bundles the program, without its dependencies, as `npm run build` does. @param directory below the root, for node_modules. */
export async function bundled(directory: string): Promise<string> {
  const manifest = await fs.readFile(path.join(ROOT, 'package.json'), 'utf8');
  const { dependencies } = JSON.parse(manifest) as { dependencies: Record<string, string> };
  const bundle = await rolldown({
    cwd: ROOT,
    input: { bin: 'src/bin.ts' },
    platform: 'node',
    external: [/^node:/, ...Object.keys(dependencies)],
    resolve: { extensionAlias: { '.js': ['.ts', '.js'] } },
  });
  await bundle.write({ dir: directory, format: 'esm' });
  return path.join(directory, 'bin.js');
}

export interface Ended {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs an example's run.mjs to its end. @param env on top of this process's. */
export function runExample(name: string, env: Readonly<Record<string, string | undefined>>): Promise<Ended> {
  const child = spawn(process.execPath, [path.join(EXAMPLES, name, 'run.mjs')], { env: { ...process.env, ...env } });
  let stdout = '';
  let stderr = '';
  child.stdout.on('data', (text: Buffer) => (stdout += text.toString()));
  child.stderr.on('data', (text: Buffer) => (stderr += text.toString()));
  return new Promise((resolve) => child.once('close', (code) => resolve({ code, stdout, stderr })));
}
