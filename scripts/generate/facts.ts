/** Reads what documents do not say of a resource, or only later ones: short names, storage version, habits of its strategy. */
import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type GroupVersionKind, type SwaggerResource } from './swagger.js';

export interface Facts {
  readonly shortNames: readonly string[];
  readonly categories: readonly string[];
  /** As storageVersionHash hashes it; undefined for what is not stored. */
  readonly storage: GroupVersionKind | undefined;
  readonly countsGenerations: boolean;
  readonly allowsCreateOnUpdate: boolean;
  readonly allowsUnconditionalUpdate: boolean;
}

/** Folders of pkg/registry that are not called as their kind is, in small letters. */
const FOLDERS: Readonly<Record<string, string>> = {
  endpoints: 'endpoint',
  certificatesigningrequest: 'certificates',
  storageversionmigration: 'storagemigration',
};

/** Groups whose folder is not the first part of their name. */
const GROUP_FOLDERS: Readonly<Record<string, string>> = {
  '': 'core',
  'rbac.authorization.k8s.io': 'rbac',
  'flowcontrol.apiserver.k8s.io': 'flowcontrol',
  'internal.apiserver.k8s.io': 'apiserverinternal',
};

/** Kinds that other modules than k8s.io/kubernetes register. Sources: apiextensions-apiserver, kube-aggregator. */
const ELSEWHERE: Readonly<
  Record<string, Pick<Facts, 'shortNames' | 'categories' | 'countsGenerations'> & { readonly version: string }>
> = {
  customresourcedefinitions: {
    shortNames: ['crd', 'crds'],
    categories: ['api-extensions'],
    countsGenerations: true,
    version: 'v1beta1',
  },
  apiservices: { shortNames: [], categories: ['api-extensions'], countsGenerations: false, version: 'v1' },
};

/** Resources that two groups have, and the group that stores them. Source: pkg/kubeapiserver/default_storage_factory_builder.go. */
export const COHABITING: Readonly<Record<string, string>> = {
  'events.events.k8s.io': '',
  'ingresses.extensions': 'networking.k8s.io',
};

interface DiscoveryResource {
  readonly name: string;
  readonly shortNames?: readonly string[];
  readonly categories?: readonly string[];
  readonly storageVersionHash?: string;
}

export function readFacts(directory: string, resources: readonly SwaggerResource[]): (r: SwaggerResource) => Facts {
  const documents = readDiscovery(directory);
  const storageOf = storageVersions(directory, resources);
  return (resource) => {
    const document = documents?.get(`${resource.group}/${resource.version}/${resource.resource}`);
    const elsewhere = ELSEWHERE[resource.resource];
    const folder = folderOf(directory, resource);
    const storage = folder === undefined ? '' : readGo(join(folder, 'storage')) + readGo(folder);
    const strategy = folder === undefined ? '' : readGo(folder);
    return {
      shortNames: document?.shortNames ?? elsewhere?.shortNames ?? listed(storage, 'ShortNames'),
      categories: document?.categories ?? elsewhere?.categories ?? listed(storage, 'Categories'),
      storage: resource.verbs.includes('update') ? storageOf(resource, document?.storageVersionHash) : undefined,
      countsGenerations: elsewhere?.countsGenerations ?? /\.Generation = 1$/m.test(strategy),
      allowsCreateOnUpdate: answers(strategy, 'AllowCreateOnUpdate') ?? false,
      allowsUnconditionalUpdate: answers(strategy, 'AllowUnconditionalUpdate') ?? false,
    };
  };
}

/** The documents of legacy discovery that newer versions publish, by group, version and resource. */
function readDiscovery(directory: string): ReadonlyMap<string, DiscoveryResource> | undefined {
  const folder = join(directory, 'api/discovery');
  if (!existsSync(join(folder, 'api__v1.json'))) return undefined;
  const found = new Map<string, DiscoveryResource>();
  for (const file of readdirSync(folder).filter((name) => /__/.test(name))) {
    const { groupVersion, resources } = JSON.parse(readFileSync(join(folder, file), 'utf8')) as {
      groupVersion?: string;
      resources?: readonly DiscoveryResource[];
    };
    const key = groupVersion?.includes('/') === true ? groupVersion : `/${groupVersion ?? ''}`;
    for (const resource of resources ?? []) found.set(`${key}/${resource.name}`, resource);
  }
  return found;
}

function storageVersions(
  directory: string,
  resources: readonly SwaggerResource[],
): (resource: SwaggerResource, hash: string | undefined) => GroupVersionKind {
  const overrides = readOverrides(directory);
  return ({ group, resource, kind, version }, hash) => {
    const storedIn = COHABITING[`${resource}.${group}`] ?? group;
    const all = resources.filter((other) => other.resource === resource && other.kind === kind);
    if (hash !== undefined) {
      const match = all.find((candidate) => hashOf(candidate) === hash);
      if (match !== undefined) return { group: match.group, version: match.version, kind };
    }
    const override = ELSEWHERE[resource]?.version ?? overrides.get(`${storedIn}/${resource}`);
    const known = all.filter((other) => other.group === storedIn).map((other) => other.version);
    const first = priorities(directory, storedIn).find((candidate) => known.includes(candidate));
    return { group: storedIn, version: override ?? first ?? version, kind };
  };
}

function hashOf({ group, version, kind }: GroupVersionKind): string {
  return createHash('sha256').update(`${group}/${version}/${kind}`).digest().subarray(0, 8).toString('base64');
}

/** `networking/ingresses` is called `networking.k8s.io/ingresses` here. */
function readOverrides(directory: string): ReadonlyMap<string, string> {
  const source = readFileSync(join(directory, 'pkg/kubeapiserver/default_storage_factory_builder.go'), 'utf8');
  const code = source.replaceAll(/^\s*\/\/.*$/gm, '');
  const found = new Map<string, string>();
  for (const [, alias = '', resource = '', version = ''] of code.matchAll(
    /(\w+)\.Resource\("(\w+)"\)\.WithVersion\("(\w+)"\)/g,
  )) {
    found.set(`${groupName(directory, alias.replace(/^apis/, ''))}/${resource}`, version);
  }
  return found;
}

function groupName(directory: string, folder: string): string {
  const register = join(directory, 'pkg/apis', folder, 'register.go');
  return /GroupName = "([^"]*)"/.exec(existsSync(register) ? readFileSync(register, 'utf8') : '')?.[1] ?? folder;
}

/** A group's versions as its scheme ranks them. */
function priorities(directory: string, group: string): readonly string[] {
  const file = join(directory, 'pkg/apis', groupFolder(group), 'install/install.go');
  if (!existsSync(file)) return ['v1', 'v1beta1'];
  const call = /SetVersionPriority\(([\s\S]*?)\)\)/.exec(readFileSync(file, 'utf8'))?.[1] ?? '';
  return [...call.matchAll(/(v\d\w*)\.SchemeGroupVersion/g)].map(([, alias = '']) => alias);
}

function groupFolder(group: string): string {
  return GROUP_FOLDERS[group] ?? group.split('.')[0] ?? '';
}

function folderOf(directory: string, { group, kind, resource }: SwaggerResource): string | undefined {
  const storedIn = COHABITING[`${resource}.${group}`] ?? group;
  const name = kind.toLowerCase();
  const folder = join(directory, 'pkg/registry', groupFolder(storedIn), FOLDERS[name] ?? name);
  return existsSync(folder) ? folder : undefined;
}

function readGo(folder: string): string {
  if (!existsSync(folder)) return '';
  return readdirSync(folder)
    .filter((file) => file.endsWith('.go') && !file.endsWith('_test.go'))
    .map((file) => readFileSync(join(folder, file), 'utf8'))
    .join('\n');
}

/** What a method that returns a list of texts returns. A deployment's categories are a field that its creator fills. */
function listed(source: string, method: string): readonly string[] {
  const body = new RegExp(`\\) ${method}\\(\\) \\[\\]string \\{\\s*return ([^\\n]*)`).exec(source)?.[1];
  if (body === undefined) return [];
  if (body.startsWith('r.')) return ['all'];
  return [...body.matchAll(/"([^"]+)"/g)].map(([, name = '']) => name);
}

/** What the first method of that name says, always. */
function answers(source: string, method: string): boolean | undefined {
  const value = new RegExp(`\\) ${method}\\([^)]*\\) bool \\{\\s*return (\\w+)`).exec(source)?.[1];
  return value === undefined ? undefined : value === 'true';
}
