/** Asks all policies that are about a request. Source: k8s.io/apiserver/pkg/admission/plugin/policy/validating/dispatcher.go. */
import { StatusError } from '../../apis/errors.js';
import { type KubeObject } from '../../apis/meta/v1.js';
import { type Authorizer } from '../../authorization/authorizer.js';
import { type Ask } from '../../cel/library/authorizers.js';
import { type Getter } from '../../client/client.js';
import { type Features } from '../../features/features.js';
import { admissionForbidden } from '../forbidden.js';
import { type AdmissionAttributes } from '../plugin.js';
import { compilePolicy } from './compiled.js';
import { type Match, matches } from './matching.js';
import { collectParams, ConfigurationError, type ParamSource, unknownKind } from './params.js';
import { type ValidatingBinding, type ValidatingPolicy } from './policies.js';
import { type Denial, PolicyValidator, type Verdict } from './validator.js';
import { askOf, type PolicyInput, Waiting } from './values.js';

export interface PolicyDependencies {
  readonly getter: Getter;
  readonly authorizer: Authorizer;
  readonly features: Features;
  readonly params: ParamSource;
}

const NAMESPACES = { group: '', resource: 'namespaces' };
const FAILURES = 'validation.policy.admission.k8s.io/validation_failure';
const MOST_FAILURES = 50;
const LONGEST_ANNOTATION = 10 * 1024;
const CODES: Readonly<Record<string, number>> = { Forbidden: 403, Unauthorized: 401, RequestEntityTooLarge: 413 };

interface Refusal {
  readonly policy: string;
  /** Undefined where the policy itself is at fault. */
  readonly binding?: string;
  readonly message: string;
  readonly reason?: string;
}

interface Failure {
  readonly message: string;
  readonly policy: string;
  readonly binding: string;
  readonly expressionIndex: number;
  readonly validationActions: readonly string[];
}

const validators = new WeakMap<ValidatingPolicy, PolicyValidator>();

/** Of one request. */
export class PolicyDispatcher {
  readonly #attributes: AdmissionAttributes;
  readonly #dependencies: PolicyDependencies;
  readonly #ask: Ask;
  readonly #refusals: Refusal[] = [];
  readonly #failures: Failure[] = [];

  constructor(attributes: AdmissionAttributes, dependencies: PolicyDependencies) {
    this.#attributes = attributes;
    this.#dependencies = dependencies;
    this.#ask = askOf(attributes.user, dependencies.authorizer);
  }

  /** @throws StatusError where a policy refuses the request */
  async dispatch(policies: readonly ValidatingPolicy[], bindings: readonly ValidatingBinding[]): Promise<void> {
    for (const policy of policies) {
      const own = bindings.filter(({ spec }) => spec.policyName === policy.metadata.name);
      if (own.length > 0) await this.#policy(policy, own);
    }
    if (this.#failures.length > 0) {
      this.#attributes.annotate?.(FAILURES, JSON.stringify(this.#failures.slice(0, MOST_FAILURES)));
    }
    const [refusal] = this.#refusals;
    if (refusal !== undefined) throw refused(this.#attributes, refusal);
  }

  async #policy(policy: ValidatingPolicy, bindings: readonly ValidatingBinding[]): Promise<void> {
    const { getter, params } = this.#dependencies;
    const { paramKind, matchConstraints = {} } = policy.spec;
    const match = await matches(matchConstraints, this.#attributes, getter);
    if (match === undefined) return;
    if (paramKind !== undefined && params(paramKind.apiVersion, paramKind.kind) === undefined) {
      this.#misconfigured(policy, undefined, unknownKind(paramKind));
      return;
    }
    const annotations = new Map<string, Set<string>>();
    for (const binding of bindings) await this.#binding(policy, binding, match, annotations);
    for (const [key, values] of annotations) {
      this.#attributes.annotate?.(`${policy.metadata.name}/${key}`, [...values].join(', '));
    }
  }

  async #binding(
    policy: ValidatingPolicy,
    binding: ValidatingBinding,
    match: NonNullable<Match>,
    annotations: Map<string, Set<string>>,
  ): Promise<void> {
    const { getter, params: source } = this.#dependencies;
    const { matchResources, paramRef } = binding.spec;
    if (matchResources !== undefined && (await matches(matchResources, this.#attributes, getter)) === undefined) return;
    const { namespace } = this.#attributes;
    let params: readonly (KubeObject | undefined)[];
    try {
      params = await collectParams(policy.spec.paramKind, paramRef, namespace, source);
    } catch (error) {
      if (!(error instanceof ConfigurationError)) throw error;
      this.#misconfigured(policy, binding, error.message);
      return;
    }
    const around = await this.#namespace();
    for (const one of params) {
      const input = { attributes: this.#attributes, version: match.version, params: one, namespace: around };
      this.#note(policy, binding, await this.#verdict(policy, input), annotations);
    }
  }

  /** The object of a namespace is in none. */
  async #namespace(): Promise<KubeObject | undefined> {
    const { namespace, kind } = this.#attributes;
    if (namespace === '' || (kind.group === '' && kind.kind === 'Namespace')) return undefined;
    return this.#dependencies.getter.get(NAMESPACES, '', namespace);
  }

  async #verdict(policy: ValidatingPolicy, input: PolicyInput): Promise<Verdict> {
    const validator =
      validators.get(policy) ?? new PolicyValidator(policy, compilePolicy(policy, this.#dependencies.features));
    validators.set(policy, validator);
    for (;;) {
      try {
        return validator.validate(input, this.#ask);
      } catch (error) {
        if (!(error instanceof Waiting)) throw error;
        await error.until;
      }
    }
  }

  #note(
    policy: ValidatingPolicy,
    binding: ValidatingBinding,
    { denials, annotations, annotationErrors }: Verdict,
    collected: Map<string, Set<string>>,
  ): void {
    for (const denial of denials) this.#denied(policy, binding, denial);
    const names = namesOf(policy, binding);
    for (const message of annotationErrors) this.#refusals.push({ ...names, message });
    for (const [key, value] of annotations) {
      const values = collected.get(key) ?? new Set();
      collected.set(key, values.add(value.slice(0, LONGEST_ANNOTATION)));
    }
  }

  #denied(policy: ValidatingPolicy, binding: ValidatingBinding, { message, reason, index }: Denial): void {
    const { validationActions = [] } = binding.spec;
    const names = namesOf(policy, binding);
    const told = `Validation failed for ValidatingAdmissionPolicy '${names.policy}' with binding '${names.binding}'`;
    for (const action of validationActions) {
      if (action === 'Deny') this.#refusals.push({ ...names, message, ...(reason === undefined ? {} : { reason }) });
      if (action === 'Warn') this.#attributes.warn(`${told}: ${message}`);
      if (action === 'Audit') this.#failures.push({ message, ...names, expressionIndex: index, validationActions });
    }
  }

  #misconfigured(policy: ValidatingPolicy, binding: ValidatingBinding | undefined, why: string): void {
    if (policy.spec.failurePolicy === 'Ignore') return;
    const message = `failed to configure ${binding === undefined ? 'policy' : 'binding'}: ${why}`;
    const names = binding === undefined ? { policy: policy.metadata.name ?? '' } : namesOf(policy, binding);
    this.#refusals.push({ ...names, message });
  }
}

function namesOf(policy: ValidatingPolicy, binding: ValidatingBinding): { policy: string; binding: string } {
  return { policy: policy.metadata.name ?? '', binding: binding.metadata.name ?? '' };
}

function refused(
  attributes: AdmissionAttributes,
  { policy, binding, message, reason = 'Invalid' }: Refusal,
): StatusError {
  const through = binding === undefined ? '' : ` with binding '${binding}'`;
  const cause = `ValidatingAdmissionPolicy '${policy}'${through} denied request: ${message}`;
  const { status } = admissionForbidden(attributes, cause);
  const details = { ...status.details, causes: [{ message: cause }] };
  return new StatusError({ ...status, reason, code: CODES[reason] ?? 422, details });
}
