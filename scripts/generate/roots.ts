/** The Go types that the server puts on the wire; what they reach comes along. A type that a minor lacks is left out of it. */

const META = 'k8s.io/apimachinery/pkg/apis/meta/v1';
const CORE = 'k8s.io/api/core/v1';

/** What no document of OpenAPI names as a kind. */
const BESIDE_KINDS: readonly string[] = [
  ...[
    'ObjectMeta ListMeta TypeMeta Status DeleteOptions CreateOptions UpdateOptions PatchOptions GetOptions ListOptions',
    'APIVersions APIGroup APIGroupList APIResourceList WatchEvent Table PartialObjectMetadata PartialObjectMetadataList',
    'LabelSelector Patch',
  ].flatMap((names) => names.split(' ').map((name) => `${META}.${name}`)),
  ...[
    'PodAttachOptions PodExecOptions PodLogOptions PodPortForwardOptions PodProxyOptions NodeProxyOptions',
    'ServiceProxyOptions EphemeralContainers RangeAllocation SerializedReference',
  ].flatMap((names) => names.split(' ').map((name) => `${CORE}.${name}`)),
  'k8s.io/apimachinery/pkg/version.Info',
  ...['v2', 'v2beta1'].map((version) => `k8s.io/api/apidiscovery/${version}.APIGroupDiscoveryList`),
  ...['v1', 'v1beta1'].map((version) => `k8s.io/api/policy/${version}.Eviction`),
  ...['v1', 'v1beta1', 'v1alpha1'].flatMap((version) =>
    ['TokenRequest', 'TokenReview', 'SelfSubjectReview'].map((name) => `k8s.io/api/authentication/${version}.${name}`),
  ),
];

/** The types of the kinds with those definitions (`io.k8s.api.core.v1.Pod`), of their lists, and what every version has. */
export function rootsOf(definitions: readonly string[]): readonly string[] {
  const kinds = definitions.map(goPath).sort();
  return [...BESIDE_KINDS, ...kinds.flatMap((kind) => [kind, `${kind}List`])];
}

/** `io.k8s.api.core.v1.Pod` → `k8s.io/api/core/v1.Pod`. */
function goPath(definition: string): string {
  const [top = '', domain = '', ...path] = definition.split('.');
  const name = path.pop() ?? '';
  return `${domain}.${top}/${path.join('/')}.${name}`;
}

/** Types with a JSON form of their own: nothing behind them is followed. */
export const SPECIAL: ReadonlySet<string> = new Set([
  `${META}.Time`,
  `${META}.MicroTime`,
  `${META}.Duration`,
  `${META}.FieldsV1`,
  'k8s.io/apimachinery/pkg/api/resource.Quantity',
  'k8s.io/apimachinery/pkg/util/intstr.IntOrString',
  'k8s.io/apimachinery/pkg/runtime.RawExtension',
  ...['v1', 'v1beta1'].flatMap((version) =>
    ['JSON', 'JSONSchemaPropsOrArray', 'JSONSchemaPropsOrBool', 'JSONSchemaPropsOrStringArray'].map(
      (name) => `k8s.io/apiextensions-apiserver/pkg/apis/apiextensions/${version}.${name}`,
    ),
  ),
]);
