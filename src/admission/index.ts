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
import { type ParamSource } from './policy/params.js';
import { createTaintNodesByCondition } from './taint-nodes-by-condition.js';
import { createValidatingAdmissionPolicy } from './validating-policy.js';

export { type Admission, createAdmission } from './chain.js';

export interface AdmissionDependencies extends ServiceAccountDependencies {
  readonly authorizer: Authorizer;
  /** What policies find their parameters in; absent where no kind can be looked up. */
  readonly params?: ParamSource;
}

export function admissionPlugins(dependencies: AdmissionDependencies): readonly AdmissionPlugin[] {
  const { getter, authorizer, params = () => undefined } = dependencies;
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
    createValidatingAdmissionPolicy({ ...dependencies, params }),
  ];
}
