/** Every built-in kind there is. Routes, discovery, OpenAPI, tables and RBAC names follow from this list. */
import { loadKindRows } from '../apis/kinds/load.js';
import { type GroupResource } from '../apis/meta/v1.js';
import { type Features } from '../features/features.js';
import { selfsubjectreviews } from './authentication/selfsubjectreviews.js';
import { tokenreviews } from './authentication/tokenreviews.js';
import { localsubjectaccessreviews } from './authorization/localsubjectaccessreviews.js';
import { selfsubjectaccessreviews } from './authorization/selfsubjectaccessreviews.js';
import { selfsubjectrulesreviews } from './authorization/selfsubjectrulesreviews.js';
import { subjectaccessreviews } from './authorization/subjectaccessreviews.js';
import { BEHAVIOURS } from './behaviours.js';
import { configmaps } from './core/configmaps.js';
import { namespaces } from './core/namespaces.js';
import { nodes } from './core/nodes.js';
import { pods } from './core/pods.js';
import { secrets } from './core/secrets.js';
import { serviceaccounts } from './core/serviceaccounts.js';
import { clusterrolebindings } from './rbac/clusterrolebindings.js';
import { clusterroles } from './rbac/clusterroles.js';
import { rolebindings } from './rbac/rolebindings.js';
import { roles } from './rbac/roles.js';
import { type AnyKind } from './rest.js';
import { storedKind } from './stored-kind.js';

/** The kinds that are written by hand, whole; their facts are those of the generated data. */
export const WRITTEN_KINDS: readonly AnyKind[] = [
  configmaps,
  namespaces,
  nodes,
  pods,
  secrets,
  serviceaccounts,
  selfsubjectreviews,
  tokenreviews,
  localsubjectaccessreviews,
  selfsubjectaccessreviews,
  selfsubjectrulesreviews,
  subjectaccessreviews,
  clusterrolebindings,
  clusterroles,
  rolebindings,
  roles,
];

const known = new WeakMap<Features, readonly AnyKind[]>();

/** The built-in kinds of a Kubernetes version, one object for each set of features. */
export function kindsOf(features: Features): readonly AnyKind[] {
  let kinds = known.get(features);
  if (kinds === undefined) known.set(features, (kinds = [...WRITTEN_KINDS, ...storedKinds(features)]));
  return kinds;
}

function storedKinds(features: Features): readonly AnyKind[] {
  const written = new Set(WRITTEN_KINDS.map(nameOf));
  const behaviours = new Map(BEHAVIOURS.map((behaviour) => [nameOf(behaviour), behaviour]));
  return loadKindRows(features.version.minor)
    .filter((row) => !written.has(nameOf(row)))
    .flatMap((row) => storedKind(row, behaviours.get(nameOf(row)), features) ?? []);
}

function nameOf({ group, resource }: GroupResource): string {
  return `${resource}.${group}`;
}
