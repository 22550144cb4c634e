/** Groups and their versions in the order of discovery. Source: pkg/controlplane/apiserver/aggregator.go. */
import { compareVersions } from '../apis/meta/version-order.js';

/** Upstream's priorities of groups, or of a group's version where that has one of its own; the higher come first. */
const PRIORITIES: Readonly<Record<string, number>> = {
  'apiregistration.k8s.io': 20000,
  apps: 17800,
  'events.k8s.io': 17750,
  'authentication.k8s.io': 17700,
  'authorization.k8s.io': 17600,
  autoscaling: 17500,
  batch: 17400,
  'certificates.k8s.io': 17300,
  'networking.k8s.io': 17200,
  extensions: 17150,
  policy: 17100,
  'rbac.authorization.k8s.io': 17000,
  'storage.k8s.io': 16800,
  'apiextensions.k8s.io': 16700,
  'admissionregistration.k8s.io': 16700,
  'scheduling.k8s.io': 16600,
  'coordination.k8s.io': 16500,
  'node.k8s.io': 16300,
  'discovery.k8s.io': 16200,
  'resource.k8s.io': 16200,
  'resource.k8s.io/v1alpha1': 15900,
  'resource.k8s.io/v1alpha2': 15900,
  'resource.k8s.io/v1alpha3': 15900,
  'flowcontrol.apiserver.k8s.io': 16100,
  'internal.apiserver.k8s.io': 16000,
  'storagemigration.k8s.io': 15800,
  'lifecycle.k8s.io': 15700,
};

/** What custom resources get. */
const OTHER_PRIORITY = 1000;

/** Versions that upstream puts in an order of its own: a higher number comes first, before or after what has none. */
const VERSION_PRIORITIES: Readonly<Record<string, number>> = {
  'autoscaling/v2beta1': -1,
  'autoscaling/v2beta2': -2,
};

export interface GroupVersionForDiscovery {
  groupVersion: string;
  version: string;
}

/** meta/v1's APIGroup without its type. */
export interface Group {
  name: string;
  versions: GroupVersionForDiscovery[];
  preferredVersion: GroupVersionForDiscovery;
}

/** All groups but the core, of `v1`, `apps/v1` and so on. */
export function apiGroups(groupVersions: readonly string[]): Group[] {
  const groups = new Map<string, string[]>();
  for (const name of groupVersions) {
    const [group = '', version] = name.split('/');
    if (version === undefined) continue;
    const known = groups.get(group);
    if (known === undefined) groups.set(group, [version]);
    else known.push(version);
  }
  return [...groups].map(([name, versions]) => apiGroup(name, versions)).sort(byPriority);
}

function apiGroup(name: string, versions: readonly string[]): Group {
  const [preferred, ...others] = versions
    .map((version) => ({ groupVersion: `${name}/${version}`, version }))
    .sort((a, b) => versionPriority(b) - versionPriority(a) || compareVersions(a.version, b.version));
  const preferredVersion = preferred ?? { groupVersion: name, version: '' };
  return { name, versions: [preferredVersion, ...others], preferredVersion };
}

function versionPriority({ groupVersion }: GroupVersionForDiscovery): number {
  return VERSION_PRIORITIES[groupVersion] ?? 0;
}

function byPriority(a: Group, b: Group): number {
  return priorityOf(b) - priorityOf(a) || (a.name < b.name ? -1 : 1);
}

/** A group's priority is the highest among its versions. */
function priorityOf({ versions }: Group): number {
  return Math.max(...versions.map(({ groupVersion }) => groupPriority(groupVersion)));
}

/** What an APIService of that group and version (`apps/v1`) says of its group. */
export function groupPriority(groupVersion: string): number {
  const group = groupVersion.slice(0, groupVersion.indexOf('/'));
  return PRIORITIES[groupVersion] ?? PRIORITIES[group] ?? OTHER_PRIORITY;
}
