/** API versions that say that they will go. Source: zz_generated.prerelease-lifecycle.go of k8s.io/api and its like. */
import { type Features } from './features.js';

/** Lines `MINORS GROUP/VERSION KIND DEPRECATED REMOVED|- [GROUP/VERSION KIND to use]`; MINORS are those that say so. */
const LINES = `
20-21 apiextensions.k8s.io/v1beta1 CustomResourceDefinition 1.16 1.22 apiextensions.k8s.io/v1 CustomResourceDefinition
20-21 apiregistration.k8s.io/v1beta1 APIService 1.19 1.22 apiregistration.k8s.io/v1 APIService
20-22 flowcontrol.apiserver.k8s.io/v1alpha1 FlowSchema 1.20 1.21 flowcontrol.apiserver.k8s.io/v1beta1 FlowSchema
20-22 flowcontrol.apiserver.k8s.io/v1alpha1 PriorityLevelConfiguration 1.20 1.21 flowcontrol.apiserver.k8s.io/v1beta1 PriorityLevelConfiguration
20-37 admissionregistration.k8s.io/v1beta1 MutatingWebhookConfiguration 1.16 1.22 admissionregistration.k8s.io/v1 MutatingWebhookConfiguration
20-37 admissionregistration.k8s.io/v1beta1 ValidatingWebhookConfiguration 1.16 1.22 admissionregistration.k8s.io/v1 ValidatingWebhookConfiguration
20-37 authentication.k8s.io/v1beta1 TokenReview 1.19 1.22 authentication.k8s.io/v1 TokenReview
20-37 authorization.k8s.io/v1beta1 LocalSubjectAccessReview 1.19 1.22 authorization.k8s.io/v1 LocalSubjectAccessReview
20-37 authorization.k8s.io/v1beta1 SelfSubjectAccessReview 1.19 1.22 authorization.k8s.io/v1 SelfSubjectAccessReview
20-37 authorization.k8s.io/v1beta1 SelfSubjectRulesReview 1.19 1.22 authorization.k8s.io/v1 SelfSubjectRulesReview
20-37 authorization.k8s.io/v1beta1 SubjectAccessReview 1.19 1.22 authorization.k8s.io/v1 SubjectAccessReview
20-37 certificates.k8s.io/v1beta1 CertificateSigningRequest 1.19 1.22 certificates.k8s.io/v1 CertificateSigningRequest
20-37 coordination.k8s.io/v1beta1 Lease 1.19 1.22 coordination.k8s.io/v1 Lease
20-37 extensions/v1beta1 Ingress 1.14 1.22 networking.k8s.io/v1 Ingress
20-37 networking.k8s.io/v1beta1 Ingress 1.19 1.22 networking.k8s.io/v1 Ingress
20-37 networking.k8s.io/v1beta1 IngressClass 1.19 1.22 networking.k8s.io/v1 IngressClassList
20-37 rbac.authorization.k8s.io/v1beta1 ClusterRole 1.17 1.22 rbac.authorization.k8s.io/v1 ClusterRole
20-37 rbac.authorization.k8s.io/v1beta1 ClusterRoleBinding 1.17 1.22 rbac.authorization.k8s.io/v1 ClusterRoleBinding
20-37 rbac.authorization.k8s.io/v1beta1 Role 1.17 1.22 rbac.authorization.k8s.io/v1 Role
20-37 rbac.authorization.k8s.io/v1beta1 RoleBinding 1.17 1.22 rbac.authorization.k8s.io/v1 RoleBinding
20-37 scheduling.k8s.io/v1beta1 PriorityClass 1.14 1.22 scheduling.k8s.io/v1 PriorityClass
20-37 storage.k8s.io/v1beta1 CSIDriver 1.19 1.22 storage.k8s.io/v1 CSIDriver
20-37 storage.k8s.io/v1beta1 CSINode 1.17 1.22 storage.k8s.io/v1 CSINode
20-37 storage.k8s.io/v1beta1 StorageClass 1.19 1.22 storage.k8s.io/v1 StorageClass
20-37 storage.k8s.io/v1beta1 VolumeAttachment 1.19 1.22 storage.k8s.io/v1 VolumeAttachment
21-28 policy/v1beta1 PodSecurityPolicy 1.21 1.25
21-37 batch/v1beta1 CronJob 1.21 1.25 batch/v1 CronJob
21-37 discovery.k8s.io/v1beta1 EndpointSlice 1.21 1.25 discovery.k8s.io/v1 EndpointSlice
21-37 policy/v1beta1 PodDisruptionBudget 1.21 1.25 policy/v1 PodDisruptionBudget
21-37 storage.k8s.io/v1alpha1 CSIStorageCapacity 1.21 1.24 storage.k8s.io/v1beta1 CSIStorageCapacity
21-37 storage.k8s.io/v1alpha1 VolumeAttachment 1.21 1.24 storage.k8s.io/v1 VolumeAttachment
22-22 autoscaling/v2beta1 HorizontalPodAutoscaler 1.22 1.25 autoscaling/v2beta2 HorizontalPodAutoscaler
22-37 events.k8s.io/v1beta1 Event 1.22 1.25
22-37 node.k8s.io/v1beta1 RuntimeClass 1.22 1.25
23-25 flowcontrol.apiserver.k8s.io/v1alpha1 FlowSchema 1.20 1.21 flowcontrol.apiserver.k8s.io/v1beta2 FlowSchema
23-25 flowcontrol.apiserver.k8s.io/v1alpha1 PriorityLevelConfiguration 1.20 1.21 flowcontrol.apiserver.k8s.io/v1beta2 PriorityLevelConfiguration
23-25 flowcontrol.apiserver.k8s.io/v1beta1 FlowSchema 1.23 1.26 flowcontrol.apiserver.k8s.io/v1beta2 FlowSchema
23-25 flowcontrol.apiserver.k8s.io/v1beta1 PriorityLevelConfiguration 1.23 1.26 flowcontrol.apiserver.k8s.io/v1beta2 PriorityLevelConfiguration
23-35 autoscaling/v2beta1 HorizontalPodAutoscaler 1.22 1.25 autoscaling/v2 HorizontalPodAutoscaler
23-35 autoscaling/v2beta2 HorizontalPodAutoscaler 1.23 1.26 autoscaling/v2 HorizontalPodAutoscaler
24-37 storage.k8s.io/v1beta1 CSIStorageCapacity 1.24 1.27 storage.k8s.io/v1 CSIStorageCapacity
26-28 flowcontrol.apiserver.k8s.io/v1alpha1 FlowSchema 1.20 1.21 flowcontrol.apiserver.k8s.io/v1beta3 FlowSchema
26-28 flowcontrol.apiserver.k8s.io/v1alpha1 PriorityLevelConfiguration 1.20 1.21 flowcontrol.apiserver.k8s.io/v1beta3 PriorityLevelConfiguration
26-37 flowcontrol.apiserver.k8s.io/v1beta1 FlowSchema 1.23 1.26 flowcontrol.apiserver.k8s.io/v1beta3 FlowSchema
26-37 flowcontrol.apiserver.k8s.io/v1beta1 PriorityLevelConfiguration 1.23 1.26 flowcontrol.apiserver.k8s.io/v1beta3 PriorityLevelConfiguration
26-37 flowcontrol.apiserver.k8s.io/v1beta2 FlowSchema 1.26 1.29 flowcontrol.apiserver.k8s.io/v1beta3 FlowSchema
26-37 flowcontrol.apiserver.k8s.io/v1beta2 PriorityLevelConfiguration 1.26 1.29 flowcontrol.apiserver.k8s.io/v1beta3 PriorityLevelConfiguration
28-28 networking.k8s.io/v1alpha1 ClusterCIDR 1.28 1.31
29-31 certificates.k8s.io/v1alpha1 ClusterTrustBundle 1.29 1.32
29-37 authentication.k8s.io/v1alpha1 SelfSubjectReview 1.29 1.32
29-37 flowcontrol.apiserver.k8s.io/v1beta3 FlowSchema 1.29 1.32 flowcontrol.apiserver.k8s.io/v1 FlowSchema
29-37 flowcontrol.apiserver.k8s.io/v1beta3 PriorityLevelConfiguration 1.29 1.32 flowcontrol.apiserver.k8s.io/v1 PriorityLevelConfiguration
20-37 v1 ComponentStatus 1.19 -
33-37 v1 Endpoints 1.33 - discovery.k8s.io/v1 EndpointSlice
30-33 networking.k8s.io/v1alpha1 IPAddress 1.30 1.33
30-33 networking.k8s.io/v1alpha1 ServiceCIDR 1.30 1.33
30-37 authentication.k8s.io/v1beta1 SelfSubjectReview 1.30 1.33
31-37 admissionregistration.k8s.io/v1beta1 ValidatingAdmissionPolicy 1.31 1.34
31-37 admissionregistration.k8s.io/v1beta1 ValidatingAdmissionPolicyBinding 1.31 1.34
32-33 storage.k8s.io/v1alpha1 VolumeAttributesClass 1.32 1.35
32-37 admissionregistration.k8s.io/v1alpha1 ValidatingAdmissionPolicy 1.29 1.32
32-37 admissionregistration.k8s.io/v1alpha1 ValidatingAdmissionPolicyBinding 1.29 1.32
33-34 storagemigration.k8s.io/v1alpha1 StorageVersionMigration 1.33 1.36
34-37 certificates.k8s.io/v1alpha1 ClusterTrustBundle 1.34 1.37
34-37 networking.k8s.io/v1beta1 IPAddress 1.34 1.37
34-37 networking.k8s.io/v1beta1 ServiceCIDR 1.34 1.37
34-37 storage.k8s.io/v1alpha1 VolumeAttributesClass 1.32 1.35 storage.k8s.io/v1 VolumeAttributesClass
34-37 storage.k8s.io/v1beta1 VolumeAttributesClass 1.34 1.37 storage.k8s.io/v1 VolumeAttributesClass
35-37 admissionregistration.k8s.io/v1alpha1 MutatingAdmissionPolicy 1.35 1.38
35-37 admissionregistration.k8s.io/v1alpha1 MutatingAdmissionPolicyBinding 1.35 1.38
35-37 coordination.k8s.io/v1alpha2 LeaseCandidate 1.35 1.38
35-37 resource.k8s.io/v1beta1 DeviceClass 1.35 1.38
35-37 resource.k8s.io/v1beta1 ResourceClaim 1.35 1.38
35-37 resource.k8s.io/v1beta1 ResourceClaimTemplate 1.35 1.38
35-37 resource.k8s.io/v1beta1 ResourceSlice 1.35 1.38
36-37 coordination.k8s.io/v1beta1 LeaseCandidate 1.36 1.39
36-37 resource.k8s.io/v1alpha3 DeviceTaintRule 1.36 1.39
36-37 resource.k8s.io/v1beta2 DeviceClass 1.36 1.39
36-37 resource.k8s.io/v1beta2 ResourceClaim 1.36 1.39
36-37 resource.k8s.io/v1beta2 ResourceClaimTemplate 1.36 1.39
36-37 resource.k8s.io/v1beta2 ResourceSlice 1.36 1.39
37-37 admissionregistration.k8s.io/v1beta1 MutatingAdmissionPolicy 1.37 1.40 admissionregistration.k8s.io/v1 MutatingAdmissionPolicy
37-37 admissionregistration.k8s.io/v1beta1 MutatingAdmissionPolicyBinding 1.37 1.40 admissionregistration.k8s.io/v1 MutatingAdmissionPolicyBinding
37-37 certificates.k8s.io/v1beta1 ClusterTrustBundle 1.37 1.40 certificates.k8s.io/v1 ClusterTrustBundle
37-37 certificates.k8s.io/v1beta1 PodCertificateRequest 1.37 1.40 certificates.k8s.io/v1 PodCertificateRequest
37-37 storagemigration.k8s.io/v1beta1 StorageVersionMigration 1.37 1.40 storagemigration.k8s.io/v1 StorageVersionMigration
`;

/** The kinds of each line, so that requests for all others need not look for theirs. */
const DEPRECATED = new Set(LINES.split('\n').map((line) => line.split(' ').slice(1, 3).join(' ')));

export interface Deprecation {
  readonly warning: string;
  /** `1.25`; '' where nobody says when it will go. */
  readonly removed: string;
}

/** What is said of a request in a group/version (`policy/v1beta1`); undefined where it is not deprecated. */
export function deprecationOf(groupVersion: string, kind: string, { version }: Features): Deprecation | undefined {
  if (!DEPRECATED.has(`${groupVersion} ${kind}`)) return undefined;
  for (const line of LINES.split('\n')) {
    const [minors = '', ...[of, what, since, removed, next, nextKind]] = line.split(' ');
    const [first, last] = minors.split('-');
    if (of !== groupVersion || what !== kind) continue;
    if (version.minor < Number(first) || version.minor > Number(last)) continue;
    const release = removed === undefined || removed === '-' ? '' : removed;
    const gone = release === '' ? '' : `, unavailable in v${release}+`;
    const instead = next === undefined ? '' : `; use ${next} ${nextKind ?? ''}`;
    return { warning: `${of} ${kind} is deprecated in v${since ?? ''}+${gone}${instead}`, removed: release };
  }
  return undefined;
}
