/** The documents of discovery. Source: k8s.io/apiserver/pkg/endpoints/discovery, k8s.io/kube-aggregator/pkg/apiserver. */
import { type Features } from '../features/features.js';
import { type AnyKind } from '../registry/rest.js';
import { apiGroups, type Group } from './groups.js';
import { type APIResource, apiResources, servedGroupVersions } from './resources.js';

export interface APIVersions {
  kind: 'APIVersions';
  versions: string[];
  serverAddressByClientCIDRs: { clientCIDR: string; serverAddress: string }[];
}

export interface APIGroupList {
  kind: 'APIGroupList';
  apiVersion: 'v1';
  groups: Group[];
}

export interface APIGroup extends Group {
  kind: 'APIGroup';
  apiVersion: 'v1';
}

export interface APIResourceList {
  kind: 'APIResourceList';
  /** Absent for the core group. */
  apiVersion?: 'v1';
  groupVersion: string;
  resources: APIResource[];
}

export type DiscoveryDocument = APIVersions | APIGroupList | APIGroup | APIResourceList | { paths: string[] };

/** `/api`. `serverAddress`: the `host:port` that clients reach the server at. */
export function apiVersions(serverAddress: string): APIVersions {
  return {
    kind: 'APIVersions',
    versions: ['v1'],
    serverAddressByClientCIDRs: [{ clientCIDR: '0.0.0.0/0', serverAddress }],
  };
}

/** `/apis`. */
export function apiGroupList(kinds: readonly AnyKind[], features: Features): APIGroupList {
  return { kind: 'APIGroupList', apiVersion: 'v1', groups: apiGroups(kinds, features) };
}

/** `/apis/GROUP`, of every group. */
export function apiGroupDocuments(kinds: readonly AnyKind[], features: Features): APIGroup[] {
  return apiGroups(kinds, features).map((group) => ({ kind: 'APIGroup', apiVersion: 'v1', ...group }));
}

/** `/api/v1` and `/apis/GROUP/VERSION`, of everything that is served. */
export function apiResourceLists(kinds: readonly AnyKind[], features: Features): APIResourceList[] {
  return [...servedGroupVersions(kinds, features)].map((groupVersion) => {
    const [group, version] = splitGroupVersion(groupVersion);
    const resources = apiResources(kinds, group, version, features);
    return { kind: 'APIResourceList', ...(group === '' ? {} : { apiVersion: 'v1' }), groupVersion, resources };
  });
}

/** `/`: every path there is, sorted. `others`: the paths beside discovery's. */
export function indexDocument(
  kinds: readonly AnyKind[],
  features: Features,
  others: readonly string[],
): { paths: string[] } {
  const groups = apiGroups(kinds, features).map(({ name }) => `/apis/${name}`);
  const versions = [...servedGroupVersions(kinds, features)].map(pathOf);
  const shown = others.filter((path) => path === '/apis/' || !path.endsWith('/'));
  return { paths: [...new Set(['/api', '/apis', '/apis/', ...groups, ...versions, ...shown])].sort() };
}

/** `/api/v1`, `/apis/rbac.authorization.k8s.io/v1`. */
export function pathOf(groupVersion: string): string {
  return groupVersion.includes('/') ? `/apis/${groupVersion}` : `/api/${groupVersion}`;
}

function splitGroupVersion(groupVersion: string): [group: string, version: string] {
  const [first = '', second] = groupVersion.split('/');
  return second === undefined ? ['', first] : [first, second];
}
