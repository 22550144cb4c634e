/** The controllers, in the order in which they start. */
import { clusterAuthenticationTrustController } from './cluster-authentication-trust.js';
import { clusterRoleAggregationController } from './clusterrole-aggregation.js';
import { type Controller, type ControllerDependencies, type RunningController } from './controller.js';
import { csrApproveAllController, csrApprovingController } from './csr-approving.js';
import { csrCleaner } from './csr-cleaner.js';
import { csrSigningController } from './csr-signing.js';
import { customResourceDefinitionController } from './custom-resource-definitions.js';
import { garbageCollector } from './garbage-collector.js';
import { legacyTokenCleaner } from './legacy-token-cleaner.js';
import { legacyTokenTrackingController } from './legacy-token-tracking.js';
import { namespaceController } from './namespaces.js';
import { rootCAPublisher } from './root-ca-publisher.js';
import { serviceAccountsController } from './serviceaccounts.js';
import { systemNamespacesController } from './system-namespaces.js';
import { tokensController } from './tokens.js';

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
  customResourceDefinitionController,
  clusterRoleAggregationController,
];

/** Starts those that the version has; resolves when all of them have dealt with what was there. */
export async function startControllers(dependencies: ControllerDependencies): Promise<RunningController> {
  const started: RunningController[] = [];
  for (const controller of CONTROLLERS) {
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
    },
  };
  await all.idle();
  return all;
}
