/** Aggregated discovery: all resources of all groups in one document. Source: k8s.io/apiserver/pkg/endpoints/discovery/aggregated, ConvertGroupVersionIntoToDiscovery in endpoints/installer.go. */
import { createHash } from 'node:crypto';
import { type GroupVersionKind } from '../apis/meta/v1.js';
import { type Features } from '../features/features.js';
import { type APIResource } from './resources.js';

const GROUP = 'apidiscovery.k8s.io';
const KIND = 'APIGroupDiscoveryList';

/** Of /api or /apis; apidiscovery.k8s.io's v2 and v2beta1 differ in their name alone. The members in Go's order. */
export interface APIGroupDiscoveryList {
  kind: typeof KIND;
  apiVersion: string;
  metadata: object;
  items: APIGroupDiscovery[];
}

interface APIGroupDiscovery {
  metadata: { name?: string; creationTimestamp?: null };
  versions: { version: string; resources?: APIResourceDiscovery[]; freshness: 'Current' }[];
}

interface APIResourceDiscovery {
  resource: string;
  responseKind: GroupVersionKind;
  scope: 'Namespaced' | 'Cluster';
  singularResource: string;
  verbs: readonly string[] | null;
  shortNames?: readonly string[];
  categories?: readonly string[];
  subresources?: { subresource: string; responseKind: GroupVersionKind; verbs: readonly string[] }[];
}

/** What one path serves, before it is asked for as one version or the other. */
export interface AggregatedDiscovery {
  readonly items: APIGroupDiscovery[];
  /** The same for every form of the document. */
  readonly etag: string;
}

export interface GroupResources {
  /** '' for the core group. */
  readonly name: string;
  /** In the order of discovery; `custom`: all its resources are custom ones. */
  readonly versions: readonly {
    readonly version: string;
    readonly resources: readonly APIResource[];
    readonly custom: boolean;
  }[];
}

export function aggregatedDiscovery(groups: readonly GroupResources[], { behaviours }: Features): AggregatedDiscovery {
  const items = groups.map(({ name, versions }): APIGroupDiscovery => ({
    metadata: {
      ...(name === '' ? {} : { name }),
      ...(behaviours.nullCreationTimestamp ? { creationTimestamp: null } : {}),
    },
    versions: versions.map(({ version, resources, custom }) => {
      // Custom resources name their group and version, built-in ones leave that to the reader.
      const own = custom ? { group: name, version } : { group: '', version: '' };
      const found = resources.length === 0 ? {} : { resources: aggregatedResources(resources, own) };
      return { version, ...found, freshness: 'Current' };
    }),
  }));
  const hash = createHash('sha512').update(JSON.stringify({ metadata: {}, items }));
  return { items, etag: `"${hash.digest('hex').toUpperCase()}"` };
}

/** The document under the name it was asked for. */
export function discoveryList({ items }: AggregatedDiscovery, as: GroupVersionKind): APIGroupDiscoveryList {
  return { kind: KIND, apiVersion: `${as.group}/${as.version}`, metadata: {}, items };
}

/** True for the forms that this version gives. */
export function givesAggregated(features: Features): (as: GroupVersionKind) => boolean {
  if (!features.enabled('AggregatedDiscoveryEndpoint')) return () => false;
  const versions = [
    ...(features.behaviours.aggregatedDiscoveryIsStable ? ['v2'] : []),
    ...(features.enabled('AggregatedDiscoveryRemoveBetaType') ? [] : ['v2beta1']),
  ];
  return ({ group, version, kind }) => group === GROUP && kind === KIND && versions.includes(version);
}

type Own = Pick<GroupVersionKind, 'group' | 'version'>;

function aggregatedResources(list: readonly APIResource[], own: Own): APIResourceDiscovery[] {
  const resources = new Map<string, APIResourceDiscovery>();
  for (const resource of list) {
    if (resource.name.includes('/')) continue;
    const { name, singularName, verbs, shortNames, categories } = resource;
    resources.set(name, {
      resource: name,
      responseKind: responseKind(resource, own),
      scope: scopeOf(resource),
      singularResource: singularName,
      verbs,
      ...(shortNames === undefined ? {} : { shortNames }),
      ...(categories === undefined ? {} : { categories }),
    });
  }
  for (const resource of list) {
    const [parentName = '', subresource] = resource.name.split('/');
    if (subresource === undefined) continue;
    const parent = resources.get(parentName) ?? parentless(parentName, resource);
    resources.set(parentName, parent);
    const { verbs } = resource;
    (parent.subresources ??= []).push({ subresource, responseKind: responseKind(resource, own), verbs });
  }
  return [...resources.values()];
}

/** What stands for a resource that has subresources and is none itself. */
function parentless(name: string, subresource: APIResource): APIResourceDiscovery {
  return {
    resource: name,
    responseKind: { group: '', version: '', kind: '' },
    scope: scopeOf(subresource),
    singularResource: '',
    verbs: null,
  };
}

function scopeOf({ namespaced }: APIResource): 'Namespaced' | 'Cluster' {
  return namespaced ? 'Namespaced' : 'Cluster';
}

function responseKind({ group = '', version = '', kind }: APIResource, own: Own): GroupVersionKind {
  return version === '' ? { ...own, kind } : { group, version, kind };
}
