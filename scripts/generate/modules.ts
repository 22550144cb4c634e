/** The public Go modules that the schemas are taken from. Needs `go` on the PATH. */
import { execFileSync } from 'node:child_process';
import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** The newest published module of each minor: v0.MINOR.PATCH of k8s.io/api and its like. */
export const PATCHES: ReadonlyMap<number, number> = new Map([
  [20, 15],
  [21, 14],
  [22, 17],
  [23, 17],
  [24, 17],
  [25, 16],
  [26, 15],
  [27, 16],
  [28, 15],
  [29, 15],
  [30, 14],
  [31, 14],
  [32, 13],
  [33, 13],
  [34, 13],
  [35, 10],
  [36, 6],
  [37, 2],
]);

const MODULES = [
  'k8s.io/api',
  'k8s.io/apimachinery',
  'k8s.io/apiextensions-apiserver',
  'k8s.io/kube-aggregator',
] as const;

/** Where the newest patch of a module cannot be had: `MODULE MINOR` → patch. */
const OTHER_PATCHES: ReadonlyMap<string, number> = new Map([
  ['k8s.io/kube-aggregator 31', 10],
  ['k8s.io/kubernetes 34', 5],
  ['k8s.io/kubernetes 35', 4],
  ['k8s.io/kubernetes 36', 3],
]);

/** Maps a Go package's path to its directory, for one minor. Downloads what the module cache lacks. */
export function packageDirectories(minor: number): (goPackage: string) => string {
  const roots = MODULES.map((module) => [module, download(module, `v0.${minor}.${patchOf(module, minor)}`)] as const);
  return (goPackage) => {
    for (const [module, root] of roots) {
      if (goPackage.startsWith(`${module}/`)) return join(root, goPackage.slice(module.length + 1));
    }
    throw new Error(`${goPackage} is in none of ${MODULES.join(', ')}`);
  };
}

/** The directory of k8s.io/kubernetes itself, for one minor. */
export function kubernetesDirectory(minor: number): string {
  const module = 'k8s.io/kubernetes';
  return download(module, `v1.${minor}.${patchOf(module, minor)}`);
}

function patchOf(module: string, minor: number): number {
  const patch = OTHER_PATCHES.get(`${module} ${minor}`) ?? PATCHES.get(minor);
  if (patch === undefined) throw new Error(`no module version is known for 1.${minor}: add it to modules.ts`);
  return patch;
}

function download(module: string, version: string): string {
  const directory = mkdtempSync(join(tmpdir(), 'generate-'));
  writeFileSync(join(directory, 'go.mod'), 'module generate\n');
  const output = execFileSync('go', ['mod', 'download', '-json', `${module}@${version}`], { cwd: directory });
  const { Dir: root } = JSON.parse(output.toString()) as { Dir?: string };
  if (root === undefined) throw new Error(`go mod download gave no directory for ${module}@${version}`);
  return root;
}
