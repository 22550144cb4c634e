/**
 * What a pod asks for as a whole, as far as it leaves that open.
 * Source: pkg/apis/core/v1/defaults.go, from 1.37 pkg/api/pod/util.go (DefaultPodLevelResources).
 */
import {
  aggregateResources,
  isHugePages,
  isPodLevelResource,
  maxResources,
  overcommits,
} from '../../../apis/core/pod-resources.js';
import { type PodSpec, type ResourceList } from '../../../apis/core/pod.js';
import { type Features } from '../../../features/features.js';

/** After decoding, up to 1.36: requests where there are limits. */
export function defaultPodRequests(spec: PodSpec, features: Features): void {
  if (!features.enabled('PodLevelResources') || features.enabled('PodLevelResourcesFixDefaulting')) return;
  const { resources } = spec;
  if (resources === undefined) return;
  defaultHugePageLimits(spec, features);
  if (Object.keys(resources.limits ?? {}).length > 0) fillRequests(spec, features);
}

/** Before a pod is stored, from 1.37, when admission has added what it adds. */
export function defaultPodResources(spec: PodSpec, features: Features): void {
  const { resources } = spec;
  if (!features.enabled('PodLevelResources') || !features.enabled('PodLevelResourcesFixDefaulting')) return;
  if (resources === undefined || Object.keys({ ...resources.requests, ...resources.limits }).length === 0) return;
  defaultHugePageLimits(spec, features);
  fillRequests(spec, features);
  fillLimits(spec);
}

/** Huge pages cannot be asked for without a limit. */
function defaultHugePageLimits(spec: PodSpec, { behaviours }: Features): void {
  const { resources = {} } = spec;
  const { podLevelHugePages, podLevelResourcesMayBePartial } = behaviours;
  if (!podLevelHugePages || Object.keys({ ...resources.requests, ...resources.limits }).length === 0) return;
  const limits = Object.entries(aggregateResources(spec, 'limits')).filter(
    ([name]) => isHugePages(name) && !(podLevelResourcesMayBePartial && resources.requests?.[name] !== undefined),
  );
  if (limits.length > 0) resources.limits = { ...Object.fromEntries(limits), ...resources.limits };
}

/** What the containers ask for; else the limits. */
function fillRequests(spec: PodSpec, { behaviours }: Features): void {
  const { resources = {} } = spec;
  const supported = ([name]: readonly [string, string]): boolean =>
    isPodLevelResource(name) && (behaviours.podLevelHugePages || !isHugePages(name));
  const containers = Object.entries(aggregateResources(spec, 'requests')).filter(
    (entry) => supported(entry) && overcommits(entry[0]),
  );
  const limits = Object.entries(resources.limits ?? {}).filter(supported);
  const requests = { ...Object.fromEntries(limits), ...Object.fromEntries(containers), ...resources.requests };
  if (Object.keys(requests).length > 0) resources.requests = requests;
}

/** The containers' limits together, where all of them have one; no less than the request. */
function fillLimits(spec: PodSpec): void {
  const { resources = {}, containers = [], initContainers = [], ephemeralContainers = [] } = spec;
  const all = [...containers, ...initContainers, ...ephemeralContainers];
  const total = aggregateResources(spec, 'limits');
  const limits: ResourceList = {};
  for (const [name, request] of Object.entries(resources.requests ?? {})) {
    const limit = total[name];
    const open = isPodLevelResource(name) && resources.limits?.[name] === undefined;
    if (!open || limit === undefined || all.some((each) => each.resources?.limits?.[name] === undefined)) continue;
    limits[name] = maxResources({ [name]: limit }, { [name]: request })[name] ?? limit;
  }
  if (Object.keys(limits).length > 0) resources.limits = { ...resources.limits, ...limits };
}
