/** The public Go modules that the schemas are taken from. Needs `go` on the PATH. */
import { execFileSync } from 'node:child_process';
import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** The newest published module of each minor: v0.MINOR.PATCH of k8s.io/api and k8s.io/apimachinery. */
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

const MODULES = ['k8s.io/api', 'k8s.io/apimachinery'] as const;

/** Maps a Go package's path to its directory, for one minor. Downloads what the module cache lacks. */
export function packageDirectories(minor: number): (goPackage: string) => string {
  const patch = PATCHES.get(minor);
  if (patch === undefined) throw new Error(`no module version is known for 1.${minor}: add it to modules.ts`);
  const roots = MODULES.map((module) => [module, download(module, `v0.${minor}.${patch}`)] as const);
  return (goPackage) => {
    for (const [module, root] of roots) {
      if (goPackage.startsWith(`${module}/`)) return join(root, goPackage.slice(module.length + 1));
    }
    throw new Error(`${goPackage} is in none of ${MODULES.join(', ')}`);
  };
}

function download(module: string, version: string): string {
  const directory = mkdtempSync(join(tmpdir(), 'generate-'));
  writeFileSync(join(directory, 'go.mod'), 'module generate\n');
  const output = execFileSync('go', ['mod', 'download', '-json', `${module}@${version}`], { cwd: directory });
  const { Dir: root } = JSON.parse(output.toString()) as { Dir?: string };
  if (root === undefined) throw new Error(`go mod download gave no directory for ${module}@${version}`);
  return root;
}
