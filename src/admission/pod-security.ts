/**
 * Pods keep to the level that their namespace asks for.
 * Source: plugin/pkg/admission/security/podsecurity/admission.go, k8s.io/pod-security-admission/admission.
 */
import { aggregate } from '../apis/aggregate.js';
import { type Pod, type PodSpec } from '../apis/core/pod.js';
import { newForbidden, newInternalError, newInvalid, type StatusError } from '../apis/errors.js';
import { fieldErrorText, goQuote } from '../apis/field/errors.js';
import { groupResourceString, type KubeObject, type ObjectMeta } from '../apis/meta/v1.js';
import { type Getter } from '../client/client.js';
import { type Features } from '../features/features.js';
import { PODS } from './matching.js';
import { type AdmissionAttributes, type AdmissionPlugin } from './plugin.js';
import { detailsText, violations } from './podsecurity/evaluate.js';
import { podsInViolation } from './podsecurity/namespace-pods.js';
import {
  compareLevels,
  isPrivileged,
  isSameLevelVersion,
  LABEL_PREFIX,
  type LevelVersion,
  levelVersionText,
  type Policy,
  policyOf,
} from './podsecurity/policy.js';
import { isSignificantUpdate } from './podsecurity/significant-update.js';

const NAMESPACES = { group: '', resource: 'namespaces' };
const IGNORED = new Set(['exec', 'attach', 'binding', 'eviction', 'log', 'portforward', 'proxy', 'status']);

interface Template {
  metadata?: ObjectMeta;
  spec?: PodSpec;
}

interface WithTemplate extends KubeObject {
  template?: Template;
  spec?: { template?: Template; jobTemplate?: { spec?: { template?: Template } } };
}

/** Where kinds have their pods' template. */
const TEMPLATES: ReadonlyMap<string, (object: WithTemplate) => Template | undefined> = new Map([
  ['podtemplates', ({ template }: WithTemplate) => template],
  ['cronjobs.batch', ({ spec }: WithTemplate) => spec?.jobTemplate?.spec?.template],
  ...[
    'replicationcontrollers',
    'replicasets.apps',
    'deployments.apps',
    'statefulsets.apps',
    'daemonsets.apps',
    'jobs.batch',
  ].map((name) => [name, ({ spec }: WithTemplate) => spec?.template] as const),
]);

export function createPodSecurity(getter: Getter, features: Features): AdmissionPlugin {
  const rules = { warnsOfWhatIsEnforced: features.behaviours.podSecurityWarnsOfWhatIsEnforced };

  async function checkNamespace(attributes: AdmissionAttributes): Promise<void> {
    const { object, oldObject, kind, name } = attributes;
    const { policy, errors } = policyOf(object?.metadata.labels, rules);
    const old = oldObject && policyOf(oldObject.metadata.labels, rules);
    const told = errors.map(fieldErrorText).join();
    if (errors.length > 0 && told !== old?.errors.map(fieldErrorText).join()) throw newInvalid(kind, name, errors);
    if (old === undefined) return;
    const [after, before] = [policy.enforce, old.policy.enforce];
    const isLaxer = after.version === before.version && compareLevels(after.level, before.level) <= 0;
    if (isSameLevelVersion(after, before) || isPrivileged(after) || isLaxer) return;
    const pods = await getter.list<Pod>(PODS, name);
    for (const warning of podsInViolation(name, after, pods, features)) attributes.warn(warning);
  }

  async function policyFor(namespace: string): Promise<ReturnType<typeof policyOf> | undefined> {
    const found = await getter.get(NAMESPACES, '', namespace);
    return found && policyOf(found.metadata.labels, rules);
  }

  async function checkPod(attributes: AdmissionAttributes): Promise<void> {
    const { namespace, object, oldObject, operation } = attributes;
    const found = await policyFor(namespace);
    if (found === undefined) {
      const shown = features.behaviours.podSecurityQuotesNamespaces ? goQuote(namespace) : namespace;
      throw newInternalError(`failed to lookup namespace ${shown}`);
    }
    const { policy, errors } = found;
    const annotate = annotator(attributes);
    if (errors.length === 0 && Object.values(policy).every(isPrivileged)) {
      annotate('enforce-policy', 'privileged:latest');
      return;
    }
    const pod = object as Pod;
    if (operation === 'UPDATE' && !isSignificantUpdate(pod, oldObject as Pod, features)) return;
    if (errors.length > 0) annotate('error', `Failed to parse policy: ${aggregate(errors.map(fieldErrorText))}`);
    const refusal = evaluate(attributes, policy, pod, true);
    if (refusal !== undefined) throw refusal;
  }

  /** Of an object that makes pods, nothing is refused. */
  async function checkTemplate(attributes: AdmissionAttributes, template: Template | undefined): Promise<void> {
    if (template === undefined) return;
    const found = await policyFor(attributes.namespace);
    if (found === undefined) return;
    const { policy, errors } = found;
    if (errors.length === 0 && isPrivileged(policy.warn) && isPrivileged(policy.audit)) return;
    const annotate = annotator(attributes);
    if (errors.length > 0) annotate('error', `Failed to parse policy: ${aggregate(errors.map(fieldErrorText))}`);
    evaluate(attributes, policy, template, false);
  }

  function evaluate(
    attributes: AdmissionAttributes,
    policy: Policy,
    { metadata = {}, spec = {} }: Template,
    enforces: boolean,
  ): StatusError | undefined {
    const annotate = annotator(attributes);
    const pod = { metadata, spec, features };
    const judge = (level: LevelVersion, violates: string): string | undefined => {
      const found = violations(level, pod);
      if (found.length === 0) return undefined;
      return `${violates} PodSecurity ${goQuote(levelVersionText(level))}: ${detailsText(found)}`;
    };
    const refused = enforces ? judge(policy.enforce, 'violates') : undefined;
    if (enforces) annotate('enforce-policy', levelVersionText(policy.enforce));
    const audited = judge(policy.audit, 'would violate');
    if (audited !== undefined) annotate('audit-violations', audited);
    if (refused !== undefined) return newForbidden(attributes.resource, attributes.name, refused);
    const warned = judge(policy.warn, 'would violate');
    if (warned !== undefined) attributes.warn(warned);
    return undefined;
  }

  return {
    name: 'PodSecurity',
    async validate(attributes) {
      const { operation, resource, subresource, object } = attributes;
      if (object === undefined || (operation !== 'CREATE' && operation !== 'UPDATE')) return;
      if (!features.enabled('PodSecurity')) return;
      const name = groupResourceString(resource);
      if (name === 'pods') {
        if (!IGNORED.has(subresource)) await checkPod(attributes);
        return;
      }
      if (subresource !== '') return;
      if (name === 'namespaces') await checkNamespace(attributes);
      const templateOf = TEMPLATES.get(name);
      if (templateOf !== undefined) await checkTemplate(attributes, templateOf(object));
    },
  };
}

function annotator(attributes: AdmissionAttributes): (key: string, value: string) => void {
  return (key, value) => attributes.annotate?.(`${LABEL_PREFIX}${key}`, value);
}
