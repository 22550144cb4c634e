/** Tokens that the API server shows to admission webhooks. Source: pkg/registry/core/serviceaccount/storage/token.go. */
import { type BoundObjectReference } from '../../apis/authentication/v1.js';
import { newBadRequest, newForbidden } from '../../apis/errors.js';
import { type KubeObject } from '../../apis/meta/v1.js';
import { type BoundObject, type WebhookKind } from '../../serviceaccount/claims.js';
import { serviceAccountUser } from '../../serviceaccount/username.js';
import { type RegistryDependencies } from '../rest.js';
import { API_GROUPS_ATTESTATION, type RequestedToken } from './serviceaccount-token-spec.js';

/** Such a token lives no longer. */
export const WEBHOOK_TOKEN_EXPIRATION_SECONDS = 600;

const GATE = 'APIServerWebhookAuthenticationToken';
const GROUP = 'admissionregistration.k8s.io';

interface Webhook {
  clientConfig?: { url?: string; service?: { name?: string; namespace?: string; port?: number; path?: string } };
  rules?: readonly { apiGroups?: readonly string[] }[];
}

interface WebhookConfiguration extends KubeObject {
  webhooks?: readonly Webhook[];
}

/** Throws a StatusError where the account may not attest to the API group, or no webhook is for that and the audience. */
export async function bindToWebhook(
  ref: BoundObjectReference,
  { audiences, attestations = {} }: RequestedToken,
  account: KubeObject,
  dependencies: RegistryDependencies,
): Promise<BoundObject> {
  const kind = ref.kind as WebhookKind;
  const { features, apiAudiences, getter, clock } = dependencies;
  if (!features.enabled(GATE)) {
    throw newBadRequest(
      `cannot bind token to object of type ${GROUP}/v1, Kind=${kind} (feature gate ${GATE} is disabled)`,
    );
  }
  if (audiences.some((audience) => apiAudiences.includes(audience))) {
    throw newBadRequest('api server audiences are invalid for webhook token requests');
  }
  const [audience = ''] = audiences;
  const [apiGroup = ''] = attestations[API_GROUPS_ATTESTATION] ?? [];
  await authorize(account, apiGroup, dependencies);
  const resource = { group: GROUP, resource: `${kind.toLowerCase()}s` };
  const object = await getter.get<WebhookConfiguration>(resource, '', ref.name ?? '');
  if (object === undefined || !serves(object, apiGroup, audience, clock.now())) {
    const subresource = { group: '', resource: 'serviceaccounts/token' };
    throw newForbidden(subresource, account.metadata.name ?? '', 'token request denied');
  }
  return { kind, object };
}

async function authorize(account: KubeObject, apiGroup: string, { authorizer }: RegistryDependencies): Promise<void> {
  const { namespace = '', name = '', uid = '' } = account.metadata;
  const user = serviceAccountUser({ namespace, name, uid });
  const resource = { group: 'authentication.k8s.io', resource: API_GROUPS_ATTESTATION };
  const { decision, reason, error } = await authorizer.authorize({
    resourceRequest: true,
    user,
    verb: 'attest',
    namespace: '',
    apiGroup: resource.group,
    apiVersion: '*',
    resource: resource.resource,
    subresource: '',
    name: apiGroup,
  });
  if (decision === 'allow') return;
  const why = [error, reason].filter((text) => text !== undefined && text !== '').join(': ');
  const what = `User "${user.username}" cannot attest resource "${resource.resource}" in API group "${resource.group}" at the cluster scope`;
  throw newForbidden(resource, apiGroup, why === '' ? what : `${what}: ${why}`);
}

function serves(
  { metadata, webhooks = [] }: WebhookConfiguration,
  group: string,
  audience: string,
  now: number,
): boolean {
  if (metadata.deletionTimestamp !== undefined && now > Date.parse(metadata.deletionTimestamp)) return false;
  return group === '*' || webhooks.some((webhook) => isFor(webhook, group) && isAt(webhook, audience));
}

function isFor({ rules = [] }: Webhook, group: string): boolean {
  return rules.some(({ apiGroups = [] }) => apiGroups.includes('*') || apiGroups.includes(group));
}

function isAt({ clientConfig: { url, service } = {} }: Webhook, audience: string): boolean {
  if (url === audience) return true;
  if (service === undefined) return false;
  const { name = '', namespace = '', port = 443, path = '/' } = service;
  return audience === `https://${name}.${namespace}.svc:${port}${path.startsWith('/') ? '' : '/'}${path}`;
}
