/** Kubelets ask for tokens of the pods on their node, for audiences that those pods name. */
import { aggregate } from '../../apis/aggregate.js';
import { type TokenRequest } from '../../apis/authentication/v1.js';
import { type Pod } from '../../apis/core/pod.js';
import { StatusError } from '../../apis/errors.js';
import { goQuote } from '../../apis/field/errors.js';
import { type KubeObject } from '../../apis/meta/v1.js';
import { type Features } from '../../features/features.js';
import { driverOf } from './volume-drivers.js';
import { isAllowed, lookUp, type NodeRequest, refusal } from './restriction.js';

const VERB = 'request-serviceaccounts-token-audience';

interface CSIDriver extends KubeObject {
  spec: { tokenRequests?: { audience?: string }[] };
}

export async function restrictToken(request: NodeRequest): Promise<void> {
  const { attributes, node, features } = request;
  const { operation, subresource, namespace } = attributes;
  if (operation !== 'CREATE' || subresource !== 'token') return;
  const { spec = {} } = attributes.object as TokenRequest;
  const { apiVersion, kind, name, uid } = spec.boundObjectRef ?? {};
  if (apiVersion !== 'v1' || kind !== 'Pod' || !name) {
    throw refusal(request, 'node requested token not bound to a pod');
  }
  if (!uid) throw refusal(request, 'node requested token with a pod binding without a uid');
  const pod = await lookUp<Pod>(request, 'pods', namespace, name);
  const inRecord = pod.metadata.uid ?? '';
  if (uid !== inRecord) {
    const record = features.behaviours.nodesSeeUIDsInRecord ? `record (${inRecord})` : 'record';
    const why = 'The object might have been deleted and then recreated';
    throw refusal(
      request,
      `the UID in the bound object reference (${uid}) does not match the UID in ${record}. ${why}`,
    );
  }
  if (pod.spec.nodeName !== node) {
    throw refusal(request, 'node requested token bound to a pod scheduled on a different node');
  }
  if (features.enabled('ServiceAccountNodeAudienceRestriction')) await restrictAudience(request, pod, spec.audiences);
}

async function restrictAudience(request: NodeRequest, pod: Pod, audiences: readonly string[] = []): Promise<void> {
  const { attributes, features } = request;
  if (audiences.length > 1) throw refusal(request, 'node may only request 0 or 1 audiences');
  const [audience = ''] = audiences;
  const problems: string[] = [];
  if (await isNamed(request, pod, audience, problems)) return;
  if (problems.length > 0) {
    throw refusal(request, `error validating audience ${goQuote(audience)}: ${aggregate(problems)}`);
  }
  const { nodeAudiences } = features.behaviours;
  const asked = { verb: VERB, resource: audience, name: attributes.name };
  if (nodeAudiences !== 'of volumes' && (await isAllowed(request, asked))) return;
  throw refusal(request, audienceText(nodeAudiences, attributes.user.username, audience));
}

function audienceText(known: Features['behaviours']['nodeAudiences'], user: string, audience: string): string {
  if (known === 'granted') return `${user} is not authorized to request tokens for audience ${goQuote(audience)}`;
  const missing = `audience ${goQuote(audience)} not found in pod spec volume`;
  return known === 'of volumes' ? missing : `${missing}, ${user} is not authorized to request tokens for this audience`;
}

/** True where a volume of the pod needs such a token. What cannot be found out goes to `problems`. */
async function isNamed(request: NodeRequest, pod: Pod, audience: string, problems: string[]): Promise<boolean> {
  for (const volume of pod.spec.volumes ?? []) {
    const sources = volume.projected?.sources ?? [];
    if (sources.some(({ serviceAccountToken: token }) => token && (token.audience ?? '') === audience)) return true;
    try {
      const driver = await driverOf(request, pod, volume);
      if (!driver) continue;
      const { spec } = await lookUp<CSIDriver>(request, 'csidrivers', '', driver, 'storage.k8s.io');
      if ((spec.tokenRequests ?? []).some((each) => (each.audience ?? '') === audience)) return true;
    } catch (error) {
      if (!(error instanceof StatusError)) throw error;
      problems.push(error.message);
    }
  }
  return false;
}
