/** The plug-ins in upstream's order. Source: AllOrderedPlugins in pkg/kubeapiserver/options/plugins.go. */
import { type Authorizer } from '../authorization/authorizer.js';
import {
  createCertificateApproval,
  createCertificateSigning,
  createCertificateSubjectRestriction,
  createClusterTrustBundleAttest,
} from './certificates.js';
import { createDefaultTolerationSeconds } from './default-toleration-seconds.js';
import { createNamespaceLifecycle } from './namespace-lifecycle.js';
import { type AdmissionPlugin } from './plugin.js';
import { createPriority } from './priority.js';
import { createServiceAccountAdmission, type ServiceAccountDependencies } from './service-account.js';
import { createTaintNodesByCondition } from './taint-nodes-by-condition.js';

export { type Admission, createAdmission } from './chain.js';

export interface AdmissionDependencies extends ServiceAccountDependencies {
  readonly authorizer: Authorizer;
}

export function admissionPlugins(dependencies: AdmissionDependencies): readonly AdmissionPlugin[] {
  const { getter, authorizer } = dependencies;
  return [
    createNamespaceLifecycle(getter),
    createServiceAccountAdmission(dependencies),
    createTaintNodesByCondition(),
    createPriority(getter),
    createDefaultTolerationSeconds(),
    createCertificateApproval(authorizer),
    createCertificateSigning(authorizer),
    createClusterTrustBundleAttest(authorizer),
    createCertificateSubjectRestriction(),
  ];
}
