import { execFile } from 'node:child_process';
import fs from 'node:fs/promises';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import zlib from 'node:zlib';
import { tarEntries } from '../kubectl/tar.js';

const ROOT = fileURLToPath(new URL('../../', import.meta.url));
const NODE_MODULES = path.join(ROOT, 'node_modules');
const exec = promisify(execFile);

export interface Consumer {
  /** A project that has the packed package among its dependencies, and nothing that it does not declare. */
  readonly directory: string;
  /** Where the package lies in it. */
  readonly installed: string;
  /** Names in the tarball, without the leading `package/`. */
  readonly files: readonly string[];
}

/** Builds the sources into `directory`, packs them as npm publishes them and installs the tarball into a project there. */
export async function packInto(directory: string): Promise<Consumer> {
  const source = path.join(directory, 'source');
  await fs.mkdir(source);
  await exec(process.execPath, [path.join(ROOT, 'scripts/build.mjs'), path.join(source, 'dist')]);
  for (const name of ['package.json', 'README.md', 'LICENSE', 'CHANGELOG.md', 'config']) {
    await fs.cp(path.join(ROOT, name), path.join(source, name), { recursive: true }).catch(ignoreMissing);
  }
  await exec('npm', ['pack', '--silent', '--ignore-scripts', '--pack-destination', directory], { cwd: source });
  const tarball = (await fs.readdir(directory)).find((name) => name.endsWith('.tgz')) ?? '';
  const project = path.join(directory, 'project');
  const installed = path.join(project, 'node_modules', 'kubemint');
  const files: string[] = [];
  for (const { name, mode, content } of tarEntries(zlib.gunzipSync(await fs.readFile(path.join(directory, tarball))))) {
    const file = name.replace(/^package\//, '');
    files.push(file);
    await fs.mkdir(path.dirname(path.join(installed, file)), { recursive: true });
    await fs.writeFile(path.join(installed, file), content, { mode });
  }
  await fs.writeFile(path.join(project, 'package.json'), '{ "type": "module", "private": true }\n');
  await linkDependencies(installed, path.join(project, 'node_modules'));
  return { directory: project, installed, files };
}

/** Only what the package declares, and the types of node for its declarations. */
async function linkDependencies(installed: string, nodeModules: string): Promise<void> {
  const { dependencies } = JSON.parse(await fs.readFile(path.join(installed, 'package.json'), 'utf8')) as {
    dependencies: Record<string, string>;
  };
  for (const name of [...Object.keys(dependencies), '@types/node', 'undici-types']) {
    await fs.mkdir(path.dirname(path.join(nodeModules, name)), { recursive: true });
    await fs.symlink(path.join(NODE_MODULES, name), path.join(nodeModules, name));
  }
}

function ignoreMissing(error: unknown): void {
  if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
}

/** Runs a script of the project and gives what it printed. */
export async function runScript(consumer: Consumer, name: string, text: string): Promise<string> {
  await fs.writeFile(path.join(consumer.directory, name), text);
  const { stdout } = await exec(process.execPath, [name], { cwd: consumer.directory, timeout: 20_000 });
  return stdout;
}

/** Type-checks a file of the project, declarations of dependencies included. Resolves to the compiler's complaints. */
export async function typeCheck(consumer: Consumer, name: string, text: string): Promise<string> {
  await fs.writeFile(path.join(consumer.directory, name), text);
  const options = ['--noEmit', '--strict', '--module', 'nodenext', '--target', 'es2023', '--types', 'node'];
  const compiler = path.join(NODE_MODULES, 'typescript/bin/tsc');
  return exec(process.execPath, [compiler, ...options, name], { cwd: consumer.directory }).then(
    () => '',
    (error: unknown) => String((error as { stdout?: string }).stdout),
  );
}
