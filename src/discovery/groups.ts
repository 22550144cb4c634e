/** Groups and their versions in the order of discovery. Source: pkg/controlplane/apiserver/aggregator.go, k8s.io/apimachinery/pkg/version/helpers.go. */
import { groupVersion } from '../apis/meta/v1.js';
import { type Features } from '../features/features.js';
import { type AnyKind } from '../registry/rest.js';
import { servedVersions } from './resources.js';

/** Upstream's priorities of groups; the higher come first. */
const PRIORITIES: Readonly<Record<string, number>> = {
  apps: 17800,
  'events.k8s.io': 17750,
  'authentication.k8s.io': 17700,
  'authorization.k8s.io': 17600,
  autoscaling: 17500,
  batch: 17400,
  'certificates.k8s.io': 17300,
  'networking.k8s.io': 17200,
  policy: 17100,
  'rbac.authorization.k8s.io': 17000,
  'storage.k8s.io': 16800,
  'apiextensions.k8s.io': 16700,
  'admissionregistration.k8s.io': 16700,
  'scheduling.k8s.io': 16600,
  'coordination.k8s.io': 16500,
  'node.k8s.io': 16300,
  'discovery.k8s.io': 16200,
  'flowcontrol.apiserver.k8s.io': 16100,
};

/** What custom resources get. */
const OTHER_PRIORITY = 1000;

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

/** All groups but the core. */
export function apiGroups(kinds: readonly AnyKind[], features: Features): Group[] {
  const versions = new Map<string, Set<string>>();
  for (const kind of kinds) {
    if (kind.group === '') continue;
    for (const { version } of servedVersions(kind, features)) {
      const known = versions.get(kind.group) ?? new Set<string>();
      versions.set(kind.group, known.add(version));
    }
  }
  return [...versions].map(([name, served]) => apiGroup(name, [...served])).sort(byPriority);
}

/** Stable before beta before alpha, the newest first of each. */
export function compareVersions(a: string, b: string): number {
  const [x, y] = [parseVersion(a), parseVersion(b)];
  if (x === undefined || y === undefined) return a < b ? -1 : 1;
  return y.stage - x.stage || y.major - x.major || y.minor - x.minor;
}

function apiGroup(name: string, versions: readonly string[]): Group {
  const [preferred, ...others] = versions
    .toSorted(compareVersions)
    .map((version) => ({ groupVersion: groupVersion(name, version), version }));
  const preferredVersion = preferred ?? { groupVersion: name, version: '' };
  return { name, versions: [preferredVersion, ...others], preferredVersion };
}

function byPriority(a: Group, b: Group): number {
  return priorityOf(b) - priorityOf(a) || (a.name < b.name ? -1 : 1);
}

function priorityOf({ name }: Group): number {
  return PRIORITIES[name] ?? OTHER_PRIORITY;
}

const STAGES = ['alpha', 'beta', ''];

function parseVersion(version: string): { stage: number; major: number; minor: number } | undefined {
  const [, major, stage = '', minor = '0'] = /^v(\d+)(?:(alpha|beta)(\d+))?$/.exec(version) ?? [];
  return major === undefined ? undefined : { stage: STAGES.indexOf(stage), major: Number(major), minor: Number(minor) };
}
