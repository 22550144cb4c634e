/**
 * The roles and bindings of the Kubernetes version are there when the server starts; what was taken from them is put back.
 * Sources: pkg/registry/rbac/rest/storage_rbac.go, k8s.io/component-helpers/auth/rbac/reconciliation.
 */
import { isDeepStrictEqual } from 'node:util';
import { isReason } from '../apis/errors.js';
import { type GroupResource, type KubeObject } from '../apis/meta/v1.js';
import { uncovered } from '../apis/rbac/covers.js';
import { type ClusterRole, RBAC_GROUP, type RoleBinding } from '../apis/rbac/v1.js';
import { bootstrapPolicy } from '../authorization/index.js';
import { type Client } from '../client/client.js';
import { type Features } from '../features/features.js';

const AUTO_UPDATE = 'rbac.authorization.kubernetes.io/autoupdate';

/** The object as it should be; undefined where it is; `anew` where it cannot become so by an update. */
type Mend<T> = (existing: T, expected: T) => T | 'anew' | undefined;

export async function ensureBootstrapPolicy(client: Client, features: Features): Promise<void> {
  const policy = await bootstrapPolicy(features);
  // Those that are made of others come last, when the controller that keeps them so may do so.
  const [plain, aggregated] = [false, true].map((wanted) =>
    policy.clusterRoles.filter(({ aggregationRule }) => (aggregationRule !== undefined) === wanted),
  );
  await ensure(client, 'clusterroles', plain ?? [], mendRole);
  await ensure(client, 'clusterrolebindings', policy.clusterRoleBindings, mendBinding);
  await ensure(client, 'clusterroles', aggregated ?? [], mendRole);
  await ensure(client, 'roles', policy.roles, mendRole);
  await ensure(client, 'rolebindings', policy.roleBindings, mendBinding);
}

async function ensure<T extends KubeObject>(
  client: Client,
  resource: string,
  objects: readonly T[],
  mend: Mend<T>,
): Promise<void> {
  for (const object of objects) await ensureObject(client, { group: RBAC_GROUP, resource }, object, mend);
}

async function ensureObject<T extends KubeObject>(
  client: Client,
  resource: GroupResource,
  expected: T,
  mend: Mend<T>,
): Promise<void> {
  const rest = client.resource<T>(resource);
  const { namespace = '', name = '' } = expected.metadata;
  try {
    await rest.create(namespace, expected);
  } catch (error) {
    if (!isReason(error, 'AlreadyExists')) throw error;
    const existing = await rest.get(namespace, name);
    const mended = existing.metadata.annotations?.[AUTO_UPDATE] === 'false' ? undefined : mend(existing, expected);
    if (mended === 'anew') {
      await rest.delete(namespace, name);
      await rest.create(namespace, expected);
    } else if (mended !== undefined) {
      await rest.update(namespace, mended);
    }
  }
}

function mendRole(existing: ClusterRole, expected: ClusterRole): ClusterRole | undefined {
  const mended = withMetadata(existing, expected);
  if (expected.aggregationRule === undefined) {
    const missing = uncovered(existing.rules ?? [], expected.rules ?? []);
    if (missing.length > 0) mended.rules = [...(existing.rules ?? []), ...missing];
    delete mended.aggregationRule;
  } else {
    const known = existing.aggregationRule?.clusterRoleSelectors ?? [];
    const missing = without(expected.aggregationRule.clusterRoleSelectors ?? [], known);
    if (missing.length > 0) mended.aggregationRule = { clusterRoleSelectors: [...known, ...missing] };
  }
  return isDeepStrictEqual(mended, existing) ? undefined : mended;
}

function mendBinding(existing: RoleBinding, expected: RoleBinding): RoleBinding | 'anew' | undefined {
  if (!isDeepStrictEqual(existing.roleRef, expected.roleRef)) return 'anew';
  const mended = withMetadata(existing, expected);
  const known = existing.subjects ?? [];
  const missing = without(expected.subjects ?? [], known);
  if (missing.length > 0) mended.subjects = [...known, ...missing];
  return isDeepStrictEqual(mended, existing) ? undefined : mended;
}

function without<T>(wanted: readonly T[], known: readonly T[]): T[] {
  return wanted.filter((one) => !known.some((other) => isDeepStrictEqual(other, one)));
}

/** A copy with the labels and annotations that are expected and not there; what they say now stays. */
function withMetadata<T extends KubeObject>(existing: T, { metadata }: T): T {
  const labels = { ...metadata.labels, ...existing.metadata.labels };
  const annotations = { ...metadata.annotations, ...existing.metadata.annotations };
  return { ...existing, metadata: { ...existing.metadata, labels, annotations } };
}
