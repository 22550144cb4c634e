/**
 * Accepts the names of CustomResourceDefinitions, establishes them, and removes custom objects before their definition.
 * Source: k8s.io/apiextensions-apiserver/pkg/controller/{status/naming_controller.go,establish,finalizer}.
 */
import {
  type CustomResourceDefinition,
  type CustomResourceDefinitionCondition,
  isConditionTrue,
} from '../apiextensions/types.js';
import { isReason } from '../apis/errors.js';
import { type GroupResource } from '../apis/meta/v1.js';
import { type Client } from '../client/client.js';
import { rfc3339 } from '../clock/clock.js';
import { type Controller, type ControllerDependencies, running, type RunningController } from './controller.js';
import { retryOnConflict, unlessMissing } from './errors.js';
import { API_SERVER } from './users.js';
import { WorkQueue } from './workqueue.js';

const DEFINITIONS = { group: 'apiextensions.k8s.io', resource: 'customresourcedefinitions' };
const FINALIZER = 'customresourcecleanup.apiextensions.k8s.io';

export const customResourceDefinitionController: Controller = {
  name: 'custom-resource-definitions',
  runs: () => true,
  start,
};

async function start({ client: anyone, clock, onError }: ControllerDependencies): Promise<RunningController> {
  const client = anyone.as(API_SERVER);
  const definitions = client.resource<CustomResourceDefinition>(DEFINITIONS);
  const queue = new WorkQueue({
    clock,
    sync: (name) =>
      retryOnConflict(async () => {
        const crd = await unlessMissing(definitions.get('', name));
        if (crd === undefined) return;
        if (crd.metadata.deletionTimestamp !== undefined) {
          if (!(crd.metadata.finalizers ?? []).includes(FINALIZER)) return;
          await deleteInstances(client, { group: crd.spec.group, resource: crd.spec.names.plural });
          const finalizers = (crd.metadata.finalizers ?? []).filter((finalizer) => finalizer !== FINALIZER);
          await unlessMissing(definitions.update('', { ...crd, metadata: { ...crd.metadata, finalizers } }));
          return;
        }
        const others = (await definitions.list('')).items.filter(({ metadata }) => metadata.name !== name);
        const status = nextStatus(crd, others, rfc3339(clock.now()));
        if (status !== undefined) await definitions.updateStatus('', { ...crd, status });
      }),
    onError: (error, name) => onError(error, `serving the definition ${name}`),
  });
  const watch = await definitions.watch('', (type, { metadata: { name = '' } }) => {
    if (type !== 'DELETED') queue.add(name);
  });
  await queue.idle();
  return running([queue], [watch]);
}

async function deleteInstances(client: Client, resource: GroupResource): Promise<void> {
  try {
    const objects = client.resource(resource);
    for (const { metadata } of (await objects.list('')).items) {
      await unlessMissing(objects.delete(metadata.namespace ?? '', metadata.name ?? ''));
    }
    const left = (await objects.list('')).items.length;
    if (left > 0) throw new Error(`${String(left)} instances of ${resource.resource}.${resource.group} remain`);
  } catch (error) {
    // A definition that was never established has nothing to remove.
    if (!isReason(error, 'NotFound')) throw error;
  }
}

function nextStatus(
  crd: CustomResourceDefinition,
  others: readonly CustomResourceDefinition[],
  now: string,
): CustomResourceDefinition['status'] | undefined {
  if (isConditionTrue(crd, 'NamesAccepted') && isConditionTrue(crd, 'Established')) return undefined;
  const conflict = conflictOf(crd, others);
  const conditions = conflict === undefined ? accepted(now) : refused(conflict, now);
  const before = crd.status?.conditions ?? [];
  const same = conditions.every(({ type, status, message }) =>
    before.some((each) => each.type === type && each.status === status && each.message === message),
  );
  if (same) return undefined;
  return { ...crd.status, conditions, ...(conflict === undefined ? { acceptedNames: crd.spec.names } : {}) };
}

function accepted(lastTransitionTime: string): CustomResourceDefinitionCondition[] {
  return [
    condition('NamesAccepted', 'True', lastTransitionTime, 'NoConflicts', 'no conflicts found'),
    condition(
      'Established',
      'True',
      lastTransitionTime,
      'InitialNamesAccepted',
      'the initial names have been accepted',
    ),
  ];
}

function refused([reason, message]: readonly [string, string], now: string): CustomResourceDefinitionCondition[] {
  return [
    condition('NamesAccepted', 'False', now, reason, message),
    condition('Established', 'False', now, 'NotAccepted', 'not all names are accepted'),
  ];
}

function condition(
  type: string,
  status: string,
  lastTransitionTime: string,
  reason: string,
  message: string,
): CustomResourceDefinitionCondition {
  return { type, status, lastTransitionTime, reason, message };
}

/** The first name that another definition of the group has been given, as a condition's reason and message. */
function conflictOf(
  { spec: { group, names } }: CustomResourceDefinition,
  others: readonly CustomResourceDefinition[],
): readonly [string, string] | undefined {
  const taken = others.filter(({ spec }) => spec.group === group).flatMap(({ status }) => status?.acceptedNames ?? []);
  const resources = new Set(taken.flatMap((other) => [other.plural, other.singular, ...(other.shortNames ?? [])]));
  const kinds = new Set(taken.flatMap((other) => [other.kind, other.listKind]));
  const asked: (readonly [string, string | undefined, ReadonlySet<string | undefined>])[] = [
    ['PluralConflict', names.plural, resources],
    ['SingularConflict', names.singular, resources],
    ...(names.shortNames ?? []).map((name) => ['ShortNamesConflict', name, resources] as const),
    ['KindConflict', names.kind, kinds],
    ['ListKindConflict', names.listKind, kinds],
  ];
  const found = asked.find(([, name, known]) => name !== undefined && known.has(name));
  return found === undefined ? undefined : [found[0], `${JSON.stringify(found[1])} is already in use`];
}
