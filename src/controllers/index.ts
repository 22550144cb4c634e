/** The controllers, in the order in which they start. */
import { clusterRoleAggregationController } from './clusterrole-aggregation.js';
import { type Controller, type ControllerDependencies, type RunningController } from './controller.js';
import { customResourceDefinitionController } from './custom-resource-definitions.js';
import { deploymentController } from './deployment/controller.js';
import { disruptionController } from './disruption/controller.js';
import { endpointsController } from './endpoints/endpoints.js';
import { endpointSliceController } from './endpoints/endpointslices.js';
import { garbageCollector } from './garbage-collector.js';
import { Informers } from './informer.js';
import { kubelet } from './kubelet/kubelet.js';
import { legacyTokenCleaner } from './legacy-token-cleaner.js';
import { legacyTokenTrackingController } from './legacy-token-tracking.js';
import { namespaceController } from './namespaces.js';
import { nodeLifecycleController } from './nodes/lifecycle.js';
import { podGarbageCollector } from './nodes/pod-gc.js';
import { nodeRegistration } from './nodes/registration.js';
import { taintEvictionController } from './nodes/taint-eviction.js';
import { replicaSetController, replicationControllerController } from './replicaset/controller.js';
import { resourceQuotaController } from './resource-quota.js';
import { rootCAPublisher } from './root-ca-publisher.js';
import { scheduler } from './scheduler/scheduler.js';
import { serviceAccountsController } from './serviceaccounts.js';
import { systemNamespacesController } from './system-namespaces.js';
import { tokensController } from './tokens.js';

export const CONTROLLERS: readonly Controller[] = [
  systemNamespacesController,
  legacyTokenTrackingController,
  namespaceController,
  tokensController,
  serviceAccountsController,
  rootCAPublisher,
  legacyTokenCleaner,
  garbageCollector,
  nodeRegistration,
  nodeLifecycleController,
  taintEvictionController,
  podGarbageCollector,
  disruptionController,
  endpointsController,
  endpointSliceController,
  resourceQuotaController,
  scheduler,
  kubelet,
  customResourceDefinitionController,
  replicationControllerController,
  replicaSetController,
  deploymentController,
  clusterRoleAggregationController,
];

/** Starts those that the version has; resolves when all of them have dealt with what was there. */
export async function startControllers(
  choices: Omit<ControllerDependencies, 'informers'>,
  controllers: readonly Controller[] = CONTROLLERS,
): Promise<RunningController> {
  const informers = new Informers(choices.client);
  const dependencies = { ...choices, informers };
  const started: RunningController[] = [];
  for (const controller of controllers) {
    if (controller.runs(dependencies)) started.push(await controller.start(dependencies));
  }
  const all = {
    get busy() {
      return started.some((controller) => controller.busy);
    },
    async idle() {
      while (all.busy) await Promise.all(started.map((controller) => controller.idle()));
    },
    stop() {
      for (const controller of started) controller.stop();
      informers.stop();
    },
  };
  await all.idle();
  return all;
}
