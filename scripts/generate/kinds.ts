/** Writes the resources of one minor as blocks of lines; the format is explained in src/apis/kinds/data-format.ts. */
import { type Facts, readFacts } from './facts.js';
import { readServedByDefault } from './served.js';
import { type GroupVersionKind, readSwagger, type SwaggerResource, type SwaggerSubresource } from './swagger.js';

/** What a gate must be on for, beside its version. Source: pkg/registry/<group>/rest/storage_<group>.go. */
const GATES: Readonly<Record<string, string>> = {
  'clustertrustbundles.certificates.k8s.io': 'ClusterTrustBundle',
  'podcertificaterequests.certificates.k8s.io': 'PodCertificateRequest',
  'storageversionmigrations.storagemigration.k8s.io': 'StorageVersionMigrator',
  'workloads.scheduling.k8s.io': 'GenericWorkload',
  'podgroups.scheduling.k8s.io': 'GenericWorkload',
  'compositepodgroups.scheduling.k8s.io': 'CompositePodGroup',
  'evictions.lifecycle.k8s.io': 'EvictionRequestAPI',
  'evictionrequests.lifecycle.k8s.io': 'EvictionRequestAPI',
};

const ALL_VERBS = 'create,delete,deletecollection,get,list,patch,update,watch';

/** `GROUP RESOURCE` → the block, and the definitions that all of them need. */
export function collectKinds(
  directory: string,
  directoryOf: (goPackage: string) => string,
): { blocks: ReadonlyMap<string, string>; definitions: readonly string[] } {
  const swagger = readSwagger(directory);
  const { resources } = swagger;
  const servedByDefault = readServedByDefault(directory, directoryOf);
  const factsOf = readFacts(directory, resources);
  const groups = new Map<string, SwaggerResource[]>();
  for (const resource of resources) {
    const key = `${resource.group} ${resource.resource}`;
    groups.set(key, [...(groups.get(key) ?? []), resource]);
  }
  const definitions = new Set<string>();
  const schemaOf = (gvk: GroupVersionKind): string => {
    const name = swagger.definitionOf(gvk) ?? '-';
    if (name !== '-') definitions.add(name);
    return name;
  };
  const blocks = new Map<string, string>();
  for (const [key, versions] of groups) {
    const ordered = versions.toSorted((a, b) => compareVersions(a.version, b.version));
    const first = ordered[0];
    if (first === undefined) continue;
    const gate = GATES[`${first.resource}.${first.group}`];
    const lines = [
      headLine(first, factsOf(first)),
      ...ordered.map((version) => {
        const on = servedByDefault(version.group, version.version, version.resource);
        return [version.version, on ? '+' : '-', schemaOf(version), gate ?? ''].join(' ').trimEnd();
      }),
      ...subresourceLines(ordered, schemaOf),
    ];
    blocks.set(key, lines.join('\n'));
  }
  return { blocks, definitions: [...definitions] };
}

function headLine(resource: SwaggerResource, facts: Facts): string {
  const { kind, namespaced, verbs, group } = resource;
  const flags = [
    namespaced ? 'n' : 'c',
    facts.countsGenerations ? 'g' : '',
    facts.allowsCreateOnUpdate ? 'p' : '',
    facts.allowsUnconditionalUpdate ? 'u' : '',
    resource.returnsDeleted ? 'd' : '',
  ].join('');
  const { storage } = facts;
  const stored =
    storage === undefined ? '-' : storage.group === group ? storage.version : `${storage.group}/${storage.version}`;
  return [
    kind,
    flags,
    verbText(verbs),
    stored,
    facts.shortNames.join(',') || '-',
    facts.categories.join(',') || '-',
  ].join(' ');
}

function verbText(verbs: readonly string[]): string {
  const text = verbs.join(',');
  return text === ALL_VERBS ? '*' : text;
}

/** `/scale autoscaling/v1/Scale get,patch,update SCHEMA`; a kind of the parent's is `=`, and versions are named if not all have it. */
function subresourceLines(
  versions: readonly SwaggerResource[],
  schemaOf: (gvk: GroupVersionKind) => string,
): readonly string[] {
  const found = new Map<string, string[]>();
  for (const parent of versions) {
    for (const subresource of parent.subresources) {
      const line = subresourceLine(parent, subresource, schemaOf);
      found.set(line, [...(found.get(line) ?? []), parent.version]);
    }
  }
  return [...found]
    .map(([line, having]) => (having.length === versions.length ? line : `${line} ${having.join(',')}`))
    .sort();
}

function subresourceLine(
  parent: SwaggerResource,
  { name, group, version, kind, verbs, connects }: SwaggerSubresource,
  schemaOf: (gvk: GroupVersionKind) => string,
): string {
  const same = group === parent.group && version === parent.version && kind === parent.kind;
  const gvk = same ? '= -' : `${group}/${version}/${kind} ${schemaOf({ group, version, kind })}`;
  return `/${name}${connects ? '!' : ''} ${verbs.join(',')} ${gvk}`;
}

const STAGES = ['alpha', 'beta', ''];

/** Stable before beta before alpha, the newest first of each. */
function compareVersions(a: string, b: string): number {
  const [x, y] = [rank(a), rank(b)];
  return y.stage - x.stage || y.major - x.major || y.minor - x.minor;
}

function rank(version: string): { stage: number; major: number; minor: number } {
  const [, major = '', stage = '', minor = '0'] = /^v(\d+)(?:(alpha|beta)(\d+))?$/.exec(version) ?? [];
  return { stage: STAGES.indexOf(stage), major: Number(major), minor: Number(minor) };
}
