/** What the expressions of admission policies may name. Source: k8s.io/apiserver/pkg/admission/plugin/cel/compile.go. */
import { type Declarations, type ObjectTypes } from '../environment.js';
import { BOOL, type CelType, DYN, INT, listOf, mapOf, STRING, structOf, TIMESTAMP } from '../types.js';

export interface PolicyNames {
  /** True where the policy has a kind of parameters. */
  readonly params: boolean;
  readonly authorizer: boolean;
}

const TEXTS = listOf(STRING);
const GROUP_VERSION_KIND = structOf('kubernetes.GroupVersionKind');
const GROUP_VERSION_RESOURCE = structOf('kubernetes.GroupVersionResource');
const USER_INFO = structOf('kubernetes.UserInfo');
const REQUEST = structOf('kubernetes.AdmissionRequest');
const NAMESPACE = structOf('kubernetes.Namespace');
const METADATA = structOf('kubernetes.NamespaceMetadata');
const SPEC = structOf('kubernetes.NamespaceSpec');
const STATUS = structOf('kubernetes.NamespaceStatus');
const CONDITION = structOf('kubernetes.NamespaceCondition');
const VARIABLES = structOf('kubernetes.variables');

type Fields = Readonly<Record<string, CelType>>;

const OBJECTS: readonly (readonly [CelType, Fields])[] = [
  [GROUP_VERSION_KIND, { group: STRING, version: STRING, kind: STRING }],
  [GROUP_VERSION_RESOURCE, { group: STRING, version: STRING, resource: STRING }],
  [USER_INFO, { username: STRING, uid: STRING, groups: TEXTS, extra: mapOf(STRING, TEXTS) }],
  [
    REQUEST,
    {
      ...{ kind: GROUP_VERSION_KIND, resource: GROUP_VERSION_RESOURCE, subResource: STRING },
      ...{ requestKind: GROUP_VERSION_KIND, requestResource: GROUP_VERSION_RESOURCE, requestSubResource: STRING },
      ...{ name: STRING, namespace: STRING, operation: STRING, userInfo: USER_INFO, dryRun: BOOL, options: DYN },
    },
  ],
  [NAMESPACE, { metadata: METADATA, spec: SPEC, status: STATUS }],
  [SPEC, { finalizers: TEXTS }],
  [STATUS, { conditions: listOf(CONDITION), phase: STRING }],
  [CONDITION, { status: STRING, type: STRING, lastTransitionTime: TIMESTAMP, message: STRING, reason: STRING }],
  [
    METADATA,
    {
      ...{ name: STRING, generateName: STRING, namespace: STRING, UID: STRING, resourceVersion: STRING },
      ...{ labels: mapOf(STRING, STRING), annotations: mapOf(STRING, STRING), finalizers: TEXTS },
      ...{ creationTimestamp: TIMESTAMP, deletionTimestamp: TIMESTAMP },
      ...{ deletionGracePeriodSeconds: INT, generation: INT },
    },
  ],
];

const KNOWN: ObjectTypes = new Map(OBJECTS.map(([{ name }, fields]) => [name, new Map(Object.entries(fields))]));

/** `variables`: the types of the policy's own; undefined where it has none. */
export function policyDeclarations(
  { params, authorizer }: PolicyNames,
  variables: ReadonlyMap<string, CelType> | undefined,
): Declarations {
  return {
    variables: {
      ...{ object: DYN, oldObject: DYN, namespaceObject: NAMESPACE, request: REQUEST },
      ...(params ? { params: DYN } : {}),
      ...(authorizer
        ? {
            authorizer: structOf('kubernetes.authorization.Authorizer'),
            'authorizer.requestResource': structOf('kubernetes.authorization.ResourceCheck'),
          }
        : {}),
      ...(variables === undefined ? {} : { variables: VARIABLES }),
    },
    objects: variables === undefined ? KNOWN : new Map([...KNOWN, [VARIABLES.name, variables]]),
  };
}
