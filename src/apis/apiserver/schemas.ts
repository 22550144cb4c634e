/**
 * The configuration files of group apiserver.config.k8s.io, as far as they are read.
 * Source: k8s.io/apiserver/pkg/apis/apiserver/{v1,v1beta1,v1alpha1}/types.go.
 */
import { type Definition, type Field, type Schemas, type Type } from '../schema/schema.js';

export const CONFIG_GROUP = 'apiserver.config.k8s.io';

const PACKAGE = `k8s.io/apiserver/pkg/apis/apiserver`;

/** Fields by struct: `wireName GoName type`, types as Go writes them; `1.34:` before what came later. */
const STRUCTS: Readonly<Record<string, readonly string[]>> = {
  AuthenticationConfiguration: ['jwt JWT []JWTAuthenticator', '1.31: anonymous Anonymous *AnonymousAuthConfig'],
  AnonymousAuthConfig: ['enabled Enabled bool', 'conditions Conditions []AnonymousAuthCondition'],
  AnonymousAuthCondition: ['path Path string'],
  JWTAuthenticator: [
    'issuer Issuer Issuer',
    'claimValidationRules ClaimValidationRules []ClaimValidationRule',
    'claimMappings ClaimMappings ClaimMappings',
    'userValidationRules UserValidationRules []UserValidationRule',
  ],
  Issuer: [
    'url URL string',
    '1.30: discoveryURL DiscoveryURL *string',
    'certificateAuthority CertificateAuthority string',
    'audiences Audiences []string',
    '1.30: audienceMatchPolicy AudienceMatchPolicy AudienceMatchPolicyType',
    '1.34: egressSelectorType EgressSelectorType EgressSelectorType',
  ],
  ClaimValidationRule: [
    'claim Claim string',
    'requiredValue RequiredValue string',
    'expression Expression string',
    'message Message string',
  ],
  ClaimMappings: [
    'username Username PrefixedClaimOrExpression',
    'groups Groups PrefixedClaimOrExpression',
    'uid UID ClaimOrExpression',
    'extra Extra []ExtraMapping',
  ],
  PrefixedClaimOrExpression: ['claim Claim string', 'prefix Prefix *string', 'expression Expression string'],
  ClaimOrExpression: ['claim Claim string', 'expression Expression string'],
  ExtraMapping: ['key Key string', 'valueExpression ValueExpression string'],
  UserValidationRule: ['expression Expression string', 'message Message string'],
  AuthorizationConfiguration: ['authorizers Authorizers []AuthorizerConfiguration'],
  AuthorizerConfiguration: ['type Type string', 'name Name string', 'webhook Webhook *WebhookConfiguration'],
  WebhookConfiguration: [
    'authorizedTTL AuthorizedTTL Duration',
    '1.34: cacheAuthorizedRequests CacheAuthorizedRequests *bool',
    'unauthorizedTTL UnauthorizedTTL Duration',
    '1.34: cacheUnauthorizedRequests CacheUnauthorizedRequests *bool',
    'timeout Timeout Duration',
    'subjectAccessReviewVersion SubjectAccessReviewVersion string',
    'matchConditionSubjectAccessReviewVersion MatchConditionSubjectAccessReviewVersion string',
    'failurePolicy FailurePolicy string',
    'connectionInfo ConnectionInfo WebhookConnectionInfo',
    'matchConditions MatchConditions []WebhookMatchCondition',
  ],
  WebhookConnectionInfo: ['type Type string', 'kubeConfigFile KubeConfigFile *string'],
  WebhookMatchCondition: ['expression Expression string'],
};

/** Kinds by the first minor that knows a version of them. */
const KINDS: Readonly<Record<string, Readonly<Record<string, number>>>> = {
  AuthenticationConfiguration: { v1alpha1: 29, v1beta1: 30, v1: 34 },
  AuthorizationConfiguration: { v1alpha1: 29, v1beta1: 30, v1: 32 },
};

/** True where the minor reads that kind in that apiVersion. */
export function isConfigKind(kind: string, apiVersion: string, minor: number): boolean {
  const [group, version = ''] = apiVersion.split('/');
  return group === CONFIG_GROUP && minor >= (KINDS[kind]?.[version] ?? Infinity);
}

/** The structs of one minor; `version` is the package that their names are shown with. */
export function configSchemas(minor: number, version: string): Schemas {
  const definitions = new Map(Object.keys(STRUCTS).map((name) => [name, definitionOf(name, minor, version)]));
  const get = (name: string): Definition => {
    const definition = definitions.get(name);
    if (definition === undefined) throw new Error(`there is no configuration struct ${name}`);
    return definition;
  };
  return {
    minor,
    has: (name) => definitions.has(name),
    get,
    fields: (name) => new Map(get(name).fields.map((field) => [field.json, field])),
    names: () => [...definitions.keys()],
  };
}

function definitionOf(name: string, minor: number, version: string): Definition {
  const fields = (STRUCTS[name] ?? []).flatMap((line) => {
    const [, since, text = ''] = /^(?:1\.(\d+): )?(.*)$/.exec(line) ?? [];
    return Number(since ?? 0) > minor ? [] : [fieldOf(text, version)];
  });
  const meta = name in KINDS ? ['kind Kind string', 'apiVersion APIVersion string'] : [];
  const all = [...meta.map((text) => fieldOf(text, version)), ...fields];
  return { name, goName: name, goPackage: `${PACKAGE}/${version}`, fields: all, atomic: false };
}

function fieldOf(text: string, version: string): Field {
  const [json = '', name = '', type = ''] = text.split(' ');
  return {
    ...{ name, json, inline: false, type: typeOf(type, version), omit: 'empty', protobuf: undefined, wire: undefined },
    ...{ required: false, default: undefined, patchStrategies: [], patchMergeKey: undefined },
    ...{ listType: undefined, listMapKeys: [], mapType: undefined },
  };
}

function typeOf(go: string, version: string): Type {
  if (go.startsWith('[]')) {
    const element = typeOf(go.slice(2), version);
    return { kind: 'list', go: `[]${element.go}`, element };
  }
  if (go.startsWith('*')) {
    const element = typeOf(go.slice(1), version);
    return { kind: 'pointer', go: element.go, element };
  }
  if (go === 'string' || go === 'bool') return { kind: 'scalar', go, scalar: go };
  if (go === 'Duration') return { kind: 'special', go: 'v1.Duration', special: 'Duration', definition: go };
  const qualified = `${version}.${go}`;
  return go in STRUCTS
    ? { kind: 'struct', go: qualified, definition: go }
    : { kind: 'scalar', go: qualified, scalar: 'string' };
}
