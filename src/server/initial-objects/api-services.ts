/** An APIService for each group and version that is served here. Source: cmd/kube-apiserver/app/aggregator.go. */
import { rfc3339 } from '../../clock/clock.js';
import { groupPriority } from '../../discovery/groups.js';
import { type InitialObjects } from './initial-object.js';

const resource = { group: 'apiregistration.k8s.io', resource: 'apiservices' };

/** Priorities of versions that differ from the usual ones of their stage. */
const VERSION_PRIORITIES: Readonly<Record<string, number>> = {
  'v1.': 1,
  'v1beta1.events.k8s.io': 5,
  'v2.autoscaling': 30,
  'v2beta2.autoscaling': 1,
  'v2alpha1.batch': 9,
  'v1beta1.extensions': 1,
  'v1beta1.rbac.authorization.k8s.io': 12,
  'v1beta1.admissionregistration.k8s.io': 12,
  'v1beta1.scheduling.k8s.io': 12,
  'v1beta1.discovery.k8s.io': 12,
  'v1.flowcontrol.apiserver.k8s.io': 21,
  'v1beta3.flowcontrol.apiserver.k8s.io': 18,
  'v1beta2.flowcontrol.apiserver.k8s.io': 15,
  'v1beta1.flowcontrol.apiserver.k8s.io': 12,
  'v1.resource.k8s.io': 21,
  'v1beta2.resource.k8s.io': 15,
};

const CORE_PRIORITY = 18000;

export const apiServices: InitialObjects = ({ kinds, features, clock }) => {
  const served = new Map<string, { group: string; version: string }>();
  for (const { group, versions, custom = false } of kinds) {
    if (custom || group === resource.group) continue;
    for (const each of versions) {
      const { version } = each;
      if (each.served(features)) served.set(`${version}.${group}`, { group, version });
    }
  }
  const available = {
    type: 'Available',
    status: 'True',
    lastTransitionTime: rfc3339(clock.now()),
    reason: 'Local',
    message: 'Local APIServices are always available',
  };
  return [...served].map(([name, { group, version }]) => ({
    resource,
    object: {
      metadata: { name, labels: { 'kube-aggregator.kubernetes.io/automanaged': 'onstart' } },
      spec: {
        ...(group === '' ? {} : { group }),
        version,
        groupPriorityMinimum: group === '' ? CORE_PRIORITY : groupPriority(`${group}/${version}`),
        versionPriority: VERSION_PRIORITIES[name] ?? stagePriority(version),
      },
      status: { conditions: [available] },
    },
  }));
};

function stagePriority(version: string): number {
  if (version.includes('alpha')) return 1;
  return version.includes('beta') ? 9 : 15;
}
