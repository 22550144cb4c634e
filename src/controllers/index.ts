/** The controllers, in the order in which they start. */
import { clusterAuthenticationTrustController } from './cluster-authentication-trust.js';
import { clusterRoleAggregationController } from './clusterrole-aggregation.js';
import { type Controller, type ControllerDependencies, type RunningController } from './controller.js';
import { cronJobController } from './cronjob/controller.js';
import { csrApproveAllController, csrApprovingController } from './csr-approving.js';
import { csrCleaner } from './csr-cleaner.js';
import { csrSigningController } from './csr-signing.js';
import { customResourceDefinitionController } from './custom-resource-definitions.js';
import { daemonSetController } from './daemonset/controller.js';
import { deploymentController } from './deployment/controller.js';
import { disruptionController } from './disruption/controller.js';
import { endpointsController } from './endpoints/endpoints.js';
import { endpointSliceController } from './endpoints/endpointslices.js';
import { endpointSliceMirroringController } from './endpoints/mirroring.js';
import { eventExpiry } from './event-expiry.js';
import { flowSchemaController } from './flow-schemas.js';
import { garbageCollector } from './garbage-collector.js';
import { Informers } from './informer.js';
import { jobController } from './job/controller.js';
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
import { statefulSetController } from './statefulset/controller.js';
import { systemNamespacesController } from './system-namespaces.js';
import { tokensController } from './tokens.js';
import { ttlAfterFinishedController } from './ttl-after-finished.js';
import { persistentVolumeProtection } from './volumes/pv-protection.js';
import { persistentVolumeClaimProtection } from './volumes/pvc-protection.js';
import { volumeAttributesClassProtection } from './volumes/vac-protection.js';

export const CONTROLLERS: readonly Controller[] = [
  systemNamespacesController,
  clusterAuthenticationTrustController,
  legacyTokenTrackingController,
  namespaceController,
  tokensController,
  serviceAccountsController,
  rootCAPublisher,
  legacyTokenCleaner,
  csrSigningController,
  csrApprovingController,
  csrApproveAllController,
  csrCleaner,
  garbageCollector,
  resourceQuotaController,
  persistentVolumeClaimProtection,
  persistentVolumeProtection,
  volumeAttributesClassProtection,
  nodeRegistration,
  nodeLifecycleController,
  taintEvictionController,
  podGarbageCollector,
  disruptionController,
  endpointsController,
  endpointSliceController,
  endpointSliceMirroringController,
  scheduler,
  kubelet,
  eventExpiry,
  customResourceDefinitionController,
  flowSchemaController,
  clusterRoleAggregationController,
  replicationControllerController,
  replicaSetController,
  deploymentController,
  statefulSetController,
  daemonSetController,
  jobController,
  cronJobController,
  ttlAfterFinishedController,
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
