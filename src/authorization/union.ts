/** Asks authorizers one after the other. Source: k8s.io/apiserver/pkg/authorization/union/union.go. */
import { aggregate } from '../apis/aggregate.js';
import { type Attributes, type Authorizer, type Decision, type ResolvedRules } from './authorizer.js';

export interface NamedAuthorizer {
  /** The mode in lower case: `rbac`. */
  readonly name: string;
  readonly authorizer: Authorizer;
}

/** The first that allows or denies decides; else nobody does, and all reasons are given. `named`: with the authorizers' names. */
export function createUnion(chain: readonly NamedAuthorizer[], named: boolean): Authorizer {
  return {
    authorize: async (attributes: Attributes): Promise<Decision> => {
      const reasons: string[] = [];
      const errors: string[] = [];
      for (const { name, authorizer } of chain) {
        const decision = await authorizer.authorize(attributes);
        if (decision.decision !== 'noOpinion') return decision;
        if (decision.reason !== '') reasons.push(named ? `${name}: ${decision.reason}` : decision.reason);
        if (decision.error !== undefined) errors.push(decision.error);
      }
      return { decision: 'noOpinion', reason: reasons.join('\n'), ...errorOf(errors) };
    },
    rulesFor: async (user, namespace): Promise<ResolvedRules> => {
      const all: ResolvedRules[] = [];
      for (const { authorizer } of chain) all.push(await authorizer.rulesFor(user, namespace));
      return {
        resourceRules: all.flatMap((rules) => rules.resourceRules),
        nonResourceRules: all.flatMap((rules) => rules.nonResourceRules),
        incomplete: all.some((rules) => rules.incomplete),
        ...errorOf(all.flatMap((rules) => rules.error ?? [])),
      };
    },
  };
}

function errorOf(errors: readonly string[]): { error?: string } {
  return errors.length === 0 ? {} : { error: aggregate(errors) };
}
