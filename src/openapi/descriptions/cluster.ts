/** Namespaces, nodes, services, storage, access and what extends the API. */
import { type Descriptions } from './table.js';

const CORE = 'io.k8s.api.core.v1';
const RBAC = 'io.k8s.api.rbac.v1';

const SUBJECTS = 'Who has the role.';
const ROLE = 'The role.';
const RULES = 'What may be done.';

export const CLUSTER: Descriptions = {
  [`${CORE}.Namespace`]: {
    '': 'A place for objects: names are unique in it.',
    spec: 'What holds it.',
    status: 'Where it stands.',
  },
  [`${CORE}.Node`]: {
    '': 'A machine that pods run on.',
    spec: 'What is to be true of the node.',
    status: 'What was seen of it last. Written by its kubelet.',
  },
  [`${CORE}.Service`]: {
    '': 'One address for a set of pods.',
    spec: 'Which pods, and how they are reached.',
    status: 'Where a load balancer can be reached.',
  },
  [`${CORE}.ServiceSpec`]: {
    '': 'Which pods a service stands for, and how they are reached.',
    clusterIP: 'The address in the cluster. None: the pods’ own addresses. Filled by the server.',
    clusterIPs: 'All addresses in the cluster, at most one of each family.',
    externalIPs: 'Addresses of nodes that lead to the service too.',
    externalName: 'The name that a service of type ExternalName stands for.',
    externalTrafficPolicy: 'Cluster, or Local: from outside, only pods of the node that is asked.',
    internalTrafficPolicy: 'Cluster, or Local: from inside, only pods of the same node.',
    ipFamilies: 'IPv4, IPv6, or both in the order that counts.',
    ipFamilyPolicy: 'SingleStack, PreferDualStack or RequireDualStack.',
    loadBalancerClass: 'Which load balancer is asked for.',
    ports: 'The ports.',
    publishNotReadyAddresses: 'True: pods that are not ready are reached as well.',
    selector: 'Labels of the pods. None: somebody else writes the endpoints.',
    sessionAffinity: 'ClientIP: a client comes to the same pod again. Default: None.',
    type: 'ClusterIP, NodePort, LoadBalancer or ExternalName. Default: ClusterIP.',
  },
  [`${CORE}.ServicePort`]: {
    '': 'A port of a service.',
    appProtocol: 'What is spoken there.',
    name: 'Name of the port; needed where there are several.',
    nodePort: 'The port of every node that leads there. Filled by the server.',
    port: 'The port.',
    protocol: 'TCP, UDP or SCTP. Default: TCP.',
    targetPort: 'The port of the pods, by number or name. Default: port.',
  },
  [`${CORE}.Event`]: {
    '': 'Something that happened, for people. Kept for a while.',
    involvedObject: 'What it happened to.',
    message: 'What happened.',
    reason: 'What happened, in one word.',
    type: 'Normal or Warning.',
  },
  [`${CORE}.Endpoints`]: { '': 'The addresses behind a service.', subsets: 'Addresses and ports.' },
  [`${CORE}.PersistentVolume`]: { '': 'A piece of storage of the cluster.' },
  [`${CORE}.PersistentVolumeClaim`]: { '': 'Asks for a piece of storage.' },
  [`${CORE}.LimitRange`]: { '': 'Limits and defaults for resources of single objects of a namespace.' },
  [`${CORE}.ResourceQuota`]: { '': 'Limits what all objects of a namespace use together.' },
  [`${RBAC}.Role`]: { '': 'What may be done in a namespace.', rules: RULES },
  [`${RBAC}.ClusterRole`]: {
    '': 'What may be done, in all namespaces and outside of them.',
    aggregationRule: 'Which roles the rules are put together from.',
    rules: RULES,
  },
  [`${RBAC}.RoleBinding`]: { '': 'Gives a role to somebody in a namespace.', roleRef: ROLE, subjects: SUBJECTS },
  [`${RBAC}.ClusterRoleBinding`]: { '': 'Gives a role to somebody everywhere.', roleRef: ROLE, subjects: SUBJECTS },
  [`${RBAC}.PolicyRule`]: {
    '': 'Verbs on resources or paths.',
    apiGroups: 'Groups of the resources; "" is the core group, * are all.',
    nonResourceURLs: 'Paths that are no resource; * may end them.',
    resourceNames: 'Names that the rule is limited to.',
    resources: 'Resources, and subresources as RESOURCE/SUBRESOURCE; * are all.',
    verbs: 'What may be done; * is everything.',
  },
  [`${RBAC}.RoleRef`]: {
    '': 'Points to a role.',
    apiGroup: 'Group of the role.',
    kind: 'Role or ClusterRole.',
    name: 'Name of the role.',
  },
  [`${RBAC}.Subject`]: {
    '': 'A user, a group or a service account.',
    apiGroup: 'Group of the kind; "" for service accounts.',
    kind: 'User, Group or ServiceAccount.',
    name: 'Name of the subject.',
    namespace: 'Namespace of a service account.',
  },
  'io.k8s.api.networking.v1.Ingress': { '': 'Leads HTTP requests from outside to services.' },
  'io.k8s.api.networking.v1.IngressClass': { '': 'Says which controller answers for an ingress.' },
  'io.k8s.api.networking.v1.NetworkPolicy': { '': 'Says who may talk to some pods, and to whom they may.' },
  'io.k8s.api.discovery.v1.EndpointSlice': { '': 'A part of the addresses behind a service.' },
  'io.k8s.api.coordination.v1.Lease': { '': 'Says who holds something, and until when.' },
  'io.k8s.api.storage.v1.StorageClass': { '': 'A kind of storage, and who provides it.' },
  'io.k8s.api.storage.v1.CSIDriver': { '': 'A driver for storage, and what it can do.' },
  'io.k8s.api.storage.v1.VolumeAttachment': { '': 'A volume on a node.' },
  'io.k8s.api.scheduling.v1.PriorityClass': { '': 'A name for a priority of pods.' },
  'io.k8s.api.node.v1.RuntimeClass': { '': 'A way to run containers.' },
  'io.k8s.api.certificates.v1.CertificateSigningRequest': {
    '': 'Asks for a certificate.',
    spec: 'The request, and who asks.',
    status: 'Whether it was approved, and the certificate.',
  },
  'io.k8s.api.admissionregistration.v1.MutatingWebhookConfiguration': { '': 'Web hooks that may change objects.' },
  'io.k8s.api.admissionregistration.v1.ValidatingWebhookConfiguration': { '': 'Web hooks that may refuse objects.' },
  'io.k8s.apiextensions-apiserver.pkg.apis.apiextensions.v1.CustomResourceDefinition': {
    '': 'Adds a kind to the API.',
    spec: 'Names, scope and versions of the kind.',
    status: 'Whether the kind is served, and under which names.',
  },
  'io.k8s.kube-aggregator.pkg.apis.apiregistration.v1.APIService': {
    '': 'Says who serves a group and version.',
    spec: 'The group, the version and their server.',
    status: 'Whether the server can be reached.',
  },
};
