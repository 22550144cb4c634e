/** The plug-ins in upstream's order. Source: AllOrderedPlugins in pkg/kubeapiserver/options/plugins.go. */
import { type Authorizer } from '../authorization/authorizer.js';
import { type Client, type ObjectSource } from '../client/client.js';
import { type Clock } from '../clock/clock.js';
import { createAlwaysAdmit, createAlwaysDeny } from './always.js';
import { createAlwaysPullImages } from './always-pull-images.js';
import {
  createCertificateApproval,
  createCertificateSigning,
  createCertificateSubjectRestriction,
  createClusterTrustBundleAttest,
} from './certificates.js';
import { createDefaultIngressClass } from './default-ingress-class.js';
import { createDefaultStorageClass } from './default-storage-class.js';
import { createDefaultTolerationSeconds, type DefaultTolerations } from './default-toleration-seconds.js';
import { createDenyServiceExternalIPs } from './deny-service-external-ips.js';
import { createExtendedResourceToleration } from './extended-resource-toleration.js';
import { createLimitPodHardAntiAffinityTopology } from './limit-pod-hard-anti-affinity-topology.js';
import { createLimitRanger } from './limit-ranger.js';
import { createNamespaceAutoProvision } from './namespace-auto-provision.js';
import { createNamespaceExists } from './namespace-exists.js';
import { createNamespaceLifecycle } from './namespace-lifecycle.js';
import { createNodeRestriction } from './node-restriction.js';
import { createOwnerReferencesPermissionEnforcement } from './owner-references-permission-enforcement.js';
import { createPersistentVolumeClaimResize } from './persistent-volume-claim-resize.js';
import { type AdmissionPlugin } from './plugin.js';
import { createPodNodeSelector } from './pod-node-selector.js';
import { createPodResizeValidator } from './pod-resize-validator.js';
import { createPodSecurity } from './pod-security.js';
import { createPodTolerationRestriction } from './pod-toleration-restriction.js';
import { createPodTopologyLabels } from './pod-topology-labels.js';
import { createPriority } from './priority.js';
import { createResourceQuota } from './resource-quota.js';
import { createRuntimeClass } from './runtime-class.js';
import { createSecurityContextDeny } from './security-context-deny.js';
import { createServiceAccountAdmission, type ServiceAccountDependencies } from './service-account.js';
import { type ParamSource } from './policy/params.js';
import { createStorageObjectInUseProtection } from './storage-object-in-use-protection.js';
import { createTaintNodesByCondition } from './taint-nodes-by-condition.js';
import { createValidatingAdmissionPolicy } from './validating-policy.js';

export { type Admission, createAdmission } from './chain.js';

export interface AdmissionDependencies extends ServiceAccountDependencies {
  readonly authorizer: Authorizer;
  /** What policies find their parameters in; absent where no kind can be looked up. */
  readonly params?: ParamSource;
  /** Acts as the API server. */
  readonly client: Client;
  readonly mapping: ObjectSource['mapping'];
  readonly clock: Clock;
  readonly tolerations: DefaultTolerations;
}

/** Those whose names are among `chosen`. */
export function admissionPlugins(
  dependencies: AdmissionDependencies,
  chosen: ReadonlySet<string>,
): readonly AdmissionPlugin[] {
  return allPlugins(dependencies).filter(({ name }) => chosen.has(name));
}

function allPlugins(dependencies: AdmissionDependencies): readonly AdmissionPlugin[] {
  const { getter, authorizer, client, features, params = () => undefined } = dependencies;
  return [
    createAlwaysAdmit(),
    createNamespaceAutoProvision(getter, client),
    createNamespaceLifecycle(getter),
    createNamespaceExists(getter),
    createSecurityContextDeny(),
    createLimitPodHardAntiAffinityTopology(),
    createLimitRanger(getter, features),
    createServiceAccountAdmission(dependencies),
    createNodeRestriction(dependencies),
    createTaintNodesByCondition(),
    createAlwaysPullImages(features),
    createPodSecurity(getter, features),
    createPodNodeSelector(getter),
    createPriority(getter),
    createDefaultTolerationSeconds(dependencies.tolerations),
    createPodTolerationRestriction(getter, features),
    createExtendedResourceToleration(features),
    createDefaultStorageClass(getter, features),
    createStorageObjectInUseProtection(features),
    createOwnerReferencesPermissionEnforcement(dependencies),
    createPersistentVolumeClaimResize(getter),
    createRuntimeClass(getter, features),
    createCertificateApproval(authorizer),
    createCertificateSigning(authorizer),
    createClusterTrustBundleAttest(authorizer),
    createCertificateSubjectRestriction(),
    createDefaultIngressClass(getter, features),
    createDenyServiceExternalIPs(),
    createPodTopologyLabels(getter, features),
    createPodResizeValidator(getter, features),
    createValidatingAdmissionPolicy({ ...dependencies, params }),
    createResourceQuota(dependencies),
    createAlwaysDeny(),
  ];
}
