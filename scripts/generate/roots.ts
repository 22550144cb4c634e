/** The Go types that the server puts on the wire; what they reach comes along. A type that a minor lacks is left out of it. */

const META = 'k8s.io/apimachinery/pkg/apis/meta/v1';
const CORE = 'k8s.io/api/core/v1';

function group(name: string, versions: readonly string[], types: readonly string[]): readonly string[] {
  return versions.flatMap((version) => types.map((type) => `k8s.io/api/${name}/${version}.${type}`));
}

function withLists(kinds: readonly string[]): readonly string[] {
  return kinds.flatMap((kind) => [kind, `${kind}List`]);
}

export const ROOTS: readonly string[] = [
  ...[
    'ObjectMeta ListMeta TypeMeta Status DeleteOptions CreateOptions UpdateOptions PatchOptions GetOptions ListOptions',
    'APIVersions APIGroup APIGroupList APIResourceList WatchEvent Table PartialObjectMetadata PartialObjectMetadataList',
    'LabelSelector Patch',
  ].flatMap((names) => names.split(' ').map((name) => `${META}.${name}`)),
  ...withLists(['Namespace', 'ServiceAccount', 'Secret', 'ConfigMap', 'Pod', 'Node', 'Event']).map(
    (name) => `${CORE}.${name}`,
  ),
  `${CORE}.Binding`,
  'k8s.io/apimachinery/pkg/version.Info',
  ...group('apidiscovery', ['v2', 'v2beta1'], ['APIGroupDiscoveryList']),
  ...group('policy', ['v1', 'v1beta1'], ['Eviction']),
  ...group('authentication', ['v1', 'v1beta1', 'v1alpha1'], ['TokenRequest', 'TokenReview', 'SelfSubjectReview']),
  ...group(
    'authorization',
    ['v1', 'v1beta1'],
    ['SubjectAccessReview', 'SelfSubjectAccessReview', 'LocalSubjectAccessReview', 'SelfSubjectRulesReview'],
  ),
  ...group(
    'rbac',
    ['v1', 'v1beta1', 'v1alpha1'],
    withLists(['Role', 'RoleBinding', 'ClusterRole', 'ClusterRoleBinding']),
  ),
];

/** Types with a JSON form of their own: nothing behind them is followed. */
export const SPECIAL: ReadonlySet<string> = new Set([
  `${META}.Time`,
  `${META}.MicroTime`,
  `${META}.Duration`,
  `${META}.FieldsV1`,
  'k8s.io/apimachinery/pkg/api/resource.Quantity',
  'k8s.io/apimachinery/pkg/util/intstr.IntOrString',
  'k8s.io/apimachinery/pkg/runtime.RawExtension',
]);
