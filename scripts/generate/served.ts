/** Reads which group versions and resources kube-apiserver serves without --runtime-config. Source: pkg/controlplane/instance.go. */
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** Served whatever the main server's configuration says, by the servers for extensions and for aggregation. */
const OTHER_SERVERS = ['apiextensions.k8s.io', 'apiregistration.k8s.io'];

/** True for what is on by default: `(group, version, resource)`. */
export type ServedByDefault = (group: string, version: string, resource: string) => boolean;

export function readServedByDefault(directory: string, directoryOf: (goPackage: string) => string): ServedByDefault {
  const source = readFileSync(join(directory, 'pkg/controlplane/instance.go'), 'utf8');
  const packages = new Map(
    [...source.matchAll(/^\t(\w+) +"(k8s\.io\/[^"]+)"$/gm)].map(([, alias = '', path = '']) => [alias, path]),
  );
  const nameOf = (alias: string): string => groupVersionOf(typesOf(packages.get(alias) ?? ''), directoryOf);
  const versions = new Set<string>();
  const resources = new Set<string>();
  for (const block of enabledBlocks(source)) {
    for (const [, alias = '', resource] of block.matchAll(
      /(\w+)\.SchemeGroupVersion(?:\.WithResource\("(\w+)"\))?,/g,
    )) {
      if (resource === undefined) versions.add(nameOf(alias));
      else resources.add(`${nameOf(alias)}/${resource}`);
    }
  }
  return (group, version, resource) =>
    OTHER_SERVERS.includes(group) ||
    versions.has(`${group}/${version}`) ||
    resources.has(`${group}/${version}/${resource}`);
}

/** The lists of what is on: arguments of EnableVersions, or variables that are named so. */
function enabledBlocks(source: string): readonly string[] {
  const calls = [...source.matchAll(/\.Enable(?:Versions|Resources)\(\n([\s\S]*?)\n\t\)/g)];
  const lists = [...source.matchAll(/EnabledByDefault(?:Resources)? = \[\]schema\.\w+\{\n([\s\S]*?)\n\t\}/g)];
  const legacy = [...source.matchAll(/EnabledByDefaultResources = \[\]schema\.\w+\{\n([\s\S]*?)\n\t\}/g)];
  return [...calls, ...lists, ...legacy].map(([, block = '']) => block.replaceAll(/\/\/.*/g, ''));
}

/** The package of a version's types: some are named by that of their conversions. */
function typesOf(goPackage: string): string {
  return goPackage.replace('k8s.io/kubernetes/pkg/apis/', 'k8s.io/api/');
}

/** `networking.k8s.io/v1beta1` of `k8s.io/api/networking/v1beta1`. */
function groupVersionOf(goPackage: string, directoryOf: (goPackage: string) => string): string {
  const [folder = '', version = ''] = goPackage.split('/').slice(-2);
  const register = join(directoryOf(goPackage), 'register.go');
  if (!existsSync(register)) throw new Error(`${goPackage} has no register.go`);
  const group = /GroupName = "([^"]*)"/.exec(readFileSync(register, 'utf8'))?.[1];
  return `${group ?? folder}/${version}`;
}
