/**
 * Accepts the names of CustomResourceDefinitions, establishes them, tells what is wrong with them, and removes custom
 * objects before their definition. Source: k8s.io/apiextensions-apiserver/pkg/controller/{status,establish,finalizer,nonstructuralschema,apiapproval}.
 */
import { type CustomResourceDefinition, type CustomResourceDefinitionStatus } from '../apiextensions/types.js';
import { type ResourceClient } from '../client/client.js';
import { rfc3339 } from '../clock/clock.js';
import { type Controller, type ControllerDependencies, running, type RunningController } from './controller.js';
import { approvalCondition, established, structureCondition } from './definition-conditions.js';
import { DefinitionCleanup } from './definition-cleanup.js';
import { nextNames } from './definition-names.js';
import { retryOnConflict, unlessMissing } from './errors.js';
import { API_SERVER } from './users.js';
import { WorkQueue } from './workqueue.js';

const DEFINITIONS = { group: 'apiextensions.k8s.io', resource: 'customresourcedefinitions' };

export const customResourceDefinitionController: Controller = {
  name: 'custom-resource-definitions',
  runs: () => true,
  start,
};

type Definitions = ResourceClient<CustomResourceDefinition>;

async function start(dependencies: ControllerDependencies): Promise<RunningController> {
  const { clock, onError, objects } = dependencies;
  const client = dependencies.client.as(API_SERVER);
  const definitions = client.resource<CustomResourceDefinition>(DEFINITIONS);
  const cleanup = new DefinitionCleanup(client, definitions, clock);
  let last: Promise<void> = Promise.resolve();
  const queue: WorkQueue = new WorkQueue({
    clock,
    // One at a time: of two that want the same name, one has it before the other is looked at.
    sync(name) {
      const run = (): Promise<void> => retryOnConflict(() => syncDefinition(name));
      last = last.then(run, run);
      return last;
    },
    onError: (error, name) => onError(error, `serving the definition ${name}`),
  });
  const addGroup = async (group: string, but: string): Promise<void> => {
    for (const { metadata, spec } of (await definitions.list('')).items) {
      if (spec.group === group && metadata.name !== but) queue.add(metadata.name ?? '');
    }
  };
  const syncDefinition = async (name: string): Promise<void> => {
    const crd = await unlessMissing(definitions.get('', name));
    if (crd === undefined) return addGroup(name.slice(name.indexOf('.') + 1), name);
    if (cleanup.concerns(crd)) return cleanup.sync(crd);
    if (await updateStatus(crd, definitions, dependencies)) await addGroup(crd.spec.group, name);
  };
  const watch = await definitions.watch('', (_type, { metadata: { name = '' } }) => queue.add(name));
  const remains = await objects.follow((type, object) => {
    const waiting = type === 'DELETED' ? cleanup.waitingFor(object) : undefined;
    if (waiting !== undefined) queue.add(waiting);
  });
  await queue.idle();
  return running([queue], [watch, remains]);
}

/** Brings a status up to date, step by step as upstream's controllers do; true where names changed. */
async function updateStatus(
  crd: CustomResourceDefinition,
  definitions: Definitions,
  { clock, features }: ControllerDependencies,
): Promise<boolean> {
  const now = rfc3339(clock.now());
  let current = crd;
  const write = async (status: CustomResourceDefinitionStatus | undefined): Promise<boolean> => {
    if (status === undefined) return false;
    current = await definitions.updateStatus('', { ...current, status });
    return true;
  };
  const others = (await definitions.list('')).items.filter(({ metadata }) => metadata.name !== crd.metadata.name);
  const renamed = await write(nextNames(current, others, now));
  await write(established(current, now, features.behaviours.conversionBundlesChecked));
  await write(structureCondition(current, now));
  await write(approvalCondition(current, now));
  return renamed;
}
